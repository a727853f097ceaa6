// Example answers kept with a form: run through its rules, compared with what is expected of them.
import type { Reader } from '../../../kernel/words.ts'
import { compileForm } from '../document/compile.ts'
import type { Answers, Example, FormDocument } from '../document/document.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { toPlain } from '../document/plain.ts'
import { type AnswerProblem, problemsOf } from '../document/problems.ts'
import { listsFor } from '../filling/lists.ts'

export type Ran = {
  pages: string[]
  problems: AnswerProblem[]
  fee: number | undefined
  faults: number
  /** Pages whose answers lead out of the form. */
  exits: string[]
  /** Values of the calculations, by name. */
  calculated: Record<string, unknown>
  shown: (path: string) => boolean
}

/** What becomes of the answers: the pages people see, what is wrong with them, the fee in cents. */
export function runAnswers(reader: Reader, document: FormDocument, answers: Answers, now: Date): Ran {
  const evaluation = evaluateForm(compileForm(document), answers, now)
  const problems = problemsOf(evaluation, { reader, list: listsFor(document, reader.language) })
  return {
    pages: evaluation.pages.map(({ key }) => key),
    problems,
    fee: evaluation.fee,
    faults: evaluation.faults.length,
    exits: evaluation.pages.filter((page) => evaluation.exitOf(page)).map(({ key }) => key),
    calculated: Object.fromEntries([...evaluation.calculated].map(([name, value]) => [name, toPlain(value)])),
    shown: evaluation.shown,
  }
}

export type Difference = { what: 'complete' | 'problems' | 'fee' | 'pages'; wanted: string; found: string }

export function differencesOf(example: Example, ran: Ran): Difference[] {
  const { complete, problems, fee, pages } = example.expect
  const found: Difference[] = []
  const compare = (what: Difference['what'], wanted: string, real: string): void => {
    if (wanted !== real) found.push({ what, wanted, found: real })
  }
  if (complete !== undefined) compare('complete', String(complete), String(ran.problems.length === 0))
  const paths = [...new Set(ran.problems.map(({ path }) => path))].sort()
  if (problems) compare('problems', [...problems].sort().join(', '), paths.join(', '))
  if (fee !== undefined) compare('fee', euros(fee), ran.fee === undefined ? '' : (ran.fee / 100).toFixed(2))
  if (pages) compare('pages', pages.join(', '), ran.pages.join(', '))
  return found
}

const euros = (fee: string): string => (fee === '' ? '' : Number(fee).toFixed(2))

/** What is expected from now on: just what happened this time. */
export const expectationOf = ({ problems, fee, pages }: Ran): Example['expect'] => ({
  complete: problems.length === 0,
  ...(problems.length > 0 && { problems: [...new Set(problems.map(({ path }) => path))].filter(Boolean) }),
  ...(fee !== undefined && { fee: (fee / 100).toFixed(2) }),
  pages,
})

export type ExampleResult = { example: Example; differences: readonly Difference[] }

export const runExamples = (reader: Reader, document: FormDocument, now: Date): ExampleResult[] =>
  (document.examples ?? []).map((example) => ({
    example,
    differences: differencesOf(example, runAnswers(reader, document, example.answers, now)),
  }))
