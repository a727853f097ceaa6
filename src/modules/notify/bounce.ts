// Mail that came back: reading delivery reports, and what they change in the queue.
import { sql } from 'kysely'
import { tell } from '../../kernel/outbox.ts'
import type { Town } from '../../kernel/town.ts'
import { failedEvent } from './message.ts'
import { retries } from './outcome.ts'
import { readToken } from './token.ts'

export type Bounce = { tokens: readonly string[]; action: string /** @standard RFC 3463 `5.1.1` */; status: string }

const limits = { mail: 2_000_000, headers: 64_000, parts: 50, tokens: 20 }

/** Splits a mailbox file at its `From ` lines; a single mail is a mailbox of one. @standard RFC 4155 */
export function* mailsIn(mailbox: string): Generator<string> {
  const begins = [...mailbox.matchAll(/(?:^|\n)From [^\n]{1,300}\n/g)]
  if (begins.length === 0 || begins[0]!.index !== 0) yield mailbox.slice(0, limits.mail)
  for (const [index, begin] of begins.entries()) {
    const from = begin.index + begin[0].length
    yield mailbox.slice(from, Math.min(begins[index + 1]?.index ?? mailbox.length, from + limits.mail))
  }
}

/**
 * Undefined for a mail that is no delivery report. Whatever else stands in it is only looked through for our tokens.
 * @standard RFC 6522 (multipart/report), RFC 3464 (message/delivery-status)
 */
export function readBounce(mail: string): Bounce | undefined {
  const text = mail.slice(0, limits.mail).replace(/\r\n/g, '\n')
  const [headers, body] = cut(text)
  const type = fieldOf(headers, 'content-type') ?? ''
  if (!/^multipart\/report\b/i.test(type)) return undefined
  const boundary = /\bboundary="([^"\n]{1,100})"|\bboundary=([^\s;"]{1,100})/i.exec(type)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (!mark) return undefined
  const parts = `\n${body}`.split(`\n--${mark}`).slice(1, limits.parts)
  const report = parts.find((part) => /^message\/(global-)?delivery-status\b/i.test(typeOf(part)))
  if (report === undefined) return undefined
  const recipients = cut(report.replace(/^[^\n]*\n/, ''))[1].split(/\n[ \t]*\n/)
  const about = recipients.find((group) => fieldOf(group, 'action') !== undefined)
  const status = /^\s*([245]\.\d{1,3}\.\d{1,3})\b/.exec(fieldOf(about ?? '', 'status') ?? '')?.[1]
  if (about === undefined || status === undefined) return undefined
  const tokens = [...new Set(text.match(/(?<![0-9a-f])[0-9a-f]{48}(?![0-9a-f])/gi)?.slice(0, limits.tokens * 5) ?? [])]
  return { tokens: tokens.slice(0, limits.tokens), action: fieldOf(about, 'action')!.trim().toLowerCase(), status }
}

/** The type of a part, whose text begins at the end of its boundary line. */
const typeOf = (part: string): string => fieldOf(cut(part.replace(/^[^\n]*\n/, ''))[0], 'content-type') ?? ''

function cut(text: string): [string, string] {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n')
  return end < 0 ? [text.slice(0, limits.headers), ''] : [text.slice(0, Math.min(end, limits.headers)), text.slice(end + 1)]
}

/** A header with its continuation lines joined. */
function fieldOf(headers: string, name: string): string | undefined {
  const lines = headers.replace(/\n[ \t]+/g, ' ').split('\n')
  const found = lines.find((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`)
  return found?.slice(name.length + 1).trim()
}

export type BounceOutcome = 'given up' | 'tried again' | 'only delayed' | 'not ours'

/** `5.x.x` is for good, `4.x.x` is tried again; a report that a server still tries changes nothing. Repeating one changes nothing more. */
export async function takeBounce(town: Town, bounce: Bounce, now: Date): Promise<BounceOutcome> {
  const ids = bounce.tokens.flatMap((token) => readToken(town, token) ?? [])
  if (ids.length === 0) return 'not ours'
  if (bounce.action !== 'failed') return 'only delayed'
  const forGood = bounce.status.startsWith('5')
  return town.write(async (db) => {
    const { rows } = await sql<{ id: string; state: string }>`
      UPDATE notify.message SET reason = 'bounced', status = ${bounce.status},
        state = CASE WHEN ${forGood} OR tries >= ${retries.times} THEN 'permanent-failure' ELSE 'temporary-failure' END,
        next_try_at = CASE WHEN ${forGood} OR tries >= ${retries.times} THEN NULL
          ELSE ${new Date(now.getTime() + retries.everyMs)}::timestamptz END
      WHERE state = 'delivered' AND destroyed_at IS NULL AND (id = ANY (${ids}::uuid[]) OR carrier_id = ANY (${ids}::uuid[]))
      RETURNING id, state`.execute(db)
    const givenUp = rows.filter(({ state }) => state === 'permanent-failure').map(({ id }) => `notify.message/${id}`)
    if (givenUp.length > 0) await tell(db, { type: failedEvent, subjects: givenUp })
    else if (rows.length > 0) await tell(db, { type: 'notify.message-waiting.v1', subjects: ['notify.queue'] })
    return forGood ? 'given up' : 'tried again'
  })
}
