// Takes the editorial texts of a town's folder over: they fill what the import left empty and never replace an editor's words.
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { tell } from '../../kernel/outbox.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { inChunks } from './import-things.ts'
import type { ServiceText } from './record.ts'
import type { CatalogueTables, FolderText } from './tables.ts'
import type { ServiceTextList } from './town-lists.ts'
import { serviceNumbers } from './town-situations.ts'

type Listed = Static<typeof ServiceTextList>['services']
type Row = { service_id: number; language: string; imported: Partial<ServiceText>; edited: Partial<ServiceText> }
const fields = ['title', 'summary', 'keywords'] as const

/** One transaction. Returns what could not be found, and how many texts changed. */
export const storeServiceTexts = (town: Town, listed: Listed, now: Date): Promise<{ changed: number; lines: string[] }> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    const lines: string[] = []
    const numbers = await serviceNumbers(db)
    const stored = await db
      .selectFrom('catalogue.service_text')
      .select(['service_id', 'language', 'imported', 'edited'])
      .execute()
    const said = await db.selectFrom('catalogue.folder_text').select(['service_id', 'language', 'texts']).execute()
    const keyOf = (row: { service_id: number; language: string }) => `${row.service_id} ${row.language}`
    const rows = new Map(stored.map((row) => [keyOf(row), row as Row]))
    const saidBefore = new Map(said.map((row) => [keyOf(row), row.texts]))
    const says = new Map<string, { service_id: number; language: string; texts: FolderText }>()
    for (const [sourceId, texts] of Object.entries(listed)) {
      const service_id = numbers.get(sourceId)
      if (service_id === undefined) {
        lines.push(`service texts: there is no service ${sourceId}`)
        continue
      }
      for (const language of ['de', 'en', 'leicht']) {
        const own = folderText(texts, language)
        if (Object.keys(own).length > 0) says.set(keyOf({ service_id, language }), { service_id, language, texts: own })
      }
    }
    const written: { service_id: number; language: string; edited: object }[] = []
    for (const key of new Set([...says.keys(), ...saidBefore.keys()])) {
      const [service, language] = key.split(' ') as [string, string]
      const row = rows.get(key) ?? { service_id: Number(service), language, imported: {}, edited: {} }
      const edited = filled(row, saidBefore.get(key) ?? {}, says.get(key)?.texts ?? {})
      if (rows.has(key) ? !isDeepStrictEqual(edited, row.edited) : edited.title !== undefined)
        written.push({ service_id: row.service_id, language, edited })
    }
    const renewed = [...says].filter(([key, { texts }]) => !isDeepStrictEqual(saidBefore.get(key), texts)).map(([, row]) => row)
    const dropped = said.filter((row) => !says.has(keyOf(row)))
    await writeTexts(db, written, renewed, dropped, now)
    const changed = new Set([...written, ...renewed, ...dropped].map(({ service_id }) => service_id))
    if (changed.size > 0)
      await tell(db, { type: 'catalogue.changed.v1', subjects: [...changed].map((id) => `catalogue.service/${id}`) })
    return { changed: changed.size, lines }
  })

function folderText(texts: Listed[string], language: string): FolderText {
  const own: FolderText = {}
  if (texts.title?.[language]) own.title = texts.title[language]
  if (texts.summary?.[language]) own.summary = texts.summary[language]
  if (texts.keywords?.[language]) own.keywords = texts.keywords[language]
  return own
}

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The edited layer after the folder had its say: a field that is no longer as the folder last left it belongs to an editor. */
function filled({ imported, edited }: Row, before: FolderText, now: FolderText): Partial<ServiceText> {
  const next: Record<string, unknown> = { ...edited }
  for (const field of fields) {
    const isOurs = isDeepStrictEqual(edited[field], before[field]) || (isEmpty(edited[field]) && isEmpty(before[field]))
    if (field in edited && !isOurs) continue
    if (now[field] !== undefined && isEmpty(imported[field])) next[field] = now[field]
    else delete next[field]
  }
  if (next.title !== undefined && imported.title === undefined) next.keywords ??= []
  return next as Partial<ServiceText>
}

type Key = { service_id: number; language: string }

async function writeTexts(
  db: WriteDb<CatalogueTables>,
  written: readonly (Key & { edited: object })[],
  renewed: readonly (Key & { texts: FolderText })[],
  dropped: readonly Key[],
  now: Date,
): Promise<void> {
  await inChunks(written, (json) =>
    sql`INSERT INTO catalogue.service_text (service_id, language, edited) SELECT service_id, language, edited
      FROM jsonb_to_recordset(${json}::jsonb) AS text (service_id integer, language text, edited jsonb)
      ON CONFLICT (town_id, service_id, language) DO UPDATE SET edited = excluded.edited`.execute(db),
  )
  await inChunks(written, (json) =>
    sql`UPDATE catalogue.service AS thing SET changed_at = ${now}::timestamptz
      FROM (SELECT DISTINCT service_id FROM jsonb_to_recordset(${json}::jsonb) AS text (service_id integer)) text
      WHERE thing.town_id = kernel.current_town() AND thing.id = text.service_id`.execute(db),
  )
  await sql`DELETE FROM catalogue.service_text WHERE imported = '{}' AND effective ->> 'title' IS NULL`.execute(db)
  await inChunks(renewed, (json) =>
    sql`INSERT INTO catalogue.folder_text (service_id, language, texts) SELECT service_id, language, texts
      FROM jsonb_to_recordset(${json}::jsonb) AS said (service_id integer, language text, texts jsonb)
      ON CONFLICT (town_id, service_id, language) DO UPDATE SET texts = excluded.texts`.execute(db),
  )
  for (const { service_id, language } of dropped)
    await db.deleteFrom('catalogue.folder_text').where('service_id', '=', service_id).where('language', '=', language).execute()
}
