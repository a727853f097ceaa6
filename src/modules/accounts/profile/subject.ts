// Whose profile a visitor sees and changes: their own, or that of the person they act for, as far as the authority goes.
import type { ReadDb } from '../../../kernel/town.ts'
import { noteAct } from '../representation/act.ts'
import { mayAct, representativeActor } from '../representation/acting.ts'
import { accountBasis, ownLook } from './own-look.ts'
import type { Db, Own } from './profile-routes.tsx'
import type { ProfileTables } from './tables.ts'

type Act = {
  noun: 'profile' | 'consents'
  verb: 'read' | 'write'
  purpose: string
  /** What the represented person reads about it. */
  what?: string | undefined
}

/**
 * Asked with every act, in its own transaction: an authority may have ended a moment ago. Organisations have neither profile nor consents.
 * @returns undefined where this visitor may not
 */
export function inProfile<Result>(
  { town, person, now }: Own,
  { noun, verb, purpose, what }: Act,
  work: (db: Db, subject: string) => Promise<Result>,
): Promise<Result | undefined> {
  const { actsFor } = person
  if (!actsFor) return town.personal(ownLook(person, purpose), (db: Db) => work(db, person.personId))
  let subject: string | undefined
  const look = {
    subjects: async (db: ReadDb<ProfileTables>) => {
      const matter = `accounts.${noun}/${actsFor.id}`
      const may = actsFor.kind === 'person' ? await mayAct(db, { person, matter, verb, now }) : undefined
      subject = may?.subject
      return subject === undefined ? [] : [subject]
    },
    actor: representativeActor(person),
    purpose,
    legalBasis: accountBasis,
  }
  return town.personal(look, async (db: Db) => {
    if (subject === undefined) return undefined
    const result = await work(db, subject)
    const matter = `accounts.${noun}/${subject}`
    if (what !== undefined) await noteAct(db, { subject, by: person, how: 'representative', matter, what, now })
    return result
  })
}
