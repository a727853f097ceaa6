// What a page's form sent: parsed and bounded, or problems in the reader's words.
import type { UploadedFile } from '../uploads/check.ts'

export type FormInput = {
  /** First value of a field, trimmed; '' when absent. */
  value: (name: string) => string
  values: (name: string) => string[]
  names: () => string[]
  /** Files of a field that passed every check; none on routes that take no files. */
  files: (name: string) => readonly UploadedFile[]
  /** Why files of this form were not taken; `readForm` reports them by itself. */
  fileProblems: readonly Problem[]
}

/** Marks a form that came back from the sign-in without its files: names of the fields, so that nobody believes they were sent. */
export const filesAgainField = 'files-to-choose-again'

export const formLimits = { fields: 500, name: 100, value: 20_000 }

export class FormTooLarge extends Error {
  override name = 'FormTooLarge'
}

const withoutZero = ([name, value]: [string, string]): [string, string] => [name.replaceAll('\0', ''), value.replaceAll('\0', '')]

/** @throws FormTooLarge when the form is larger than any of ours. */
export function readFormInput(body: string | [string, string][]): FormInput {
  const fields = new Map<string, string[]>()
  let count = 0
  // PostgreSQL stores no zero character, and nobody types one.
  for (const [name, value] of [...new URLSearchParams(body)].map(withoutZero)) {
    count += 1
    if (count > formLimits.fields || name.length > formLimits.name || value.length > formLimits.value)
      throw new FormTooLarge('The form is too large.')
    const list = fields.get(name)
    if (list) list.push(value)
    else fields.set(name, [value])
  }
  return {
    value: (name) => fields.get(name)?.[0]?.trim() ?? '',
    values: (name) => fields.get(name) ?? [],
    names: () => [...fields.keys()],
    files: () => [],
    fileProblems: [],
  }
}

export const emptyForm: FormInput = readFormInput('')

/** What is wrong with one field, and what to do about it. */
export type Problem = { field: string; message: string }

type Check<Value> = (input: FormInput) => { value: Value } | { problem: Problem }
type Checked<Checks> = { [Key in keyof Checks]: Checks[Key] extends Check<infer Value> ? Value : never }

/** Runs every check; either all values or all problems, in the order of the page. */
export function readForm<Checks extends Record<string, Check<unknown>>>(
  input: FormInput,
  checks: Checks,
): { values: Checked<Checks> } | { problems: Problem[] } {
  const values: Record<string, unknown> = {}
  const problems: Problem[] = []
  for (const [key, check] of Object.entries(checks)) {
    const outcome = check(input)
    if ('problem' in outcome) problems.push(outcome.problem)
    else values[key] = outcome.value
  }
  for (const problem of input.fileProblems) if (!problems.includes(problem)) problems.push(problem)
  return problems.length > 0 ? { problems } : { values: values as Checked<Checks> }
}

/** `message` when a file is needed and none came. A refused file is told at this place of the page. */
export const fileField =
  (field: string, { message }: { message?: string } = {}): Check<readonly UploadedFile[]> =>
  (input) => {
    const refused = input.fileProblems.find((problem) => problem.field === field)
    if (refused) return { problem: refused }
    const files = input.files(field)
    return message !== undefined && files.length === 0 ? { problem: { field, message } } : { value: files }
  }

export const oneOf =
  <const Choice extends string>(field: string, choices: readonly Choice[], message: string): Check<Choice> =>
  (input) => {
    const value = input.value(field)
    return choices.includes(value as Choice) ? { value: value as Choice } : { problem: { field, message } }
  }

export const textField =
  (
    field: string,
    { atMost, message, tooLong }: { atMost: number; message?: string; tooLong: (typed: number) => string },
  ): Check<string> =>
  (input) => {
    const value = input.value(field)
    if (message !== undefined && value === '') return { problem: { field, message } }
    return value.length > atMost ? { problem: { field, message: tooLong(value.length) } } : { value }
  }
