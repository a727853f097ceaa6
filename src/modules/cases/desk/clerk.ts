// What a member of staff may open, and a case at work: looked at, its role asked once more, held when it is changed.
import type { SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import { logAccess, type ReadDb } from '../../../kernel/town.ts'
import { isParty, mayOpen, mayRead, type Place } from '../access.ts'
import { findCase, legalBasis, lockCase, type Reading, type Writing } from '../case.ts'
import type { CaseRow } from '../tables.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'

export const actorOf = (person: SignedIn, unit: string): Actor => ({ staff: person.personId, unit })
export const unitsFor = (person: SignedIn, permission: string): readonly string[] => person.units.get(permission) ?? []

export const mayAt = (person: SignedIn, permission: string, { row, kind }: { row: CaseRow; kind: TypeInUse }): boolean =>
  mayOpen(person, permission, row, kind.type.secrecy !== undefined)

/** `party`: it is there, but they take part in it themselves. Undefined: there is none for them. */
export type Opening = { row: CaseRow; kind: TypeInUse } | 'party' | undefined

export async function findFor(
  db: Reading | Writing,
  place: Place,
  person: SignedIn,
  id: string,
  permission: string,
): Promise<Opening> {
  if (!isUuid(id)) return undefined
  const row = await findCase(db, id)
  return row && admitTo(db, place, person, row, permission)
}

export async function admitTo(
  db: Reading | Writing,
  place: Place,
  person: SignedIn,
  row: CaseRow,
  permission: string,
): Promise<Opening> {
  const kind = (await knownTypes(db, place.town)).of(row)
  if (!mayAt(person, permission, { row, kind })) return undefined
  return (await isParty(place, db, person, row)) ? 'party' : { row, kind }
}

export const openCase = (place: Place, person: SignedIn, id: string, permission = mayRead): Promise<Opening> =>
  place.town.read((db: Reading) => findFor(db, place, person, id, permission))

export type Refused =
  | 'closed'
  | 'taken'
  | 'nobody'
  | 'gone'
  | 'not-yours'
  | 'four-eyes'
  | 'suspended'
  | 'waiting'
  | 'no-form'
  | 'no-task'
  | 'secret'
export type Done<More = unknown> = ({ done: true } & More) | { refused: Refused } | 'party' | undefined
export const done = { done: true } as const

/** Undoes what was begun in the transaction, and says why. */
class Stopped extends Error {
  readonly refused: Refused
  constructor(refused: Refused) {
    super(refused)
    this.refused = refused
  }
}

/**
 * What a clerk does at a case. A process is asked first and the case held after it, since a process does it in that order too;
 * `hold` answers the row as it is then, and `stop` takes everything back.
 */
export type AtCase = {
  db: Writing
  row: CaseRow
  kind: TypeInUse
  actor: Actor
  hold: () => Promise<CaseRow>
  stop: (refused: Refused) => never
}
type Work = { id: string; permission: string; purpose: string; now: Date }

/** What the person may do is asked once more inside the transaction: a role taken away meanwhile counts. */
export async function atCase<More>(
  place: Place,
  person: SignedIn,
  { id, permission, purpose, now }: Work,
  work: (at: AtCase) => Promise<Done<More>>,
): Promise<Done<More>> {
  if (!isUuid(id)) return undefined
  const stop = (refused: Refused): never => {
    throw new Stopped(refused)
  }
  try {
    return await place.town.write(async (db: Writing) => {
      const [row, held] = await Promise.all([
        findCase(db, id),
        listPermissionsOf(db as unknown as ReadDb<KernelTables>, person.personId, now),
      ])
      if (!row || !covers(held, permission, row.unit)) return undefined
      const found = await admitTo(db, place, person, row, permission)
      if (found === undefined || found === 'party') return found
      const actor = actorOf(person, row.unit)
      await logAccess(db, [row.holder_id], { actor, purpose, legalBasis, matter: showReference(row.reference) })
      const hold = async () => (await lockCase(db, id)) ?? stop('closed')
      return work({ db, ...found, actor, hold, stop })
    })
  } catch (fault) {
    if (fault instanceof Stopped) return { refused: fault.refused }
    throw fault
  }
}
