// Translations: which are missing, and which were made from a German text that has changed since.
import { type RawBuilder, sql } from 'kysely'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import type { EditorTables } from './tables.ts'

/** What a translator works from: the German words, not the search words. */
const germanHash = (
  service: RawBuilder<unknown>,
): RawBuilder<string> => sql<string>`(SELECT md5((effective - 'keywords' - 'author')::text)
  FROM catalogue.service_text g WHERE g.service_id = ${service} AND g.language = 'de')`

/** These translations fit the German text as it is now. */
export async function stampTranslations(db: TownSql, service: number, languages: readonly string[], now: Date): Promise<void> {
  for (const language of languages)
    await sql`INSERT INTO catalogue.translation (service_id, language, german_hash, confirmed_at)
      SELECT ${service}::integer, ${language}::text, hash, ${now}::timestamptz FROM (SELECT ${germanHash(sql`${service}`)} AS hash) german
      WHERE hash IS NOT NULL AND EXISTS (SELECT FROM catalogue.service_text WHERE service_id = ${service} AND language = ${language})
      ON CONFLICT (town_id, service_id, language) DO UPDATE SET german_hash = excluded.german_hash, confirmed_at = excluded.confirmed_at`.execute(
      db,
    )
}

/** An editor read both and says that they fit. */
export const confirmTranslation = (town: Town, service: number, language: string, now: Date): Promise<void> =>
  town.write((db: WriteDb<EditorTables>) => stampTranslations(db, service, [language], now))

/**
 * Translations that nobody has marked yet belong to the German text as it is: called before that text changes, by an
 * import for all services, by an editor for one.
 */
export async function keepTranslationMarks(db: TownSql, now: Date, service?: number): Promise<void> {
  await sql`INSERT INTO catalogue.translation (service_id, language, german_hash, confirmed_at)
    SELECT t.service_id, t.language, md5((g.effective - 'keywords' - 'author')::text), ${now}::timestamptz FROM catalogue.service_text t
    JOIN catalogue.service_text g ON g.town_id = t.town_id AND g.service_id = t.service_id AND g.language = 'de'
    WHERE t.language IN ('en', 'leicht') ${service === undefined ? sql`` : sql`AND t.service_id = ${service}`}
      AND NOT EXISTS (SELECT FROM catalogue.translation x
        WHERE x.town_id = t.town_id AND x.service_id = t.service_id AND x.language = t.language)`.execute(db)
}

const publishedText = sql`catalogue.service_text t JOIN catalogue.service s ON s.town_id = t.town_id AND s.id = t.service_id AND s.status = 'published'`

export type TranslationLine = { id: number; title: string; since?: Date }

export async function listOutdated(db: TownSql, language: string): Promise<TranslationLine[]> {
  const { rows } = await sql<TranslationLine>`SELECT t.service_id AS id, t.title, x.confirmed_at AS since FROM ${publishedText}
    JOIN catalogue.translation x ON x.town_id = t.town_id AND x.service_id = t.service_id AND x.language = ${language}
    JOIN catalogue.service_text e ON e.town_id = t.town_id AND e.service_id = t.service_id AND e.language = ${language}
    WHERE t.language = 'de' AND x.german_hash <> md5((t.effective - 'keywords' - 'author')::text)
    ORDER BY x.confirmed_at, t.service_id`.execute(db)
  return rows
}

/** Most visited first: their readers wait longest. */
export async function listMissing(
  db: TownSql,
  language: string,
  limit: number,
  offset: number,
): Promise<{ total: number; lines: TranslationLine[] }> {
  const { rows } = await sql<
    TranslationLine & { total: number }
  >`SELECT t.service_id AS id, t.title, count(*) OVER ()::integer AS total FROM ${publishedText}
    LEFT JOIN (SELECT thing_id, sum(visits) AS visits FROM catalogue.visit_count WHERE noun = 'service' GROUP BY thing_id) v ON v.thing_id = t.service_id
    WHERE t.language = 'de' AND NOT EXISTS (SELECT FROM catalogue.service_text e
      WHERE e.town_id = t.town_id AND e.service_id = t.service_id AND e.language = ${language} AND e.effective ->> 'description' IS NOT NULL)
    ORDER BY v.visits DESC NULLS LAST, t.title COLLATE "de-x-icu", t.service_id LIMIT ${limit} OFFSET ${offset}`.execute(db)
  return { total: rows[0]?.total ?? 0, lines: rows }
}

/** `outdated`: the German text changed since; `unknown`: nobody looked yet. */
export async function translationState(
  db: TownSql,
  service: number,
  language: string,
): Promise<'missing' | 'fits' | 'outdated' | 'unknown'> {
  const { rows } = await sql<{ there: boolean; hash: string | null; now: string | null }>`SELECT
    EXISTS (SELECT FROM catalogue.service_text WHERE service_id = ${service} AND language = ${language}) AS there,
    (SELECT german_hash FROM catalogue.translation WHERE service_id = ${service} AND language = ${language}) AS hash,
    ${germanHash(sql`${service}`)} AS now`.execute(db)
  const { there, hash, now } = rows[0]!
  if (!there) return 'missing'
  return hash === null ? 'unknown' : hash === now ? 'fits' : 'outdated'
}
