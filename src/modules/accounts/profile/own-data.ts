// What the profile itself holds about a person, and how it goes.
import type { DataChapter, ErasureReport, ErasureStep } from '../../../contracts/my-data.ts'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Language } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { accountNumberOf } from './account-number.ts'
import { listConsents } from './consent.ts'
import { dataWords } from './data-words.ts'
import { readFields } from './field.ts'
import { readPreference } from './preference.ts'
import { type FieldName, fieldNames, type ProfileTables } from './tables.ts'
import { channelWord, languageWord, profileWords } from './words.ts'

type Db = WriteDb<ProfileTables>
const basis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

export async function tellOwnData(db: Db, person: string, language: Language): Promise<DataChapter[]> {
  const text = profileWords({ language })
  const data = dataWords({ language })
  const day = (at: Date) => formatDay(language, dayOf(at))
  const fields = await readFields(db, person)
  const preference = await readPreference(db, person)
  const consents = await listConsents(db, person)
  const corrections = await db.selectFrom('accounts.correction_text').selectAll().where('subject_id', '=', person).execute()
  const { created_at } = await db
    .selectFrom('kernel.person')
    .select('created_at')
    .where('id', '=', person)
    .executeTakeFirstOrThrow()
  const sessions = await db
    .selectFrom('kernel.session')
    .select(['device', 'created_at', 'last_seen_at'])
    .where('person_id', '=', person)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()
  const profile = fieldNames.flatMap((name: FieldName) =>
    (fields[name] ?? []).map(({ value, source, sourceName, since }) => ({
      what: text[name],
      value,
      source: source === 'provider' || source === 'register' ? text[source](sourceName) : text[source],
      since: day(since),
    })),
  )
  const common = { purpose: data.purposeAccount, legalBasis: basis, keptUntil: data.keptAccount }
  return [
    {
      title: text.profile,
      ...common,
      entries: [
        { what: data.accountSince, value: day(created_at) },
        { what: text.accountNumber, value: showReference(await accountNumberOf(db, person)) },
        ...profile,
        { what: text.interests, value: preference.interests.join(', ') || text.notGiven },
        { what: text.channel, value: channelWord(text, preference.channel) },
        { what: text.language, value: languageWord(text, preference.language) },
      ],
    },
    {
      title: data.sessions,
      purpose: data.purposeSessions,
      legalBasis: basis,
      keptUntil: data.keptSessions,
      entries: sessions.map(({ device, created_at: began, last_seen_at }) => ({
        what: device || data.unknownDevice,
        value: data.sessionFromTo(day(began), day(last_seen_at)),
      })),
    },
    {
      title: text.consents,
      purpose: data.purposeConsents,
      legalBasis: 'Art. 7 Abs. 1 DSGVO',
      keptUntil: data.keptAccount,
      entries: consents.map(({ receiver, wording, given_at, withdrawn_at }) => ({
        what: receiver,
        value: wording,
        since: withdrawn_at ? data.givenAndWithdrawn(day(given_at), day(withdrawn_at)) : day(given_at),
      })),
    },
    {
      title: data.corrections,
      ...common,
      entries: corrections.map(({ wish, answer }) => ({ what: wish, value: answer || data.notAnswered })),
    },
  ].filter(({ entries }) => entries.length > 0)
}

const nothing: ErasureReport = { done: [], kept: [] }
const personalTables = ['accounts.field', 'accounts.preference', 'accounts.mail_change', 'accounts.consent'] as const

/** Restricting is enough by ending sessions, which the erasure itself does; nothing here is worth an archive's while. */
export async function eraseOwnData(db: Db, person: string, step: ErasureStep, language: Language): Promise<ErasureReport> {
  const data = dataWords({ language })
  if (step !== 'destroy') return nothing
  for (const table of personalTables) await db.deleteFrom(table).where('subject_id', '=', person).execute()
  await db.deleteFrom('accounts.correction_text').where('subject_id', '=', person).execute()
  await db.deleteFrom('accounts.correction').where('person_id', '=', person).execute()
  await db.deleteFrom('accounts.account_number').where('person_id', '=', person).execute()
  await db.deleteFrom('accounts.find_key').where('person_id', '=', person).execute()
  await db.deleteFrom('kernel.person_name').where('subject_id', '=', person).execute()
  return {
    done: [
      { what: data.erasedProfile, how: 'destroyed' },
      { what: data.erasedName, how: 'destroyed' },
      { what: data.erasedConsents, how: 'destroyed' },
    ],
    kept: [{ what: data.keptProof, law: data.keptProofLaw, until: data.keptProofUntil }],
  }
}
