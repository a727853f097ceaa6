// The JSON Schema of a form document: what `docs/form-document.schema.json` publishes and `readDocument` checks. @standard JSON Schema 2020-12.
import { bounds, documentFormat, keyShape, longestRepeat, type QuestionType } from './document.ts'

type Schema = Record<string, unknown>

const string = (maxLength: number, more: Schema = {}): Schema => ({ type: 'string', minLength: 1, maxLength, ...more })
const object = (properties: Record<string, Schema>, required: string[], more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
  ...more,
})
const array = (items: Schema, maxItems: number, more: Schema = {}): Schema => ({ type: 'array', items, maxItems, ...more })
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum })
const oneOf = (...values: (string | boolean)[]): Schema => ({ enum: values })

const languages = ['de', 'en', 'leicht']
const mark = { type: 'string', pattern: '^[0-9a-f]{8}$' }
const text = object(
  {
    de: string(bounds.text),
    en: string(bounds.text),
    leicht: string(bounds.text),
    basis: object({ en: mark, leicht: mark }, []),
  },
  ['de'],
)
const feel = string(bounds.rule)
const key = { type: 'string', pattern: keyShape.source }
const path = string(500, { pattern: '^[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)*$' })
const level = oneOf('none', 'basic', 'low', 'substantial', 'high')
/** Own pages and the open web; nothing that a browser would run. */
const url = string(2_000, { pattern: '^(https://|/(?!/)|mailto:|tel:)' })
const origin = object({ id: string(100), version: string(40), multiplicity: string(40) }, ['id'])
const choice = object({ value: string(200), label: text, hint: text }, ['value', 'label'])
const choices = array(choice, bounds.choices)
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }
const cents = { type: 'integer', minimum: -1e15, maximum: 1e15 }
const amount = { type: 'number', minimum: -1e15, maximum: 1e15 }
const length = whole(0, bounds.text)

const ofTypes: { [Type in QuestionType]: { own: Record<string, Schema>; required?: string[] } } = {
  text: { own: { minLength: length, maxLength: length, pattern: string(500), patternHint: text } },
  longText: { own: { minLength: length, maxLength: length } },
  number: { own: { min: amount, max: amount, decimals: whole(0, 10), unit: text } },
  money: { own: { min: cents, max: cents } },
  date: { own: { earliest: feel, latest: feel } },
  dateRange: { own: { earliest: feel, latest: feel, longestDays: whole(1, 36_600) } },
  time: { own: { earliest: clock, latest: clock } },
  yesNo: { own: { yes: text, no: text } },
  choice: { own: { choices: { ...choices, minItems: 1 } }, required: ['choices'] },
  choices: {
    own: { choices: { ...choices, minItems: 1 }, min: whole(0, bounds.choices), max: whole(1, bounds.choices) },
    required: ['choices'],
  },
  codeList: { own: { list: string(200) }, required: ['list'] },
  email: { own: {} },
  phone: { own: {} },
  name: { own: { part: oneOf('given', 'family', 'full') } },
  address: { own: { abroad: oneOf(true, false), local: oneOf(true, false) } },
  country: { own: {} },
  nationality: { own: {} },
  iban: { own: {} },
  taxNumber: { own: { of: oneOf('person', 'company') } },
  plate: { own: {} },
  files: {
    own: { accept: array(string(10), 20), maxFiles: whole(1, 50), maxMegabytes: whole(1, 2_048), labels: array(choice, 50) },
  },
  place: { own: { shape: oneOf('point', 'line', 'area') }, required: ['shape'] },
  consent: { own: {} },
}

const question = (type: QuestionType): Schema =>
  object(
    {
      kind: { const: 'question' },
      key,
      type: { const: type },
      label: text,
      hint: text,
      example: text,
      help: text,
      need: oneOf('optional', 'reason'),
      showWhen: feel,
      prefill: string(60, {
        pattern: '^(account\\.(givenName|familyName|birthDate|address|mail|phone)|register\\.[a-z][a-zA-Z0-9.-]*)$',
      }),
      sensitive: oneOf(true, false),
      origin,
      ...ofTypes[type].own,
    },
    ['kind', 'key', 'type', 'label', ...(ofTypes[type].required ?? [])],
  )

export const questionSchemas = Object.fromEntries(
  (Object.keys(ofTypes) as QuestionType[]).map((type) => [type, question(type)]),
) as Record<QuestionType, Schema>

const group = (items: Schema): Schema =>
  object(
    {
      kind: { const: 'group' },
      key,
      title: text,
      hint: text,
      items,
      showWhen: feel,
      repeat: object({ min: whole(0, longestRepeat), max: whole(1, longestRepeat), one: text }, ['min', 'one']),
      choose: oneOf(true, false),
      need: oneOf('optional'),
      origin,
    },
    ['kind', 'key', 'title', 'items'],
  )
const information = object({ kind: { const: 'information' }, key, text, title: text, showWhen: feel }, ['kind', 'key', 'text'])
const summary = object({ kind: { const: 'summary' }, key, title: text, pages: array(key, bounds.pages), showWhen: feel }, [
  'kind',
  'key',
])

/** Items inside are looked at one by one, so that a message names what is wrong with which. */
const unread = { type: 'array', maxItems: bounds.items }
export const itemSchemas = { group: group(unread), information, summary }

const exit = object({ when: feel, title: text, text, link: object({ url, label: text }, ['url', 'label']) }, [
  'when',
  'title',
  'text',
])
const page = (items: Schema): Schema =>
  object({ key, title: text, lead: text, help: text, showWhen: feel, level, items, exits: array(exit, 20) }, [
    'key',
    'title',
    'items',
  ])
const codeList = object(
  {
    name: text,
    uri: string(500),
    version: string(100),
    entries: array(object({ value: string(200), label: string(1_000) }, ['value', 'label']), bounds.entries),
  },
  ['name', 'entries'],
)

const form = (items: Schema): Schema =>
  object(
    {
      format: { const: documentFormat },
      title: text,
      lead: text,
      languages: array(oneOf(...languages), 3, { minItems: 1, uniqueItems: true, contains: { const: 'de' } }),
      audience: array(oneOf('person', 'company', 'staff'), 3, { minItems: 1, uniqueItems: true }),
      level,
      writtenForm: oneOf('none', 'eid', 'qualified'),
      needs: array(text, 50),
      minutes: whole(1, 600),
      legalBasis: string(2_000),
      privacy: text,
      contact: object({ name: string(200), phone: string(60), mail: string(254), address: string(500) }, ['name']),
      retentionDays: whole(1, 36_500),
      next: text,
      pages: array(page(items), bounds.pages),
      calculations: array(object({ name: key, feel, label: text, money: oneOf(true, false) }, ['name', 'feel']), 200),
      checks: array(object({ when: feel, at: path, message: text }, ['when', 'at', 'message']), 500),
      fee: object({ amount: feel, note: text }, ['amount']),
      codeLists: { type: 'object', maxProperties: 200, propertyNames: string(200), additionalProperties: codeList },
      examples: array(
        object(
          {
            name: string(200),
            answers: { type: 'object' },
            expect: object(
              {
                complete: oneOf(true, false),
                problems: array(path, 200),
                fee: { type: 'string', pattern: '^[0-9]+(\\.[0-9]{1,2})?$' },
                pages: array(key, bounds.pages),
              },
              [],
            ),
          },
          ['name', 'answers', 'expect'],
        ),
        200,
      ),
      origin: object({ standard: string(100), id: string(100), version: string(40), name: string(1_000) }, ['standard', 'id']),
      tasks: array(
        object(
          {
            path: { type: 'string', maxLength: 500 },
            kind: oneOf('rule', 'code-list', 'type', 'other'),
            text: string(bounds.text),
            source: origin,
            done: object({ by: string(100), note: { type: 'string', maxLength: 2_000 } }, ['by']),
          },
          ['path', 'kind', 'text'],
        ),
        5_000,
      ),
    },
    ['format', 'title', 'languages', 'audience', 'level', 'writtenForm', 'pages'],
  )

/** The document without its items. */
export const documentSchema = form(unread)

/** What stands in many places is described once. */
const shared: Record<string, Schema> = { text, feel, key, path, level, origin, choice, exit, codeList }
const names = new Map(Object.entries(shared).map(([name, schema]) => [schema, name]))

function withReferences(value: unknown, inside?: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withReferences(one))
  if (typeof value !== 'object' || value === null) return value
  const name = names.get(value as Schema)
  if (name !== undefined && value !== inside) return { $ref: `#/$defs/${name}` }
  return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, withReferences(one)]))
}

/** The whole document in one schema, for other programs. */
export const publishedSchema = (): Schema => {
  const items = { type: 'array', maxItems: bounds.items, items: { $ref: '#/$defs/item' } }
  const item = { oneOf: [...Object.values(questionSchemas), group(items), information, summary] }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stadttor form document, format 1',
    ...(withReferences(form(items)) as Schema),
    $defs: {
      ...Object.fromEntries(Object.entries(shared).map(([name, schema]) => [name, withReferences(schema, schema)])),
      item: withReferences(item),
    },
  }
}
