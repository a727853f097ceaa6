// The answers of a submission in the order of the document, as headings, pairs and tables: what page, paper and letter are made of.
import type { Reader } from '../../../kernel/words.ts'
import { answerWords } from '../document/answer-words.ts'
import type { Answer, Answers, FormDocument, Group, Item, Question } from '../document/document.ts'
import { houseList } from '../document/house-lists.ts'
import { kindOf, listsOf } from '../document/kinds/kinds.ts'
import { textIn } from '../document/text.ts'
import type { SentContent } from './seal.ts'
import { receiptWords } from './words.ts'

export type ShownPart =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'answers'; items: { label: string; value: string }[] }
  | { kind: 'table'; caption: string; head: string[]; rows: string[][] }

type View = { reader: Reader; document: FormDocument; leftOpen: SentContent['leftOpen'] }
/** More columns than this do not fit on a paper: each entry gets its own heading instead. */
const widestTable = 4

/** Pages without an answer are left out. */
export function showAnswers(document: FormDocument, content: Pick<SentContent, 'answers' | 'leftOpen'>, reader: Reader) {
  const view: View = { reader, document, leftOpen: content.leftOpen }
  return document.pages.flatMap((page): ShownPart[] => {
    const parts = partsOf(view, page.items, content.answers, '', 3)
    return parts.length > 0 ? [{ kind: 'heading', level: 2, text: textIn(page.title, reader.language) }, ...parts] : []
  })
}

function partsOf(view: View, items: readonly Item[], answers: Answers, before: string, level: 3): ShownPart[] {
  const parts: ShownPart[] = []
  for (const item of items) {
    if (item.kind === 'question') {
      const value = valueAt(view, item, answers[item.key], before + item.key)
      if (value === undefined) continue
      const last = parts.at(-1)
      const pair = { label: textIn(item.label, view.reader.language), value }
      if (last?.kind === 'answers') last.items.push(pair)
      else parts.push({ kind: 'answers', items: [pair] })
    } else if (item.kind === 'group') parts.push(...groupParts(view, item, answers[item.key], before, level))
  }
  return parts
}

function groupParts(view: View, group: Group, answer: Answer | undefined, before: string, level: 3): ShownPart[] {
  const title = textIn(group.title, view.reader.language)
  const path = `${before}${group.key}.`
  if (!group.repeat) {
    const inner = isAnswers(answer) ? partsOf(view, group.items, answer, path, level) : []
    return inner.length > 0 ? [{ kind: 'heading', level, text: title }, ...inner] : []
  }
  const entries = Array.isArray(answer) ? answer.filter((one): one is Answers => isAnswers(one as Answer)) : []
  if (entries.length === 0) return []
  const questions = group.items.filter((item): item is Question => item.kind === 'question')
  const flat = !group.items.some((item) => item.kind === 'group') && questions.length <= widestTable
  if (flat) {
    const rows = entries.map((entry, index) => [
      String(index + 1),
      ...questions.map((question) => valueAt(view, question, entry[question.key], `${path}${index}.${question.key}`) ?? ''),
    ])
    const head = [receiptWords(view.reader).number, ...questions.map((question) => textIn(question.label, view.reader.language))]
    return [{ kind: 'table', caption: title, head, rows }]
  }
  const one = textIn(group.repeat.one, view.reader.language)
  return entries.flatMap((entry, index): ShownPart[] => [
    { kind: 'heading', level, text: `${one} ${index + 1}` },
    ...partsOf(view, group.items, entry, `${path}${index}.`, level),
  ])
}

const isAnswers = (answer: Answer | undefined): answer is Answers =>
  typeof answer === 'object' && answer !== null && !Array.isArray(answer)

/** Undefined for what was not asked or not answered. */
function valueAt(view: View, question: Question, answer: Answer | undefined, path: string): string | undefined {
  const reason = view.leftOpen[path]
  if (reason !== undefined) return answerWords(view.reader).leftOpen(reason)
  if (answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0)) return undefined
  const list = listsOf(view.document, (name) => houseList(name, view.reader.language))
  return kindOf(question).show(question as never, answer, { reader: view.reader, list })
}

/** Plain text for a letter: a heading on its own line, then `question: answer`. */
export function answersAsText(parts: readonly ShownPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'heading') return `\n${part.text}`
      if (part.kind === 'answers') return part.items.map(({ label, value }) => `${label}: ${value}`).join('\n')
      const lines = part.rows.map((row) => row.map((value, index) => `${part.head[index]}: ${value}`).join(', '))
      return [part.caption, ...lines].join('\n')
    })
    .join('\n')
    .trim()
}
