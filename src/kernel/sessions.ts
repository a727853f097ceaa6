// Sessions: opened by a proof, ended on the server, remembered by a process only until there is news of the person.
import { createHash, hash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SignedIn } from './access.ts'
import { newId } from './ids.ts'
import { tell } from './outbox.ts'
import { personSubject } from './people.ts'
import { permissionsHeld } from './permissions.ts'
import type { KernelTables, Level } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

/** Only the hash is stored: who reads the table cannot use the sessions in it. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
export const newToken = (): string => randomBytes(32).toString('base64url')

/**
 * Idle and absolute limits. Our own defaults: the figures of BSI TR-03160 part 1 chapter 4.3 could not be verified.
 */
export const limitsOf: Record<Level, { idleMinutes: number; hours: number }> = {
  none: { idleMinutes: 60, hours: 12 },
  basic: { idleMinutes: 60, hours: 12 },
  low: { idleMinutes: 60, hours: 12 },
  substantial: { idleMinutes: 30, hours: 8 },
  high: { idleMinutes: 30, hours: 4 },
}

export type Proof = { method: string; level: Level; secondFactor: boolean; device?: string }
export type ActsFor = NonNullable<SignedIn['actsFor']>

/** For commands and tests: a session as if a command had proved the person. @returns the token for the cookie */
export const openSession = (town: Town, personId: string, level: Level, now: Date): Promise<string> =>
  town.write((db: WriteDb<KernelTables>) => startSession(db, personId, { method: 'command', level, secondFactor: true }, now))

/** @returns the token for the cookie; it is shown once and stored nowhere */
export async function startSession(
  db: WriteDb<KernelTables>,
  personId: string,
  { method, level, secondFactor, device = '' }: Proof,
  now: Date,
  actsFor?: ActsFor,
): Promise<string> {
  const token = newToken()
  const { idleMinutes, hours } = limitsOf[level]
  await db
    .insertInto('kernel.session')
    .values({
      id: newId(now),
      token_hash: hashOf(token),
      person_id: personId,
      level,
      method,
      second_factor: secondFactor,
      device: device.slice(0, 100),
      created_at: now,
      last_seen_at: now,
      idle_minutes: idleMinutes,
      expires_at: new Date(now.getTime() + hours * 3_600_000),
      ended_at: null,
      acts_for: actsFor?.id ?? null,
      acts_as: actsFor?.kind ?? null,
      authority: actsFor?.authority ?? null,
    })
    .execute()
  return token
}

/** Ends one session of a person, or all but one. Told, so that every process forgets them. @returns how many ended */
export async function endSessions(
  db: WriteDb<KernelTables>,
  personId: string,
  which: { id: string } | { allBut: string | undefined },
  now: Date,
): Promise<number> {
  let query = db
    .updateTable('kernel.session')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
  if ('id' in which) query = query.where('id', '=', which.id)
  else if (which.allBut !== undefined) query = query.where('id', '!=', which.allBut)
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow()
  await tell(db, { type: 'kernel.sessions-ended.v1', subjects: [personSubject(personId)] })
  return Number(numUpdatedRows)
}

type Row = {
  id: string
  session: string
  kind: 'resident' | 'staff'
  level: Level
  method: string
  second_factor: boolean
  last_seen_at: Date
  idle_minutes: number
  expires_at: Date
  acts_for: string | null
  acts_as: 'person' | 'organisation' | null
  authority: string | null
  grants: { permission: string; path: string }[]
}

/** The person of a session of this town; a session of another town is none. Reads the database. */
export async function findSignedIn(town: Town, token: string, now: Date): Promise<SignedIn | undefined> {
  if (token.length > 100) return undefined
  const [row] = await town.read(async (db: ReadDb<KernelTables>) => {
    const { rows } = await sql<Row>`
      SELECT p.id, s.id AS session, p.kind, s.level, s.method, s.second_factor, s.last_seen_at, s.idle_minutes, s.expires_at,
        s.acts_for, s.acts_as, s.authority, coalesce((
          SELECT json_agg(json_build_object('permission', g.permission, 'path', g.path)) FROM (
            ${permissionsHeld(now)}
          ) g), '[]') AS grants
      FROM kernel.session s JOIN kernel.person p ON p.town_id = s.town_id AND p.id = s.person_id
      WHERE s.token_hash = ${hashOf(token)} AND s.ended_at IS NULL AND s.expires_at > ${now} AND p.left_at IS NULL
        AND s.last_seen_at + make_interval(mins => s.idle_minutes) > ${now}`.execute(db)
    return rows
  })
  return row && signedInOf(row)
}

function signedInOf(row: Row): SignedIn {
  const units = new Map<string, string[]>()
  for (const { permission, path } of row.kind === 'staff' ? row.grants : []) {
    const paths = units.get(permission)
    if (paths) paths.push(path)
    else units.set(permission, [path])
  }
  return {
    personId: row.id,
    sessionId: row.session,
    kind: row.kind,
    level: row.level,
    method: row.method,
    secondFactor: row.second_factor,
    permissions: new Set(units.keys()),
    units,
    actsFor: row.acts_for && row.acts_as ? { kind: row.acts_as, id: row.acts_for, authority: row.authority ?? '' } : undefined,
    idleUntil: new Date(row.last_seen_at.getTime() + row.idle_minutes * 60_000),
    expiresAt: row.expires_at,
  }
}

/** Told when a role or a unit changes, since that may change the permissions of anybody. */
export const rolesSubject = 'kernel.roles'

const remembered = { milliseconds: 5_000, sessions: 20_000 }
/** A request moves the idle limit on only this often: a write for each page would cost more than the page. */
const touchEveryMs = 60_000

type Known = { person: SignedIn; until: number; touched: number }

/** One for each process. What it remembers ends with any event of the person, and after five seconds. */
export class Sessions {
  readonly #known = new Map<string, Known>()
  /** Counts every `forget`: what was read before one and arrives after it must not be kept. */
  #forgets = 0

  async find(town: Town, token: string, now: Date): Promise<SignedIn | undefined> {
    const key = `${town.id} ${hash('sha256', token, 'base64')}`
    const at = now.getTime()
    const known = this.#known.get(key)
    if (known && known.until > at && known.person.idleUntil.getTime() > at && known.person.expiresAt.getTime() > at)
      return known.person
    const before = this.#forgets
    let person = await findSignedIn(town, token, now)
    if (!person) {
      this.#known.delete(key)
      return undefined
    }
    let touched = Math.max(known?.touched ?? 0, person.idleUntil.getTime() - limitsOf[person.level].idleMinutes * 60_000)
    if (at - touched > touchEveryMs) {
      touched = at
      await touchSession(town, person, now)
      person = { ...person, idleUntil: new Date(at + limitsOf[person.level].idleMinutes * 60_000) }
    }
    if (this.#known.size >= remembered.sessions) this.#known.clear()
    if (before === this.#forgets) this.#known.set(key, { person, until: at + remembered.milliseconds, touched })
    return person
  }

  forget(townId: number, subjects: readonly string[]): void {
    if (subjects.includes('*') || subjects.includes(rolesSubject)) {
      this.forgetAll(townId)
      return
    }
    this.#forgets += 1
    const persons = new Set(
      subjects.filter((subject) => subject.startsWith('kernel.person/')).map((subject) => subject.slice(14)),
    )
    if (persons.size === 0) return
    for (const [key, { person }] of this.#known) if (persons.has(person.personId)) this.#known.delete(key)
  }

  forgetAll(townId?: number): void {
    this.#forgets += 1
    for (const key of this.#known.keys()) if (townId === undefined || key.startsWith(`${townId} `)) this.#known.delete(key)
  }
}

/** Moves the idle limit on; a late process never moves it back. */
const touchSession = (town: Town, person: SignedIn, now: Date): Promise<void> =>
  town.writePassing(async (db: WriteDb<KernelTables>) => {
    await db
      .updateTable('kernel.session')
      .set({ last_seen_at: now })
      .where('id', '=', person.sessionId)
      .where('last_seen_at', '<', now)
      .execute()
  })
