// Acting for a person: parents, guardians and carers with a proof that staff has seen, and powers of attorney that a person gives freely.
import { createHash, randomInt } from 'node:crypto'
import { type Actor, actorText } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { newId } from '../../../kernel/ids.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { Ground, RepresentationTables } from './tables.ts'

type Db = WriteDb<RepresentationTables & KernelTables>
type Reader = ReadDb<RepresentationTables & KernelTables>

export const codeDays = 14
/** Crockford's letters: none that is mistaken for another. Sixteen of them, 80 bits: no guessing. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const newCode = (): string => Array.from({ length: 16 }, () => letters[randomInt(32)]).join('')
const bare = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
const hashOf = (town: Town, code: string): Buffer =>
  createHash('sha256')
    .update(`${town.key}\n${bare(code)}`)
    .digest()
export const inFours = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

export type NewAuthority = {
  principal: string
  matters: readonly string[]
  /** Last moment. */
  endsAt: Date
  kind: Ground
  /** What was shown, to which member of staff at which unit; absent for a power that the person gives themselves. */
  proof?: { what: string; seenBy: string; unit: string } | undefined
  actor: Actor
}

/** Inside a logged look at the principal. @returns the code that the agent types; shown once, stored nowhere */
export async function grantAuthority(town: Town, db: Db, made: NewAuthority, now: Date): Promise<string> {
  const id = newId(now)
  const code = newCode()
  await db
    .insertInto('accounts.authority')
    .values({
      id,
      principal_id: made.principal,
      agent_id: null,
      code_hash: hashOf(town, code),
      code_expires_at: new Date(now.getTime() + codeDays * 86_400_000),
      matters: [...made.matters],
      starts_at: now,
      ends_at: made.endsAt,
      revoked_at: null,
    })
    .execute()
  await db
    .insertInto('accounts.authority_ground')
    .values({
      subject_id: made.principal,
      authority_id: id,
      kind: made.kind,
      proof: made.proof?.what ?? '',
      proof_seen_by: made.proof?.seenBy ?? null,
      proof_unit: made.proof?.unit ?? '',
    })
    .execute()
  await recordAudit(db, {
    action: 'accounts.authority.granted',
    actor: actorText(made.actor),
    object: `authority:${id}`,
    details: { kind: made.kind },
  })
  return inFours(code)
}

/** A code is used once; nobody becomes their own representative. */
export const redeemCode = (town: Town, agent: string, typed: string, now: Date): Promise<boolean> =>
  town.write(async (db: Db) => {
    const taken = await db
      .updateTable('accounts.authority')
      .set({ agent_id: agent, code_hash: null, code_expires_at: null })
      .where('code_hash', '=', hashOf(town, typed))
      .where('code_expires_at', '>', now)
      .where('agent_id', 'is', null)
      .where('revoked_at', 'is', null)
      .where('principal_id', '!=', agent)
      .returning(['id', 'principal_id'])
      .executeTakeFirst()
    if (!taken) return false
    await recordAudit(db, {
      action: 'accounts.authority.accepted',
      actor: { representative: agent },
      object: `authority:${taken.id}`,
    })
    await tell(db, {
      type: 'accounts.representation-changed.v1',
      subjects: [personSubject(agent), personSubject(taken.principal_id)],
    })
    return true
  })

const standing = (db: Reader, now: Date) =>
  db
    .selectFrom('accounts.authority')
    .select(['id', 'principal_id', 'agent_id', 'matters', 'ends_at'])
    .where('revoked_at', 'is', null)
    .where('starts_at', '<=', now)
    .where('ends_at', '>', now)

export const findAuthority = (db: Reader, agent: string, id: string, now: Date) =>
  standing(db, now).where('agent_id', '=', agent).where('id', '=', id).executeTakeFirst()
export const listAuthoritiesOf = (db: Reader, agent: string, now: Date) =>
  standing(db, now).where('agent_id', '=', agent).orderBy('starts_at').execute()

/** Who may act for this person, and codes that wait. Inside a logged look at the person. */
export const listGrantsBy = (db: Reader, principal: string, now: Date) =>
  db
    .selectFrom('accounts.authority as a')
    .innerJoin('accounts.authority_ground as g', (join) =>
      join.onRef('g.town_id', '=', 'a.town_id').onRef('g.authority_id', '=', 'a.id'),
    )
    .select(['a.id', 'a.agent_id', 'a.matters', 'a.ends_at', 'a.code_expires_at', 'g.kind', 'g.proof', 'g.proof_unit'])
    .where('a.principal_id', '=', principal)
    .where('a.revoked_at', 'is', null)
    .where('a.ends_at', '>', now)
    .where((row) => row.or([row('a.agent_id', 'is not', null), row('a.code_expires_at', '>', now)]))
    .orderBy('a.starts_at')
    .execute()

/**
 * A person takes back at any time what they gave freely, and an agent lays it down; what a court or the law gave ends at the counter alone.
 * Undefined: nothing of theirs.
 */
export async function revokeAuthority(
  db: Db,
  by: string,
  id: string,
  now: Date,
): Promise<{ principal: string } | 'by-law' | undefined> {
  const row = await db
    .selectFrom('accounts.authority as a')
    .selectAll()
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((row) => row.or([row('principal_id', '=', by), row('agent_id', '=', by)]))
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  if (row.principal_id === by) {
    const { kind } = await db
      .selectFrom('accounts.authority_ground')
      .select('kind')
      .where('authority_id', '=', id)
      .executeTakeFirstOrThrow()
    if (kind !== 'attorney') return 'by-law'
  }
  await db.updateTable('accounts.authority').set({ revoked_at: now, code_hash: null }).where('id', '=', id).execute()
  await recordAudit(db, { action: 'accounts.authority.revoked', actor: 'self', object: `authority:${id}` })
  const subjects = [row.principal_id, row.agent_id].filter((one) => one !== null).map(personSubject)
  await tell(db, { type: 'accounts.representation-changed.v1', subjects })
  return { principal: row.principal_id }
}
