// The number of an account: what its person reads out on the phone or writes into a letter.
import { newReference, readReference } from '../../../kernel/reference.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import type { ProfileTables } from './tables.ts'

/** Drawn when somebody first asks for it, and the same ever after. @de Kontonummer (im Servicekonto) */
export async function accountNumberOf(db: WriteDb<ProfileTables>, person: string): Promise<string> {
  const known = await findNumber(db, person)
  if (known !== undefined) return known
  // Two who ask at once, or a number that somebody has already: the next try finds or draws another one.
  await db
    .insertInto('accounts.account_number')
    .values({ person_id: person, number: newReference() })
    .onConflict((same) => same.doNothing())
    .execute()
  return accountNumberOf(db, person)
}

async function findNumber(db: ReadDb<ProfileTables> | WriteDb<ProfileTables>, person: string): Promise<string | undefined> {
  const row = await (db as ReadDb<ProfileTables>)
    .selectFrom('accounts.account_number')
    .select('number')
    .where('person_id', '=', person)
    .executeTakeFirst()
  return row?.number
}

/** Whose number this is, as somebody types it. */
export async function personOfNumber(db: ReadDb<ProfileTables>, typed: string): Promise<string | undefined> {
  const number = readReference(typed)
  if (number === undefined) return undefined
  const row = await db.selectFrom('accounts.account_number').select('person_id').where('number', '=', number).executeTakeFirst()
  return row?.person_id
}
