// The address of every condition: rows are added and changed here, and become the rule of a page, question, exit or check.
import type { FieldProblem } from '../../../design/fields.tsx'
import type { Link } from '../../../design/frame.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { htmlLang } from '../../../kernel/language.ts'
import { compileForm } from '../document/compile.ts'
import { bounds, type Feel, type FormDocument } from '../document/document.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import {
  type Comparison,
  type Condition,
  conditionOf,
  feelOf,
  type Row,
  type Subject,
  standpointOf,
  subjectsFor,
} from './condition.ts'
import { conditionWords, unwritten } from './condition-words.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { dayIn, numberIn } from './entries.tsx'
import { findItem, findPage, labelOfItem } from './outline.ts'
import { choicesOf, RulePage, type RuleView } from './rule-pages.tsx'
import { findConditioned, setRule } from './rules.ts'
import { RulesPage } from './rules-pages.tsx'
import { type Change, markOf } from './working-copy.ts'

export function ruleRoutes(on: Routes): void {
  on.page('/desk/forms/:id/rules', staff(mayEdit), {}, async (visit) => {
    const open = await openForm(visit)
    const said = saidOf(builderWords(visit), visit.query.done)
    return open ? answerPage(<RulesPage frame={visit.frame} open={open} said={said} />) : notFound
  })
  on.page('/desk/forms/:id/rule', staff(mayEdit), {}, (visit) => showRule(visit, visit.query.at ?? ''))
  on.form('/desk/forms/:id/rule', staff(mayEdit), {}, saveRule)
}

type Shown = {
  condition?: Condition
  feel?: Feel
  problems?: readonly FieldProblem[]
  conflict?: readonly Change[]
  textOnly?: boolean
}

const none: Condition = { join: 'and', rows: [] }

/** Where the condition belongs: its name on the page, and the way back. */
function placeOf(
  visit: Visit,
  open: DeskForm,
  at: string,
): { title: string; back: Link; mayDrop: boolean; label: string } | undefined {
  const text = builderWords(visit)
  const titles = conditionWords(visit)
  const { document } = open.copy
  const [kind = '', rest = ''] = [at.slice(0, at.indexOf(':')), at.slice(at.indexOf(':') + 1)]
  if (kind === 'page') {
    const page = findPage(document, rest)
    const back = { label: text.toPage(page?.title.de ?? ''), url: open.url(`pages/${rest}`) }
    return page && { title: titles.title(page.title.de), back, mayDrop: true, label: page.title.de }
  }
  if (kind === 'item') {
    const item = findItem(document, rest)?.item
    const label = item ? labelOfItem(item) : ''
    const back = { label: text.backTo(label), url: open.url(`items/${rest}`) }
    return item && { title: titles.title(label), back, mayDrop: true, label }
  }
  if (kind === 'exit') {
    const [key = '', index = ''] = rest.split('/')
    const exit = findPage(document, key)?.exits?.[Number(index)]
    const back = { label: text.backTo(exit?.title.de ?? ''), url: open.url(`pages/${key}/exits/${index}`) }
    return exit && { title: titles.titleExit(exit.title.de), back, mayDrop: false, label: exit.title.de }
  }
  if (kind !== 'check') return undefined
  const check = document.checks?.[Number(rest)]
  const label = check?.message.de ?? ''
  const back = { label: text.backTo(label), url: open.url(`checks/${rest}`) }
  return check && { title: titles.titleCheck(label), back, mayDrop: false, label }
}

async function showRule(visit: Visit, at: string, shown: Shown = {}): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const place = open && placeOf(visit, open, at)
  if (!place) return notFound
  const { document } = open.copy
  const stored = findConditioned(document, at)
  const feel = shown.feel ?? (stored === unwritten ? '' : (stored ?? ''))
  const subjects = subjectsFor(standpointOf(document, at))
  const read = feel === '' ? none : conditionOf(document, feel, subjects)
  const view: RuleView = {
    frame: visit.frame,
    open,
    ...place,
    at,
    subjects,
    condition: shown.condition ?? read ?? none,
    feel,
    textOnly: shown.textOnly ?? (shown.condition === undefined && read === undefined),
    mark: markOf(stored),
    problems: shown.problems ?? [],
    conflict: shown.conflict,
    said: saidOf(builderWords(visit), visit.query.done),
  }
  const status = shown.conflict ? 409 : view.problems.length > 0 ? 422 : 200
  return answerPage(<RulePage {...view} />, { status })
}

async function saveRule(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const at = input.value('at')
  const place = open && placeOf(visit, open, at)
  if (!place) return notFound
  const text = conditionWords(visit)
  const { document } = open.copy
  const subjects = subjectsFor(standpointOf(document, at))
  const wanted = input.value('do')
  const problem = (field: string, message: string, label = ''): FieldProblem => ({ field, label, message })
  if (wanted === 'drop' && place.mayDrop) return store(visit, open, input, at, undefined)
  if (wanted === 'text') {
    const feel = input.value('rule')
    if (feel === '' || feel.length > bounds.rule)
      return showRule(visit, at, { feel, problems: [problem('rule', text.textMissing, text.ruleText)], textOnly: true })
    return store(visit, open, input, at, feel)
  }
  const condition = readCondition(input, subjects)
  if (wanted.startsWith('remove-')) {
    const rows = condition.rows.filter((_, index) => index !== Number(wanted.slice(7)))
    return showRule(visit, at, { condition: { ...condition, rows }, textOnly: false })
  }
  if (wanted === 'add' || condition.rows.length === 0) {
    const subject = subjects.find(({ placed }) => placed.path === input.value('subject'))
    if (!subject)
      return showRule(visit, at, {
        condition,
        problems: [problem('subject', text.subjectMissing, text.subject)],
        textOnly: false,
      })
    const row: Row = { path: subject.placed.path, comparison: subject.comparisons[0]!, value: '' }
    return showRule(visit, at, { condition: { ...condition, rows: [...condition.rows, row] }, textOnly: false })
  }
  const { problems, rows } = checkRows(visit, document, condition.rows, subjects)
  if (problems.length > 0) return showRule(visit, at, { condition, problems, textOnly: false })
  return store(visit, open, input, at, feelOf({ ...condition, rows }, subjects))
}

function readCondition(input: FormInput, subjects: readonly Subject[]): Condition {
  const rows: Row[] = []
  for (let index = 0; index < 20 && input.value(`path-${index}`) !== ''; index += 1) {
    const path = input.value(`path-${index}`)
    if (!subjects.some(({ placed }) => placed.path === path)) continue
    const comparison = input.value(`comparison-${index}`) as Comparison
    rows.push({ path, comparison, value: input.value(`value-${index}`) })
  }
  return { join: input.value('join') === 'or' ? 'or' : 'and', rows }
}

/** The rows with values as answers keep them, or what is wrong with them. */
function checkRows(visit: Visit, document: FormDocument, rows: readonly Row[], subjects: readonly Subject[]) {
  const text = conditionWords(visit)
  const problems: FieldProblem[] = []
  const read = rows.map((row, index): Row => {
    const subject = subjects.find(({ placed }) => placed.path === row.path)!
    const { item } = subject.placed
    const wrong = (name: 'comparison' | 'value', message: string): Row => {
      problems.push({ field: `${name}-${index}`, label: labelOfItem(item), message })
      return row
    }
    if (!subject.comparisons.includes(row.comparison)) return wrong('comparison', text.comparisonMissing)
    if (row.comparison === 'answered' || row.comparison === 'open') return { ...row, value: '' }
    if (row.value === '') return wrong('value', text.valueMissing)
    const choices = choicesOf(visit.frame, item, document)
    if (choices) return choices.some(({ value }) => value === row.value) ? row : wrong('value', text.valueChoice)
    const type = item.kind === 'question' ? item.type : item.kind
    if (type === 'group' || type === 'number' || type === 'money') {
      const number = numberIn(row.value)
      return number === undefined ? wrong('value', text.valueNumber) : { ...row, value: String(number) }
    }
    if (type !== 'date') return row
    const day = dayIn(row.value)
    return day === undefined ? wrong('value', text.valueDay) : { ...row, value: day }
  })
  return { problems, rows: read }
}

async function store(
  visit: Visit,
  open: DeskForm,
  input: FormInput,
  at: string,
  feel: Feel | undefined,
): Promise<Answer | NotFound> {
  const place = placeOf(visit, open, at)!
  if (feel !== undefined) {
    const fault = compileForm(setRule(open.copy.document, at, feel)).faults.find((one) => one.at === at)
    const label = conditionWords(visit).ruleText
    const message = fault?.message[htmlLang(visit.language)]
    if (message) return showRule(visit, at, { feel, problems: [{ field: 'rule', label, message }], textOnly: true })
  }
  const outcome = await takeStep(visit, open, input, {
    action: 'rule',
    label: place.label,
    part: (document) => findConditioned(document, at),
    change: (document) => setRule(document, at, feel),
  })
  if ('conflict' in outcome) return showRule(visit, at, { ...(feel !== undefined && { feel }), conflict: outcome.conflict })
  const [path = ''] = place.back.url.split('?')
  return seeOther(`${path}?done=${doneWord(outcome, 'saved')}`)
}
