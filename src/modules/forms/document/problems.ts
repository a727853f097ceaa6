// What is still wrong with the answers to a form, in the order of its pages.
import type { Reader } from '../../../kernel/words.ts'
import { answerWords } from './answer-words.ts'
import { type Answer, type Answers, type Group, type Item, longestRepeat, type Page, type Question } from './document.ts'
import type { Evaluation } from './evaluate.ts'
import type { Checking } from './kinds/kind.ts'
import { kindOf } from './kinds/kinds.ts'
import { answerAt, isObject } from './places.ts'
import { textIn } from './text.ts'

/** `part` is the field of a question with several: `year`. `page` is its page's key. */
export type AnswerProblem = { path: string; part?: string | undefined; label: string; message: string; page: string }

export type Judging = {
  reader: Reader
  list: Checking['list']
  /** Why a question was left open, by its path. */
  leftOpen?: Readonly<Record<string, string>>
}

/** All problems of the whole form; none: it can be sent. */
export function problemsOf(evaluation: Evaluation, judging: Judging): AnswerProblem[] {
  const found = evaluation.pages.flatMap((page) => problemsIn(evaluation, judging, page, page.items, ''))
  const { document } = evaluation.form
  for (const { path, index } of evaluation.failedChecks()) {
    if (found.some((known) => known.path === path)) continue
    const item = evaluation.form.places.get(path.replace(/\.\d+(?=\.|$)/g, ''))
    const message = textIn(document.checks![index]!.message, judging.reader.language)
    if (item) found.push({ path, label: labelOf(item.item, judging.reader), message, page: item.page.key })
  }
  for (const _fault of evaluation.faults.slice(0, 1)) {
    const page = evaluation.pages.at(-1)?.key ?? ''
    found.push({
      path: '',
      label: textIn(document.title, judging.reader.language),
      message: answerWords(judging.reader).brokenRule,
      page,
    })
  }
  return found
}

/** Problems of some items at a place: of a page with `''`, of an entry with `family.0`. Does not look into entries of repeated groups unless `deep`. */
export function problemsIn(
  evaluation: Evaluation,
  judging: Judging,
  page: Page,
  items: readonly Item[],
  at: string,
  deep = true,
): AnswerProblem[] {
  return items.flatMap((item) => {
    const path = at === '' ? item.key : `${at}.${item.key}`
    if (!evaluation.shown(path)) return []
    if (item.kind === 'question') return problemOf(evaluation, judging, page, item, path) ?? []
    if (item.kind === 'group') return problemsOfGroup(evaluation, judging, page, item, path, deep)
    return []
  })
}

function problemsOfGroup(evaluation: Evaluation, judging: Judging, page: Page, group: Group, path: string, deep: boolean) {
  const { reader } = judging
  const text = answerWords(reader)
  const value = answerAt(evaluation.answers, path)
  const problem = (message: string): AnswerProblem => ({ path, label: labelOf(group, reader), message, page: page.key })
  if (group.repeat) {
    const entries = Array.isArray(value) ? (value as Answers[]) : []
    const { min, max = longestRepeat, one } = group.repeat
    const own =
      entries.length < min
        ? [problem(text.fewEntries(min, textIn(one, reader.language)))]
        : entries.length > max
          ? [problem(text.manyEntries(max))]
          : []
    const inner = deep
      ? entries.flatMap((_entry, index) => problemsIn(evaluation, judging, page, group.items, `${path}.${index}`))
      : []
    return [...own, ...inner]
  }
  if (group.need === 'optional' && !isAnswered(value)) return []
  if (!group.choose) return problemsIn(evaluation, judging, page, group.items, path, deep)
  const answered = group.items.filter((item) => isAnswered(answerAt(evaluation.answers, `${path}.${item.key}`)))
  return answered.length === 1 ? problemsIn(evaluation, judging, page, answered, path, deep) : [problem(text.chooseOne)]
}

const isAnswered = (value: Answer | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0)

function problemOf(
  evaluation: Evaluation,
  judging: Judging,
  page: Page,
  question: Question,
  path: string,
): AnswerProblem | undefined {
  const { reader, list, leftOpen = {} } = judging
  const value = answerAt(evaluation.answers, path)
  const kind = kindOf(question)
  const found = { path, label: labelOf(question, reader), page: page.key }
  if (!isAnswered(value)) {
    if (question.need === 'optional') return undefined
    const text = answerWords(reader)
    if (question.need === 'reason') return leftOpen[path]?.trim() ? undefined : { ...found, message: text.missingReason }
    return { ...found, message: text[kind.missing] }
  }
  const wrong = kind.check(question as never, value, { reader, list, bound: (which) => evaluation.boundOf(which, path) })
  return wrong && { ...found, message: wrong.problem, part: wrong.part }
}

const labelOf = (item: Item, { language }: Reader): string => {
  if (item.kind === 'question') return textIn(item.label, language)
  return item.title ? textIn(item.title, language) : item.key
}

/** Paths of what somebody sent that the form does not ask. At most ten are named. */
export function unknownPaths(form: Evaluation['form'], answers: unknown, items?: readonly Item[], before = ''): string[] {
  if (!isObject(answers)) return before === '' ? ['?'] : [before]
  const known = new Map((items ?? form.document.pages.flatMap((page) => page.items)).map((item) => [item.key, item]))
  const found: string[] = []
  for (const key of Object.keys(answers)) {
    const path = before === '' ? key : `${before}.${key}`
    const item = known.get(key)
    if (!item || (item.kind !== 'group' && item.kind !== 'question')) found.push(path.slice(0, 200))
    else if (item.kind === 'group') {
      const value = answers[key]
      const entries = item.repeat ? (Array.isArray(value) ? value : [value]) : [value]
      for (const [index, entry] of entries.entries())
        found.push(...unknownPaths(form, entry, item.items, item.repeat ? `${path}.${index}` : path))
    }
    if (found.length >= 10) return found.slice(0, 10)
  }
  return found
}
