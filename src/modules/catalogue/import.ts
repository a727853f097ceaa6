// Takes a catalogue file into a town: one transaction, idempotent, editors' values kept, everything accounted for.
import { sql } from 'kysely'
import { tell } from '../../kernel/outbox.ts'
import type { Step } from '../../kernel/progress.ts'
import type { Town, TownSql, WriteDb } from '../../kernel/town.ts'
import { recordConflicts } from './editor/conflict.ts'
import { keepTranslationMarks } from './editor/translation.ts'
import { relationsOf } from './import-references.ts'
import { mergeRelation } from './import-relations.ts'
import type { ImportReport, Noun } from './import-report.ts'
import { mergeTexts } from './import-texts.ts'
import { inChunks, type Merged, mergeThings } from './import-things.ts'
import { type CatalogueFile, identityKey, type OfficeRecord, type ServiceFacts, type ServiceRecord } from './record.ts'
import type { AuthorityFacts, CatalogueTables, TopicFacts } from './tables.ts'

/** A record that the town keeps out, and why. */
export type Exclusion = { sourceId: string; reason: string }

export type ImportOptions = {
  exclude?: readonly Exclusion[]
  now: Date
  dryRun?: boolean
  progress?: (step: Step) => void
}

const steps = ['authorities', 'offices', 'topics', 'services', 'texts', 'relations', 'changes'] as const

/** Ends the transaction of a trial run with its result. */
class TrialOver extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('trial run')
    this.report = report
  }
}

/** @throws Error when the file holds no service: an empty delivery must not empty the catalogue. */
export async function importCatalogue(town: Town, file: CatalogueFile, options: ImportOptions): Promise<ImportReport> {
  if (file.services.length === 0) throw new Error('The file holds no service that could be read; nothing was changed.')
  try {
    return await town.write(async (db: WriteDb<CatalogueTables>) => {
      const report = await takeIn(db, file, options)
      if (options.dryRun) throw new TrialOver(report)
      return report
    })
  } catch (fault) {
    if (fault instanceof TrialOver) return fault.report
    throw fault
  }
}

/** The same inside a transaction of the caller. */
export async function takeIn(
  db: TownSql,
  file: CatalogueFile,
  { exclude = [], now, dryRun = false, progress = () => undefined }: ImportOptions,
): Promise<ImportReport> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('catalogue import'), kernel.current_town())`.execute(db)
  const reasons = new Map(exclude.map(({ sourceId, reason }) => [sourceId, reason]))
  const services = file.services.filter(({ sourceId }) => !reasons.has(sourceId))
  const excluded = file.services.filter(({ sourceId }) => reasons.has(sourceId))
  const keep = new Set(file.refused.map(({ id }) => id))
  await keepTranslationMarks(db, now)

  const begin = (what: (typeof steps)[number]): void => progress({ step: steps.indexOf(what), of: steps.length, what })
  begin('authorities')
  const authority = await mergeThings(db, 'authority', file.authorities.map(splitAuthority), keep, now)
  begin('offices')
  const office = await mergeThings(db, 'office', file.offices.map(splitOffice), keep, now)
  begin('topics')
  const topic = await mergeThings(db, 'topic', file.topics.map(splitTopic), keep, now)
  begin('services')
  const service = await mergeThings(db, 'service', services.map(splitService), keep, now)
  const merged: Record<Noun, Merged> = { service, office, topic, authority }
  const conflicts = Object.values(merged).flatMap((one) => one.conflicts)

  begin('texts')
  for (const [id, fields] of await mergeTexts(db, services, service.ids, conflicts)) noteChange(service, id, fields)
  begin('relations')
  const { relations, unresolved } = await relationsOf(db, { ...file, services }, merged, new Set(excluded.map(identityKey)))
  for (const { noun, table, field, rows, owners } of relations)
    for (const id of await mergeRelation(db, table, rows, owners)) noteChange(merged[noun], id, [field])

  begin('changes')
  await recordConflicts(db, conflicts, now)
  const changed = await recordChanges(db, merged, now)
  progress({ step: steps.length, of: steps.length, what: 'done' })
  const report: ImportReport = {
    source: file.source,
    format: file.format,
    dryRun,
    counts: { service: service.counts, office: office.counts, topic: topic.counts, authority: authority.counts },
    refused: file.refused,
    excluded: excluded.map(({ sourceId, texts }) => ({
      id: sourceId,
      title: Object.values(texts)[0]?.title ?? '',
      reason: reasons.get(sourceId)!,
    })),
    unusedExclusions: exclude.map(({ sourceId }) => sourceId).filter((id) => !excluded.some(({ sourceId }) => sourceId === id)),
    conflicts,
    unresolved,
    changed,
  }
  if (changed.length > 0) {
    const { source, format } = file
    await sql`INSERT INTO catalogue.import_run (run_at, source, format, report)
      VALUES (${now}, ${source}, ${format}, ${JSON.stringify({ ...report, changed: changed.length })}::jsonb)`.execute(db)
    await tell(db, { type: 'catalogue.changed.v1', subjects: ['catalogue', ...changed] })
  }
  return report
}

function noteChange({ changes, counts }: Merged, id: number, fields: string[]): void {
  const before = changes.get(id)
  if (before) before.fields.push(...fields)
  else {
    changes.set(id, { kind: 'updated', fields })
    counts.updated += 1
    counts.unchanged -= 1
  }
}

/** Writes the list of changes and the moment on each changed record. Fields of a new record are not listed: all are new. */
export async function recordChanges(db: TownSql, merged: Partial<Record<Noun, Merged>>, now: Date): Promise<string[]> {
  const subjects: string[] = []
  for (const [noun, { changes }] of Object.entries(merged)) {
    const rows = [...changes].map(([thing_id, { kind, fields }]) => ({
      thing_id,
      kind,
      fields: kind === 'new' ? [] : [...new Set(fields)],
    }))
    subjects.push(...rows.map(({ thing_id }) => `catalogue.${noun}/${thing_id}`))
    await inChunks(rows, async (json) => {
      await sql`INSERT INTO catalogue.change (changed_at, noun, thing_id, kind, fields)
        SELECT ${now}::timestamptz, ${noun}::text, thing_id, kind, fields FROM jsonb_to_recordset(${json}::jsonb) AS changed (thing_id integer, kind text, fields text[])`.execute(
        db,
      )
      await sql`UPDATE ${sql.table(`catalogue.${noun}`)} AS thing SET changed_at = ${now}::timestamptz
        FROM jsonb_to_recordset(${json}::jsonb) AS changed (thing_id integer)
        WHERE thing.town_id = kernel.current_town() AND thing.id = changed.thing_id`.execute(db)
    })
  }
  return subjects
}

const splitService = (record: ServiceRecord): { source: string; sourceId: string; imported: ServiceFacts } => {
  const {
    source,
    sourceId,
    texts: _t,
    leikaKeys: _l,
    authorities: _a,
    offices: _o,
    topics: _p,
    related: _r,
    obstacles: _b,
    maturity: _m,
    ...imported
  } = record
  return { source, sourceId, imported }
}

const splitOffice = ({ source, sourceId, authorities: _a, ...imported }: OfficeRecord) => ({ source, sourceId, imported })

const splitTopic = ({ source, sourceId, name, navigation, rank }: CatalogueFile['topics'][number]) => {
  const imported: TopicFacts = { name, navigation, rank }
  return { source, sourceId, imported }
}

const splitAuthority = ({
  source,
  sourceId,
  ...imported
}: CatalogueFile['authorities'][number]): { source: string; sourceId: string; imported: AuthorityFacts } => ({
  source,
  sourceId,
  imported,
})
