// How a person wants to be reached and what they are interested in.
import type { Contact } from '../../../contracts/messages.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables } from '../sign-in/tables.ts'
import { listProvenMails } from '../sign-in/way.ts'
import { fieldValue, readFields } from './field.ts'
import type { ProfileTables } from './tables.ts'

export type Preference = Omit<Contact, 'mail' | 'phone'> & {
  interests: readonly string[]
  /** Fitting services on the start page. */
  offers: boolean
}
export const firstPreference: Preference = { language: 'de', channel: 'mail', digest: false, interests: [], offers: true }

/** Inside a logged look at the person. */
export async function readPreference(db: ReadDb<ProfileTables>, person: string): Promise<Preference> {
  const row = await db.selectFrom('accounts.preference').selectAll().where('subject_id', '=', person).executeTakeFirst()
  if (!row) return firstPreference
  const { language, channel, quiet_from, quiet_to, digest, interests, offers } = row
  const quiet = quiet_from === null || quiet_to === null ? undefined : { from: quiet_from, to: quiet_to }
  return { language, channel, quiet, digest, interests, offers }
}

export async function changePreference(
  db: WriteDb<ProfileTables>,
  person: string,
  change: Partial<Preference>,
  now: Date,
): Promise<void> {
  const { quiet, interests, ...rest } = { ...(await readPreference(db, person)), ...change }
  const row = {
    ...rest,
    interests: [...interests],
    quiet_from: quiet?.from ?? null,
    quiet_to: quiet?.to ?? null,
    changed_at: now,
  }
  await db
    .insertInto('accounts.preference')
    .values({ subject_id: person, ...row })
    .onConflict((same) => same.columns(['town_id', 'subject_id']).doUpdateSet(row))
    .execute()
  await tell(db, { type: 'accounts.profile-changed.v1', subjects: [personSubject(person)] })
}

/** Undefined once the account has ended. Inside a logged look. */
export async function findContact(db: ReadDb<ProfileTables>, person: string): Promise<Contact | undefined> {
  const known = await db
    .selectFrom('kernel.person')
    .select('id')
    .where('id', '=', person)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (!known) return undefined
  const { interests: _interests, offers: _offers, ...reach } = await readPreference(db, person)
  const fields = await readFields(db, person)
  // Who signs in by mail is reached there until they name another address.
  const [proven] = await listProvenMails(db as unknown as ReadDb<SignInTables>, person)
  return { ...reach, mail: fieldValue(fields, 'mail') || proven?.mail, phone: fieldValue(fields, 'phone') || undefined }
}
