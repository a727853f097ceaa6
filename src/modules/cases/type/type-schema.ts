// The JSON Schema of a kind of case, as packages bring it.
// @standard JSON Schema 2020-12
import { caseTypeFormat } from './case-type.ts'

type Schema = Record<string, unknown>
const string = (maxLength: number, more: Schema = {}): Schema => ({ type: 'string', minLength: 1, maxLength, ...more })
const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const array = (items: Schema, maxItems: number, minItems = 0): Schema => ({ type: 'array', items, maxItems, minItems })
const oneOf = (...values: (string | boolean)[]): Schema => ({ enum: values })
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum })

const text = object({ de: string(4_000), en: string(4_000), leicht: string(4_000) }, ['de', 'en'])
const feel = string(2_000)
const key = string(80, { pattern: '^[a-z0-9][a-zA-Z0-9-]{0,79}$' })
const path = string(300, { pattern: '^[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)*$' })
const unit = string(400, { pattern: '^/([a-z0-9][a-z0-9-]{0,63}/)*$' })
const source = object({ law: string(300), date: string(40), source: string(500), verified: { type: 'boolean' } }, [
  'law',
  'date',
  'source',
  'verified',
])
const paragraph = object({ text, when: feel }, ['text'])
const letter = object(
  { subject: text, paragraphs: array(paragraph, 40, 1), reasons: array(paragraph, 40), basis: array(source, 20) },
  ['subject', 'paragraphs', 'basis'],
)
const outcome = object(
  {
    key,
    title: text,
    done: text,
    burdening: { type: 'boolean' },
    letter,
    fee: object({ amount: feel, text, source: { anyOf: [source, object({ example: { const: true } }, ['example'])] } }, [
      'amount',
      'text',
      'source',
    ]),
    validUntil: feel,
  },
  ['key', 'title', 'done', 'burdening'],
)
const remedy = object(
  { kind: oneOf('none', 'action', 'objection', 'choice'), days: whole(1, 400), months: whole(1, 24), to: text, source },
  ['kind', 'to', 'source'],
)

export const caseTypeSchema = object(
  {
    format: { const: caseTypeFormat },
    key,
    title: text,
    form: key,
    clerkForm: key,
    process: string(100),
    procedureLaw: oneOf('BayVwVfG', 'AO', 'SGB X', 'private'),
    secrecy: oneOf('tax', 'social'),
    level: oneOf('none', 'basic', 'low', 'substantial', 'high'),
    parties: array(oneOf('person', 'company', 'staff'), 3, 1),
    names: object(
      Object.fromEntries(['givenName', 'familyName', 'company', 'birthDate', 'address', 'mail'].map((name) => [name, path])),
    ),
    competence: array(object({ when: feel, unit }, ['when', 'unit']), 100),
    facts: array(object({ name: key, title: text, value: feel, column: { const: true } }, ['name', 'title', 'value']), 20),
    steps: array(object({ key, title: text, now: text, days: whole(0, 400) }, ['key', 'title', 'now']), 8, 2),
    deadline: object({ days: whole(1, 1_000), count: oneOf('calendar', 'working', 'legal'), source }, [
      'days',
      'count',
      'source',
    ]),
    silence: object({ effect: { const: 'approval' }, source }, ['effect', 'source']),
    hearing: object({ before: array(key, 20), days: whole(1, 100), text, source }, ['before', 'days', 'text', 'source']),
    outcomes: array(outcome, 20, 1),
    automatic: object({ when: feel, outcome: key, source }, ['when', 'outcome', 'source']),
    remedy: { type: 'object', additionalProperties: remedy, propertyNames: { pattern: '^([A-Z]{2}|\\*)$' }, minProperties: 1 },
    delivery: object({ mailbox: string(60), post: string(60) }, ['mailbox', 'post']),
    filing: object({ plan: string(40), years: whole(0, 200), days: whole(1, 3_660), source }, ['plan', 'years', 'source']),
    renewal: object({ remindDays: whole(1, 400), prefill: { type: 'boolean' } }, ['remindDays', 'prefill']),
    severalAtOnce: { const: true },
    fourEyes: { const: true },
    textBlocks: array(object({ key, title: text, text }, ['key', 'title', 'text']), 100),
  },
  [
    'format',
    'key',
    'title',
    'form',
    'process',
    'procedureLaw',
    'level',
    'parties',
    'names',
    'facts',
    'steps',
    'outcomes',
    'remedy',
    'delivery',
    'filing',
  ],
)
