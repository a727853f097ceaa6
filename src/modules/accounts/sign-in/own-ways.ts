// What the sign-in holds about a person, and how it goes with the account.
import type { DataChapter, ErasureReport, ErasureStep } from '../../../contracts/my-data.ts'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Language } from '../../../kernel/language.ts'
import { endSessions } from '../../../kernel/sessions.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { accountWords } from './account-words.ts'
import type { SignInTables } from './tables.ts'
import { legalBasis, readOwnWays } from './way.ts'

type Db = WriteDb<SignInTables>

/** Inside a logged look at the person. */
export async function tellOwnWays(db: Db, person: string, language: Language): Promise<DataChapter[]> {
  const text = accountWords({ language })
  const ways = await readOwnWays(db, person)
  if (ways.length === 0) return []
  const kinds = { mail: text.wayMail, passkey: text.wayPasskey, provider: text.wayProvider }
  return [
    {
      title: text.waysTitle,
      purpose: text.purpose,
      legalBasis,
      keptUntil: text.keptWays,
      entries: ways.map(({ kind, label, createdAt, lastUsedAt }) => ({
        what: kinds[kind],
        value: `${label} (${text.wayUsed} ${formatDay(language, dayOf(lastUsedAt))})`,
        since: formatDay(language, dayOf(createdAt)),
      })),
    },
  ]
}

/** Restricting ends the sessions, so that nobody signed in works on what is about to go; the ways themselves go last. */
export async function eraseOwnWays(
  db: Db,
  { person, step, now, language }: { person: string; step: ErasureStep; now: Date; language: Language },
): Promise<ErasureReport> {
  const text = accountWords({ language })
  if (step === 'restrict') await endSessions(db, person, { allBut: undefined }, now)
  if (step !== 'destroy') return { done: [], kept: [] }
  const sessions = db.selectFrom('kernel.session').select('id').where('person_id', '=', person)
  await db.deleteFrom('accounts.provider_session').where('session_id', 'in', sessions).execute()
  await db.updateTable('kernel.session').set({ device: '' }).where('person_id', '=', person).execute()
  await db.deleteFrom('accounts.way').where('person_id', '=', person).execute()
  return { done: [{ what: text.erasedWays, how: 'destroyed' }], kept: [] }
}
