// A manifest from a file: checked, or precisely what is wrong with it.
import { Compile } from 'typebox/schema'
import { type Manifest, manifestFile, manifestFormat } from './manifest.ts'
import { examplesSchema, manifestSchema } from './manifest-schema.ts'
import { canonical } from './parameter.ts'
import { type Problem, problem } from './problems.ts'
import { compareVersions } from './version.ts'

export type Example = { file: string; name: string; part: string; given: unknown; expected: unknown }

type SchemaError = { keyword: string; instancePath: string; params: Record<string, unknown> }
type Checker = { Errors: (value: unknown) => [boolean, SchemaError[]] }
const compiled = new Map<object, Checker>()

function faultsBy(schema: object, value: unknown, file: string): Problem[] {
  const checker = compiled.get(schema) ?? (Compile(schema) as unknown as Checker)
  compiled.set(schema, checker)
  const [, errors] = checker.Errors(value)
  return errors
    .filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf')
    .slice(0, 20)
    .map((error) => problem(file, error.instancePath, ...wordsOf(error)))
}

function wordsOf({ keyword, params }: SchemaError): [string, string] {
  const names = (list: unknown): string => (Array.isArray(list) ? list.map((one) => String(one).slice(0, 60)).join(', ') : '')
  switch (keyword) {
    case 'required':
      return [`Hier fehlt: ${names(params.requiredProperties)}`, `Missing here: ${names(params.requiredProperties)}`]
    case 'additionalProperties':
      return [
        `Das kennt dieses Format hier nicht: ${names(params.additionalProperties)}`,
        `This format does not know this here: ${names(params.additionalProperties)}`,
      ]
    case 'maxLength':
    case 'maxItems':
      return [`Das ist zu lang, höchstens ${String(params.limit)}.`, `This is too long, at most ${String(params.limit)}.`]
    case 'minLength':
    case 'minItems':
      return ['Das darf nicht leer sein.', 'This must not be empty.']
    case 'enum':
      return [`Hier passt nur: ${names(params.allowedValues)}`, `Only this fits here: ${names(params.allowedValues)}`]
    case 'const':
      return [`Hier passt nur: ${String(params.allowedValue)}`, `Only this fits here: ${String(params.allowedValue)}`]
    case 'type':
      return [`Hier gehört hin: ${String(params.type)}`, `What belongs here: ${String(params.type)}`]
    case 'uniqueItems':
      return ['Hier steht etwas doppelt.', 'Something stands here twice.']
    default:
      return ['Dieser Wert passt hier nicht.', 'This value does not fit here.']
  }
}

/** JSON of a file; nothing is repaired or guessed. */
export function parseJson(file: string, text: string): { value: unknown } | { problems: Problem[] } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (fault) {
    const why = (fault as Error).message.slice(0, 200)
    return { problems: [problem(file, '', `Das ist kein lesbares JSON: ${why}`, `This is no readable JSON: ${why}`)] }
  }
}

export function readManifest(text: string): { manifest: Manifest } | { problems: Problem[] } {
  const read = parseJson(manifestFile, text)
  if ('problems' in read) return read
  const format = (read.value as { format?: unknown } | null)?.format
  if (typeof format === 'string' && /^stadttor-package\/\d+$/.test(format) && format !== manifestFormat)
    return {
      problems: [
        problem(
          manifestFile,
          '/format',
          `Dieses Paket hat das Format ${format}. Hier wird ${manifestFormat} gelesen.`,
          `This package has the format ${format}. We read ${manifestFormat} here.`,
        ),
      ],
    }
  const faults = faultsBy(manifestSchema, read.value, manifestFile)
  if (faults.length > 0) return { problems: faults }
  const manifest = read.value as Manifest
  const problems = [...contradictionsIn(manifest)]
  return problems.length > 0 ? { problems } : { manifest }
}

/** What a schema cannot say. */
function* contradictionsIn({ parts, parameters, changelog, version }: Manifest): Generator<Problem> {
  const at = (place: string, de: string, en: string): Problem => problem(manifestFile, place, de, en)
  for (const [index, { kind, key }] of parts.entries())
    if (parts.findIndex((one) => one.kind === kind && one.key === key) < index)
      yield at(`/parts/${index}`, `Diesen Teil gibt es schon: ${kind} ${key}`, `There is such a part already: ${kind} ${key}`)
  for (const [index, parameter] of parameters.entries()) {
    const place = `/parameters/${index}`
    if (parameters.findIndex(({ key }) => key === parameter.key) < index)
      yield at(place, `Diesen Parameter gibt es schon: ${parameter.key}`, `There is such a parameter already: ${parameter.key}`)
    const checked = canonical(parameter, parameter.default)
    if ('wrong' in checked) yield { file: manifestFile, at: `${place}/default`, message: checked.wrong }
  }
  if (!changelog.some((entry) => entry.version === version))
    yield at('/changelog', `Zur Version ${version} steht hier nichts.`, `Nothing is said here about version ${version}.`)
  const newer = changelog.find((entry) => compareVersions(entry.version, version) > 0)
  if (newer)
    yield at(
      '/changelog',
      `Version ${newer.version} ist neuer als die des Pakets.`,
      `Version ${newer.version} is newer than that of the package.`,
    )
}

export function readExamples(file: string, text: string): { examples: Example[] } | { problems: Problem[] } {
  const read = parseJson(file, text)
  if ('problems' in read) return read
  const list = Array.isArray(read.value) ? read.value : [read.value]
  const faults = faultsBy(examplesSchema, list, file)
  return faults.length > 0 ? { problems: faults } : { examples: list.map((one: Omit<Example, 'file'>) => ({ ...one, file })) }
}
