// Who has looked into a case: the same list that the person sees, newest first.
import { showReference } from '../../../kernel/reference.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import type { CaseRow } from '../tables.ts'

export type Look = { at: Date; staff: string | undefined; actor: string; purpose: string }
const mostShown = 12

/** Inside a look at the holder; several of one person for one purpose on one day are one. */
export async function readLooks(db: Writing, { holder_id, reference }: CaseRow): Promise<Look[]> {
  const rows = await (db as unknown as WriteDb<KernelTables>)
    .selectFrom('kernel.access_log')
    .select(['at', 'actor', 'actor_id', 'actor_kind', 'purpose'])
    .where('subject_id', '=', holder_id)
    .where('matter', 'in', [reference, showReference(reference)])
    .where('actor_kind', 'in', ['staff', 'representative'])
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
  const seen = new Set<string>()
  const looks: Look[] = []
  for (const { at, actor, actor_id, purpose } of rows) {
    const key = `${actor_id} ${purpose} ${at.toISOString().slice(0, 10)}`
    if (seen.has(key)) continue
    seen.add(key)
    looks.push({ at, actor, staff: actor_id ?? undefined, purpose })
  }
  return looks.slice(0, mostShown)
}
