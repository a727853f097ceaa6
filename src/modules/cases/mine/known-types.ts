// Versions of kinds of cases, remembered: a version never changes, and every page of the resident needs some.
import type { Town } from '../../../kernel/town.ts'
import type { Reading, Writing } from '../case.ts'
import { type TypeInUse, typesOf } from '../type/type.ts'

type Of = { type_id: string; version: number }
const most = 500
const known = new WeakMap<Town, Map<string, TypeInUse>>()
const keyOf = ({ type_id, version }: Of): string => `${type_id}/${version}`

function memoryOf(town: Town): Map<string, TypeInUse> {
  const memory = known.get(town)
  if (memory && memory.size <= most) return memory
  const fresh = new Map<string, TypeInUse>()
  known.set(town, fresh)
  return fresh
}

/** Inside a transaction that is open anyway. */
export async function knownTypes(
  db: Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>,
  town: Town,
  cases: readonly Of[],
): Promise<(of: Of) => TypeInUse> {
  const memory = memoryOf(town)
  const missing = cases.filter((one) => !memory.has(keyOf(one)))
  if (missing.length > 0) {
    const found = await typesOf(db, missing)
    for (const one of missing) memory.set(keyOf(one), found(one))
  }
  return (of) => memory.get(keyOf(of))!
}

/** After a look that may ask nothing more: a transaction of its own only for what was never seen. */
export async function typesFor(town: Town, cases: readonly Of[]): Promise<(of: Of) => TypeInUse> {
  const memory = memoryOf(town)
  if (cases.every((one) => memory.has(keyOf(one)))) return (of) => memory.get(keyOf(of))!
  return town.read((db: Reading) => knownTypes(db, town, cases))
}
