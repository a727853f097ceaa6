// Makes districts.geojson small: `node simplify.mjs <city's geojson> > districts.geojson`. A border that two districts share stays one line.
import { readFileSync } from 'node:fs'

const tolerance = 0.00012 // degrees, about 13 m: less than a pixel on an overview of the city
const city = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const round = ([lon, lat]) => [Number(lon.toFixed(4)), Number(lat.toFixed(4))]

/** Rings without repeated neighbours, each point written once as text so that it can be compared. */
const ringsOf = (geometry) =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map((polygon) =>
    polygon.map((ring) => {
      const points = ring.map((point) => round(point).join(' '))
      return points.slice(0, -1).filter((point, i, all) => point !== all[(i + 1) % all.length])
    }),
  )

const districts = city.features.map(({ properties, geometry }) => ({ properties, polygons: ringsOf(geometry) }))

// A point belongs to a corner when more than two different points are joined to it.
const joined = new Map()
for (const ring of districts.flatMap((district) => district.polygons.flat())) {
  ring.forEach((point, i) => {
    const near = joined.get(point) ?? new Set()
    joined.set(point, near.add(ring.at(i - 1)).add(ring[(i + 1) % ring.length]))
  })
}
const isCorner = (point) => joined.get(point).size > 2

function distance(point, from, to) {
  const [[x, y], [ax, ay], [bx, by]] = [point, from, to].map((text) => text.split(' ').map(Number))
  const [dx, dy] = [(bx - ax) * 0.67, by - ay] // a degree of longitude is 0.67 of one of latitude in Munich
  const [px, py] = [(x - ax) * 0.67, y - ay]
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(px - along * dx, py - along * dy)
}

/** Douglas and Peucker: keeps the farthest point while it is farther than the tolerance. */
function thin(line) {
  const far = line.map((point) => distance(point, line[0], line.at(-1)))
  const farthest = far.indexOf(Math.max(...far))
  if (far[farthest] <= tolerance) return [line[0], line.at(-1)]
  return [...thin(line.slice(0, farthest + 1)).slice(0, -1), ...thin(line.slice(farthest))]
}

/** Both districts must thin a shared line the same way, so it is always read from its smaller end. */
function thinShared(line) {
  const backward = [...line].reverse()
  return line.join() <= backward.join() ? thin(line) : thin(backward).reverse()
}

function simplify(ring) {
  const smallest = ring.indexOf([...ring].sort()[0])
  const start = ring.some(isCorner) ? ring.findIndex(isCorner) : smallest
  const turned = [...ring.slice(start), ...ring.slice(0, start), ring[start]]
  const kept = [turned[0]]
  let line = [turned[0]]
  for (const point of turned.slice(1)) {
    line.push(point)
    if (point !== turned[0] && !isCorner(point)) continue
    kept.push(...thinShared(line).slice(1))
    line = [point]
  }
  return kept.length > 3 ? [kept.map((point) => point.split(' ').map(Number))] : []
}

const features = districts.map(({ properties, polygons }) => ({
  type: 'Feature',
  properties: { number: Number(properties.SB_NUMMER), name: properties.NAME },
  geometry: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.flatMap(simplify)).filter((p) => p.length > 0) },
}))
features.sort((a, b) => a.properties.number - b.properties.number)
const lines = features.map((feature) => JSON.stringify(feature)).join(',\n')
process.stdout.write(`{"type":"FeatureCollection","features":[\n${lines}\n]}\n`)
