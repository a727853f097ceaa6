// What the catalogue answers to whoever installs service packages: their texts become a service, or complete the one the town has.
import { sql } from 'kysely'
import type { LinkForm } from '../../../contracts/online-forms.ts'
import type { CheckPart, InstallPart, TryPart } from '../../../contracts/package-parts.ts'
import type { House } from '../../../kernel/house.ts'
import { type Offer, offer } from '../../../kernel/module.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { takeIn } from '../import.ts'
import { recordOfPart } from './record-of-part.ts'
import { readServicePart, type ServicePart } from './service-part.ts'

const own = 'service'
const origin = (id: string): string => `package:${id}`

async function install(house: House, town: Town, asked: InstallPart['input']): Promise<InstallPart['answer']> {
  const { db, part, origin: from, now } = asked
  if (part.kind !== own) return undefined
  const read = readServicePart(part)
  if ('problems' in read) return read
  const { service } = read
  const known = await findKnown(db, service)
  const source = origin(from.id)
  const changed =
    known === undefined &&
    (await takeIn(db, { format: 'package', source, services: [recordOfPart(service, source)], ...nothingElse }, { now })).changed
      .length > 0
  const id = known ?? (await findOwn(db, source, service.key))
  for (const form of service.forms) await house.ask<LinkForm>(town, 'link-form', { db, form, service: `catalogue.service/${id}` })
  return { version: await versionsOf(db, source), changed }
}

const nothingElse = { offices: [], topics: [], authorities: [], refused: [] }

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The town's own service with the same federal key: by its name, or the only one. It keeps its texts, and only gets the form. */
async function findKnown(db: TownSql, { leika, title, synonyms }: ServicePart): Promise<number | undefined> {
  if (leika.length === 0) return undefined
  const { rows } = await sql<{ id: number; title: string | null }>`SELECT DISTINCT s.id, t.title FROM catalogue.service_leika k
    JOIN catalogue.service s ON s.town_id = k.town_id AND s.id = k.service_id
    LEFT JOIN catalogue.service_text t ON t.town_id = s.town_id AND t.service_id = s.id AND t.language = 'de'
    WHERE k.leika_key = ANY (${leika}) AND NOT k.hidden AND s.status = 'published' AND s.source NOT LIKE 'package:%' ORDER BY s.id`.execute(
    db,
  )
  const names = new Set([title.de, ...synonyms.de].map(bare))
  return (rows.find((row) => names.has(bare(row.title ?? ''))) ?? (rows.length === 1 ? rows[0] : undefined))?.id
}

async function findOwn(db: TownSql, source: string, key: string): Promise<number> {
  const { rows } = await sql<{
    id: number
  }>`SELECT id FROM catalogue.service WHERE source = ${source} AND source_id = ${key}`.execute(db)
  return rows[0]!.id
}

/** One for each time its texts were taken in. */
async function versionsOf(db: TownSql, source: string): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`SELECT count(*)::integer AS count FROM catalogue.import_run WHERE source = ${source}`.execute(db)
  return Math.max(1, rows[0]?.count ?? 0)
}

export const packageOffers: readonly Offer[] = [
  offer<CheckPart>('check-package-part', 1, async (_town, { part, all }) => {
    if (part.kind !== own) return undefined
    const read = readServicePart(part, all)
    return { problems: 'problems' in read ? read.problems : [] }
  }),
  offer<InstallPart>('install-package-part', 1, (town, asked, house) => install(house, town, asked)),
  // `expected` names texts of a language: `{ "de": { "title": "Hund anmelden" } }`.
  offer<TryPart>('try-package-part', 1, async (_town, { part, example: { expected } }) => {
    if (part.kind !== own) return undefined
    const read = readServicePart(part)
    if ('problems' in read) return { passed: false, differences: read.problems.map(({ at, message }) => `${at}: ${message.en}`) }
    const texts = recordOfPart(read.service, '').texts as Record<string, Record<string, unknown>>
    const differences = Object.entries(expected as Record<string, Record<string, unknown>>).flatMap(([language, fields]) =>
      Object.entries(fields)
        .filter(([field, wanted]) => JSON.stringify(texts[language]?.[field]) !== JSON.stringify(wanted))
        .map(
          ([field, wanted]) =>
            `${language}.${field}: ${JSON.stringify(texts[language]?.[field])} instead of ${JSON.stringify(wanted)}`,
        ),
    )
    return { passed: differences.length === 0, differences }
  }),
]
