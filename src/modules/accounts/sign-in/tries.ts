// One brake over all ways to sign in: who tried wrongly waits, longer each time, and nobody is locked out for good.
import { nameOf } from '../../../kernel/keys.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables } from './tables.ts'

type Db = WriteDb<SignInTables>

/**
 * `free` tries cost nothing, then the wait doubles from one second up to `longest` seconds.
 * The account alone is counted loosely, over all addresses; a browser that has been signed in to it before is counted apart,
 * so that strangers cannot keep its owner out. @standard OWASP ASVS 5.0 6.3.1
 */
const rules = {
  both: { free: 4, longest: 900 },
  address: { free: 30, longest: 900 },
  account: { free: 30, longest: 300 },
  known: { free: 4, longest: 300 },
  mail: { free: 5, longest: 900 },
  kept: { free: 30, longest: 900 },
} as const
type Rule = keyof typeof rules
/** After this long without a try, everything is forgotten. */
const forgottenAfterMs = 6 * 3_600_000

export type Tried = { name: string; rule: Rule }

const named = (town: Town, rule: Rule, ...parts: string[]): Tried => ({
  rule,
  name: nameOf(town.dataKey, Buffer.from(['tries', rule, ...parts].join('\n'))),
})

/** What a try is counted by. `account` is the same word for known and unknown accounts; without it only the address counts. */
export function triedBy(town: Town, address: string, account?: string, knownBrowser = false): Tried[] {
  const byAddress = named(town, 'address', address)
  if (account === undefined) return [byAddress]
  if (knownBrowser) return [named(town, 'known', account)]
  return [byAddress, named(town, 'account', account), named(town, 'both', account, address)]
}

/** Mails sent to one address on request of whoever. */
export const mailsTo = (town: Town, account: string, address: string): Tried[] => [
  named(town, 'address', 'mail', address),
  named(town, 'mail', account, address),
]

/** Forms kept for whoever was stopped at one address. */
export const formsFrom = (town: Town, address: string): Tried[] => [named(town, 'kept', address)]

const waitSeconds = (rule: Rule, failed: number): number => {
  const { free, longest } = rules[rule]
  return failed <= free ? 0 : Math.min(longest, 2 ** Math.min(failed - free - 1, 20))
}

/**
 * Counts a try before it is made, so that many at once are not cheaper than one after the other.
 * @returns seconds to wait; then the try must not be made and was not counted
 */
export async function takeTry(db: Db, tried: readonly Tried[], now: Date): Promise<number> {
  const names = tried.map(({ name }) => name)
  const rows = await db.selectFrom('accounts.tries').selectAll().where('name', 'in', names).orderBy('name').forUpdate().execute()
  // A clock that was set back must not make anybody wait longer than the longest wait.
  const waits = rows.map(({ name, wait_until }) => {
    const { longest } = rules[tried.find((one) => one.name === name)!.rule]
    return Math.min(longest, Math.ceil((wait_until.getTime() - now.getTime()) / 1000))
  })
  const wait = Math.max(0, ...waits)
  if (wait > 0) return wait
  const counted = tried.map(({ name, rule }) => {
    const row = rows.find((one) => one.name === name)
    const failed = row && now.getTime() - row.last_at.getTime() < forgottenAfterMs ? row.failed + 1 : 1
    return { name, failed, last_at: now, wait_until: new Date(now.getTime() + waitSeconds(rule, failed) * 1000) }
  })
  await db
    .insertInto('accounts.tries')
    .values(counted.sort((a, b) => (a.name < b.name ? -1 : 1)))
    .onConflict((same) =>
      same.columns(['town_id', 'name']).doUpdateSet(({ ref }) => ({
        failed: ref('excluded.failed'),
        last_at: ref('excluded.last_at'),
        wait_until: ref('excluded.wait_until'),
      })),
    )
    .execute()
  return 0
}

/** It was right: what counted for the account is forgotten, and the address gets its try back. */
export async function forgiveTries(db: Db, tried: readonly Tried[], now: Date): Promise<void> {
  const byAddress = tried.filter(({ rule }) => rule === 'address').map(({ name }) => name)
  const others = tried.filter(({ rule }) => rule !== 'address').map(({ name }) => name)
  // Asked at once: one packet carries both.
  await Promise.all([
    byAddress.length > 0 &&
      db
        .updateTable('accounts.tries')
        .set(({ eb }) => ({ failed: eb('failed', '-', 1), wait_until: now }))
        .where('name', 'in', byAddress)
        .where('failed', '>', 0)
        .execute(),
    others.length > 0 && db.deleteFrom('accounts.tries').where('name', 'in', others).execute(),
  ])
}
