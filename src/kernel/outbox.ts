// What happened, told to whoever listens: stored in the same transaction, delivered after commit, at least once.
import { sql } from 'kysely'
import { newId } from './ids.ts'
import { type Told, type TownSql, toldIn } from './town.ts'

/** The channel on which processes tell each other that a town has news. */
export const channel = 'stadttor'

/** Stands for no single town: a notice that the list of towns or their settings changed. */
export const townList = 0

/** NOTIFY refuses payloads of 8,000 bytes; above this a notice says "anything may have changed". */
const noticeLimit = 7_000

export type Notice = { town: number; subjects: readonly string[] }

/**
 * Stores an event inside the transaction of `db`. `type` reads `<module>.<what-happened>.v<n>`; `subjects` are ids such
 * as `catalogue.service/17` on which cached pages and receivers depend. No names, addresses or answers go in.
 * @standard CloudEvents 1.0 (id, type, subject, time, data)
 */
export async function tell(db: TownSql, told: Told): Promise<void> {
  const { type, subjects, payload = {} } = told
  const notice = JSON.stringify(subjects)
  const body = notice.length < noticeLimit ? notice : '["*"]'
  await sql`WITH stored AS (INSERT INTO kernel.event (id, type, subjects, payload)
      VALUES (${newId()}, ${type}, ${[...subjects]}, ${JSON.stringify(payload)}))
    SELECT pg_notify(${channel}, kernel.current_town() || ' ' || ${body}::text)`.execute(db)
  const list = toldIn.get(db)
  if (list) list.push(told)
  else toldIn.set(db, [told])
}

/** Undefined for what none of us wrote: every role of the database may send notices. */
export function readNotice(payload: string): Notice | undefined {
  const [, town, list = ''] = /^(\d{1,9}) (.+)$/s.exec(payload) ?? []
  try {
    const subjects: unknown = JSON.parse(list)
    const fits = Array.isArray(subjects) && subjects.every((subject) => typeof subject === 'string')
    return fits ? { town: Number(town), subjects } : undefined
  } catch {
    return undefined
  }
}
