// Whose signatures a town takes: keys by their fingerprints, kept by whoever may install packages.
import type { Actor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import type { Problem } from './problems.ts'
import type { ServicePackage } from './service-package.ts'
import { listShipped, shippedFolder } from './shipped.ts'
import { checkSignature } from './signature.ts'
import type { Reading, Trust, Writing } from './tables.ts'

export type TrustedKey = { fingerprint: string; name: string; added_at: Date }

/** What is known of who made a package. `shipped`: the same content came with Stadttor itself. */
export type Standing = {
  state: 'shipped' | 'trusted' | 'unknown' | 'unsigned'
  fingerprint: string | null
  name?: string
}

export const listTrusted = (db: Reading): Promise<TrustedKey[]> =>
  db.selectFrom('packages.trusted_key').select(['fingerprint', 'name', 'added_at']).orderBy('name').execute()

/** Problems: it was changed after it was signed. */
export async function standingOf(
  house: House,
  town: Town,
  { files, digest }: ServicePackage,
): Promise<Standing | { problems: Problem[] }> {
  const checked = checkSignature(files)
  if (checked !== 'none' && 'problems' in checked) return checked
  const fingerprint = checked === 'none' ? null : checked.fingerprint
  const keys = await town.read((db: Reading) => listTrusted(db))
  const key = keys.find((one) => one.fingerprint === fingerprint)
  if (key) return { state: 'trusted', fingerprint, name: key.name }
  const folder = shippedFolder(house)
  if (folder !== undefined && listShipped(folder).some((one) => one.digest === digest)) return { state: 'shipped', fingerprint }
  return { state: fingerprint === null ? 'unsigned' : 'unknown', fingerprint }
}

/** Undefined: somebody has to decide, and nobody did. */
export function trustFrom(
  { state, fingerprint }: Standing,
  accepted: boolean,
): { trust: Trust; fingerprint: string | null } | undefined {
  if (state === 'trusted') return { trust: 'key', fingerprint }
  if (state === 'shipped') return { trust: 'shipped', fingerprint }
  return accepted ? { trust: 'decision', fingerprint } : undefined
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
