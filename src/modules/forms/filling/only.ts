// Filling in where only some answers can be changed: each with its reason; everything else is shown and stays as it was.
import type { CompiledForm } from '../document/compile.ts'
import type { Answers } from '../document/document.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { answerAt, withAnswer, withoutNumbers } from '../document/places.ts'
import { answeredIn } from './again.ts'
import type { FillingContent } from './tables.ts'

/** Which answers of a draft can be changed. */
export type Limits = {
  /** `family` opens everything in it; whatever was not asked before can be answered when it comes up. */
  mayChange: (path: string) => boolean
  /** Why it was asked back: at the question itself or at the group around it. */
  reasonAt: (path: string) => string | undefined
  /** Why something inside an entry was asked back. */
  reasonsIn: (path: string) => readonly string[]
  /** The answers with everything else as it was at the beginning. */
  kept: (answers: Answers) => Answers
}

/** Undefined: everything can be changed. */
export function limitsOf(form: CompiledForm, { only, given }: FillingContent, now: Date): Limits | undefined {
  if (!only) return undefined
  const before = given ?? {}
  const first = evaluateForm(form, before, now)
  const opened = Object.keys(only)
  const isOpened = (path: string): boolean => opened.some((one) => path === one || path.startsWith(`${one}.`))
  const mayChange = (path: string): boolean => isOpened(path) || !first.shown(path)
  const fixed = [...answeredIn(form, before)].map(({ path }) => path).filter((path) => !isOpened(path))
  return {
    mayChange,
    reasonAt: (path) => only[path] ?? only[withoutNumbers(path)],
    reasonsIn: (path) => opened.filter((one) => one.startsWith(`${path}.`)).map((one) => only[one]!),
    kept: (answers) => fixed.reduce((kept, path) => withAnswer(kept, path, answerAt(before, path)), answers),
  }
}
