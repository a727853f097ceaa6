// The addresses of asking the person: what is wrong with single answers, and the hearing.
import { staff } from '../../../kernel/access.ts'
import { addDays, asDay, daysBetween } from '../../../kernel/calendar/day.ts'
import { placeOf } from '../../../kernel/calendar/holidays.ts'
import { endOfPeriod } from '../../../kernel/calendar/periods.ts'
import { type Answer, type NotFound, notFound, page } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { mayWork } from '../access.ts'
import { askBack, faults, hear } from './ask.ts'
import { AskPage, HearPage, numbered, stateOf, type Typed } from './ask-pages.tsx'
import { askWords } from './ask-words.ts'
import { after, ownCase, whoOf } from './case-routes.tsx'
import { mayAt } from './clerk.ts'
import { dayParts, partsOf, readParts } from './days.ts'
import { deskPath } from './list-pages.tsx'
import { type CaseShown, showCase } from './one.ts'
import { textIn } from './shown.ts'

const own = `${deskPath}/:id`
const usualDays = 14

export function askRoutes(on: Routes): void {
  on.page(`${own}/ask`, staff(mayWork), {}, (visit) =>
    atWork(visit, 'Nachfrage an Sie vorbereitet', (shown) => {
      const due = partsOf(addDays(asDay(visit.today), usualDays))
      return showAsk(visit, shown, { message: '', due, faults: {}, reasons: {} }, [])
    }),
  )
  on.form(`${own}/ask`, staff(mayWork), {}, (visit, input) =>
    atWork(visit, 'Nachfrage an Sie vorbereitet', (shown) => postAsk(visit, shown, input)),
  )
  on.page(`${own}/hear`, staff(mayWork), {}, (visit) =>
    atWork(visit, 'Anhörung vorbereitet', (shown) => {
      const { hearing } = shown.kind.type
      if (!hearing) return notFound
      const { lastDay } = endOfPeriod(asDay(visit.today), { days: hearing.days }, placeOf(visit.town.settings))
      const typed = { message: textIn(hearing.text, shown.row.language), due: partsOf(lastDay), faults: {}, reasons: {} }
      return showHear(visit, shown, typed, [])
    }),
  )
  on.form(`${own}/hear`, staff(mayWork), {}, (visit, input) =>
    atWork(visit, 'Anhörung vorbereitet', (shown) => postHear(visit, shown, input)),
  )
}

type Worked = Answer | NotFound | Promise<Answer | NotFound>

/** The case as a clerk sees it who may work on it. */
export async function atWork(visit: Visit, purpose: string, work: (shown: CaseShown) => Worked): Promise<Answer | NotFound> {
  const { house, town, person, params, language, now } = visit
  const shown = await showCase(house, town, person!, { id: params.id!, language, now, purpose })
  if (shown === 'party') return ownCase(visit)
  return shown && mayAt(person!, mayWork, shown) ? work(shown) : notFound
}

const showAsk = (visit: Visit, shown: CaseShown, typed: Typed, problems: readonly Problem[], changed = false): Answer =>
  page(<AskPage frame={visit.frame} shown={shown} typed={typed} problems={problems} changed={changed} />, {
    status: problems.length > 0 ? 422 : changed ? 409 : 200,
  })

function showHear(visit: Visit, shown: CaseShown, typed: Typed, problems: readonly Problem[]): Answer | NotFound {
  const { hearing } = shown.kind.type
  if (!hearing) return notFound
  const status = problems.length > 0 ? 422 : 200
  return page(<HearPage frame={visit.frame} shown={shown} typed={typed} problems={problems} source={hearing.source} />, {
    status,
  })
}

/** What was typed, with the chosen text block put behind it. */
function withBlock(shown: CaseShown, message: string, key: string): string {
  const block = shown.kind.type.textBlocks?.find((one) => one.key === key)
  const words = block && textIn(block.text, shown.row.language)
  return [message, words].filter(Boolean).join('\n\n')
}

function messageAndDay(visit: Visit, input: FormInput): { problems: Problem[]; message: string; dueOn: string } {
  const text = askWords(visit)
  const problems: Problem[] = []
  const message = input.value('message')
  if (message === '') problems.push({ field: 'message', message: text.messageMissing })
  else if (message.length > 4_000) problems.push({ field: 'message', message: text.messageTooLong(message.length) })
  const due = readParts(dayParts(input, 'due'))
  const days = due && daysBetween(asDay(visit.today), due)
  if (days === undefined) problems.push({ field: 'due', message: text.dayWrong })
  else if (days <= 0) problems.push({ field: 'due', message: text.dayPast })
  else if (days > 366) problems.push({ field: 'due', message: text.dayFar })
  return { problems, message, dueOn: due ?? '' }
}

async function postAsk(visit: Visit, shown: CaseShown, input: FormInput): Promise<Answer | NotFound> {
  const text = askWords(visit)
  const answers = numbered(shown.answers.pages)
  const typed: Typed = {
    message: input.value('message'),
    due: dayParts(input, 'due'),
    faults: Object.fromEntries(answers.map(({ number }) => [number, input.value(`fault-${number}`)])),
    reasons: Object.fromEntries(answers.map(({ number }) => [number, input.value(`reason-${number}`)])),
  }
  if (input.value('do') === 'insert')
    return showAsk(visit, shown, { ...typed, message: withBlock(shown, typed.message, input.value('block')) }, [])
  if (input.value('state') !== stateOf(shown)) return showAsk(visit, shown, typed, [], true)
  const marked = answers.flatMap((answer) => {
    const fault = faults.find((one) => one === typed.faults[answer.number])
    return fault ? [{ ...answer, fault, reason: typed.reasons[answer.number] ?? '' }] : []
  })
  const { problems: others, message, dueOn } = messageAndDay(visit, input)
  const problems: Problem[] = [
    ...(marked.length === 0 ? [{ field: 'answers', message: text.nothingMarked }] : []),
    ...marked.flatMap(({ number, label, reason }) => {
      if (reason === '') return [{ field: `reason-${number}`, message: text.reasonMissing(label) }]
      return reason.length > 500 ? [{ field: `reason-${number}`, message: text.reasonTooLong(label) }] : []
    }),
    ...others,
  ]
  if (problems.length > 0) return showAsk(visit, shown, typed, problems)
  // The person reads it in the language they applied in.
  const reader = askWords({ language: shown.row.language })
  const reasons = Object.fromEntries(marked.map(({ path, fault, reason }) => [path, `${reader[`fault-${fault}`]}: ${reason}`]))
  return after(visit, 'ask', await askBack(whoOf(visit), shown.row.id, { message, reasons, dueOn }))
}

async function postHear(visit: Visit, shown: CaseShown, input: FormInput): Promise<Answer | NotFound> {
  const typed = { message: input.value('message'), due: dayParts(input, 'due'), faults: {}, reasons: {} }
  if (input.value('do') === 'insert')
    return showHear(visit, shown, { ...typed, message: withBlock(shown, typed.message, input.value('block')) }, [])
  const { problems, message, dueOn } = messageAndDay(visit, input)
  if (problems.length > 0) return showHear(visit, shown, typed, problems)
  return after(visit, 'hear', await hear(whoOf(visit), shown.row.id, { message, dueOn }))
}
