// Answers given before that begin a new form: consents are given anew, and so are files that belong to something else.
import type { CompiledForm } from '../document/compile.ts'
import type { Answers, Item, Question } from '../document/document.ts'
import { answerAt, withAnswer } from '../document/places.ts'

/** All questions that have an answer, entries of repeated groups in their order. */
export function* answeredIn(form: CompiledForm, answers: Answers): Generator<{ path: string; question: Question }> {
  function* walk(items: readonly Item[], at: string): Generator<{ path: string; question: Question }> {
    for (const item of items) {
      const path = at === '' ? item.key : `${at}.${item.key}`
      const value = answerAt(answers, path)
      if (value === undefined || value === null) continue
      if (item.kind === 'question') yield { path, question: item }
      if (item.kind === 'group' && !item.repeat) yield* walk(item.items, path)
      if (item.kind === 'group' && item.repeat && Array.isArray(value))
        for (const index of value.keys()) yield* walk(item.items, `${path}.${index}`)
    }
  }
  for (const page of form.document.pages) yield* walk(page.items, '')
}

/** What may stand there again, each with where it came from. `files`: they are ours and come along. */
export function answersAgain(
  form: CompiledForm,
  answers: Answers,
  { files }: { files: boolean },
): { answers: Answers; origins: Record<string, string> } {
  const given = [...answeredIn(form, answers)]
  const dropped = given.filter(({ question: { type } }) => type === 'consent' || (type === 'files' && !files))
  const gone = new Set(dropped.map(({ path }) => path))
  return {
    answers: dropped.reduce((kept, { path }) => withAnswer(kept, path, undefined), answers),
    origins: Object.fromEntries(given.flatMap(({ path }) => (gone.has(path) ? [] : [[path, 'earlier']]))),
  }
}
