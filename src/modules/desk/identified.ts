// Which colleague the town's identity provider vouches for: by the id the directory sent, by user name, or by a verified mail address.
import type { StaffIdentity } from '../../contracts/sign-in.ts'
import { externalKey, findStaffByName } from '../../kernel/staff.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { DeskTables } from './tables.ts'

/** Nobody whose invitation waits: the link is how they prove that they are meant. */
export async function findIdentified(town: Town, { subject, mail }: StaffIdentity): Promise<{ person: string } | undefined> {
  return town.read(async (db: ReadDb<DeskTables>) => {
    const person =
      (await findByExternalId(town, db, subject)) ??
      (await findStaffByName(db, town.dataKey, subject)) ??
      (mail === undefined ? undefined : await findStaffByName(db, town.dataKey, mail))
    if (person === undefined) return undefined
    const waiting = await db
      .selectFrom('kernel.invitation')
      .select('id')
      .where('person_id', '=', person)
      .where('accepted_at', 'is', null)
      .executeTakeFirst()
    return waiting ? undefined : { person }
  })
}

async function findByExternalId(town: Town, db: ReadDb<DeskTables>, subject: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('kernel.staff as s')
    .innerJoin('kernel.person as p', (on) => on.onRef('p.town_id', '=', 's.town_id').onRef('p.id', '=', 's.person_id'))
    .select('p.id')
    .where('s.external_key', '=', externalKey(town.dataKey, subject))
    .where('s.removed_at', 'is', null)
    .where('p.left_at', 'is', null)
    .executeTakeFirst()
  return found?.id
}
