// Visitors who were stopped on their way: where they wanted to go, and what they had typed, sealed for some hours.
import type { StoppedVisitor } from '../../../contracts/sign-in.ts'
import { readFormInput } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { readAim, withAim } from './aim.ts'
import { type Browser, browserOf, findStep, keepStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { formsFrom, takeTry } from './tries.ts'

/** Somebody who is signed in has a day; anybody in the world may send a form to a closed address, and has as long as an identity card takes. */
const keptMinutes = { known: 24 * 60, anonymous: 2 * 60 }
/** Far above what a page of ours can ask for without files. */
const largest = { known: 1024 * 1024, anonymous: 100 * 1024 }
/** Forms of one town that wait at the same time, before anonymous ones are no longer kept. */
const mostWaiting = 2_000

/** A form that was sent and could not be taken yet. */
export type Kept = { path: string; form: string }

/** Without a form nothing is stored: programs that read every page must not fill a table. */
export async function stopVisitor(town: Town, stopped: StoppedVisitor): Promise<{ url: string; cookie?: string }> {
  const { language, path, why, level, form, now, address = '', cookie = () => undefined } = stopped
  const page = pathIn(language, '/accounts/sign-in')
  const asked = { why, ...(why === 'step-up' && { level }) }
  if (form === undefined) {
    const aim = readAim((name) => ({ ...asked, next: path })[name as keyof typeof asked | 'next'])
    return { url: withAim(page, aim) }
  }
  const browser = browserOf({ cookie })
  const sender = why === 'sign-in' ? 'anonymous' : 'known'
  const kept = await town.write(async (db: WriteDb<SignInTables>) => {
    if (form.length > largest[sender]) return undefined
    if ((await takeTry(db, formsFrom(town, address), now)) > 0) return undefined
    if (sender === 'anonymous' && (await countWaiting(db, now)) >= mostWaiting) return undefined
    const content: Kept = { path, form }
    return keepStep(town, db, { kind: 'stopped', browser, content, minutes: keptMinutes[sender] }, now)
  })
  if (kept === undefined) return { url: withAim(page, { ...asked, lost: 'yes' }) }
  const [made] = browser.cookies
  return { url: withAim(page, { ...asked, kept }), ...(made && { cookie: made }) }
}

async function countWaiting(db: WriteDb<SignInTables>, now: Date): Promise<number> {
  const some = db.selectFrom('accounts.step').select('id').where('kind', '=', 'stopped').where('expires_at', '>', now)
  const { waiting } = await db
    .selectFrom(some.limit(mostWaiting).as('some'))
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow()
  return Number(waiting)
}

export type WaitingForm = { path: string; fields: [string, string][] }

export async function findWaitingForm(town: Town, browser: Browser, id: string, now: Date): Promise<WaitingForm | undefined> {
  const step = await town.read((db: ReadDb<SignInTables>) => findStep<Kept>(town, db, { kind: 'stopped', id, browser }, now))
  if (!step) return undefined
  const { path, form } = step.content
  try {
    const input = readFormInput(form)
    return { path, fields: input.names().flatMap((name) => input.values(name).map((value): [string, string] => [name, value])) }
  } catch {
    // Larger than any form of ours: its own page would refuse it too.
    return undefined
  }
}

/** The form that waits in this browser, where an expired request to a provider no longer says which one it was. */
export async function newestWaiting(town: Town, browser: Browser, now: Date): Promise<string | undefined> {
  const row = await town.read((db: ReadDb<SignInTables>) =>
    db
      .selectFrom('accounts.step')
      .select('id')
      .where('browser', '=', browser.hash)
      .where('kind', '=', 'stopped')
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )
  return row?.id
}
