// Procedures with their documents, ready to be sent: read inside a logged look at everybody whom they concern.
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import { fileKinds } from '../../../kernel/uploads/kinds.ts'
import { type Db, openTexts } from '../text.ts'
import type { SentDocument, SentProcedure } from './model.ts'

const endings = new Map(Object.values(fileKinds).map(({ mediaType, extensions }) => [mediaType.split(';')[0], extensions[0]]))
const endingOf = (mediaType: string): string => endings.get(mediaType.split(';')[0]) ?? 'bin'

export async function collectProcedures(db: Db, town: Town, ids: readonly string[], now: Date): Promise<SentProcedure[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('records.procedure as p')
    .leftJoin('records.file as f', (on) => on.onRef('f.town_id', '=', 'p.town_id').onRef('f.id', '=', 'p.file_id'))
    .leftJoin('records.plan_entry as e', (on) => on.onRef('e.town_id', '=', 'f.town_id').onRef('e.id', '=', 'f.plan_id'))
    .leftJoin('kernel.unit as u', (on) => on.onRef('u.town_id', '=', 'p.town_id').onRef('u.path', '=', 'p.unit'))
    .selectAll('p')
    .select(['f.number as file_number', 'f.title as file_title', 'f.opened_at as file_opened', 'u.name as unit_name'])
    .select(['e.number as plan_number', 'e.title as plan_title', 'e.appraisal', 'e.keep_years as plan_years'])
    .where('p.id', 'in', [...ids])
    .orderBy('p.number')
    .execute()
  const documents = await collectDocuments(db, town, ids, now)
  const subjects = await openTexts(db, town, ids)
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, title: row.title, subject: subjects.get(row.id) },
    ...{ unit: row.unit_name ?? town.settings.officialName, confidentiality: row.confidentiality },
    ...{ openedAt: row.opened_at, closedAt: row.closed_at, keepUntil: row.keep_until },
    ...{ keepYears: row.plan_years ?? row.keep_years, appraisal: row.appraisal ?? undefined },
    file:
      row.file_id === null
        ? undefined
        : { id: row.file_id, number: row.file_number!, title: row.file_title!, openedAt: row.file_opened! },
    plan: row.plan_number === null ? undefined : { number: row.plan_number, title: row.plan_title! },
    documents: documents.get(row.id) ?? [],
  }))
}

async function collectDocuments(db: Db, town: Town, procedures: readonly string[], now: Date) {
  const rows = await db
    .selectFrom('records.document as d')
    .innerJoin('records.version as v', (on) => on.onRef('v.town_id', '=', 'd.town_id').onRef('v.document_id', '=', 'd.id'))
    .select(['d.id', 'd.procedure_id', 'd.number', 'd.title', 'd.direction', 'd.dated_at'])
    .select(['v.number as version', 'v.blob', 'v.media_type', 'v.made_at'])
    .where('d.procedure_id', 'in', [...procedures])
    .where('d.cancelled_at', 'is', null)
    .orderBy('d.number')
    .orderBy('v.number')
    .execute()
  const names = await openTexts(db, town, [...new Set(rows.map(({ id }) => id))])
  const byProcedure = new Map<string, SentDocument[]>()
  for (const row of rows) {
    const format = {
      ...{ fileName: `${newId(now)}.${endingOf(row.media_type)}`, mediaType: row.media_type, blob: row.blob },
      ...{ originalName: names.get(row.id) ?? row.title, madeAt: row.made_at },
    }
    const version = { number: row.version, format }
    const list = byProcedure.get(row.procedure_id!) ?? []
    const known = list.at(-1)
    if (known?.id === row.id) list[list.length - 1] = { ...known, versions: [...known.versions, version] }
    else
      list.push({
        ...{ id: row.id, number: row.number, title: row.title, direction: row.direction, datedAt: row.dated_at },
        versions: [version],
      })
    byProcedure.set(row.procedure_id!, list)
  }
  return byProcedure
}
