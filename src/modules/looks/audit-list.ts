// The security audit as a list: what happened, to what, by whom; filtered, newest first.
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'

export type AuditFilter = {
  /** Beginning of the action: `kernel.permission`. */
  action?: string | undefined
  object?: string | undefined
  /** `YYYY-MM-DD` in Berlin, both included. */
  from?: string | undefined
  to?: string | undefined
  /** Only entries before this one. */
  before?: number | undefined
}

export type AuditRow = {
  sequence: number
  at: Date
  action: string
  actor: string
  object: string
  details: Record<string, string | number | boolean>
  sealed: boolean
}

const pageSize = 50

export async function listAudit(
  db: TownSql,
  { action, object, from, to, before }: AuditFilter,
): Promise<{ rows: AuditRow[]; more: boolean; actions: string[]; lastSeal: Date | undefined }> {
  const { rows } = await sql<AuditRow>`
    SELECT e.sequence, e.at, e.action, e.actor, e.object, e.details,
      EXISTS (SELECT FROM kernel.audit_seal s WHERE s.sequence = e.sequence) AS sealed
    FROM kernel.audit_entry e
    WHERE (${action ?? null}::text IS NULL OR starts_with(e.action, ${action ?? null}))
      AND (${object ?? null}::text IS NULL OR strpos(e.object, ${object ?? null}) > 0 OR strpos(e.actor, ${object ?? null}) > 0)
      AND (${from ?? null}::text IS NULL OR e.at >= ${from ?? null}::date::timestamp AT TIME ZONE 'Europe/Berlin')
      AND (${to ?? null}::text IS NULL OR e.at < (${to ?? null}::date + 1)::timestamp AT TIME ZONE 'Europe/Berlin')
      AND (${before ?? null}::bigint IS NULL OR e.sequence < ${before ?? null})
    ORDER BY e.sequence DESC LIMIT ${pageSize + 1}`.execute(db)
  const { rows: actions } = await sql<{ action: string }>`SELECT DISTINCT action FROM kernel.audit_entry ORDER BY action`.execute(
    db,
  )
  const { rows: heads } = await sql<{ at: Date | null }>`SELECT max(signed_at) AS at FROM kernel.audit_head`.execute(db)
  return {
    rows: rows.slice(0, pageSize),
    more: rows.length > pageSize,
    actions: actions.map((one) => one.action),
    lastSeal: heads[0]?.at ?? undefined,
  }
}
