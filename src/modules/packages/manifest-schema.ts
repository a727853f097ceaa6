// The JSON Schema of a manifest: what `docs/service-package.schema.json` publishes and `readManifest` checks. @standard JSON Schema 2020-12.
import { bounds, manifestFormat, packagePermissions, parameterTypes } from './manifest.ts'

type Schema = Record<string, unknown>

const string = (maxLength: number, more: Schema = {}): Schema => ({ type: 'string', minLength: 1, maxLength, ...more })
const object = (properties: Record<string, Schema>, required: string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const array = (items: Schema, maxItems: number, more: Schema = {}): Schema => ({ type: 'array', items, maxItems, ...more })

const text = object({ de: string(bounds.text), en: string(bounds.text), leicht: string(bounds.text) }, ['de', 'en'])
const both = object({ de: string(bounds.text), en: string(bounds.text) }, ['de', 'en'])
const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }
const version = { type: 'string', pattern: '^(0|[1-9][0-9]{0,5})\\.(0|[1-9][0-9]{0,5})\\.(0|[1-9][0-9]{0,5})$' }
const number = { type: 'number', minimum: -1e12, maximum: 1e12 }
const source = {
  anyOf: [
    object({ law: string(500), date: string(40), source: string(500), verified: { type: 'boolean' } }, [
      'law',
      'date',
      'source',
      'verified',
    ]),
    object({ example: { const: true } }, ['example']),
  ],
}

const part = object(
  {
    kind: { type: 'string', pattern: '^[a-z][a-z-]{0,39}$' },
    key: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,99}$' },
    file: {
      type: 'string',
      maxLength: 100,
      pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*\\.(json|bpmn|dmn|xml)$',
    },
  },
  ['kind', 'key', 'file'],
)

const parameter = object(
  {
    key: { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,59}$' },
    type: { enum: [...parameterTypes] },
    title: text,
    hint: text,
    default: { anyOf: [{ type: 'string', maxLength: bounds.value }, number, { type: 'boolean' }] },
    min: number,
    max: number,
    source,
  },
  ['key', 'type', 'title', 'default'],
)

export const manifestSchema = object(
  {
    format: { const: manifestFormat },
    id: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,59}$' },
    version,
    title: text,
    summary: text,
    licence: string(100),
    authors: array(string(200), 50, { minItems: 1 }),
    leika: array({ type: 'string', pattern: '^[0-9]{14}$' }, 20, { uniqueItems: true }),
    fim: array(string(60), 50, { uniqueItems: true }),
    requires: object(
      {
        stadttor: { type: 'string', pattern: '^>=[0-9]{1,4}(\\.[0-9]{1,4}){0,2}$' },
        modules: array({ type: 'string', pattern: '^[a-z][a-z-]{0,39}$' }, 50, { uniqueItems: true }),
      },
      ['stadttor', 'modules'],
    ),
    parts: array(part, bounds.parts, { minItems: 1 }),
    parameters: array(parameter, bounds.parameters),
    permissions: array({ enum: [...packagePermissions] }, packagePermissions.length, { uniqueItems: true }),
    processing: object(
      { purpose: both, legalBasis: string(1_000), subjects: both, categories: both, recipients: both, erasedAfter: both },
      ['purpose', 'legalBasis', 'subjects', 'categories', 'recipients', 'erasedAfter'],
    ),
    retention: object({ text, years: { type: 'integer', minimum: 0, maximum: 100 }, source }, ['text']),
    changelog: array(object({ version, date: day, text }, ['version', 'date', 'text']), 500, { minItems: 1 }),
  },
  [
    'format',
    'id',
    'version',
    'title',
    'licence',
    'authors',
    'leika',
    'fim',
    'requires',
    'parts',
    'parameters',
    'permissions',
    'processing',
    'retention',
    'changelog',
  ],
)

/** One file of `examples/`: one example or a list of them. */
const example = object({ name: string(300), part: { type: 'string', pattern: '^[a-z][a-z-]*:.+$' }, given: {}, expected: {} }, [
  'name',
  'part',
  'given',
  'expected',
])
export const examplesSchema = array(example, bounds.examples, { minItems: 1 })

/** What stands in several places is described once. */
const shared: Record<string, Schema> = { text, both, version, source }
const names = new Map(Object.entries(shared).map(([name, schema]) => [schema, name]))

function withReferences(value: unknown, inside?: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withReferences(one))
  if (typeof value !== 'object' || value === null) return value
  const name = names.get(value as Schema)
  if (name !== undefined && value !== inside) return { $ref: `#/$defs/${name}` }
  return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, withReferences(one)]))
}

/** For other programs. */
export const publishedSchema = (): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Stadttor service package, format 1: manifest.json',
  ...(withReferences(manifestSchema) as Schema),
  $defs: {
    ...Object.fromEntries(Object.entries(shared).map(([name, schema]) => [name, withReferences(schema, schema)])),
    examples: { oneOf: [example, examplesSchema] },
  },
})
