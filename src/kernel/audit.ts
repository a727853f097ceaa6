// The security audit: one line of what somebody did to the house, appended in the transaction that does it.
import { sql } from 'kysely'
import { type Actor, actorText } from './actor.ts'
import { channel } from './outbox.ts'
import type { TownSql } from './town.ts'

/** The subject under which processes hear that there is something to seal. */
export const auditSubject = 'kernel.audit'

export type AuditEntry = {
  /** `<module>.<noun>.<what happened>`: `kernel.session.opened`, `accounts.sign-in.failed`. */
  action: string
  actor: Actor | string
  /** What it was done to, by its id: `person:<id>`, `catalogue.service/17`. */
  object: string
  /** Ids, counts and names of settings; never names of people, addresses or secrets. */
  details?: Readonly<Record<string, string | number | boolean>>
}

const longest = 500
/** Nobody can begin a new line in a log with what they typed. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, longest)

/**
 * Appends one entry; the town's sealer chains it after the commit. In a command or a route:
 * `await recordAudit(db, { action: 'accounts.sign-in.succeeded', actor: { system: 'accounts' }, object: `person:${id}` })`
 */
export async function recordAudit(db: TownSql, { action, actor, object, details = {} }: AuditEntry): Promise<void> {
  const safe = Object.entries(details).map(([name, value]) => [oneLine(name), typeof value === 'string' ? oneLine(value) : value])
  const appended = sql`INSERT INTO kernel.audit_entry (action, actor, object, details)
    VALUES (${action}, ${oneLine(actorText(actor))}, ${oneLine(object)}, ${JSON.stringify(Object.fromEntries(safe))})`.execute(db)
  await Promise.all([appended, sql`SELECT pg_notify(${channel}, kernel.current_town() || ${` ["${auditSubject}"]`})`.execute(db)])
}
