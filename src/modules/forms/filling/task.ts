// What keeps programs from beginning drafts in masses: some work for the device, more of it the more was begun from there; never a picture.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reading, Writing } from './draft.ts'
import { townName } from './sealing.ts'

export type Task = { token: string; nonce: string; bits: number; waitSeconds: number }

const rules = { bits: 15, mostBits: 22, waitSeconds: 5, mostWait: 120, perHour: 120, waitedPerHour: 30, minutes: 30 }

const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
const counter = ({ town, address }: Pick<Visit, 'town' | 'address'>, what: string): string =>
  townName(town.dataKey, 'count', what, address)

/** How often this was done from the visitor's address in this hour. */
export async function countOf(db: Reading, visit: Pick<Visit, 'town' | 'address' | 'now'>, what: string): Promise<number> {
  const row = await db
    .selectFrom('forms.begin_count')
    .select('count')
    .where('name', '=', counter(visit, what))
    .where('hour', '=', hourOf(visit.now))
    .executeTakeFirst()
  return row?.count ?? 0
}

export async function countOne(db: Writing, visit: Pick<Visit, 'town' | 'address' | 'now'>, what: string): Promise<void> {
  await db
    .insertInto('forms.begin_count')
    .values({ name: counter(visit, what), hour: hourOf(visit.now), count: 1 })
    .onConflict((same) =>
      same.columns(['town_id', 'name', 'hour']).doUpdateSet(({ eb }) => ({ count: eb('forms.begin_count.count', '+', 1) })),
    )
    .execute()
}

const sign = (town: Town, form: string, parts: string): string => townName(town.dataKey, 'task', form, parts).slice(0, 43)

/** `begun`: how often a form was begun from there in this hour. */
export function newTask({ town, now }: Pick<Visit, 'town' | 'now'>, form: string, begun: number): Task {
  const bits = Math.min(rules.mostBits, rules.bits + Math.floor(begun / 4))
  const waitSeconds = Math.min(rules.mostWait, rules.waitSeconds * 2 ** Math.floor(begun / 8))
  const nonce = randomBytes(12).toString('base64url')
  const parts = [now.getTime().toString(36), bits, waitSeconds, nonce].join('.')
  return { token: `${parts}.${sign(town, form, parts)}`, nonce, bits, waitSeconds }
}

export type Passed = 'passed' | 'early' | 'no' | 'too-often'

/** Uses the task up. `answer` is what the device found; without it, the time that was waited counts, within stricter limits. */
export async function passTask(db: Writing, visit: Visit, form: string, token: string, answer: string): Promise<Passed> {
  const { town, now } = visit
  const [at = '', bits = '', wait = '', nonce = '', mac = ''] = token.split('.')
  const right = sign(town, form, [at, bits, wait, nonce].join('.'))
  if (mac.length !== right.length || !timingSafeEqual(Buffer.from(mac), Buffer.from(right))) return 'no'
  const age = now.getTime() - Number.parseInt(at, 36)
  if (!(age >= -60_000 && age < rules.minutes * 60_000)) return 'no'
  const worked = isSolved(nonce, answer, Number(bits))
  if (!worked && age < Number(wait) * 1_000) return 'early'
  if ((await countOf(db, visit, 'begin')) >= rules.perHour) return 'too-often'
  if (!worked && (await countOf(db, visit, 'waited')) >= rules.waitedPerHour) return 'too-often'
  const until = new Date(now.getTime() + rules.minutes * 60_000)
  const used = await db
    .insertInto('forms.begin_used')
    .values({ task: nonce, until })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst()
  if (used.numInsertedOrUpdatedRows === 0n) return 'no'
  await countOne(db, visit, 'begin')
  if (!worked) await countOne(db, visit, 'waited')
  return 'passed'
}

/** The SHA-256 of nonce and answer begins with so many zero bits. */
export function isSolved(nonce: string, answer: string, bits: number): boolean {
  if (!/^\d{1,12}$/.test(answer)) return false
  const hash = createHash('sha256').update(`${nonce}:${answer}`).digest()
  return Math.clz32(hash.readUInt32BE(0)) >= bits
}

export async function dropOldTasks(db: Writing, now: Date): Promise<void> {
  await db.deleteFrom('forms.begin_used').where('until', '<', now).execute()
  await db
    .deleteFrom('forms.begin_count')
    .where('hour', '<', new Date(now.getTime() - 86_400_000))
    .execute()
}
