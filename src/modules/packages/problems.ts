// What is wrong with a package, said at its place, in both languages.
import type { PartProblem } from '../../contracts/package-parts.ts'

export type { PartProblem as Problem } from '../../contracts/package-parts.ts'

/** `at` is a JSON pointer, an element's id or a line; empty for the whole file. */
export const problem = (file: string, at: string, de: string, en: string): PartProblem => ({ file, at, message: { de, en } })

/** Undoes an installation that is under way. */
export class Refused extends Error {
  override name = 'Refused'
  readonly problems: readonly PartProblem[]
  constructor(problems: readonly PartProblem[]) {
    super(problems.map(lineOf).join('\n'))
    this.problems = problems
  }
}

/** As a command prints it. */
export const lineOf = ({ file, at, message }: PartProblem): string =>
  `${[file, at].filter(Boolean).join(' ')}${file || at ? ': ' : ''}${message.en}`
