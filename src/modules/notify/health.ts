// What an operator should know about the queue: how much waits, since when, how much failed.
import { sql } from 'kysely'
import type { Health } from '../../contracts/health.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import { canSend } from './channels.ts'

/** What is older than this and still waits was not delivered at the first tries. */
const lateMinutes = 15
/** Failures are told for this long, then the queue on the desk has them alone. */
const freshDays = 7

export async function listHealth(town: Town, { now }: Health['input'], house: House): Promise<Health['answer']> {
  const late = new Date(now.getTime() - lateMinutes * 60_000)
  const fresh = new Date(now.getTime() - freshDays * 86_400_000)
  const { rows } = await town.read((db) =>
    sql<{ waiting: number; oldest: Date | null; late: number; failed: number }>`
      SELECT count(*) FILTER (WHERE waits)::int AS waiting, min(created_at) FILTER (WHERE waits) AS oldest,
        count(*) FILTER (WHERE waits AND next_try_at < ${late})::int AS late,
        count(*) FILTER (WHERE state IN ('permanent-failure', 'technical-failure') AND sent_at >= ${fresh})::int AS failed
      FROM (SELECT *, state IN ('created', 'sending', 'temporary-failure') AS waits FROM notify.message) AS m`.execute(db),
  )
  const { waiting, oldest, late: overdue, failed } = rows[0]!
  const findings: Health['answer'][number][] = []
  if (waiting > 0) {
    const minutes = Math.floor((now.getTime() - oldest!.getTime()) / 60_000)
    const said = `${town.key}: ${waiting} messages wait to be sent, the oldest for ${minutes} minutes`
    if (!canSend(house)) findings.push({ state: 'warning', what: `${said}; SMTP_URL is not set.` })
    else if (overdue > 0) findings.push({ state: 'problem', what: `${said}; ${overdue} are overdue: is the server running?` })
    else findings.push({ state: 'ok', what: said })
  }
  if (failed > 0) {
    const what = `${town.key}: ${failed} messages failed in the last ${freshDays} days; /desk/notify says why.`
    findings.push({ state: 'warning', what })
  }
  return findings
}
