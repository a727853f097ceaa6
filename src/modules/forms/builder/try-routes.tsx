// The address on which a form is tried out: answers travel with the page, nothing is stored but examples.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { compileForm } from '../document/compile.ts'
import { type Answers, type Item, longestRepeat, type Page } from '../document/document.ts'
import { type Evaluation, evaluateForm } from '../document/evaluate.ts'
import { answerAt, isObject, withAnswer } from '../document/places.ts'
import { problemsIn, problemsOf } from '../document/problems.ts'
import { anchorOf } from '../filling/controls.tsx'
import { listsFor } from '../filling/lists.ts'
import { type PathProblem, questionsOn, readScreen } from '../filling/posted.ts'
import { entriesAt, type Screen } from '../filling/screen.ts'
import { fieldsOf, type Typed, typedIn } from '../filling/typed.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { takeStep } from './desk-step.ts'
import { expectationOf, runAnswers, runExamples } from './example.ts'
import { TryListPage, TryResultPage, TryStepPage } from './try-pages.tsx'
import { tryWords } from './try-words.ts'

export function tryRoutes(on: Routes): void {
  on.page('/desk/forms/:id/try', staff(mayEdit), {}, showList)
  on.page('/desk/forms/:id/try/:example', staff(mayEdit), {}, showList)
  on.form('/desk/forms/:id/try', staff(mayEdit), {}, takeTry)
}

async function showList(visit: Visit): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const results = runExamples(visit, open.copy.document, visit.now)
  const said = saidOf(builderWords(visit), visit.query.done)
  return answerPage(<TryListPage frame={visit.frame} open={open} results={results} said={said} />)
}

function answersIn(text: string): Answers {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? (value as Answers) : {}
  } catch {
    return {}
  }
}

async function takeTry(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { document } = open.copy
  const wanted = input.value('do')
  const example = document.examples?.[Number(/^\d{1,4}$/.exec(input.value('example'))?.[0] ?? -1)]
  if (wanted === 'remove' && example) return removeExample(visit, open, input, example.name)
  const before = wanted === 'open' ? (example?.answers ?? {}) : answersIn(input.value('answers'))
  const first = withEntries(document.pages[0]?.items ?? [], '', before)
  const begun = evaluateForm(compileForm(document), before, visit.now)
  if (wanted === 'keep') return keepExample(visit, open, input, before)
  const page = document.pages.find(({ key }) => key === input.value('page'))
  if (wanted === 'start' || wanted === 'open' || !page)
    return begun.pages[0] ? showStep(visit, open, begun.pages[0], first) : seeOther(open.url('try'))
  const read = readPage(visit, open, page, before, input)
  const evaluation = evaluateForm(begun.form, read.answers, visit.now)
  if (wanted.startsWith('more:')) return showStep(visit, open, page, addEntry(read.answers, wanted.slice(5)))
  if (wanted === 'back') {
    const at = evaluation.pages.indexOf(page)
    return showStep(visit, open, evaluation.pages[Math.max(0, at - 1)] ?? page, read.answers)
  }
  const judging = { reader: visit, list: listsFor(document, visit.language) }
  const own = problemsIn(evaluation, judging, page, page.items, '').filter(({ path }) => !isAboutFiles(evaluation, path))
  const problems = [...read.problems, ...own.filter(({ path }) => !read.problems.some((one) => one.path === path))]
  if (problems.length > 0) return showStep(visit, open, page, read.answers, problems, typedIn(input))
  const exit = evaluation.exitOf(page)
  const next = evaluation.pages[evaluation.pages.indexOf(page) + 1]
  return exit || !next ? showResult(visit, open, read.answers, '') : showStep(visit, open, next, read.answers)
}

const isAboutFiles = ({ form }: Evaluation, path: string): boolean => {
  const item = form.places.get(path.replace(/\.\d+(?=\.|$)/g, ''))?.item
  return item?.kind === 'question' && item.type === 'files'
}

/** Every list of questions on the page: the page itself, groups, each entry of repeated ones. */
function* listsOn(items: readonly Item[], at: string, answers: Answers): Generator<{ items: readonly Item[]; at: string }> {
  yield { items, at }
  for (const item of items) {
    if (item.kind !== 'group') continue
    const path = at === '' ? item.key : `${at}.${item.key}`
    if (item.repeat) {
      for (const index of entriesAt(answers, path).keys()) yield* listsOn(item.items, `${path}.${index}`, answers)
    } else for (const inner of item.items) if (inner.kind === 'group') yield* listsOn([inner], path, answers)
  }
}

function readPage(visit: Visit, open: DeskForm, page: Page, before: Answers, input: FormInput) {
  let answers = withEntries(page.items, '', before)
  const problems: PathProblem[] = []
  for (const list of [...listsOn(page.items, '', answers)]) {
    const screen = { page, at: list.at, items: list.items } as unknown as Screen
    const read = readScreen(screen, { answers, leftOpen: {} }, input, visit, listsFor(open.copy.document, visit.language))
    answers = read.answers
    problems.push(...read.problems)
  }
  return { answers, problems }
}

/** A repeated group begins with as many sets as it needs, and one to see. */
function withEntries(items: readonly Item[], at: string, answers: Answers): Answers {
  let filled = answers
  for (const item of items) {
    if (item.kind !== 'group') continue
    const path = at === '' ? item.key : `${at}.${item.key}`
    if (!item.repeat) filled = withEntries(item.items, path, filled)
    else
      for (let count = entriesAt(filled, path).length; count < Math.max(1, item.repeat.min); count += 1)
        filled = withAnswer(filled, `${path}.${count}`, {})
  }
  return filled
}

function addEntry(answers: Answers, path: string): Answers {
  const count = entriesAt(answers, path).length
  return count < longestRepeat && /^[A-Za-z][A-Za-z0-9.]*$/.test(path) ? withAnswer(answers, `${path}.${count}`, {}) : answers
}

function showStep(
  visit: Visit,
  open: DeskForm,
  page: Page,
  before: Answers,
  problems: readonly PathProblem[] = [],
  typed?: Typed,
): Answer {
  const { document } = open.copy
  const answers = withEntries(page.items, '', before)
  const evaluation = evaluateForm(compileForm(document), answers, visit.now)
  const values = new Map(
    [...listsOn(page.items, '', answers)].flatMap(({ items, at }) =>
      questionsOn({ page, at, items } as unknown as Screen).flatMap(({ question, path }) =>
        fieldsOf(question, path, answerAt(answers, path), visit),
      ),
    ),
  )
  const shown = problems.map((problem) => {
    const item = evaluation.form.places.get(problem.path.replace(/\.\d+(?=\.|$)/g, ''))?.item
    const field = item?.kind === 'question' ? anchorOf(item, problem.path, problem.part) : problem.path
    return { ...problem, field }
  })
  const props = { frame: visit.frame, open, evaluation, page, answers, problems: shown }
  return answerPage(<TryStepPage {...props} typed={typed ?? ((name) => values.get(name) ?? [])} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

function showResult(visit: Visit, open: DeskForm, answers: Answers, name: string, nameProblem?: string): Answer {
  const { document } = open.copy
  const evaluation = evaluateForm(compileForm(document), answers, visit.now)
  const problems = problemsOf(evaluation, { reader: visit, list: listsFor(document, visit.language) })
  const exit = evaluation.pages.map((page) => evaluation.exitOf(page)).find((one) => one !== undefined)
  const props = { frame: visit.frame, open, evaluation, answers, problems, exit, name, nameProblem }
  return answerPage(<TryResultPage {...props} />, { status: nameProblem ? 422 : 200 })
}

async function keepExample(visit: Visit, open: DeskForm, input: FormInput, answers: Answers): Promise<Answer> {
  const name = input.value('name').slice(0, 200)
  if (name === '') return showResult(visit, open, answers, '', tryWords(visit).nameMissing)
  await takeStep(visit, open, input, {
    action: 'example',
    label: name,
    change: (document) => {
      const expect = expectationOf(runAnswers(visit, document, answers, visit.now))
      const others = (document.examples ?? []).filter((one) => one.name !== name)
      return { ...document, examples: [...others, { name, answers, expect }] }
    },
  })
  return seeOther(open.url('try?done=saved'))
}

async function removeExample(visit: Visit, open: DeskForm, input: FormInput, name: string): Promise<Answer> {
  await takeStep(visit, open, input, {
    action: 'example',
    label: name,
    change: ({ examples = [], ...document }) => {
      const rest = examples.filter((one) => one.name !== name)
      return rest.length > 0 ? { ...document, examples: rest } : document
    },
  })
  return seeOther(open.url('try?done=removed'))
}
