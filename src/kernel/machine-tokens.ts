// Tokens with which other programs call the machine interfaces of one town: hashed, limited, revocable.
import { createHash } from 'node:crypto'
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
  await db
    .insertInto('kernel.machine_token')
    .values({
      id: newId(now),
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
