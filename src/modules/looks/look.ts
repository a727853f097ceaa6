// Looks at one person's data as people read them: own looks folded by session and purpose, others by actor, purpose and hour.
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'

export type LookKind = 'self' | 'representative' | 'staff' | 'system'

export type FoldedLook = {
  /** The newest of those folded; stands for them all. */
  id: string
  ids: string[]
  first: Date
  last: Date
  times: number
  kind: LookKind
  /** Person of staff or representative. */
  actorId: string | null
  /** Module that looked, for `system`. */
  module: string | null
  unit: string | null
  unitName: string | null
  role: string | null
  purpose: string
  legalBasis: string
  matter: string | null
  fields: string[]
  thirdPersons: boolean
  objection: string | null
  /** Hidden from the person until this day, and by which law. */
  hiddenUntil: string | null
  hiddenLaw: string | null
}

export type LookFilter = {
  /** Only since this instant. */
  since?: Date | undefined
  /** `self`, `system`, `representative` or the path of a unit. */
  who?: string | undefined
  /** Only the fold that this look belongs to. */
  look?: string | undefined
  today: string
  /** For whoever hides: what is hidden is in the list, and says so. */
  withHidden?: boolean
}

const pageSize = 25

/**
 * One page of the looks at a person, newest first. Asked inside a logged look at this very person: without it the database shows none.
 * There is no such list by member of staff: the log is no measure of anybody's work.
 */
export async function listLooks(
  db: TownSql,
  person: string,
  filter: LookFilter,
  page = 1,
): Promise<{ looks: FoldedLook[]; page: number; pages: number; total: number }> {
  const total = await countLooks(db, person, filter)
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const shown = Math.min(Math.max(1, Math.trunc(page)), pages)
  const { rows } = await sql<FoldedLook>`${folded(person, filter)}
    SELECT f.*, u.name AS "unitName",
      (SELECT o.id FROM looks.objection o WHERE o.look_id = ANY (f.ids) LIMIT 1) AS objection
    FROM folded f LEFT JOIN kernel.unit u ON u.path = f.unit
    ORDER BY last DESC, id LIMIT ${pageSize} OFFSET ${(shown - 1) * pageSize}`.execute(db)
  return { looks: rows, page: shown, pages, total }
}

async function countLooks(db: TownSql, person: string, filter: LookFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`${folded(person, filter)} SELECT count(*) AS total FROM folded`.execute(db)
  return rows[0]?.total ?? 0
}

/** The fold that a look belongs to, or undefined when there is none for this person. */
export async function findLook(
  db: TownSql,
  person: string,
  look: string,
  today: string,
  withHidden = false,
): Promise<FoldedLook | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(look)) return undefined
  const { looks } = await listLooks(db, person, { look, today, withHidden })
  return looks[0]
}

/** Who looked at all, for the filter: kinds and units, by name. */
export async function listWho(
  db: TownSql,
  person: string,
  filter: Pick<LookFilter, 'since' | 'today'>,
): Promise<{ kind: LookKind; unit: string | null; unitName: string | null }[]> {
  const { rows } = await sql<{ kind: LookKind; unit: string | null; unitName: string | null }>`${folded(person, filter)}
    SELECT DISTINCT f.kind, f.unit, u.name AS "unitName" FROM folded f LEFT JOIN kernel.unit u ON u.path = f.unit
    ORDER BY kind, "unitName"`.execute(db)
  return rows
}

function folded(person: string, { since, who, look, today, withHidden = false }: LookFilter) {
  const kinds = ['self', 'system', 'representative']
  const wanted = who === undefined ? sql`true` : kinds.includes(who) ? sql`kind = ${who}` : sql`kind = 'staff' AND unit = ${who}`
  return sql`WITH seen AS (
      SELECT l.id, l.at, coalesce(l.actor_kind, split_part(l.actor, ':', 1)) AS kind, l.actor, l.actor_id, l.unit, l.role, l.session,
        l.purpose, l.legal_basis, l.matter, l.fields, l.third_persons, h.until AS hidden_until, h.law AS hidden_law
      FROM kernel.access_log l LEFT JOIN LATERAL (
        SELECT until, law FROM looks.hidden WHERE look_id = l.id ORDER BY at DESC LIMIT 1) h ON h.until > ${today}::date
      WHERE l.subject_id = ${person}::uuid AND l.at >= ${since ?? new Date(0)} AND (${withHidden} OR h.until IS NULL)),
    folded AS (
      SELECT (array_agg(id ORDER BY at DESC, id))[1] AS id, array_agg(id) AS ids, min(at) AS first, max(at) AS last, count(*) AS times, kind,
        actor_id AS "actorId", CASE kind WHEN 'system' THEN split_part(actor, ':', 2) END AS module, unit, role, purpose,
        legal_basis AS "legalBasis", matter, fields, third_persons AS "thirdPersons", hidden_until AS "hiddenUntil", hidden_law AS "hiddenLaw"
      FROM seen WHERE ${wanted}
      GROUP BY kind, actor, actor_id, unit, role, purpose, legal_basis, matter, fields, third_persons, hidden_until, hidden_law,
        (at AT TIME ZONE 'Europe/Berlin')::date, CASE WHEN kind = 'self' AND session IS NOT NULL THEN session
          ELSE date_trunc('hour', at AT TIME ZONE 'Europe/Berlin')::text END
      HAVING ${look === undefined ? sql`true` : sql`bool_or(id = ${look}::uuid)`})`
}

export type MassRunShown = {
  rule: string
  purpose: string
  legalBasis: string
  fields: string[]
  persons: number
  at: Date
  module: string
}

/** The newest mass runs; nothing in them concerns a single person. */
export async function listMassRuns(db: TownSql, atMost = 50): Promise<MassRunShown[]> {
  const { rows } = await sql<MassRunShown>`
    SELECT rule, purpose, legal_basis AS "legalBasis", fields, persons, at,
      CASE WHEN actor LIKE 'system:%' THEN split_part(actor, ':', 2) ELSE '' END AS module
    FROM kernel.mass_run ORDER BY at DESC, id LIMIT ${atMost}`.execute(db)
  return rows
}
