// Forms that wait for a second person, for those who may approve them.
import { sql } from 'kysely'
import type { DeskList } from '../../../contracts/desk-work.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayApprove } from './desk-form.ts'
import { publishWords } from './publish-words.ts'
import type { BuilderReading } from './working-copy.ts'

export type Waiting = { id: string; title: string; unit: string; since: Date; mine: boolean }

/** The longest waiting first. `mine`: this person changed it last, so somebody else approves it. */
export async function listApprovals(db: BuilderReading, person: SignedIn): Promise<Waiting[]> {
  const granted = person.units.get(mayApprove) ?? []
  if (granted.length === 0) return []
  const rows = await db
    .selectFrom('forms.working_copy as c')
    .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'c.town_id').onRef('f.id', '=', 'c.form_id'))
    .select(['f.id', 'f.unit', 'c.asked_at', 'c.changed_by', sql<string>`c.document -> 'title' ->> 'de'`.as('title')])
    .where('c.asked_at', 'is not', null)
    .where((where) => where.or(granted.map((path) => where('f.unit', 'like', `${path.replace(/[\\%_]/g, '\\$&')}%`))))
    .orderBy('c.asked_at')
    .limit(200)
    .execute()
  return rows.map(({ id, title, unit, asked_at, changed_by }) => ({
    id,
    title,
    unit,
    since: asked_at!,
    mine: changed_by === person.personId,
  }))
}

/** What waits for this member of staff on the start page of the desk. */
export async function formsWork(town: Town, { person, language }: { person: SignedIn; language: Language }): Promise<DeskList[]> {
  if (!person.permissions.has(mayApprove)) return []
  const waiting = await town.read((db: BuilderReading) => listApprovals(db, person))
  const count = waiting.filter(({ mine }) => !mine).length
  const title = publishWords({ language, ownWords: town.settings.ownWords }).approvals
  return count > 0 ? [{ title, url: pathIn(language, '/desk/forms/approvals'), count }] : []
}
