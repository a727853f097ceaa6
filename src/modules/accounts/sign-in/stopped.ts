// Visitors who were stopped on their way: where they wanted to go, and what they had typed, sealed for a day.
import type { StoppedVisitor } from '../../../contracts/sign-in.ts'
import { readFormInput } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { readAim, withAim } from './aim.ts'
import { type Browser, browserOf, findStep, keepStep } from './step.ts'
import type { SignInTables } from './tables.ts'

const keptMinutes = 24 * 60

/** A form that was sent and could not be taken yet. */
export type Kept = { path: string; form: string }

/** Without a form nothing is stored: programs that read every page must not fill a table. */
export async function stopVisitor(town: Town, stopped: StoppedVisitor): Promise<{ url: string; cookie?: string }> {
  const { language, path, why, level, form, now, cookie = () => undefined } = stopped
  const page = pathIn(language, '/accounts/sign-in')
  const asked = { why, ...(why === 'step-up' && { level }) }
  if (form === undefined) {
    const aim = readAim((name) => ({ ...asked, next: path })[name as keyof typeof asked | 'next'])
    return { url: withAim(page, aim) }
  }
  const browser = browserOf({ cookie })
  const kept = await town.write((db: WriteDb<SignInTables>) =>
    keepStep(town, db, { kind: 'stopped', browser, content: { path, form } satisfies Kept, minutes: keptMinutes }, now),
  )
  const [made] = browser.cookies
  return { url: withAim(page, { ...asked, kept }), ...(made && { cookie: made }) }
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
