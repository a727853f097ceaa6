// What a screen's form sent: answers that could be read, and problems of form; the answers of other screens stay.
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Answers, Question } from '../document/document.ts'
import type { Wrong } from '../document/kinds/kind.ts'
import { kindOf } from '../document/kinds/kinds.ts'
import { withAnswer } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import type { Lists } from './code-list.ts'
import { pickFromList } from './code-list.ts'
import type { Limits } from './only.ts'
import { itemsOn, type Screen } from './screen.ts'

export type PathProblem = { path: string; part?: string | undefined; label: string; message: string }
export type Posted = { answers: Answers; leftOpen: Record<string, string>; problems: PathProblem[] }

/** Questions that a screen can ask, shown or not. */
export const questionsOn = (screen: Screen): { question: Question; path: string }[] =>
  [...itemsOn(screen.items, screen.at)].flatMap(({ item, path }) => (item.kind === 'question' ? [{ question: item, path }] : []))

type Before = {
  answers: Answers
  leftOpen: Readonly<Record<string, string>>
  /** Absent: everything can be changed. */
  limits?: Pick<Limits, 'mayChange'> | undefined
}

/** What cannot be read leaves the stored answer as it is and is told; files come on their own way and stay. */
export function readScreen(screen: Screen, before: Before, input: FormInput, reader: Reader, lists: Lists): Posted {
  let { answers } = before
  const leftOpen: Record<string, string> = { ...before.leftOpen }
  const problems: PathProblem[] = []
  for (const { question, path } of questionsOn(screen)) {
    if (question.type === 'files' || before.limits?.mayChange(path) === false) continue
    const read: { value: Answers[string] | undefined } | Wrong = kindOf(question).readPosted(
      question as never,
      path,
      pickFromList(question, path, input, lists),
      reader,
    )
    if ('problem' in read)
      problems.push({ path, part: read.part, label: textIn(question.label, reader.language), message: read.problem })
    else answers = withAnswer(answers, path, read.value)
    const reason = input.value(`${path}-reason`).slice(0, 500)
    if (question.need === 'reason' && reason !== '' && !('problem' in read) && read.value === undefined) leftOpen[path] = reason
    else delete leftOpen[path]
  }
  return { answers, leftOpen, problems }
}
