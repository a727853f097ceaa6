// Takes a town's own list of situations over: what is new, what changed, what was taken off the list.
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { tell } from '../../kernel/outbox.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { takeNumbers } from './import-things.ts'
import type { Localized } from './record.ts'
import type { SituationKind } from './situation.ts'
import type { CatalogueTables, Highlight, Status } from './tables.ts'
import type { SituationList } from './town-lists.ts'

type Listed = Static<typeof SituationList>['situations'][number]
type Step = { service_id: number; position: number; heading: Localized }
type Wanted = {
  name: Localized
  summary: Localized
  picture: string | null
  position: number
  main: boolean
  status: string
  highlights: Highlight[]
  steps: Step[]
}

/** Numbers of the services by the id in their file; published ones win where two sources share an id. */
export async function serviceNumbers(db: WriteDb<CatalogueTables>): Promise<Map<string, number>> {
  const rows = await db.selectFrom('catalogue.service').select(['id', 'source_id']).orderBy(sql`status = 'published'`).execute()
  return new Map(rows.map(({ id, source_id }) => [source_id, id]))
}

/** One transaction. Returns what could not be found, and whether anything changed. */
export const storeSituations = (
  town: Town,
  kind: SituationKind,
  list: readonly Listed[],
  now: Date,
): Promise<{ changed: number; lines: string[] }> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    const lines: string[] = []
    const numbers = await serviceNumbers(db)
    const before = await storedSituations(db, kind)
    const changes: { id: number; kind: 'new' | 'updated' | 'retired'; services: number[] }[] = []
    for (const [position, listed] of list.entries()) {
      const known = before.get(listed.id)
      const wanted = keptByEditors(known, wantedOf(listed, position, numbers, lines))
      if (known && isDeepStrictEqual(known.is, wanted)) continue
      const id = known?.id ?? (await takeNumbers(db, 'situation', 1))
      await writeSituation(db, id, kind, listed.id, wanted, now)
      const services = [...(known?.is.steps ?? []), ...wanted.steps].map(({ service_id }) => service_id)
      changes.push({ id, kind: known ? 'updated' : 'new', services })
    }
    for (const [key, { id, is, byEditor }] of before) {
      if (is.status === 'retired' || byEditor.includes('status') || list.some((listed) => listed.id === key)) continue
      await db.updateTable('catalogue.situation').set({ status: 'retired', changed_at: now }).where('id', '=', id).execute()
      changes.push({ id, kind: 'retired', services: is.steps.map(({ service_id }) => service_id) })
    }
    for (const change of changes)
      await db
        .insertInto('catalogue.change')
        .values({ changed_at: now, noun: 'situation', thing_id: change.id, kind: change.kind })
        .execute()
    if (changes.length > 0) {
      const services = new Set(changes.flatMap((change) => change.services))
      const subjects = [
        ...changes.map(({ id }) => `catalogue.situation/${id}`),
        ...[...services].map((id) => `catalogue.service/${id}`),
      ]
      await tell(db, { type: 'catalogue.changed.v1', subjects })
    }
    return { changed: changes.length, lines }
  })

function wantedOf(listed: Listed, position: number, numbers: ReadonlyMap<string, number>, lines: string[]): Wanted {
  const found = (sourceId: string): number[] => {
    const id = numbers.get(sourceId)
    if (id === undefined) lines.push(`situation ${listed.id}: there is no service ${sourceId}`)
    return id === undefined ? [] : [id]
  }
  const steps = new Map<number, Step>()
  for (const group of listed.groups)
    for (const service_id of group.services.flatMap(found))
      if (!steps.has(service_id)) steps.set(service_id, { service_id, position: steps.size, heading: { ...group.title } })
  return {
    name: { ...listed.title },
    summary: { ...listed.lead },
    picture: listed.icon ?? null,
    position,
    main: listed.primary ?? false,
    status: 'published',
    highlights: (listed.highlight ?? []).flatMap(({ sourceId, label }) =>
      found(sourceId).map((service) => ({ service, label: { ...label } })),
    ),
    steps: [...steps.values()],
  }
}

type Known = { id: number; is: Wanted; byEditor: readonly string[] }

/** What an editor wrote on the desk stays, whatever the folder says. */
function keptByEditors(known: Known | undefined, wanted: Wanted): Wanted {
  const kept = Object.entries(known?.is ?? {}).filter(([field]) => known?.byEditor.includes(field))
  return { ...wanted, ...Object.fromEntries(kept) }
}

async function storedSituations(db: WriteDb<CatalogueTables>, kind: SituationKind): Promise<Map<string, Known>> {
  const rows = await db.selectFrom('catalogue.situation').selectAll().where('kind', '=', kind).execute()
  const steps = await db.selectFrom('catalogue.situation_service').selectAll().orderBy('position').execute()
  return new Map(
    rows.map(({ id, key, name, summary, picture, position, main, status, highlights, by_editor }) => {
      const own = steps
        .filter(({ situation_id }) => situation_id === id)
        .map(({ service_id, position: at, heading }) => ({ service_id, position: at, heading }))
      return [key, { id, is: { name, summary, picture, position, main, status, highlights, steps: own }, byEditor: by_editor }]
    }),
  )
}

async function writeSituation(
  db: WriteDb<CatalogueTables>,
  id: number,
  kind: SituationKind,
  key: string,
  wanted: Wanted,
  now: Date,
): Promise<void> {
  const { name, summary, picture, position, main, highlights, steps, status } = wanted
  const values = {
    name: JSON.stringify(name),
    summary: JSON.stringify(summary),
    picture,
    position,
    main,
    status: status as Status,
    highlights: JSON.stringify(highlights),
    changed_at: now,
  }
  await db
    .insertInto('catalogue.situation')
    .values({ id, key, kind, group_id: null, ...values })
    .onConflict((conflict) => conflict.columns(['town_id', 'id']).doUpdateSet(values))
    .execute()
  await db.deleteFrom('catalogue.situation_service').where('situation_id', '=', id).execute()
  await sql`INSERT INTO catalogue.situation_service (situation_id, service_id, position, heading)
    SELECT ${id}::integer, service_id, position, heading FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
      AS step (service_id integer, position integer, heading jsonb)`.execute(db)
}
