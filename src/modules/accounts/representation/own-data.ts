// What representation holds about a person, and how it goes with the account.
import type { DataChapter, ErasureReport, ErasureStep } from '../../../contracts/my-data.ts'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Language } from '../../../kernel/language.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { profileWords } from '../profile/words.ts'
import { listActs } from './act.ts'
import { endActing } from './acting.ts'
import { listAuthoritiesOf, listGrantsBy } from './authority.ts'
import { listMemberships, listRepresentatives } from './organisation.ts'
import { ownDataWords } from './own-data-words.ts'
import type { RepresentationTables } from './tables.ts'
import { actingWords } from './words.ts'

type Db = WriteDb<RepresentationTables & KernelTables>

export async function tellRepresentation(db: Db, person: string, language: Language, now: Date): Promise<DataChapter[]> {
  const text = actingWords({ language })
  const data = ownDataWords({ language })
  const day = (at: Date) => formatDay(language, dayOf(at))
  const common = { purpose: data.purpose, legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO', keptUntil: data.kept }
  const memberships = await listMemberships(db, person)
  const authorities = await listAuthoritiesOf(db, person, now)
  const grants = await listGrantsBy(db, person, now)
  const acts = await listActs(db, person, language)
  const assisted = await db
    .selectFrom('accounts.assistance as a')
    .innerJoin('accounts.assistance_text as t', (join) =>
      join.onRef('t.town_id', '=', 'a.town_id').onRef('t.assistance_id', '=', 'a.id'),
    )
    .select(['a.began_at', 'a.how', 't.purpose', 't.identity_check'])
    .where('a.person_id', '=', person)
    .orderBy('a.began_at', 'desc')
    .limit(200)
    .execute()
  return [
    {
      title: profileWords({ language }).acting,
      ...common,
      entries: [
        ...memberships.map(({ role, since }) => ({ what: data.representsOrganisation, value: text[role], since: day(since) })),
        ...authorities.map(({ ends_at }) => ({ what: data.representsPerson, value: text.until(day(ends_at)) })),
        ...grants.map(({ kind, ends_at }) => ({ what: data.isRepresented, value: `${text[kind]}, ${text.until(day(ends_at))}` })),
      ],
    },
    {
      title: text.acts,
      ...common,
      entries: acts.map(({ what, label, at }) => ({ what: label, value: what, since: day(at) })),
    },
    {
      title: data.assisted,
      ...common,
      entries: assisted.map(({ began_at, purpose, identity_check }) => ({
        what: purpose,
        value: `${data.identity}: ${identity_check}`,
        since: day(began_at),
      })),
    },
  ].filter(({ entries }) => entries.length > 0)
}

/** Powers end at once with the wish; who alone represents an organisation takes its account along. */
export async function eraseRepresentation(
  db: Db,
  person: string,
  step: ErasureStep,
  language: Language,
  now: Date,
): Promise<ErasureReport> {
  const data = ownDataWords({ language })
  if (step === 'restrict') {
    const ended = await db
      .updateTable('accounts.authority')
      .set({ revoked_at: now, code_hash: null })
      .where((row) => row.or([row('principal_id', '=', person), row('agent_id', '=', person)]))
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    const memberships = await listMemberships(db, person)
    for (const { organisation_id } of memberships)
      if ((await listRepresentatives(db, organisation_id)).every(({ person_id }) => person_id === person))
        await db.updateTable('accounts.organisation').set({ closed_at: now }).where('id', '=', organisation_id).execute()
    await db
      .updateTable('accounts.representative')
      .set({ ended_at: now })
      .where('person_id', '=', person)
      .where('ended_at', 'is', null)
      .execute()
    for (const { id } of [...ended, ...memberships]) await endActing(db, id, now)
    return { done: ended.length + memberships.length > 0 ? [{ what: data.powers, how: 'restricted' }] : [], kept: [] }
  }
  if (step === 'archive') return { done: [], kept: [] }
  const { numDeletedRows } = await db.deleteFrom('accounts.act').where('subject_id', '=', person).executeTakeFirstOrThrow()
  await db.deleteFrom('accounts.authority_ground').where('subject_id', '=', person).execute()
  await db.deleteFrom('accounts.assistance_text').where('subject_id', '=', person).execute()
  return { done: numDeletedRows > 0n ? [{ what: data.acts, how: 'destroyed' }] : [], kept: [] }
}
