// Puts what editors typed into the tables: checked as a whole first, written only when everything is in order.

import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { TownSql } from '../../../kernel/town.ts'
import type { Localized } from '../record.ts'
import { type Field, findField } from './fields.ts'
import { findNamed, linesOf, NameBook, parseGroups, parseSteps } from './named.ts'
import { type FactValues, factKeysIn, fillFacts } from './shared-fact.ts'
import type { Change, Typed } from './tables.ts'
import { type Step, storedValue, type Thing } from './thing.ts'
import { isWrong, type Parsed, parseTyped, type Wrong } from './typed-value.ts'

export type Applied = { wrong: Map<string, Wrong> } | { changes: Change[]; subjects: string[] }

/** Writes `typed` into `thing`; without `write` it only checks. Null gives a field back to the import. */
export async function applyTyped(
  db: TownSql,
  thing: Thing,
  typed: Typed,
  facts: FactValues,
  now: Date,
  write: boolean,
): Promise<Applied> {
  const names = new NameBook(db)
  const wrong = new Map<string, Wrong>()
  const parsed: { field: Field; text: string | null; value: unknown }[] = []
  for (const [path, text] of Object.entries(typed)) {
    const field = findField(thing.noun, path)
    if (!field) continue
    if (text === null) {
      parsed.push({ field, text, value: storedValue(thing, field).imported })
      continue
    }
    const filled = fillFacts(text, facts, path.startsWith('en.') ? 'en' : 'de')
    const found = isWrong(filled) ? filled : await parse(thing, field, filled, names)
    if (isWrong(found)) wrong.set(path, found)
    else parsed.push({ field, text, value: found.value })
  }
  const untitled = missingTitle(thing, typed)
  if (untitled) wrong.set(untitled, { wrong: 'missing', what: '' })
  if (wrong.size > 0) return { wrong }
  const changes = parsed.flatMap(({ field, text }) => changeOf(thing, field, text))
  if (!write) return { changes, subjects: [] }
  const subjects = new Set([`catalogue.${thing.noun}/${thing.id}`])
  for (const one of parsed) for (const subject of await store(db, thing, one)) subjects.add(subject)
  await storeUses(db, thing, parsed)
  await flush(db, thing, now)
  return { changes, subjects: [...subjects] }
}

function changeOf(thing: Thing, { path }: Field, text: string | null): Change[] {
  const { shown, typed, edited, imported } = thing.values[path]!
  const after = text ?? imported
  if (after.trim() === typed.trim() && (text !== null || !edited)) return []
  return [{ field: path, before: typed, after, wasEdited: edited, ...(typed !== shown && { typedBefore: typed }) }]
}

/** A language without a title would show an empty name: whoever writes any text in it names the service too. */
function missingTitle(thing: Thing, typed: Typed): string | undefined {
  if (thing.noun !== 'service') return undefined
  const after = (path: string): string =>
    (path in typed ? (typed[path] ?? thing.values[path]?.imported) : thing.values[path]?.typed) ?? ''
  return ['de', 'en', 'leicht']
    .find((language) => {
      const filled = Object.keys(thing.values).some((path) => path.startsWith(`${language}.`) && after(path).trim() !== '')
      return (filled || language === 'de') && after(`${language}.title`).trim() === ''
    })
    ?.concat('.title')
}

async function parse(thing: Thing, field: Field, text: string, names: NameBook): Promise<Parsed> {
  if (text.length > field.atMost) return { wrong: 'long', what: String(text.length) }
  if (field.kind === 'things' && field.at.in === 'relation') {
    const ids: number[] = []
    for (const line of linesOf(text)) {
      const found = findNamed(line, await names.listOf(field.at.of))
      if (isWrong(found)) return found
      if (field.at.of === thing.noun && found === thing.id) return { wrong: 'circle', what: line }
      if (!ids.includes(found)) ids.push(found)
    }
    return { value: ids }
  }
  if (field.kind === 'steps') return parseSteps(text, await names.listOf('service'))
  if (field.kind === 'groups') return parseGroups(text)
  return parseTyped(field, text, storedValue(thing, field).value)
}

type One = { field: Field; text: string | null; value: unknown }

/** Changes what is stored of the thing; relations are written at once, layers by `flush`. Says which other things it touches. */
async function store(db: TownSql, thing: Thing, { field: { at, path }, text, value }: One): Promise<string[]> {
  const { stored } = thing
  if (at.in === 'text') {
    const row = stored.texts[at.language] ?? { imported: {}, edited: {} }
    stored.texts[at.language] = row
    setEdited(
      row.edited,
      row.imported,
      at.key,
      text === null ? undefined : (value ?? (at.key in row.imported ? '' : undefined)),
      text === null,
    )
  } else if (at.in === 'facts') {
    const { imported, edited } = stored.facts
    if (at.language) {
      const now = { ...((edited[at.key] ?? imported[at.key]) as Localized | undefined) }
      if (value === undefined) delete now[at.language]
      else now[at.language] = String(value)
      setEdited(edited, imported, at.key, now, false)
    } else
      setEdited(edited, imported, at.key, value ?? (at.key in imported ? emptyOf(imported[at.key]) : undefined), text === null)
  } else if (at.in === 'way') {
    const { imported, edited } = stored.facts
    if (text === null) {
      delete edited.channels
      return []
    }
    const channels = ((edited.channels ?? imported.channels ?? []) as { kind: string; url?: string }[]).filter(
      ({ kind, url }) => kind !== at.kind || url === value,
    )
    if (value !== undefined && !channels.some(({ kind }) => kind === at.kind))
      channels.unshift({ kind: at.kind, url: String(value) })
    setEdited(edited, imported, 'channels', channels, false)
  } else if (at.in === 'wheelchair') {
    const { imported, edited } = stored.facts
    if (text === null) {
      delete edited.accessibility
      return []
    }
    const { wheelchair: _, ...rest } = (edited.accessibility ?? imported.accessibility ?? {}) as Record<string, unknown>
    setEdited(edited, imported, 'accessibility', { ...rest, ...(value !== undefined && { wheelchair: value }) }, false)
  } else if (at.in === 'relation') {
    const wanted = text === null ? (value as { id: number }[]).map(({ id }) => id) : (value as number[])
    return storeRelation(db, thing, at, wanted)
  } else if (at.in === 'column') {
    const before = stored.columns[at.key]
    const next: unknown = at.language ? { ...(before as object), [at.language]: value ?? '' } : value
    if (at.language && (value === undefined || value === '')) delete (next as Record<string, unknown>)[at.language]
    stored.columns[at.key] = next
    stored.byEditor = [...new Set([...stored.byEditor, at.key])]
  } else if (at.in === 'steps') {
    const touched = [...stored.steps, ...(value as Step[])].map(({ id }) => `catalogue.service/${id}`)
    stored.steps = (value as { id: number; heading: Localized }[]).map((step) => ({ ...step, name: '' }))
    stored.byEditor = [...new Set([...stored.byEditor, 'steps'])]
    return touched
  } else if (at.in === 'groups') stored.groups = String(value ?? '')
  else {
    thing.status = value as Thing['status']
    if (thing.noun === 'situation') stored.byEditor = [...new Set([...stored.byEditor, path])]
  }
  return []
}

const emptyOf = (value: unknown): unknown => (Array.isArray(value) ? [] : typeof value === 'string' ? '' : null)

/** A value that is as the import says is no edit: the next delivery may change it again. */
function setEdited(
  edited: Record<string, unknown>,
  imported: Record<string, unknown>,
  key: string,
  value: unknown,
  back: boolean,
): void {
  if (back || value === undefined || (key in imported && isDeepStrictEqual(imported[key], value))) delete edited[key]
  else edited[key] = value
}

async function storeRelation(
  db: TownSql,
  thing: Thing,
  { table, owner, other, of }: Extract<Field['at'], { in: 'relation' }>,
  wanted: readonly number[],
): Promise<string[]> {
  const before = thing.stored.relations[table] ?? []
  const name = sql.table(`catalogue.${table}`)
  const marks = table !== 'service_office'
  const gone = before.filter(({ id, hidden }) => !hidden && !wanted.includes(id))
  const come = wanted.filter((id) => !before.some((one) => one.id === id && !one.hidden))
  for (const { id } of gone)
    await sql`UPDATE ${name} SET hidden = true ${marks ? sql`, by_editor = true` : sql``}
      WHERE ${sql.ref(owner)} = ${thing.id} AND ${sql.ref(other)} = ${id}`.execute(db)
  for (const id of come) {
    if (table === 'topic_parent' && (await standsAbove(db, thing.id, id))) continue
    await sql`INSERT INTO ${name} (${sql.ref(owner)}, ${sql.ref(other)}, origin ${marks ? sql`, by_editor` : sql``})
      VALUES (${thing.id}, ${id}, 'edited' ${marks ? sql`, true` : sql``})
      ON CONFLICT (town_id, ${sql.ref(table === 'service_topic' ? 'service_id' : owner)}, ${sql.ref(table === 'service_topic' ? 'topic_id' : other)})
      DO UPDATE SET hidden = false ${marks ? sql`, by_editor = true` : sql``}`.execute(db)
  }
  if (table === 'service_office')
    for (const [position, id] of wanted.entries())
      await sql`UPDATE catalogue.service_office SET position = ${position} WHERE service_id = ${thing.id} AND office_id = ${id}`.execute(
        db,
      )
  return [...gone.map(({ id }) => id), ...come].map((id) => `catalogue.${of}/${id}`)
}

/** Whether `id` is found on the way up from `parent`: then the two would stand in a circle. */
async function standsAbove(db: TownSql, id: number, parent: number): Promise<boolean> {
  const { rows } = await sql`WITH RECURSIVE above (id) AS (SELECT ${parent}::integer UNION
      SELECT p.parent_id FROM catalogue.topic_parent p JOIN above ON p.topic_id = above.id WHERE NOT p.hidden)
    SELECT 1 FROM above WHERE id = ${id}`.execute(db)
  return rows.length > 0
}

/** Remembers which fields hold shared facts, as they were typed. */
async function storeUses(db: TownSql, { noun, id }: Thing, parsed: readonly One[]): Promise<void> {
  for (const { field, text } of parsed) {
    await sql`DELETE FROM catalogue.fact_use WHERE noun = ${noun} AND thing_id = ${id} AND field = ${field.path}`.execute(db)
    const keys = text === null ? [] : factKeysIn(text)
    if (text !== null && keys.length > 0)
      await sql`INSERT INTO catalogue.fact_use (noun, thing_id, field, typed, keys)
        VALUES (${noun}, ${id}, ${field.path}, ${text}, ${keys})`.execute(db)
  }
}

async function flush(db: TownSql, thing: Thing, now: Date): Promise<void> {
  const { noun, id, status, stored } = thing
  if (noun === 'synonyms') {
    await sql`INSERT INTO catalogue.synonyms (groups, changed_at) VALUES (${stored.groups}, ${now})
      ON CONFLICT (town_id) DO UPDATE SET groups = excluded.groups, changed_at = excluded.changed_at`.execute(db)
    return
  }
  if (noun === 'situation') {
    const { name, summary, keywords, main } = stored.columns
    await sql`UPDATE catalogue.situation SET name = ${JSON.stringify(name ?? {})}, summary = ${JSON.stringify(summary ?? {})},
      keywords = ${JSON.stringify(keywords ?? {})}, main = ${main === 'yes'}, status = ${status}, by_editor = ${[...stored.byEditor]},
      changed_at = ${now} WHERE id = ${id}`.execute(db)
    await sql`DELETE FROM catalogue.situation_service WHERE situation_id = ${id}`.execute(db)
    const steps = stored.steps.map(({ id: service_id, heading }, position) => ({ service_id, position, heading }))
    await sql`INSERT INTO catalogue.situation_service (situation_id, service_id, position, heading)
      SELECT ${id}::integer, service_id, position, heading FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
        AS step (service_id integer, position integer, heading jsonb)`.execute(db)
    return
  }
  await sql`UPDATE ${sql.table(`catalogue.${noun}`)} SET edited = ${JSON.stringify(stored.facts.edited)}, changed_at = ${now},
    vanished_at = CASE WHEN status = ${status} THEN vanished_at END, status = ${status} WHERE id = ${id}`.execute(db)
  for (const [language, { imported, edited }] of Object.entries(stored.texts)) {
    const titled = (edited.title ?? imported.title ?? '') !== ''
    if (titled && imported.keywords === undefined) edited.keywords ??= []
    if (titled)
      await sql`INSERT INTO catalogue.service_text (service_id, language, edited) VALUES (${id}, ${language}, ${JSON.stringify(edited)})
        ON CONFLICT (town_id, service_id, language) DO UPDATE SET edited = excluded.edited`.execute(db)
    else
      await sql`DELETE FROM catalogue.service_text WHERE service_id = ${id} AND language = ${language} AND imported = '{}'`.execute(
        db,
      )
  }
}
