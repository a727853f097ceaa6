// A stock as data: how its units are made, which rules hold, how long somebody may hold one; it comes in a service package.
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

export const stockFormat = 'stadttor-stock/1'

const closed = { additionalProperties: false }
const Text = Type.Object(
  { de: Type.String({ minLength: 1, maxLength: 500 }), en: Type.String({ minLength: 1, maxLength: 500 }) },
  closed,
)
const name = Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,30}$' })
const key = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })

/** One piece of a unit: what always stands there, or what varies and has a name in rules and on pages. */
const Part = Type.Union([
  Type.Object({ text: Type.String({ minLength: 1, maxLength: 20, pattern: '^[^A-Za-z0-9]+$' }) }, closed),
  /** Blanks divide several: so a town's parameter may name them all. */
  Type.Object({ name, oneOf: Type.String({ pattern: '^[A-ZÄÖÜ0-9]{1,20}( [A-ZÄÖÜ0-9]{1,20}){0,19}$' }) }, closed),
  Type.Object(
    {
      name,
      letters: Type.Object(
        { min: Type.Integer({ minimum: 1, maximum: 2 }), max: Type.Integer({ minimum: 1, maximum: 2 }) },
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    {
      name,
      digits: Type.Object({ from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0, maximum: 99_999 }) }, closed),
    },
    closed,
  ),
])

const Source = Type.Object({ law: Type.String(), date: Type.String(), source: Type.String(), verified: Type.Boolean() }, closed)

/** @de Bestand */
export const StockDocument = Type.Object(
  {
    format: Type.Literal(stockFormat),
    key,
    title: Text,
    /** What one unit is called, and one as an example. */
    unitName: Text,
    example: Type.String({ minLength: 1, maxLength: 40 }),
    /** Each unit is made by exactly one of them. */
    ranges: Type.Array(
      Type.Object({ parts: Type.Array(Part, { minItems: 1, maxItems: 8 }), source: Type.Optional(Source) }, closed),
      { minItems: 1, maxItems: 40 },
    ),
    /** What people are asked for on the public page, by the name of a part. */
    labels: Type.Record(name, Text),
    /** What may stand behind a unit and does not make it another one, such as the E of electric cars. */
    endings: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{1,3}$' }), { maxItems: 10 })),
    /** The package's part of the kind `decision`, and the decision in it: `allowed`, or the code of a refusal. */
    rules: Type.Optional(Type.Object({ part: Type.String(), decision: Type.String() }, closed)),
    /** What is said for each code. */
    refusals: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,40}$' }), Text),
    /** Another program knows units that are given out too. */
    software: Type.Optional(Type.Literal('plate-stock')),
    /** Days for which a unit is kept once it is reserved; a text, so that a town's parameter may stand there. */
    keepDays: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }),
    /** Key of the form that asks for one; the public page leads there. */
    form: Type.Optional(key),
  },
  closed,
)
export type StockDocument = Static<typeof StockDocument>
export type StockPart = Static<typeof Part>

const validator = Compile(StockDocument)

/** Reads what stands in a package; every fault with its place. */
export function readStock(content: string): { stock: StockDocument } | { faults: { at: string; en: string }[] } {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (fault) {
    return { faults: [{ at: '/', en: (fault as Error).message }] }
  }
  if (validator.Check(value)) return { stock: value }
  return { faults: [...validator.Errors(value)].map(({ instancePath, message }) => ({ at: instancePath || '/', en: message })) }
}

export type NamedPart = Exclude<StockPart, { text: string }>

/** The variable parts of all ranges, each once and as wide as its widest, in their order. */
export function namedParts({ ranges }: StockDocument): NamedPart[] {
  const found = new Map<string, NamedPart>()
  for (const { parts } of ranges)
    for (const part of parts) if ('name' in part) found.set(part.name, wider(found.get(part.name), part))
  return [...found.values()]
}

function wider(known: NamedPart | undefined, part: NamedPart): NamedPart {
  if (known && 'letters' in known && 'letters' in part)
    return known.letters.max >= part.letters.max ? known : { ...part, letters: { ...part.letters, min: known.letters.min } }
  if (known && 'digits' in known && 'digits' in part)
    return known.digits.to >= part.digits.to ? known : { ...part, digits: { ...part.digits, from: known.digits.from } }
  return known ?? part
}

export const choicesOf = (part: { oneOf: string }): string[] => part.oneOf.split(' ')
