// Whose signatures a town takes: keys by their fingerprints, kept by whoever may install packages.
import type { Actor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import type { Problem } from './problems.ts'
import type { Files } from './service-package.ts'
import { checkSignature } from './signature.ts'
import type { Reading, Writing } from './tables.ts'

export type TrustedKey = { fingerprint: string; name: string; added_at: Date }

/** What is known of who made a package. */
export type Standing = { state: 'trusted' | 'unknown'; fingerprint: string; name?: string } | { state: 'unsigned' }

export const listTrusted = (db: Reading): Promise<TrustedKey[]> =>
  db.selectFrom('packages.trusted_key').select(['fingerprint', 'name', 'added_at']).orderBy('name').execute()

/** Problems: it was changed after it was signed. */
export async function standingOf(db: Reading, files: Files): Promise<Standing | { problems: Problem[] }> {
  const checked = checkSignature(files)
  if (checked === 'none') return { state: 'unsigned' }
  if ('problems' in checked) return checked
  const { fingerprint } = checked
  const found = await db
    .selectFrom('packages.trusted_key')
    .select('name')
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  return found ? { state: 'trusted', fingerprint, name: found.name } : { state: 'unknown', fingerprint }
}

type How = { actor: Actor | string; by: string | null; now: Date }

/** @returns whether it was new */
export async function trustKey(
  db: Writing,
  key: { fingerprint: string; name: string },
  { actor, by, now }: How,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('packages.trusted_key')
    .values({ ...key, added_at: now, added_by: by })
    .onConflict((same) => same.doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return false
  await recordAudit(db, { action: 'packages.key.trusted', actor, object: `packages.key/${key.fingerprint}` })
  return true
}

/** What was installed with it stays. @returns whether it was there */
export async function distrustKey(db: Writing, fingerprint: string, { actor }: How): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('packages.trusted_key')
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirstOrThrow()
  if (!numDeletedRows) return false
  await recordAudit(db, { action: 'packages.key.removed', actor, object: `packages.key/${fingerprint}` })
  return true
}
