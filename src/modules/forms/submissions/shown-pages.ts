// The answers to a version of a form as a clerk reads them, page by page, each with its path: what rooms ask that took a submission over.
import type { JudgeAnswers, ShowAnswers, ShownAnswer } from '../../../contracts/fillings.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { answerWords } from '../document/answer-words.ts'
import type { Answers, FileAnswer, Item } from '../document/document.ts'
import { type Evaluation, evaluateForm } from '../document/evaluate.ts'
import { judge } from '../document/judge.ts'
import type { Checking } from '../document/kinds/kind.ts'
import { kindOf } from '../document/kinds/kinds.ts'
import { answerAt } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { versionOf } from '../filling/form-version.ts'
import { listsFor } from '../filling/lists.ts'
import type { Reading } from '../form.ts'

type Asked = Pick<ShowAnswers['input'], 'db' | 'form' | 'answers' | 'now'>

async function evaluationOf(town: Town, { db, form, answers, now }: Asked): Promise<Evaluation> {
  const version = await versionOf(town, db as unknown as Reading, form.id, form.version)
  if (!version) throw new Error(`There is no version ${form.version} of the form ${form.id}.`)
  return evaluateForm(version.form, answers as Answers, now)
}

export async function showPages(town: Town, { language, ...asked }: ShowAnswers['input']): Promise<ShowAnswers['answer']> {
  const evaluation = await evaluationOf(town, asked)
  const reader: Reader = { language, ownWords: town.settings.ownWords }
  const showing = { reader, list: listsFor(evaluation.form.document, language) }
  return evaluation.pages.map((page) => ({
    key: page.key,
    title: textIn(page.title, language),
    answers: [...answersOf(evaluation, showing, page.items, '', '')],
  }))
}

export async function judgeAnswers(town: Town, asked: JudgeAnswers['input']): Promise<JudgeAnswers['answer']> {
  return judge(await evaluationOf(town, asked), asked.rules, asked.values ?? {}, asked.now)
}

/** `entry` names the one of a repeated set: `Fahrzeug 2`. */
function* answersOf(
  evaluation: Evaluation,
  showing: Pick<Checking, 'reader' | 'list'>,
  items: readonly Item[],
  at: string,
  entry: string,
): Generator<ShownAnswer> {
  const { language } = showing.reader
  for (const item of items) {
    const path = at === '' ? item.key : `${at}.${item.key}`
    if (!evaluation.shown(path)) continue
    const value = answerAt(evaluation.answers, path)
    if (item.kind === 'group' && item.repeat) {
      const one = textIn(item.repeat.one, language)
      const entries = Array.isArray(value) ? value : []
      for (const index of entries.keys())
        yield* answersOf(evaluation, showing, item.items, `${path}.${index}`, `${one} ${index + 1}`)
    } else if (item.kind === 'group') yield* answersOf(evaluation, showing, item.items, path, entry)
    else if (item.kind === 'question') {
      const label = textIn(item.label, language)
      const none = value === undefined || value === null
      yield {
        path,
        label: entry === '' ? label : `${entry}: ${label}`,
        text: none ? answerWords(showing.reader).notAnswered : kindOf(item).show(item as never, value, showing),
        ...(item.type === 'files' && !none && { files: (value as FileAnswer[]).map(({ id }) => id) }),
        ...(item.sensitive && { sensitive: true }),
      }
    }
  }
}
