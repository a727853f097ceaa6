// A kind of case from a package: read, or precisely what is wrong with it.
import { Compile } from 'typebox/schema'
import type { PackagePart, PartProblem } from '../../../contracts/package-parts.ts'
import type { CaseType } from './case-type.ts'
import { caseTypeSchema } from './type-schema.ts'

type SchemaError = { keyword: string; instancePath: string; message?: string; params: Record<string, unknown> }
const checker = Compile(caseTypeSchema) as unknown as { Errors: (value: unknown) => [boolean, SchemaError[]] }
const mostProblems = 20

/** `all`: the other parts of the package, which it names by their keys. */
export function readCaseType(
  { file, content }: Pick<PackagePart, 'file' | 'content'>,
  all: readonly Pick<PackagePart, 'kind' | 'key'>[] | undefined,
): { type: CaseType } | { problems: PartProblem[] } {
  const problem = (at: string, de: string, en: string): PartProblem => ({ file, at, message: { de, en } })
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return { problems: [problem('', 'Das ist kein lesbares JSON.', 'This is no readable JSON.')] }
  }
  const [, errors] = checker.Errors(value)
  if (errors.length > 0)
    return {
      problems: errors.slice(0, mostProblems).map(({ keyword, instancePath, params }) => {
        const more = Object.values(params).flat().join(', ')
        return problem(
          instancePath,
          `Das passt nicht zum Vorgangstyp (${keyword}: ${more}).`,
          `This does not fit a kind of case (${keyword}: ${more}).`,
        )
      }),
    }
  const type = value as CaseType
  const problems = [...crossProblems(type, problem), ...(all ? missingParts(type, all, problem) : [])]
  return problems.length > 0 ? { problems: problems.slice(0, mostProblems) } : { type }
}

type Make = (at: string, de: string, en: string) => PartProblem

function* crossProblems(type: CaseType, problem: Make): Generator<PartProblem> {
  const outcomes = new Set(type.outcomes.map(({ key }) => key))
  const unknown = (key: string, at: string): PartProblem[] =>
    outcomes.has(key) ? [] : [problem(at, `Ein Ergebnis „${key}“ gibt es nicht.`, `There is no outcome "${key}".`)]
  if (type.hearing) for (const key of type.hearing.before) yield* unknown(key, '/hearing/before')
  if (type.automatic) yield* unknown(type.automatic.outcome, '/automatic/outcome')
  if (type.procedureLaw !== 'private' && !type.remedy['*'] && !type.remedy.BY)
    yield problem(
      '/remedy',
      'Es fehlt, was man gegen die Entscheidung tun kann.',
      'What one can do against the decision is missing.',
    )
  for (const [land, { kind, days, months }] of Object.entries(type.remedy))
    if (kind !== 'none' && days === undefined && months === undefined)
      yield problem(`/remedy/${land}`, 'Es fehlt, bis wann man sich wehren kann.', 'Until when one can object is missing.')
  for (const [list, keys] of [
    ['/outcomes', type.outcomes.map(({ key }) => key)],
    ['/steps', type.steps.map(({ key }) => key)],
    ['/facts', type.facts.map(({ name }) => name)],
  ] as const)
    if (new Set(keys).size !== keys.length) yield problem(list, 'Zwei haben denselben Schlüssel.', 'Two have the same key.')
}

function* missingParts(type: CaseType, all: readonly Pick<PackagePart, 'kind' | 'key'>[], problem: Make): Generator<PartProblem> {
  const has = (kind: string, key: string): boolean => all.some((part) => part.kind === kind && part.key === key)
  for (const [at, kind, key] of [
    ['/form', 'form', type.form],
    ['/clerkForm', 'form', type.clerkForm],
    ['/process', 'process', type.process],
  ] as const)
    if (key !== undefined && !has(kind, key)) yield problem(at, `„${key}“ fehlt im Paket.`, `"${key}" is missing in the package.`)
}
