// Who changed what and when. Names of colleagues are looked up on request, and that look is logged.
import { sql } from 'kysely'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { Change, EditedNoun, EditorTables } from './tables.ts'

export type Version = {
  number: number
  at: Date
  editors: string[]
  publisher: string
  changes: Change[]
  note: string
  undoes: number | null
}

export const listVersions = (town: Town, noun: EditedNoun | 'fact', id: number): Promise<Version[]> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } = await sql<Version>`SELECT number, at, editors, publisher, changes, note, undoes FROM catalogue.version
      WHERE noun = ${noun} AND thing_id = ${id} ORDER BY number DESC LIMIT 200`.execute(db)
    return rows
  })

/** The colleagues' names, for somebody who asks for them: they see in their own log that you looked. */
export async function namesOfEditors(town: Town, person: string, versions: readonly Version[]): Promise<Map<string, string>> {
  const ids = [...new Set(versions.flatMap(({ editors, publisher }) => [...editors, publisher]))]
    .filter((id) => id !== person)
    .slice(0, 200)
  if (ids.length === 0) return new Map()
  const look = {
    subjects: ids,
    actor: `staff:${person}@catalogue`,
    purpose: 'Bearbeitungsverlauf des Leistungskatalogs',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  return town.personal(look, async (db: WriteDb<KernelTables>) => {
    const rows = await db
      .selectFrom('kernel.person_name')
      .select(['subject_id', 'given_name', 'family_name'])
      .where('subject_id', 'in', ids)
      .execute()
    return new Map(rows.map((row) => [row.subject_id, `${row.given_name} ${row.family_name}`]))
  })
}
