// Rules as the engine asks them: read once, and what happens where they cannot be answered.
import { type Expression, readExpression } from '../../../standards/feel/feel.ts'

/** Thrown where a step cannot go on; becomes an incident at its token. */
export class Stuck extends Error {
  override name = 'Stuck'
  readonly kind: string
  readonly de: string
  constructor(kind: string, de: string, en: string) {
    super(en)
    this.kind = kind
    this.de = de
  }
}

/** In one transaction; whoever goes further walks in a circle. */
export const bounds = { steps: 5_000, milliseconds: 4_000, repeated: 1_000 }

const known = new Map<string, Expression>()
/** The same rule stands in many instances: it is read once. */
export function expressionOf(source: string): Expression {
  const found = known.get(source)
  if (found) return found
  if (known.size > 5_000) known.clear()
  const read = readExpression(source)
  known.set(source, read)
  return read
}
