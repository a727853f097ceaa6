// Numbers by rule: a file counts within its plan entry, a procedure bears the reference of its matter or counts within its file.
// @de Aktenzeichen, Geschäftszeichen
import { sql } from 'kysely'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Db } from '../text.ts'

/** Placeholders: `{plan}`, `{count}`, `{year}`; for procedures `{file}` and `{own}`, the reference or the count. */
type Rules = { file: string; procedure: string }
const usual: Rules = { file: '{plan}-{count}/{year}', procedure: '{file}-{own}' }

/** A town sets its own in `records.numbers`; one without what makes a number its own is not taken. */
export function rulesOf({ settings }: Pick<Town, 'settings'>): Rules {
  const own = (settings as { records?: { numbers?: Partial<Rules> } }).records?.numbers ?? {}
  const fits = (rule: unknown, ...needed: string[]): rule is string =>
    typeof rule === 'string' && needed.every((part) => rule.includes(part))
  return {
    file: fits(own.file, '{plan}', '{count}') ? own.file : usual.file,
    procedure: fits(own.procedure, '{file}', '{own}') ? own.procedure : usual.procedure,
  }
}

const filled = (rule: string, values: Record<string, string | number>): string =>
  rule.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** The entry's row is locked meanwhile: two files of one entry never get the same number. */
export async function nextFileNumber(db: Db, town: Town, plan: { id: string; number: string }, year: number): Promise<string> {
  await sql`SELECT FROM records.plan_entry WHERE id = ${plan.id} FOR NO KEY UPDATE`.execute(db)
  const { count } = await db
    .selectFrom('records.file')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('plan_id', '=', plan.id)
    .executeTakeFirstOrThrow()
  return filled(rulesOf(town).file, { plan: plan.number, count: Number(count) + 1, year })
}

export const procedureNumber = (town: Town, file: string, own: string | number): string =>
  filled(rulesOf(town).procedure, { file, own })

/** What a matter is called in a number: `7K3M-9QX2`, or as it came. */
export const ownNumber = (reference: string): string =>
  /^[0-9A-Z]{8}$/.test(reference) ? showReference(reference) : reference.slice(0, 60)
