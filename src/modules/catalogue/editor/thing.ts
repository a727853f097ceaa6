// One thing as editors see it: each field as it is shown, as it was delivered, and whether an editor wrote it.
import { sql } from 'kysely'
import type { TownSql } from '../../../kernel/town.ts'
import { wordsIn } from '../language-choice.ts'
import type { Localized } from '../record.ts'
import type { Status } from '../tables.ts'
import { type Field, fieldsOf } from './fields.ts'
import type { EditedNoun } from './tables.ts'
import { showValue } from './typed-value.ts'

export type FieldValue = {
  /** What people see now, in the notation of the editors. */
  shown: string
  /** As it was typed: with the names of shared facts in it. */
  typed: string
  edited: boolean
  imported: string
}

type Layer = Record<string, unknown>
export type Layers = { imported: Layer; edited: Layer }
export type Related = { id: number; name: string; hidden: boolean; origin: 'imported' | 'edited' }
export type Step = { id: number; name: string; heading: Localized }

export type Thing = {
  noun: EditedNoun
  id: number
  title: string
  status: Status
  kind?: 'life' | 'business'
  source: string
  values: Record<string, FieldValue>
  stored: {
    facts: Layers
    texts: Record<string, Layers>
    columns: Layer
    byEditor: readonly string[]
    relations: Record<string, readonly Related[]>
    steps: readonly Step[]
    groups: string
  }
}

const localizedName: Record<Exclude<EditedNoun, 'synonyms'>, ReturnType<typeof sql>> = {
  service: sql`(SELECT jsonb_object_agg(language, title) FROM catalogue.service_text x
    WHERE x.town_id = t.town_id AND x.service_id = t.id AND title IS NOT NULL)`,
  office: sql`t.effective -> 'name'`,
  topic: sql`t.effective -> 'name'`,
  situation: sql`t.name`,
}

export type Named = { id: number; name: string; status: Status }

/** Every thing of a noun with its German name, for lists and for finding what a line of text means. */
export async function listNamed(db: TownSql, noun: Exclude<EditedNoun, 'synonyms'>): Promise<Named[]> {
  const { rows } = await sql<{ id: number; name: Localized | null; status: Status }>`
    SELECT t.id, ${localizedName[noun]} AS name, t.status FROM ${sql.table(`catalogue.${noun}`)} t ORDER BY t.id`.execute(db)
  return rows.map(({ id, name, status }) => ({ id, name: wordsIn(name ?? {}, 'de'), status }))
}

const none = (): Thing['stored'] => ({
  facts: { imported: {}, edited: {} },
  texts: {},
  columns: {},
  byEditor: [],
  relations: {},
  steps: [],
  groups: '',
})

/** Inside a transaction that writes, the thing is held until its end: a second editor waits and then sees what changed. */
export async function findThing(db: TownSql, noun: EditedNoun, id: number, hold = false): Promise<Thing | undefined> {
  if (noun === 'synonyms') return id === 1 ? readSynonyms(db) : undefined
  if (noun === 'situation') return readSituation(db, id, hold)
  const { rows } = await sql<Layers & { status: Status; source: string; effective: { name?: Localized } }>`
    SELECT imported, edited, effective, status, source FROM ${sql.table(`catalogue.${noun}`)} WHERE id = ${id}
    ${hold ? sql`FOR UPDATE` : sql``}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const stored = { ...none(), facts: { imported: row.imported, edited: row.edited } }
  if (noun === 'service') {
    const texts = await sql<Layers & { language: string }>`SELECT language, imported, edited FROM catalogue.service_text
      WHERE service_id = ${id}`.execute(db)
    for (const { language, imported, edited } of texts.rows) stored.texts[language] = { imported, edited }
  }
  for (const { at } of fieldsOf[noun]) if (at.in === 'relation') stored.relations[at.table] = await relatedTo(db, id, at)
  const title =
    noun === 'service'
      ? wordsIn(
          Object.fromEntries(
            Object.entries(stored.texts).map(([language, { imported, edited }]) => [
              language,
              String(edited.title ?? imported.title ?? ''),
            ]),
          ),
          'de',
        )
      : wordsIn(row.effective.name ?? {}, 'de')
  return withValues(db, { noun, id, title, status: row.status, source: row.source, values: {}, stored })
}

type RelationPlace = Extract<Field['at'], { in: 'relation' }>

async function relatedTo(db: TownSql, id: number, { table, owner, other, of }: RelationPlace): Promise<Related[]> {
  const noun = of as Exclude<EditedNoun, 'synonyms'>
  const { rows } = await sql<Omit<Related, 'name'> & { name: Localized | null }>`
    SELECT t.id, ${localizedName[noun]} AS name, r.hidden, r.origin
    FROM ${sql.table(`catalogue.${table}`)} r JOIN ${sql.table(`catalogue.${noun}`)} t ON t.town_id = r.town_id AND t.id = r.${sql.ref(other)}
    WHERE r.${sql.ref(owner)} = ${id} ORDER BY ${table === 'service_office' ? sql`r.position, t.id` : sql`t.id`}`.execute(db)
  return rows.map(({ name, ...row }) => ({ ...row, name: wordsIn(name ?? {}, 'de') }))
}

async function readSituation(db: TownSql, id: number, hold: boolean): Promise<Thing | undefined> {
  const { rows } = await sql<{
    name: Localized
    summary: Localized
    keywords: Record<string, string[]>
    main: boolean
    kind: 'life' | 'business'
    status: Status
    by_editor: string[]
  }>`SELECT name, summary, keywords, main, kind, status, by_editor FROM catalogue.situation WHERE id = ${id}
    ${hold ? sql`FOR UPDATE` : sql``}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const steps = await sql<{ id: number; name: Localized | null; heading: Localized }>`
    SELECT t.id, ${localizedName.service} AS name, s.heading FROM catalogue.situation_service s
    JOIN catalogue.service t ON t.town_id = s.town_id AND t.id = s.service_id
    WHERE s.situation_id = ${id} ORDER BY s.position, t.id`.execute(db)
  const { name, summary, keywords, main, kind, status, by_editor } = row
  const stored = {
    ...none(),
    columns: { name, summary, keywords, main: main ? 'yes' : 'no' },
    byEditor: by_editor,
    steps: steps.rows.map((step) => ({ ...step, name: wordsIn(step.name ?? {}, 'de') })),
  }
  return withValues(db, { noun: 'situation', id, title: wordsIn(name, 'de'), status, kind, source: 'town', values: {}, stored })
}

async function readSynonyms(db: TownSql): Promise<Thing> {
  const { rows } = await sql<{ groups: string }>`SELECT groups FROM catalogue.synonyms`.execute(db)
  const stored = { ...none(), groups: rows[0]?.groups ?? '' }
  return withValues(db, { noun: 'synonyms', id: 1, title: '', status: 'published', source: 'town', values: {}, stored })
}

async function withValues(db: TownSql, thing: Thing): Promise<Thing> {
  const { rows } = await sql<{ field: string; typed: string }>`SELECT field, typed FROM catalogue.fact_use
    WHERE noun = ${thing.noun} AND thing_id = ${thing.id}`.execute(db)
  const typed = new Map(rows.map((row) => [row.field, row.typed]))
  for (const field of fieldsOf[thing.noun]) {
    const { edited, value, imported } = storedValue(thing, field)
    const shown = showStored(field, value)
    thing.values[field.path] = {
      shown,
      typed: typed.get(field.path) ?? shown,
      edited,
      imported: showStored(field, imported),
    }
  }
  return thing
}

const showStored = (field: Field, value: unknown): string =>
  field.kind === 'things'
    ? (value as Related[]).map(lineOf).join('\n')
    : field.kind === 'steps'
      ? showSteps(value as Step[])
      : showValue(field, value)

/** `Bürgerbüro Mitte (12)`: the number tells things of the same name apart. */
export const lineOf = ({ id, name }: { id: number; name: string }): string => `${name} (${id})`

function showSteps(steps: readonly Step[]): string {
  const out: string[] = []
  let before = ''
  for (const step of steps) {
    const { de = '', en = '', leicht = '' } = step.heading
    const heading = [de, en, leicht].join(' | ').replace(/( \| )+$/, '')
    if (heading !== before && (heading !== '' || before !== '')) out.push(`# ${heading}`.trim())
    before = heading
    out.push(lineOf(step))
  }
  return out.join('\n')
}

/** The value of a field in its three lights. */
export function storedValue(thing: Thing, { at }: Field): { value: unknown; imported: unknown; edited: boolean } {
  const { stored } = thing
  if (at.in === 'text') {
    const row = stored.texts[at.language] ?? { imported: {}, edited: {} }
    const edited = at.key in row.edited
    return { value: edited ? row.edited[at.key] : row.imported[at.key], imported: row.imported[at.key], edited }
  }
  if (at.in === 'facts') {
    const { imported, edited } = stored.facts
    const pick = (value: unknown) => (at.language ? (value as Localized | undefined)?.[at.language] : value)
    const isEdited = at.key in edited
    return { value: pick(isEdited ? edited[at.key] : imported[at.key]), imported: pick(imported[at.key]), edited: isEdited }
  }
  if (at.in === 'way') {
    const url = (layer: Layer) =>
      (layer.channels as { kind: string; url?: string }[] | undefined)?.find(({ kind, url }) => kind === at.kind && url)?.url
    const isEdited = 'channels' in stored.facts.edited
    return {
      value: url(isEdited ? stored.facts.edited : stored.facts.imported),
      imported: url(stored.facts.imported),
      edited: isEdited,
    }
  }
  if (at.in === 'wheelchair') {
    const of = (layer: Layer) => (layer.accessibility as { wheelchair?: string } | undefined)?.wheelchair
    const isEdited = 'accessibility' in stored.facts.edited
    return {
      value: of(isEdited ? stored.facts.edited : stored.facts.imported),
      imported: of(stored.facts.imported),
      edited: isEdited,
    }
  }
  if (at.in === 'relation') {
    const all = stored.relations[at.table] ?? []
    return {
      value: all.filter(({ hidden }) => !hidden),
      imported: all.filter(({ origin }) => origin === 'imported'),
      edited: all.some(({ hidden, origin }) => hidden || origin === 'edited'),
    }
  }
  if (at.in === 'column') {
    const value = stored.columns[at.key]
    const own = at.language ? (value as Record<string, unknown> | undefined)?.[at.language] : value
    return { value: own, imported: undefined, edited: true }
  }
  if (at.in === 'steps') return { value: stored.steps, imported: [], edited: true }
  if (at.in === 'groups') return { value: stored.groups, imported: undefined, edited: true }
  return { value: thing.status, imported: undefined, edited: true }
}
