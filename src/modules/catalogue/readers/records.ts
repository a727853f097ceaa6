// Walks over the records of a file: what cannot be taken is written down with its reason and stops nothing else.
import { type Identity, identityKey, type Refusal } from '../record.ts'
import { type Raw, RecordRefused, rawRecord } from './fields.ts'
import { cleanLine } from './rich-text.ts'

/** Reads each item; refuses broken ones and the second of two with the same identity. */
export function eachRecord<Item extends Identity>(
  items: readonly unknown[],
  what: string,
  refused: Refusal[],
  read: (raw: Raw) => Item,
): Item[] {
  const seen = new Set<string>()
  const taken: Item[] = []
  for (const [position, item] of items.entries()) {
    const id = nameOf(item, position)
    takeRecord(what, id, refused, () => {
      const record = read(rawRecord(item, what))
      if (seen.has(identityKey(record))) throw new RecordRefused('a record with this id was already read')
      seen.add(identityKey(record))
      taken.push(record)
    })
  }
  return taken
}

/** Runs the reading of one record and lists it as refused where it throws `RecordRefused`. */
export function takeRecord(what: string, id: string, refused: Refusal[], read: () => void): void {
  try {
    read()
  } catch (cause) {
    if (!(cause instanceof RecordRefused)) throw cause
    refused.push({ what, id, reason: cause.message })
  }
}

/** How a report names a record whose id may itself be broken. */
function nameOf(item: unknown, position: number): string {
  const id = typeof item === 'object' && item !== null ? (item as Raw).id : undefined
  const shown = typeof id === 'string' || typeof id === 'number' ? cleanLine(String(id).slice(0, 60)) : ''
  return shown === '' ? `#${position + 1}` : shown
}
