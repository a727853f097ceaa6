// What waits on the editors' desk: counts for the overview and the desk's work list, and the lists behind them.
import { sql } from 'kysely'
import type { TownSql } from '../../../kernel/town.ts'
import { wordsIn } from '../language-choice.ts'
import type { Localized } from '../record.ts'
import type { Status } from '../tables.ts'
import type { EditedNoun } from './tables.ts'

export type WorkCounts = {
  drafts: number
  waiting: number
  waitingForMe: number
  conflicts: number
  links: number
  reviews: number
  overdue: number
  outdated: number
}

export async function countWork(db: TownSql, person: string, today: string, fourEyes: boolean): Promise<WorkCounts> {
  const { rows } = await sql<WorkCounts>`SELECT
    (SELECT count(*)::integer FROM catalogue.draft) AS drafts,
    (SELECT count(*)::integer FROM catalogue.draft WHERE state = 'waiting') AS waiting,
    (SELECT count(*)::integer FROM catalogue.draft WHERE state = 'waiting' AND (NOT ${fourEyes} OR NOT editors @> ARRAY[${person}]::uuid[])) AS "waitingForMe",
    (SELECT count(*)::integer FROM catalogue.import_conflict WHERE noun <> 'authority') AS conflicts,
    (SELECT count(*)::integer FROM catalogue.link_check WHERE state = 'dead' OR (state = 'unsure' AND failures >= 2)) AS links,
    (SELECT count(*)::integer FROM catalogue.review WHERE due <= ${today}::date + 14) AS reviews,
    (SELECT count(*)::integer FROM catalogue.review WHERE due < ${today}::date) AS overdue,
    (SELECT count(*)::integer FROM catalogue.translation x
      JOIN catalogue.service s ON s.town_id = x.town_id AND s.id = x.service_id AND s.status = 'published'
      JOIN catalogue.service_text e ON e.town_id = x.town_id AND e.service_id = x.service_id AND e.language = x.language
      JOIN catalogue.service_text g ON g.town_id = x.town_id AND g.service_id = x.service_id AND g.language = 'de'
      WHERE x.german_hash <> md5((g.effective - 'keywords' - 'author')::text)) AS outdated`.execute(db)
  return rows[0]!
}

export type DraftLine = { noun: EditedNoun; id: number; title: string; state: 'open' | 'waiting'; mine: boolean; changedAt: Date }

export const draftViews = ['all', 'waiting', 'mine'] as const
export type DraftView = (typeof draftViews)[number]
export const draftsPerPage = 50

const inView = (view: DraftView, person: string) =>
  ({ all: sql`true`, waiting: sql`d.state = 'waiting'`, mine: sql`d.editors @> ARRAY[${person}]::uuid[]` })[view]

export async function countDrafts(db: TownSql, person: string): Promise<Record<DraftView, number>> {
  const { rows } = await sql<Record<DraftView, number>>`SELECT count(*)::integer AS all,
    count(*) FILTER (WHERE ${inView('waiting', person)})::integer AS waiting, count(*) FILTER (WHERE ${inView('mine', person)})::integer AS mine
    FROM catalogue.draft d`.execute(db)
  return rows[0]!
}

/** What waits for a release first, the oldest first. */
export async function listDrafts(db: TownSql, person: string, view: DraftView, page: number): Promise<DraftLine[]> {
  const { rows } =
    await sql<DraftLine>`SELECT d.noun, d.thing_id AS id, d.state, d.changed_at AS "changedAt", d.editors @> ARRAY[${person}]::uuid[] AS mine,
      coalesce(d.fields ->> 'de.title', d.fields ->> 'de.name',
        (SELECT title FROM catalogue.service_text t WHERE d.noun = 'service' AND t.town_id = d.town_id AND t.service_id = d.thing_id AND t.language = 'de'),
        (SELECT effective -> 'name' ->> 'de' FROM catalogue.office o WHERE d.noun = 'office' AND o.town_id = d.town_id AND o.id = d.thing_id),
        (SELECT effective -> 'name' ->> 'de' FROM catalogue.topic p WHERE d.noun = 'topic' AND p.town_id = d.town_id AND p.id = d.thing_id),
        (SELECT name ->> 'de' FROM catalogue.situation i WHERE d.noun = 'situation' AND i.town_id = d.town_id AND i.id = d.thing_id), '') AS title
    FROM catalogue.draft d WHERE ${inView(view, person)} ORDER BY d.state DESC, d.changed_at, d.noun, d.thing_id
    LIMIT ${draftsPerPage} OFFSET ${(page - 1) * draftsPerPage}`.execute(db)
  return rows
}

export type ThingLine = { id: number; name: string; status: Status; draft: 'open' | 'waiting' | null; changedAt: Date }

const perPage = 50

/** By a part of the name, in any language; drafts of new things are found by the name in the draft. */
export async function findThings(
  db: TownSql,
  noun: Exclude<EditedNoun, 'synonyms'>,
  { query, page }: { query: string; page: number },
): Promise<{ total: number; pages: number; lines: ThingLine[] }> {
  const like = `%${query.replace(/[\\%_]/g, '\\$&')}%`
  const name =
    noun === 'service'
      ? sql`coalesce((SELECT jsonb_object_agg(language, title) FROM catalogue.service_text x WHERE x.town_id = t.town_id AND x.service_id = t.id AND title IS NOT NULL), '{}')`
      : noun === 'situation'
        ? sql`t.name`
        : sql`t.effective -> 'name'`
  const { rows } = await sql<{
    id: number
    name: Localized
    drafted: string | null
    status: Status
    draft: ThingLine['draft']
    changedAt: Date
    total: number
  }>`
    SELECT every.*, count(*) OVER ()::integer AS total FROM (
      SELECT t.id, ${name} AS name, coalesce(d.fields ->> 'de.title', d.fields ->> 'de.name') AS drafted, t.status, d.state AS draft, t.changed_at AS "changedAt"
      FROM ${sql.table(`catalogue.${noun}`)} t LEFT JOIN catalogue.draft d ON d.town_id = t.town_id AND d.noun = ${noun} AND d.thing_id = t.id) every
    WHERE ${query === '' ? sql`true` : sql`(name::text ILIKE ${like} OR drafted ILIKE ${like} OR id::text = ${query})`}
    ORDER BY coalesce(drafted, name ->> 'de') COLLATE "de-x-icu", id LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`.execute(db)
  const total = rows[0]?.total ?? 0
  return {
    total,
    pages: Math.max(1, Math.ceil(total / perPage)),
    lines: rows.map(({ name: names, drafted, id, status, draft, changedAt }) => ({
      id,
      name: drafted ?? wordsIn(names, 'de'),
      status,
      draft,
      changedAt,
    })),
  }
}
