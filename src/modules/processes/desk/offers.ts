// What the desk's start page shows of processes: tasks and incidents that wait; and what is found by its business key.

import { sql } from 'kysely'
import type { DeskHit, DeskList } from '../../../contracts/desk-work.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayWork } from '../task.ts'
import { countTasks } from './task-list.ts'
import { listIncidents, mayRead, patternsFor } from './views.ts'
import { processWords } from './words.ts'

export async function deskLists(
  town: Town,
  { person, language, deputyFor }: { person: SignedIn; language: Language; deputyFor?: string },
  now: Date,
): Promise<DeskList[]> {
  const text = processWords({ language, ownWords: town.settings.ownWords })
  const lists: DeskList[] = []
  if (person.permissions.has(mayWork)) {
    const counts = await countTasks(town, person, now, deputyFor)
    const url = pathIn(language, '/desk/processes/tasks')
    if (counts.mine > 0)
      lists.push({
        title: `${text.tasks}: ${text['view-mine']}`,
        url: `${url}?view=${deputyFor ? 'all' : 'mine'}`,
        count: counts.mine,
      })
    if (deputyFor === undefined && counts.open > 0)
      lists.push({
        title: `${text.tasks}: ${text['view-open']}`,
        url: `${url}?view=open`,
        count: counts.open,
        overdue: counts.overdue,
      })
  }
  if (deputyFor === undefined && person.permissions.has(mayRead)) {
    const { total } = await listIncidents(town, person, 1)
    if (total > 0) lists.push({ title: text.incidents, url: pathIn(language, '/desk/processes/incidents'), count: total })
  }
  return lists
}

/** By the whole business key. */
export async function deskHits(
  town: Town,
  { person, language, query }: { person: SignedIn; language: Language; query: string },
): Promise<DeskHit[]> {
  if (!person.permissions.has(mayRead) || query.trim().length < 2) return []
  const text = processWords({ language, ownWords: town.settings.ownWords })
  const rows = await town.read(async (db) => {
    const found = await sql<{
      id: string
      business_key: string
      name: string
    }>`SELECT i.id, i.business_key, m.name FROM processes.instance i
      JOIN processes.model m ON m.town_id = i.town_id AND m.id = i.model_id
      WHERE i.business_key = ${query.trim()} AND m.unit LIKE ANY (${patternsFor(person, mayRead)}::text[]) ORDER BY i.started_at DESC LIMIT 10`.execute(
      db,
    )
    return found.rows
  })
  return rows.map(({ id, business_key, name }) => ({
    kind: text.instances,
    title: `${name} ${business_key}`,
    url: pathIn(language, `/desk/processes/instances/${id}`),
  }))
}
