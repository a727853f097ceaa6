// Companies and associations, and who represents them in what.
import type { SignedIn } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { newId } from '../../../kernel/ids.ts'
import { nameOf } from '../../../kernel/keys.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { RepresentationTables, Role } from './tables.ts'

export type Db = WriteDb<RepresentationTables & KernelTables>
type Reader = ReadDb<RepresentationTables & KernelTables>

export type NewOrganisation = { kind: 'company' | 'association'; name: string; register: string }

const organisationLook = (organisation: string, person: Pick<SignedIn, 'personId'>, purpose: string) => ({
  subjects: [organisation],
  actor: { representative: person.personId },
  purpose,
  legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
})

/** On somebody's word alone: the organisation stays `unverified`, and says so wherever it acts. */
export async function openOrganisation(town: Town, person: SignedIn, made: NewOrganisation, now: Date): Promise<string> {
  const id = newId(now)
  await town.personal(organisationLook(id, person, 'Firma oder Verein eingetragen'), async (db: Db) => {
    await db
      .insertInto('accounts.organisation')
      .values({ id, kind: made.kind, state: 'unverified', source_key: null, opened_at: now, closed_at: null })
      .execute()
    await db
      .insertInto('accounts.organisation_name')
      .values({ subject_id: id, name: made.name, register: made.register, source: 'typed', source_name: '', since: now })
      .execute()
    await addRepresentative(db, { organisation: id, person: person.personId, role: 'owner', matters: [], source: 'typed' }, now)
  })
  return id
}

export type ProviderClaim = NewOrganisation & {
  /** Of the identity provider: `mein-unternehmenskonto`, and as people know it. */
  provider: string
  providerName: string
  /** The organisation's id there. */
  organisationId: string
  role: Role
}

/** What a company account says about who signed in: the same company account is the same organisation. Idempotent. */
export async function joinByProvider(town: Town, person: string, claim: ProviderClaim, now: Date): Promise<string> {
  const key = nameOf(town.dataKey, Buffer.from(`organisation\n${claim.provider}\n${claim.organisationId}`))
  const known = await town.read((db: Reader) =>
    db.selectFrom('accounts.organisation').select('id').where('source_key', '=', key).executeTakeFirst(),
  )
  const id = known?.id ?? newId(now)
  const name = { name: claim.name, register: claim.register, source: 'provider' as const, source_name: claim.providerName }
  await town.personal(organisationLook(id, { personId: person }, 'Firma vom Unternehmenskonto übernommen'), async (db: Db) => {
    await db
      .insertInto('accounts.organisation')
      .values({ id, kind: claim.kind, state: 'verified', source_key: key, opened_at: now, closed_at: null })
      .onConflict((same) => same.columns(['town_id', 'source_key']).doNothing())
      .execute()
    await db
      .insertInto('accounts.organisation_name')
      .values({ subject_id: id, ...name, since: now })
      .onConflict((same) => same.columns(['town_id', 'subject_id']).doUpdateSet(name))
      .execute()
    const own = await db
      .selectFrom('accounts.representative')
      .select('id')
      .where('organisation_id', '=', id)
      .where('person_id', '=', person)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (!own) await addRepresentative(db, { organisation: id, person, role: claim.role, matters: [], source: 'provider' }, now)
  })
  return id
}

type NewRepresentative = {
  organisation: string
  person: string
  role: Role
  matters: readonly string[]
  source: 'typed' | 'provider' | 'invitation'
}

export async function addRepresentative(db: Db, made: NewRepresentative, now: Date): Promise<string> {
  const id = newId(now)
  const { organisation, person, role, matters, source } = made
  await db
    .insertInto('accounts.representative')
    .values({
      id,
      organisation_id: organisation,
      person_id: person,
      role,
      matters: [...matters],
      source,
      since: now,
      ended_at: null,
    })
    .execute()
  await recordAudit(db, {
    action: 'accounts.representative.added',
    actor: { representative: person },
    object: `organisation:${organisation}`,
    details: { role, source },
  })
  await tell(db, { type: 'accounts.representation-changed.v1', subjects: [personSubject(person)] })
  return id
}

const holding = (db: Reader) =>
  db
    .selectFrom('accounts.representative as r')
    .innerJoin('accounts.organisation as o', (join) =>
      join.onRef('o.town_id', '=', 'r.town_id').onRef('o.id', '=', 'r.organisation_id'),
    )
    .select(['r.id', 'r.organisation_id', 'r.person_id', 'r.role', 'r.matters', 'r.source', 'r.since', 'o.state', 'o.kind'])
    .where('r.ended_at', 'is', null)
    .where('o.closed_at', 'is', null)

/** What this very row still permits its person. */
export const findRepresentative = (db: Reader, person: string, id: string) =>
  holding(db).where('r.id', '=', id).where('r.person_id', '=', person).executeTakeFirst()
/** What a person may in an organisation; undefined for everybody else. */
export const findMembership = (db: Reader, person: string, organisation: string) =>
  holding(db).where('r.organisation_id', '=', organisation).where('r.person_id', '=', person).executeTakeFirst()
export const listMemberships = (db: Reader, person: string) =>
  holding(db).where('r.person_id', '=', person).orderBy('r.since').execute()
export const listRepresentatives = (db: Reader, organisation: string) =>
  holding(db).where('r.organisation_id', '=', organisation).orderBy('r.since').execute()

export type Removed = 'gone' | 'last-owner' | 'refused' | { authority: string; person: string }

/** By the person or by an owner. Locks the organisation's owners, so that two who leave at once do not leave it to nobody. */
export async function removeRepresentative(
  db: Db,
  by: string,
  organisation: string,
  representative: string,
  now: Date,
): Promise<Removed> {
  const all = await db
    .selectFrom('accounts.representative')
    .selectAll()
    .where('organisation_id', '=', organisation)
    .where('ended_at', 'is', null)
    .forUpdate()
    .execute()
  const own = all.find(({ person_id }) => person_id === by)
  const leaving = all.find(({ id }) => id === representative)
  if (!own || !leaving) return 'gone'
  if (leaving.person_id !== by && own.role !== 'owner') return 'refused'
  const owners = all.filter(({ role }) => role === 'owner')
  if (leaving.role === 'owner' && owners.length === 1) return 'last-owner'
  await db.updateTable('accounts.representative').set({ ended_at: now }).where('id', '=', leaving.id).execute()
  await recordAudit(db, {
    action: 'accounts.representative.ended',
    actor: { representative: by },
    object: `organisation:${organisation}`,
    details: { person: leaving.person_id },
  })
  await tell(db, { type: 'accounts.representation-changed.v1', subjects: [personSubject(leaving.person_id)] })
  return { authority: leaving.id, person: leaving.person_id }
}

/** Names of organisations that others are in too and that would lose their last owner with this person. */
export async function listSoleOwnerships(town: Town, person: SignedIn): Promise<string[]> {
  const ids = await town.read(async (db: Reader) => {
    const own = (await listMemberships(db, person.personId)).filter(({ role }) => role === 'owner')
    const sole: string[] = []
    for (const { organisation_id } of own) {
      const others = (await listRepresentatives(db, organisation_id)).filter(({ person_id }) => person_id !== person.personId)
      if (others.length > 0 && !others.some(({ role }) => role === 'owner')) sole.push(organisation_id)
    }
    return sole
  })
  if (ids.length === 0) return []
  return [...(await readOrganisationNames(town, person, ids)).values()].map(({ name }) => name)
}

export async function readOrganisationNames(
  town: Town,
  person: Pick<SignedIn, 'personId'>,
  ids: readonly string[],
): Promise<Map<string, { name: string; register: string; sourceName: string }>> {
  if (ids.length === 0) return new Map()
  const look = { ...organisationLook('', person, 'Vertretung angesehen'), subjects: [...ids] }
  const rows = await town.personal(look, (db: Db) =>
    db
      .selectFrom('accounts.organisation_name')
      .selectAll()
      .where('subject_id', 'in', [...ids])
      .execute(),
  )
  return new Map(
    rows.map(({ subject_id, name, register, source_name }) => [subject_id, { name, register, sourceName: source_name }]),
  )
}
