// What a person allowed: given for one purpose, one receiver and one wording; withdrawn in one step.
import type { ConsentPurpose, ConsentPurposes } from '../../../contracts/consents.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>

export const listPurposes = async (house: House, town: Town, language: Language): Promise<ConsentPurpose[]> =>
  (await house.askAll<ConsentPurposes>(town, 'consent-purposes', { language })).flatMap(({ answer }) => answer)

/** Newest first. Inside a logged look at the person. */
export const listConsents = (db: ReadDb<ProfileTables>, person: string) =>
  db.selectFrom('accounts.consent').selectAll().where('subject_id', '=', person).orderBy('given_at', 'desc').execute()

/** An older wording of the same purpose ends with it. @law Art. 7 Abs. 1 DSGVO */
export async function giveConsent(db: Db, person: string, purpose: ConsentPurpose, now: Date): Promise<void> {
  const { key, receiver, version, title, text } = purpose
  const open = await findConsent(db, person, key, receiver)
  if (open?.version === version) return
  await withdrawConsent(db, person, key, receiver, now)
  await db
    .insertInto('accounts.consent')
    .values({
      subject_id: person,
      id: newId(now),
      purpose: key,
      receiver,
      version,
      wording: `${title}: ${text}`,
      given_at: now,
      withdrawn_at: null,
    })
    .execute()
  await tell(db, { type: 'accounts.consent-given.v1', subjects: [personSubject(person)], payload: { purpose: key, version } })
}

/** Works for a purpose that nobody declares any more, too. @law Art. 7 Abs. 3 DSGVO */
export async function withdrawConsent(db: Db, person: string, purpose: string, receiver: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('accounts.consent')
    .set({ withdrawn_at: now })
    .where('subject_id', '=', person)
    .where('purpose', '=', purpose)
    .where('receiver', '=', receiver)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n)
    await tell(db, { type: 'accounts.consent-withdrawn.v1', subjects: [personSubject(person)], payload: { purpose } })
}

export const findConsent = (db: ReadDb<ProfileTables>, person: string, purpose: string, receiver: string) =>
  db
    .selectFrom('accounts.consent')
    .select(['version', 'given_at'])
    .where('subject_id', '=', person)
    .where('purpose', '=', purpose)
    .where('receiver', '=', receiver)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
