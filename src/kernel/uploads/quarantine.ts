// Files that nobody may open unseen: kept, and closed until a scanner has looked, or until a clerk opens one and the audit says so.
import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit.ts'
import type { QuarantineReason } from '../tables.ts'
import type { Town, TownSql } from '../town.ts'

/** Closes a stored file, inside the transaction that refers to it. */
export async function quarantine(db: TownSql, blob: string, reason: QuarantineReason, now: Date): Promise<void> {
  await sql`INSERT INTO kernel.quarantine (blob, reason, since) VALUES (${blob}, ${reason}, ${now})
    ON CONFLICT (town_id, blob) DO UPDATE SET reason = excluded.reason`.execute(db)
}

export const releaseFromQuarantine = async (db: TownSql, blob: string): Promise<void> =>
  void (await sql`DELETE FROM kernel.quarantine WHERE blob = ${blob}`.execute(db))

/** Why each of these files is closed; those that are open are not in the answer. */
export async function quarantinesOf(db: TownSql, blobs: readonly string[]): Promise<Map<string, QuarantineReason>> {
  const { rows } = await sql<{ blob: string; reason: QuarantineReason }>`SELECT blob, reason FROM kernel.quarantine
    WHERE blob = ANY (${[...blobs]})`.execute(db)
  return new Map(rows.map(({ blob, reason }) => [blob, reason]))
}

/**
 * A clerk opens a file that nobody has checked, at their own risk: written down before the first byte is read. Malware stays closed for everybody.
 * @returns false for malware; then `sendUnchecked` refuses too
 */
export const openUnchecked = (
  town: Town,
  { blob, actor, object }: { blob: string; actor: Actor; object: string },
): Promise<boolean> =>
  town.write(async (db) => {
    const reason = (await quarantinesOf(db, [blob])).get(blob)
    if (reason === 'malware') return false
    if (reason) await recordAudit(db, { action: 'kernel.file.opened-unchecked', actor, object, details: { reason } })
    return true
  })
