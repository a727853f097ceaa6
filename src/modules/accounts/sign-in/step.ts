// A sign-in on its way: what was sent, asked or typed, sealed, bound to one browser, of use once and not for long.
import { createHash } from 'node:crypto'
import { cookie, noCookie } from '../../../kernel/http/answer.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { decrypt, encrypt } from '../../../kernel/keys.ts'
import { newToken } from '../../../kernel/sessions.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables } from './tables.ts'

type Db = WriteDb<SignInTables>
export type StepKind = 'code' | 'passkey' | 'provider' | 'connect' | 'stopped' | 'signed-out'

/** Lives as long as the longest step: a form that waits. */
const cookieSeconds = 24 * 3600
export const browserCookie = 'browser'
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const looksRight = /^[A-Za-z0-9_-]{43}$/

/** What binds a step to this browser; `cookies` is set where the browser had none yet. */
export type Browser = { hash: Buffer; cookies: readonly string[] }

/** The browser of a visit, named by its cookie or by a new one. */
export function browserOf({ cookie: read }: Pick<Visit, 'cookie'>): Browser {
  const token = read(browserCookie)
  if (token !== undefined && looksRight.test(token)) return { hash: hashOf(token), cookies: [] }
  const made = newToken()
  return { hash: hashOf(made), cookies: [cookie(browserCookie, made, cookieSeconds)] }
}

export const forgetBrowser = noCookie(browserCookie)

const context = (id: string): string => `accounts.step/${id}`

export async function keepStep(
  town: Town,
  db: Db,
  step: { kind: StepKind; browser: Browser; content: object; minutes: number; id?: string },
  now: Date,
): Promise<string> {
  const { kind, browser, content, minutes, id = newId(now) } = step
  await db
    .insertInto('accounts.step')
    .values({
      id,
      kind,
      browser: browser.hash,
      sealed: encrypt(town.dataKey, Buffer.from(JSON.stringify(content)), context(id)),
      created_at: now,
      expires_at: new Date(now.getTime() + minutes * 60_000),
    })
    .execute()
  return id
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const isId = (text: string): boolean => uuid.test(text)

/** Clocks of two servers may differ a little; what was made later than that was made by a clock that jumped back since. */
const within = (now: Date): Date => new Date(now.getTime() + 60_000)

type Wanted = { kind: StepKind; id: string; browser: Browser }

/** Undefined for an unknown, foreign, used or late one. */
export async function findStep<Content>(town: Town, db: ReadDb<SignInTables>, wanted: Wanted, now: Date) {
  if (!isId(wanted.id)) return undefined
  const row = await db
    .selectFrom('accounts.step')
    .select(['sealed', 'tries', 'created_at', 'expires_at'])
    .where('id', '=', wanted.id)
    .where('kind', '=', wanted.kind)
    .where('browser', '=', wanted.browser.hash)
    .where('expires_at', '>', now)
    .where('created_at', '<=', within(now))
    .executeTakeFirst()
  return row && { content: opened<Content>(town, wanted.id, row.sealed), tries: row.tries, until: row.expires_at }
}

/** Uses it up: of two who try at once, one gets it. */
export async function takeStep<Content>(town: Town, db: Db, wanted: Wanted, now: Date): Promise<Content | undefined> {
  if (!isId(wanted.id)) return undefined
  const row = await db
    .deleteFrom('accounts.step')
    .where('id', '=', wanted.id)
    .where('kind', '=', wanted.kind)
    .where('browser', '=', wanted.browser.hash)
    .where('expires_at', '>', now)
    .where('created_at', '<=', within(now))
    .returning('sealed')
    .executeTakeFirst()
  return row && opened<Content>(town, wanted.id, row.sealed)
}

/** Counts one try of a step that allows `most`. @returns whether this one is allowed */
export async function countTry(db: Db, id: string, most: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts.step')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('tries', '<', most)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export const dropStepsOf = (db: Db, browser: Browser): Promise<unknown> =>
  db.deleteFrom('accounts.step').where('browser', '=', browser.hash).execute()

const opened = <Content>(town: Town, id: string, sealed: Buffer): Content =>
  JSON.parse(decrypt(town.dataKey, sealed, context(id)).toString()) as Content
