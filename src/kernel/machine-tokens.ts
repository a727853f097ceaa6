// Tokens with which other programs call the machine interfaces of one town: hashed, limited, revocable.
import { createHash } from 'node:crypto'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import { newToken } from './sessions.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export type Machine = { id: string; name: string; permissions: ReadonlySet<string> }
export type NewMachineToken = { name: string; permissions: readonly string[]; expiresAt: Date; createdBy?: string }

/** @returns the token; it is shown once and stored nowhere */
export async function createMachineToken(db: WriteDb<KernelTables>, wanted: NewMachineToken, now: Date): Promise<string> {
  const token = newToken()
  const id = newId(now)
  const actor = wanted.createdBy === undefined ? { system: 'kernel' } : { staff: wanted.createdBy, unit: '/' }
  const details = { permissions: wanted.permissions.join(' '), until: wanted.expiresAt.toISOString() }
  await recordAudit(db, { action: 'kernel.machine-token.made', actor, object: `machine-token:${id}`, details })
  await db
    .insertInto('kernel.machine_token')
    .values({
      id,
      token_hash: hashOf(token),
      name: wanted.name,
      permissions: [...wanted.permissions],
      created_by: wanted.createdBy ?? null,
      expires_at: wanted.expiresAt,
      revoked_at: null,
    })
    .execute()
  return token
}

export const findMachine = (town: Town, token: string, now: Date): Promise<Machine | undefined> =>
  town.read(async (db: ReadDb<KernelTables>) => {
    const row = await db
      .selectFrom('kernel.machine_token')
      .select(['id', 'name', 'permissions'])
      .where('token_hash', '=', hashOf(token))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row && { ...row, permissions: new Set(row.permissions) }
  })

export type ListedToken = {
  id: string
  name: string
  permissions: string[]
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
}

/** The newest first; at most 500. */
export const listMachineTokens = (db: ReadDb<KernelTables>): Promise<ListedToken[]> =>
  db
    .selectFrom('kernel.machine_token')
    .select(['id', 'name', 'permissions', 'created_at as createdAt', 'expires_at as expiresAt', 'revoked_at as revokedAt'])
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()

/** Counts at once: a token is looked up with every request. */
export async function revokeMachineToken(db: WriteDb<KernelTables>, id: string, actor: Actor, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('kernel.machine_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  await recordAudit(db, { action: 'kernel.machine-token.revoked', actor, object: `machine-token:${id}` })
  return true
}
