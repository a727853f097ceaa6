// Brings the texts of services up to date, one row per language, and keeps what editors wrote.
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'
import type { Conflict } from './import-report.ts'
import { changedFields, conflictsOf, inChunks, type Json } from './import-things.ts'
import { identityKey, type ServiceRecord } from './record.ts'

type Existing = { service_id: number; language: string; imported: Json; edited: Json }

/** Says which services changed in which `language.field`. */
export async function mergeTexts(
  db: TownSql,
  services: readonly ServiceRecord[],
  ids: ReadonlyMap<string, number>,
  conflicts: Conflict[],
): Promise<Map<number, string[]>> {
  const { rows } = await sql<Existing>`SELECT service_id, language, imported, edited FROM catalogue.service_text`.execute(db)
  const existing = new Map<number, Existing[]>()
  for (const row of rows) existing.set(row.service_id, [...(existing.get(row.service_id) ?? []), row])
  const changed = new Map<number, string[]>()
  const note = (id: number, fields: string[]): void => void changed.set(id, [...(changed.get(id) ?? []), ...fields])
  const written: { service_id: number; language: string; imported: object }[] = []
  const gone: { service_id: number; language: string }[] = []
  for (const service of services) {
    const id = ids.get(identityKey(service))!
    const before = existing.get(id) ?? []
    for (const [language, imported] of Object.entries(service.texts)) {
      const row = before.find((one) => one.language === language)
      const fields = changedFields(row?.imported ?? {}, imported)
      if (fields.length === 0) continue
      if (row) conflicts.push(...conflictsOf('service', id, service.sourceId, fields, row.edited, language))
      note(
        id,
        fields.map((field) => `${language}.${field}`),
      )
      written.push({ service_id: id, language, imported })
    }
    for (const { language, imported, edited } of before) {
      if (language in service.texts || Object.keys(imported).length === 0) continue
      if (Object.keys(edited).length > 0) continue
      note(id, [language])
      gone.push({ service_id: id, language })
    }
  }
  await inChunks(written, (json) =>
    sql`INSERT INTO catalogue.service_text (service_id, language, imported) SELECT service_id, language, imported
      FROM jsonb_to_recordset(${json}::jsonb) AS incoming (service_id integer, language text, imported jsonb)
      ON CONFLICT (town_id, service_id, language) DO UPDATE SET imported = excluded.imported`.execute(db),
  )
  await inChunks(gone, (json) =>
    sql`DELETE FROM catalogue.service_text AS text
      USING jsonb_to_recordset(${json}::jsonb) AS gone (service_id integer, language text)
      WHERE text.town_id = kernel.current_town() AND text.service_id = gone.service_id AND text.language = gone.language`.execute(
      db,
    ),
  )
  return changed
}
