// One screen sent: read, checked, saved, and what comes next. The server decides, whatever a script has shown.
import { createHash } from 'node:crypto'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { Answer, Answers, FileAnswer } from '../document/document.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { mostFiles } from '../document/kinds/place-kinds.ts'
import { answerAt, withAnswer } from '../document/places.ts'
import { problemsIn } from '../document/problems.ts'
import { type OpenDraft, saveDraft, type Writing, withDraft } from './draft.ts'
import { acceptedKinds, takenKinds } from './file-kinds.ts'
import { dropLooseFiles, keepFile } from './files.ts'
import { pageAfter } from './next.ts'
import { type PathProblem, questionsOn, readScreen } from './posted.ts'
import { type Prefilled, prefillFor } from './prefill.ts'
import { entriesAt, findScreen, type Screen, screenAround, withRoomFor } from './screen.ts'
import { type Filling, fillingOf, lacksLevel, neededLevel } from './state.tsx'
import type { FillingContent } from './tables.ts'
import { fillingWords } from './words.ts'

export type Outcome =
  /** Address of a screen, or `check`. */
  | { to: string; more?: boolean }
  | { exit: string }
  /** The same screen once more, with what was typed. */
  | { again: Filling; screen: Screen; problems: readonly PathProblem[]; elsewhere?: boolean }
  | 'level'
  | 'nowhere'

/** What a screen says now, in a few letters: a second window is told by it. */
export const markOf = (answers: Answers, screen: Screen): string =>
  createHash('sha256')
    .update(JSON.stringify(questionsOn(screen).map(({ path }) => answerAt(answers, path) ?? null)))
    .digest('base64url')
    .slice(0, 16)

export function saveScreen(visit: Visit, input: FormInput): Promise<Outcome | undefined> {
  const { params } = visit
  return withDraft(visit, params.draft!, { purpose: 'Angaben im Formular gespeichert', verb: 'write' }, async (db, open) => {
    const filling = await fillingOf(visit, open)
    if (open.form.key !== params.key) return 'nowhere'
    const screen = findScreen(filling.version.form, filling.evaluation.answers, params.screen!)
    if (!screen || !filling.evaluation.pages.includes(screen.page)) return 'nowhere'
    if (lacksLevel(visit, neededLevel(filling, screen.page))) return 'level'
    // A set that nobody asked about gets no further entry.
    const isNew = screen.group !== undefined && answerAt(filling.evaluation.answers, screen.at) === undefined
    if (isNew && filling.limits?.mayChange(setOf(screen)) === false) return 'nowhere'
    return takeScreen(visit, db, filling, screen, input)
  })
}

/** The repeated group that a screen is an entry of. */
const setOf = ({ at }: Screen): string => at.replace(/\.\d+$/, '')

async function takeScreen(visit: Visit, db: Writing, filling: Filling, screen: Screen, input: FormInput): Promise<Outcome> {
  const { now } = visit
  const { version, content, lists, limits } = filling
  const before = filling.evaluation.answers
  const [what = '', where = '', which = ''] = input.value('do').split(' ')
  if (what === 'remove-entry' && screen.group) {
    if (limits?.mayChange(setOf(screen)) === false) return 'nowhere'
    const answers = evaluateForm(version.form, withAnswer(before, screen.at, undefined), now).answers
    await keep(visit, db, filling, { ...content, answers }, screen)
    return { to: screenAround(screen) }
  }
  const offered = await prefillFor(visit, filling, screen)
  const room = { answers: withRoomFor(before, screen), leftOpen: content.leftOpen, limits }
  const posted = readScreen(screen, room, input, visit, lists)
  const mark = markOf(before, screen)
  if (input.value('before') !== mark && markOf(posted.answers, screen) !== mark)
    return { again: filling, screen, problems: [], elsewhere: true }
  const withFiles = await takeFiles(
    visit,
    db,
    screen,
    posted.answers,
    input,
    limits,
    what === 'remove' ? { path: where, id: which } : undefined,
  )
  const evaluation = evaluateForm(version.form, limits?.kept(withFiles.answers) ?? withFiles.answers, now)
  const { answers } = evaluation
  const formal = [...withFiles.problems, ...posted.problems]
  const missing = problemsIn(
    evaluation,
    { reader: visit, list: lists, leftOpen: posted.leftOpen },
    screen.page,
    screen.items,
    screen.at,
    false,
  ).filter(({ path }) => limits?.mayChange(path) !== false)
  const checks = evaluation.failedChecks().flatMap(({ path, index }) => {
    const asked = questionsOn(screen).find((one) => one.path === path)
    const message = version.row.document.checks?.[index]?.message
    return asked && message
      ? [
          {
            path,
            label: asked.question.label[visit.language] ?? asked.question.label.de,
            message: message[visit.language] ?? message.de,
          },
        ]
      : []
  })
  const known = new Set(formal.map(({ path }) => path))
  const problems = [...formal, ...[...missing, ...checks].filter(({ path }) => !known.has(path))]
  // What only came up by these answers was never asked: it is asked now, not called a mistake.
  const isNew = ({ path }: PathProblem): boolean =>
    !filling.evaluation.shown(path) && answerAt(answers, path) === undefined && screen.group === undefined
  const old = problems.filter((problem) => !isNew(problem))
  const seen = old.length > 0 || content.seen.includes(screen.address) ? content.seen : [...content.seen, screen.address]
  const origins = { ...keptOrigins(content, answers), ...takenOver(offered, answers) }
  const next: FillingContent = { ...content, answers, leftOpen: posted.leftOpen, origins, seen }
  const saved = { ...(await keep(visit, db, filling, next, screen)), version, evaluation, lists, limits }
  if (what === 'upload' || what === 'remove')
    return withFiles.problems.length + posted.problems.length === 0
      ? { to: screen.address }
      : { again: saved, screen, problems: withFiles.problems }
  if (what === 'search') return { again: saved, screen, problems: [] }
  if (what === 'add' && formal.length === 0 && limits?.mayChange(where) !== false)
    return { to: `${where}.${entriesAt(answers, where).length}` }
  const exit = formal.length === 0 ? evaluation.exitOf(screen.page) : undefined
  if (exit) return { exit: screen.page.key }
  if (old.length > 0) return { again: saved, screen, problems: ordered(screen, old) }
  if (problems.length > 0) return { to: screen.address, more: true }
  if (screen.group) return { to: screenAround(screen) }
  const after = pageAfter(evaluation, screen.page, seen, limits !== undefined || input.value('from') === 'check')
  return { to: after === 'check' ? 'check' : after.key }
}

async function keep(visit: Visit, db: Writing, open: OpenDraft, content: FillingContent, screen: Screen): Promise<OpenDraft> {
  const draft = await saveDraft(visit, db, open, content, screen.page.key)
  await dropLooseFiles(db, draft.id, content.answers, visit.now)
  return { ...open, draft, content }
}

/** Problems in the order of the screen. */
function ordered(screen: Screen, problems: readonly PathProblem[]): PathProblem[] {
  const order = new Map(questionsOn(screen).map(({ path }, index) => [path, index]))
  return problems.toSorted((a, b) => (order.get(a.path) ?? 1e6) - (order.get(b.path) ?? 1e6))
}

/** An answer that was changed comes from the person alone. */
function keptOrigins({ origins, answers: before }: FillingContent, answers: Answers): Record<string, string> {
  const same = (path: string): boolean => JSON.stringify(answerAt(before, path)) === JSON.stringify(answerAt(answers, path))
  return Object.fromEntries(Object.entries(origins).filter(([path]) => answerAt(answers, path) !== undefined && same(path)))
}

/** What stood in a field beforehand and was sent as it was. */
function takenOver({ origins, answers: offered }: Prefilled, answers: Answers): Record<string, string> {
  const same = (path: string): boolean => JSON.stringify(offered.get(path)) === JSON.stringify(answerAt(answers, path))
  return Object.fromEntries(origins.filter(([path]) => same(path)))
}

/** Files that came with the form are added to those that are there; one may be taken away. */
async function takeFiles(
  visit: Visit,
  db: Writing,
  screen: Screen,
  given: Answers,
  input: FormInput,
  limits: Filling['limits'],
  removed: { path: string; id: string } | undefined,
): Promise<{ answers: Answers; problems: PathProblem[] }> {
  const text = fillingWords(visit)
  const place = { house: visit.house, town: visit.town, db, draft: visit.params.draft!, now: visit.now }
  let answers = given
  const problems: PathProblem[] = []
  for (const { question, path } of questionsOn(screen)) {
    if (question.type !== 'files' || limits?.mayChange(path) === false) continue
    const label = question.label[visit.language] ?? question.label.de
    const there = (answerAt(answers, path) as FileAnswer[] | undefined) ?? []
    const left = removed?.path === path ? there.filter(({ id }) => id !== removed.id) : [...there]
    for (const { field, message } of input.fileProblems) if (field === `${path}-files`) problems.push({ path, label, message })
    const kinds = acceptedKinds(question.accept)
    for (const file of input.files(`${path}-files`)) {
      const wanted = input.value(`${path}-label`)
      const named = question.labels?.some(({ value }) => value === wanted) ? wanted : undefined
      if (left.length >= (question.maxFiles ?? mostFiles))
        problems.push({ path, label, message: text.tooManyFiles(question.maxFiles ?? mostFiles) })
      else if (!kinds.includes(file.kind))
        problems.push({ path, label, message: text.wrongKind(file.name, takenKinds(question.accept)) })
      else left.push(await keepFile(place, file, named))
    }
    answers = withAnswer(answers, path, left.length > 0 ? (left as Answer) : undefined)
  }
  return { answers, problems: problems.filter((one, index) => problems.findIndex(({ path }) => path === one.path) === index) }
}
