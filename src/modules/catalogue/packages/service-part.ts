// The texts of a service as a package brings them: read, or precisely what is wrong with them.
import { Compile } from 'typebox/schema'
import type { PackagePart, PartProblem } from '../../../contracts/package-parts.ts'

export const servicePartFormat = 'stadttor-service/1'

export type Text = { de: string; en: string; leicht?: string }
/** `verified: false`: nobody has read the wording. `example`: invented. */
export type Source = { law: string; date: string; source: string; verified: boolean } | { example: true }

/** @de Leistungsbeschreibung */
export type ServicePart = {
  format: typeof servicePartFormat
  key: string
  title: Text
  summary: Text
  /** Words that people look for. */
  synonyms: { de: string[]; en?: string[] }
  /** Paragraphs parted by line breaks; lines that begin with `- ` are a list. */
  sections: { key: string; title: Text; text: Text }[]
  /** Euros with a point, such as `12.50`; each page writes them in its own language. */
  fees: { title: Text; amount: string; per?: Text; source: Source }[]
  legalBasis: Exclude<Source, { example: true }>[]
  /** @de LeiKa-Schlüssel */
  leika: string[]
  /** Keys of the forms that complete it online. */
  forms: string[]
}

type Schema = Record<string, unknown>
const string = (maxLength: number, more: Schema = {}): Schema => ({ type: 'string', minLength: 1, maxLength, ...more })
const object = (properties: Record<string, Schema>, required: string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const array = (items: Schema, maxItems: number): Schema => ({ type: 'array', items, maxItems })

const text = object({ de: string(5_000), en: string(5_000), leicht: string(5_000) }, ['de', 'en'])
const key = string(80, { pattern: '^[A-Za-z][A-Za-z0-9-]*$' })
const law = object({ law: string(500), date: string(40), source: string(500), verified: { type: 'boolean' } }, [
  'law',
  'date',
  'source',
  'verified',
])
const source = { anyOf: [law, object({ example: { const: true } }, ['example'])] }
const schema = object(
  {
    format: { const: servicePartFormat },
    key: string(80, { pattern: '^[a-z][a-z0-9-]*$' }),
    title: text,
    summary: text,
    synonyms: object({ de: array(string(100), 100), en: array(string(100), 100) }, ['de']),
    sections: array(object({ key, title: text, text }, ['key', 'title', 'text']), 40),
    fees: array(
      object({ title: text, amount: string(20, { pattern: '^[0-9]{1,9}(\\.[0-9]{1,2})?$' }), per: text, source }, [
        'title',
        'amount',
        'source',
      ]),
      40,
    ),
    legalBasis: array(law, 40),
    leika: array({ type: 'string', pattern: '^99[0-9]{12}$' }, 20),
    forms: array(key, 20),
  },
  ['format', 'key', 'title', 'summary', 'synonyms', 'sections', 'fees', 'legalBasis', 'leika', 'forms'],
)

type SchemaError = { keyword: string; instancePath: string; params: Record<string, unknown> }
const checker = Compile(schema) as unknown as { Errors: (value: unknown) => [boolean, SchemaError[]] }
const mostProblems = 20

/** `all`: the other parts of the package, whose forms it names. */
export function readServicePart(
  { file, key: wanted, content }: PackagePart,
  all?: readonly Pick<PackagePart, 'kind' | 'key'>[],
): { service: ServicePart } | { problems: PartProblem[] } {
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
          `Das passt nicht zu einer Leistung (${keyword}: ${more}).`,
          `This does not fit a service (${keyword}: ${more}).`,
        )
      }),
    }
  const service = value as ServicePart
  const problems: PartProblem[] = []
  if (service.key !== wanted)
    problems.push(
      problem(
        '/key',
        `Der Schlüssel ist „${service.key}“, im Paket steht „${wanted}“.`,
        `The key is "${service.key}", the package says "${wanted}".`,
      ),
    )
  for (const [index, form] of service.forms.entries())
    if (all && !all.some((part) => part.kind === 'form' && part.key === form))
      problems.push(
        problem(`/forms/${index}`, `Das Formular „${form}“ fehlt im Paket.`, `The form "${form}" is missing in the package.`),
      )
  return problems.length > 0 ? { problems } : { service }
}
