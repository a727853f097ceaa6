// The ways of a person to sign in: found by a name only the town can compute, labelled for the person's eyes alone.
import { newId } from '../../../kernel/ids.ts'
import { nameOf } from '../../../kernel/keys.ts'
import type { Look, ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables, WayKind } from './tables.ts'

type Db = WriteDb<SignInTables>

/** The name of a way: the same mail address, passkey or provider's subject has another one in every other town. */
export const wayName = (town: Town, kind: WayKind, ...parts: string[]): string =>
  nameOf(town.dataKey, Buffer.from(['way', kind, ...parts].join('\n')))

export const mailName = (town: Town, mail: string): string => wayName(town, 'mail', mail.toLowerCase())

/** Bytes in base64url: it waits sealed as JSON before it is stored. */
export type NewPasskey = { credentialId: string; publicKey: string; counter: number; backedUp: boolean }

export type NewWay = {
  kind: WayKind
  name: string
  label: string
  provider?: string | undefined
  passkey?: NewPasskey | undefined
}

export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'
export const ownLook = (person: string, purpose: string): Look<SignInTables> & { subjects: string[] } => ({
  subjects: [person],
  actor: 'self',
  purpose,
  legalBasis,
})

export const findWay = (db: ReadDb<SignInTables>, kind: WayKind, name: string) =>
  db
    .selectFrom('accounts.way as w')
    .innerJoin('kernel.person as p', (join) => join.onRef('p.town_id', '=', 'w.town_id').onRef('p.id', '=', 'w.person_id'))
    .selectAll('w')
    .select('p.kind as person_kind')
    .where('w.kind', '=', kind)
    .where('w.name', '=', name)
    .where('p.left_at', 'is', null)
    .executeTakeFirst()

/** Inside a logged look at the person. What still belongs to somebody who left is nobody's. */
export async function addWay(db: Db, person: string, way: NewWay, now: Date): Promise<string> {
  const id = newId(now)
  const { kind, name, label, provider = null, passkey } = way
  // Whoever has left keeps no way occupied.
  await db
    .deleteFrom('accounts.way')
    .where('kind', '=', kind)
    .where('name', '=', name)
    .where('person_id', 'in', (left) => left.selectFrom('kernel.person').select('id').where('left_at', 'is not', null))
    .execute()
  await db
    .insertInto('accounts.way')
    .values({
      id,
      person_id: person,
      kind,
      name,
      provider,
      credential_id: passkey ? Buffer.from(passkey.credentialId, 'base64url') : null,
      public_key: passkey ? Buffer.from(passkey.publicKey, 'base64url') : null,
      counter: passkey?.counter ?? null,
      backed_up: passkey?.backedUp ?? null,
      created_at: now,
      last_used_at: now,
    })
    .execute()
  await db
    .insertInto('accounts.way_label')
    .values({ subject_id: person, way_id: id, label: label.slice(0, 300) })
    .execute()
  return id
}

export type OwnWay = { id: string; kind: WayKind; provider: string | null; label: string; createdAt: Date; lastUsedAt: Date }

export const listOwnWays = (town: Town, person: string): Promise<OwnWay[]> =>
  town.look(ownLook(person, 'Eigene Anmeldewege angesehen'), (db: ReadDb<SignInTables>) => readOwnWays(db, person))

/** Inside a logged look at the person. */
export async function readOwnWays(db: ReadDb<SignInTables>, person: string): Promise<OwnWay[]> {
  const rows = await db
    .selectFrom('accounts.way as w')
    .innerJoin('accounts.way_label as l', (join) => join.onRef('l.town_id', '=', 'w.town_id').onRef('l.way_id', '=', 'w.id'))
    .select(['w.id', 'w.kind', 'w.provider', 'l.label', 'w.created_at', 'w.last_used_at'])
    .where('w.person_id', '=', person)
    .orderBy('w.created_at')
    .execute()
  return rows.map(({ created_at, last_used_at, ...row }) => ({ ...row, createdAt: created_at, lastUsedAt: last_used_at }))
}

/** The mail addresses a person has proved to read, the first one first. Inside a logged look. */
export async function listProvenMails(db: ReadDb<SignInTables>, person: string): Promise<{ mail: string; since: Date }[]> {
  const ways = await readOwnWays(db, person)
  return ways.filter(({ kind }) => kind === 'mail').map(({ label, createdAt }) => ({ mail: label, since: createdAt }))
}
