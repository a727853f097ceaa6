// Offices of the town: where they are, when they are open, and what can be done there.
import { sql } from 'kysely'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town, TownSql } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { factWords } from './fact-words.ts'
import { addressInWords, hoursInWords, streetOf } from './facts.ts'
import { chooseText, wordsIn } from './language-choice.ts'
import { officePath } from './paths.ts'
import type { OfficeFacts } from './record.ts'
import { listServiceLines, serviceLine } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'
import type { OfficeLine, OfficesView, OfficeView, TownText } from './views.ts'

export type OfficeRow = { id: number; source: string; sourceId: string; facts: OfficeFacts; services: number; changed: Date }

/** Published offices with the number of published services that are done there. */
export async function listOffices(db: ReadDb<CatalogueTables>): Promise<OfficeRow[]> {
  const { rows } = await sql<OfficeRow>`
    SELECT o.id, o.source, o.source_id AS "sourceId", o.effective AS facts, o.changed_at AS changed, count(s.id)::integer AS services
    FROM catalogue.office o
    LEFT JOIN catalogue.service_office so ON so.office_id = o.id AND NOT so.hidden
    LEFT JOIN catalogue.service s ON s.id = so.service_id AND s.status = 'published'
    WHERE o.status = 'published' GROUP BY o.town_id, o.id
    ORDER BY o.effective -> 'name' ->> 'de' COLLATE "de-x-icu", o.id`.execute(db)
  return rows
}

export const officeUrl = (language: Language, { id, facts }: Pick<OfficeRow, 'id' | 'facts'>): string =>
  pathIn(language, officePath(id, wordsIn(facts.name, 'de')))

export function officeLine(language: Language, row: Pick<OfficeRow, 'id' | 'facts'>): OfficeLine {
  const { name, address, phone, email } = row.facts
  return { name: wordsIn(name, language), url: officeUrl(language, row), address: addressInWords(address), phone, mail: email }
}

export type FoundOffice = { view: OfficeView; path: string; dependsOn: string[] }

export const findOfficeView = (town: Town, id: number, reader: Reader): Promise<FoundOffice | undefined> =>
  town.read((db: ReadDb<CatalogueTables>) => readOfficeView(db, id, reader))

/** The same inside a transaction, such as the one of a preview. */
export async function readOfficeView(db: TownSql, id: number, reader: Reader): Promise<FoundOffice | undefined> {
  const { language } = reader
  const [found, lines] = await Promise.all([
    sql<{ facts: OfficeFacts; published: string | null }>`SELECT effective AS facts,
        (SELECT to_char(max(at) AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD') FROM catalogue.version
          WHERE town_id = o.town_id AND noun = 'office' AND thing_id = o.id) AS published
      FROM catalogue.office o WHERE id = ${id} AND status = 'published'`.execute(db),
    listServiceLines(
      db,
      language,
      sql`s.id IN (SELECT service_id FROM catalogue.service_office WHERE office_id = ${id} AND NOT hidden)`,
    ),
  ])
  const [row] = found.rows
  if (!row) return undefined
  const { facts } = row
  const { address, geo, phone, fax, email, website, openingHours, openingHoursText, accessibility, unit, organisation } = facts
  const view: OfficeView = {
    id: String(id),
    name: wordsIn(facts.name, language),
    unit: unit || organisation ? { name: (unit ?? organisation) as string } : undefined,
    otherNames: facts.alternativeNames ?? [],
    street: address && streetOf(address),
    postalCode: address?.postalCode,
    city: address?.city,
    point: geo && { latitude: geo.lat, longitude: geo.lon },
    phone,
    fax,
    mail: email,
    website,
    hours: hoursInWords(reader, openingHours ?? []),
    hoursNote: noteOf(openingHoursText, language),
    accessibility: accessOf(accessibility, reader),
    services: lines.map((line) => serviceLine(reader, line)),
    mapUrl: geo && `${pathIn(language, '/offices')}?map=1`,
    updated: [facts.lastChange?.slice(0, 10), row.published ?? undefined].filter(Boolean).sort().at(-1),
    machine: [{ label: factWords(reader).machineJson, url: `/api/v1/offices/${id}` }],
  }
  const dependsOn = [`catalogue.office/${id}`, 'catalogue.service/*']
  return { view, path: officePath(id, wordsIn(facts.name, 'de')), dependsOn }
}

function noteOf(texts: OfficeFacts['openingHoursText'], language: Language): TownText | undefined {
  const chosen = chooseText(texts, language)
  return chosen && { html: chosen.text, language: chosen.language }
}

function accessOf(access: OfficeFacts['accessibility'], reader: Reader): string[] {
  if (!access) return []
  const text = factWords(reader)
  const wheelchair = { yes: text.wheelchairYes, limited: text.wheelchairLimited, no: text.wheelchairNo }
  const notes = wordsIn(access.notes, reader.language)
  return [...(access.wheelchair ? [wheelchair[access.wheelchair]] : []), ...(notes ? [notes] : [])]
}

/** Grouped by department where the offices name one. */
export async function officesView(
  town: Town,
  reader: Reader,
  { mapShown, mapKilobytes }: { mapShown: boolean; mapKilobytes: number },
): Promise<OfficesView> {
  const { language } = reader
  const offices = await town.read((db: ReadDb<CatalogueTables>) => listOffices(db))
  const placeOf = ({ facts }: OfficeRow): string => `${wordsIn(facts.name, language)}, ${addressInWords(facts.address) ?? ''}`
  const named = Map.groupBy(offices, placeOf)
  /** Only what has the same name and the same address is told apart by its official name, which may hold a unit's code. */
  const lineOf = (row: OfficeRow): OfficeLine => {
    const line = officeLine(language, row)
    const alone = (named.get(placeOf(row))?.length ?? 0) < 2
    return alone ? line : { ...line, name: row.facts.officialName ?? line.name }
  }
  const units = [...new Set(offices.flatMap(({ facts }) => facts.unit ?? []))].sort((a, b) => a.localeCompare(b, 'de'))
  const inUnit = (unit: string | undefined) => offices.filter(({ facts }) => facts.unit === unit)
  const groups = [...units, undefined]
    .map((unit) => ({
      title: unit ?? (units.length > 0 ? factWords(reader).moreOffices : undefined),
      offices: inUnit(unit).map(lineOf),
    }))
    .filter((group) => group.offices.length > 0)
  const placed = offices.some(({ facts }) => facts.geo)
  return {
    total: offices.length,
    groups,
    map: placed
      ? {
          url: `${pathIn(language, '/offices')}?map=1`,
          source: pathIn(language, '/offices/map.geojson'),
          kilobytes: mapKilobytes,
          shown: mapShown,
        }
      : undefined,
  }
}
