// Notices of disruptions: from when to when, and on which pages. An editor's notice stands before the town's setting.
import { sql } from 'kysely'
import { frameSubject } from '../../../kernel/http/frame.ts'
import type { Language } from '../../../kernel/language.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { ReadDb, Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { takeNumbers } from '../import-things.ts'
import { wordsIn } from '../language-choice.ts'
import type { Localized } from '../record.ts'
import type { EditorTables } from './tables.ts'

export type Place = { on: 'everywhere' } | { on: 'service' | 'topic'; id: number }
export type Banner = {
  id: number
  place: string
  from: Date
  to: Date
  title: Localized
  text: Localized
  link: string | null
}

export type BannerShown = { title: string; text: string; link: string | undefined }

/** The pages that show a notice: all of them, or those that depend on its service or topic. */
const subjectOf = (place: string): string => (place === 'everywhere' ? frameSubject : `catalogue.${place}`)

const columns = sql`id, place, from_at AS "from", to_at AS "to", title, text, link`

export const listBanners = (town: Town, now: Date): Promise<Banner[]> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } =
      await sql<Banner>`SELECT ${columns} FROM catalogue.banner ORDER BY to_at < ${now}, from_at DESC, id DESC LIMIT 200`.execute(
        db,
      )
    return rows
  })

export const findBanner = (town: Town, id: number): Promise<Banner | undefined> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } = await sql<Banner>`SELECT ${columns} FROM catalogue.banner WHERE id = ${id}`.execute(db)
    return rows[0]
  })

/** `id` 0 makes a new one. What the notice stood on before is drawn anew as well. */
export const storeBanner = (
  town: Town,
  { id, place, from, to, title, text, link }: Banner,
  editor: string,
  now: Date,
): Promise<number> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows: before } = await sql<{ place: string }>`SELECT place FROM catalogue.banner WHERE id = ${id} FOR UPDATE`.execute(
      db,
    )
    const number = id === 0 ? await takeNumbers(db, 'banner', 1) : id
    await sql`INSERT INTO catalogue.banner (id, place, from_at, to_at, title, text, link, told, editor, changed_at)
      VALUES (${number}, ${place}, ${from}, ${to}, ${JSON.stringify(title)}, ${JSON.stringify(text)}, ${link}, ${toldAt({ from, to }, now)}, ${editor}::uuid, ${now})
      ON CONFLICT (town_id, id) DO UPDATE SET place = excluded.place, from_at = excluded.from_at, to_at = excluded.to_at, title = excluded.title,
        text = excluded.text, link = excluded.link, told = excluded.told, editor = excluded.editor, changed_at = excluded.changed_at`.execute(
      db,
    )
    const places = new Set([place, ...before.map((row) => row.place)])
    await tell(db, { type: 'catalogue.banner-changed.v1', subjects: [...places].map(subjectOf) })
    return number
  })

/** Taken down at once; it stays in the list as over. */
export const endBanner = (town: Town, id: number, now: Date): Promise<void> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows } = await sql<{ place: string }>`UPDATE catalogue.banner
      SET to_at = greatest(${now}::timestamptz, from_at + interval '1 second'), told = 'over', changed_at = ${now}
      WHERE id = ${id} AND to_at > ${now} RETURNING place`.execute(db)
    for (const { place } of rows) {
      await sql`DELETE FROM catalogue.banner WHERE id = ${id} AND from_at > ${now}`.execute(db)
      await tell(db, { type: 'catalogue.banner-changed.v1', subjects: [subjectOf(place)] })
    }
  })

const toldAt = ({ from, to }: { from: Date; to: Date }, now: Date): string =>
  to <= now ? 'over' : from <= now ? 'shown' : 'waiting'

/** Run every minute: pages are drawn anew exactly when a notice begins or ends, and only those it stands on. */
export const tellBanners = (town: Town, now: Date): Promise<number> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows } = await sql<{ place: string }>`UPDATE catalogue.banner
      SET told = CASE WHEN to_at <= ${now} THEN 'over' ELSE 'shown' END
      WHERE (told = 'waiting' AND from_at <= ${now}) OR (told = 'shown' AND to_at <= ${now}) RETURNING place`.execute(db)
    if (rows.length > 0)
      await tell(db, { type: 'catalogue.banner-changed.v1', subjects: [...new Set(rows.map(({ place }) => subjectOf(place)))] })
    return rows.length
  })

/** The notice on all pages; the latest one that has begun. */
export const bannerForAll = (town: Town, language: Language): Promise<BannerShown | undefined> =>
  town.read(async (db: ReadDb<EditorTables>) => (await shownOn(db, ['everywhere'], language))[0])

/** Notices of single places that stand right now. */
export async function shownOn(db: TownSql, places: readonly string[], language: Language): Promise<BannerShown[]> {
  const { rows } = await sql<{
    title: Localized
    text: Localized
    link: string | null
  }>`SELECT title, text, link FROM catalogue.banner
    WHERE place = ANY (${[...places]}) AND from_at <= now() AND to_at > now() ORDER BY from_at DESC, id DESC LIMIT 3`.execute(db)
  return rows.map(({ title, text, link }) => ({
    title: wordsIn(title, language),
    text: wordsIn(text, language),
    link: link ?? undefined,
  }))
}
