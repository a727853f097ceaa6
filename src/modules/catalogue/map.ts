// The map of the offices: points with their addresses, above the areas that the town has given.
import { sql } from 'kysely'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { addressInWords } from './facts.ts'
import { wordsIn } from './language-choice.ts'
import { listOffices, officeUrl } from './office.ts'
import { UnreadableFile } from './readers/fields.ts'
import { cleanLine } from './readers/rich-text.ts'
import type { CatalogueTables, MapFeature } from './tables.ts'

const bounds = { bytes: 500_000, features: 500, positions: 50_000, name: 200 }

/**
 * Polygons with a name, and nothing else of what the file holds.
 * @standard RFC 7946 (GeoJSON)
 * @throws UnreadableFile
 */
export function readMap(content: string): MapFeature[] {
  if (Buffer.byteLength(content) > bounds.bytes)
    throw new UnreadableFile(`The map is larger than ${bounds.bytes / 1_000} KB; simplify its lines first.`)
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (fault) {
    throw new UnreadableFile(`The map is no valid JSON: ${(fault as Error).message}`)
  }
  const { type, features } = (value ?? {}) as { type?: unknown; features?: unknown }
  if (type !== 'FeatureCollection' || !Array.isArray(features)) throw new UnreadableFile('The map is no FeatureCollection.')
  if (features.length === 0 || features.length > bounds.features)
    throw new UnreadableFile(`A map has 1 to ${bounds.features} areas, this one ${features.length}.`)
  const count = { positions: 0 }
  return features.map((feature, index) => readFeature(feature, `area ${index + 1}`, count))
}

type RawFeature = {
  properties?: { name?: unknown; number?: unknown } | null
  geometry?: { type?: unknown; coordinates?: unknown } | null
} | null

function readFeature(raw: RawFeature, place: string, count: { positions: number }): MapFeature {
  const { name, number } = raw?.properties ?? {}
  const line = typeof name === 'string' && name.length <= bounds.name ? cleanLine(name) : ''
  if (line === '') throw new UnreadableFile(`${place}: it has no name`)
  const properties = { name: line, ...(typeof number === 'number' && { number }) }
  const { type, coordinates } = raw?.geometry ?? {}
  if (type === 'Polygon')
    return { type: 'Feature', properties, geometry: { type, coordinates: rings(coordinates, place, count) } }
  if (type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.length > 0)
    return {
      type: 'Feature',
      properties,
      geometry: { type, coordinates: coordinates.map((polygon) => rings(polygon, place, count)) },
    }
  throw new UnreadableFile(`${place} (${line}): only Polygon and MultiPolygon are drawn`)
}

function rings(value: unknown, place: string, count: { positions: number }): number[][][] {
  if (!Array.isArray(value) || value.length === 0) throw new UnreadableFile(`${place}: a polygon without a ring`)
  return value.map((ring: unknown) => {
    if (!Array.isArray(ring) || ring.length < 4) throw new UnreadableFile(`${place}: a ring has at least four positions`)
    count.positions += ring.length
    if (count.positions > bounds.positions) throw new UnreadableFile(`The map has more than ${bounds.positions} positions.`)
    const positions = ring.map((position: unknown) => readPosition(position, place))
    const [first, last] = [positions[0], positions.at(-1)]
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw new UnreadableFile(`${place}: a ring is not closed`)
    return positions
  })
}

function readPosition(value: unknown, place: string): number[] {
  const [longitude, latitude] = Array.isArray(value) ? (value as unknown[]) : []
  const fits = (number: unknown, most: number): number is number =>
    typeof number === 'number' && Number.isFinite(number) && Math.abs(number) <= most
  if (!fits(longitude, 180) || !fits(latitude, 90))
    throw new UnreadableFile(`${place}: ${JSON.stringify(value)?.slice(0, 60)} is no longitude and latitude`)
  return [longitude, latitude]
}

/** True when the stored map was another one. */
export const storeMap = (
  town: Town,
  { features, attribution }: { features: readonly MapFeature[]; attribution: string },
  now: Date,
): Promise<boolean> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    const json = JSON.stringify(features)
    const { rows } = await sql`INSERT INTO catalogue.map_layer AS layer (key, attribution, features, changed_at)
      VALUES ('districts', ${attribution}, ${json}::jsonb, ${now})
      ON CONFLICT (town_id, key) DO UPDATE SET attribution = excluded.attribution, features = excluded.features,
        changed_at = excluded.changed_at
      WHERE layer.features <> excluded.features OR layer.attribution <> excluded.attribution RETURNING key`.execute(db)
    if (rows.length > 0) await tell(db, { type: 'catalogue.changed.v1', subjects: ['catalogue.map/districts'] })
    return rows.length > 0
  })

/** MapLibre compressed, in KB: what a visitor loads before any area of the town. */
const engineKilobytes = 300

/** About how much "show map" loads, in KB. */
export async function mapKilobytes(town: Town): Promise<number> {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<{ bytes: number }>`SELECT coalesce(sum(length(features::text)), 0)::integer AS bytes FROM catalogue.map_layer`.execute(
      db,
    ),
  )
  return engineKilobytes + Math.round((rows[0]?.bytes ?? 0) / 3_000)
}

/** Offices as points (`kind: office`) and areas as polygons (`kind: district`). @standard RFC 7946 (GeoJSON) */
export async function officesMap(town: Town, reader: Reader): Promise<object> {
  const [offices, layers] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([listOffices(db), db.selectFrom('catalogue.map_layer').select(['features', 'attribution']).execute()]),
  )
  const points = offices.flatMap(({ id, facts, services }) =>
    facts.geo === undefined
      ? []
      : [
          {
            type: 'Feature',
            id,
            properties: {
              kind: 'office',
              name: wordsIn(facts.name, reader.language),
              address: addressInWords(facts.address),
              url: officeUrl(reader.language, { id, facts }),
              services,
            },
            geometry: { type: 'Point', coordinates: [facts.geo.lon, facts.geo.lat] },
          },
        ],
  )
  const areas = layers.flatMap(({ features }) =>
    features.map((feature) => ({ ...feature, properties: { kind: 'district', ...feature.properties } })),
  )
  const attribution = layers.map((layer) => layer.attribution)
  return { type: 'FeatureCollection', attribution, features: [...areas, ...points] }
}
