// Reads the streets of a town from CSV or GeoJSON; every line that cannot be meant is refused with its reason.
import { readCsv } from '../csv.ts'
import type { Street } from './street.ts'

export type ReadStreets = { streets: Street[]; refused: { line: number; reason: string }[] }

const columns: Record<string, keyof Street | 'number'> = {
  street: 'name',
  name: 'name',
  strasse: 'name',
  straße: 'name',
  house_numbers: 'houseNumbers',
  hausnummern: 'houseNumbers',
  house_number: 'houseNumbers',
  hausnummer: 'houseNumbers',
  postcode: 'postcode',
  plz: 'postcode',
  latitude: 'latitude',
  longitude: 'longitude',
}
const mostStreets = 100_000
const mostNumbers = 2_000

/** The first line of a CSV file names its columns: `street`, and where known `house_numbers` (parted by `|`), `postcode`, `latitude`, `longitude`. @throws Error for a file that is none of ours */
export function readStreets(text: string): ReadStreets {
  const plain = text.replace(/^\uFEFF/, '')
  const entries = plain.trimStart().startsWith('{') ? entriesOfGeoJson(plain) : entriesOfCsv(plain)
  if (entries.length > mostStreets) throw new Error(`More than ${mostStreets} streets.`)
  const read: ReadStreets = { streets: [], refused: [] }
  for (const { line, cells } of entries) {
    const street = streetOf(cells)
    if (typeof street === 'string') read.refused.push({ line, reason: street })
    else read.streets.push(street)
  }
  return read
}

type Cells = Partial<Record<string, string>>
type Entry = { line: number; cells: Cells }

function entriesOfCsv(text: string): Entry[] {
  const rows = readCsv(text)
  const head = rows.shift()?.cells.map((name) => columns[name.trim().toLowerCase()]) ?? []
  if (!head.includes('name')) throw new Error('The first line names the columns; one of them is "street".')
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(head.flatMap((name, at) => (name ? [[name, cells[at] ?? '']] : []))),
    }))
}

/** @standard RFC 7946; a line is told by its middle corner */
function entriesOfGeoJson(text: string): Entry[] {
  const { features } = JSON.parse(text) as { features?: unknown }
  if (!Array.isArray(features)) throw new Error('The file holds a list "features".')
  return features.map((feature: { properties?: Record<string, unknown>; geometry?: { coordinates?: unknown } } | null, index) => {
    const cells: Cells = {}
    for (const [name, value] of Object.entries(feature?.properties ?? {})) {
      const column = columns[name.toLowerCase()]
      if (column && cells[column] === undefined) cells[column] = Array.isArray(value) ? value.join('|') : String(value ?? '')
    }
    const middle = middleOf(feature?.geometry?.coordinates)
    if (middle) [cells.longitude, cells.latitude] = middle.map(String) as [string, string]
    return { line: index + 1, cells }
  })
}

function middleOf(coordinates: unknown): [number, number] | undefined {
  if (!Array.isArray(coordinates) || coordinates.length === 0) return undefined
  const [longitude, latitude] = coordinates as unknown[]
  if (typeof longitude === 'number' && typeof latitude === 'number') return [longitude, latitude]
  return middleOf(coordinates[Math.floor((coordinates.length - 1) / 2)])
}

/** The street, or why it is none. */
function streetOf(cells: Cells): Street | string {
  const name = (cells.name ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name === '') return 'The name is missing.'
  if (name.length > 120 || /\p{Cc}/u.test(name)) return 'The name is too long or holds a control character.'
  if (!/\p{L}|\p{N}/u.test(name)) return 'The name has no letter.'
  const postcode = (cells.postcode ?? '').trim()
  if (postcode !== '' && !/^\d{5}$/.test(postcode)) return `"${postcode.slice(0, 20)}" is no postcode: five digits.`
  const houseNumbers = (cells.houseNumbers ?? '')
    .split('|')
    .map((number) => number.trim())
    .filter((number) => number !== '')
  if (houseNumbers.length > mostNumbers || houseNumbers.some((number) => !/^\d{1,5}[0-9 a-z/–-]{0,10}$/i.test(number)))
    return 'A house number begins with a digit; several are parted by "|".'
  const [latitude, longitude] = [degrees(cells.latitude, 90), degrees(cells.longitude, 180)]
  if (latitude === null || longitude === null || (latitude === undefined) !== (longitude === undefined))
    return 'Latitude and longitude are degrees of WGS 84, both or none.'
  return {
    name,
    ...(postcode !== '' && { postcode }),
    houseNumbers,
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
  }
}

/** Null: no degrees. A comma is a point. */
function degrees(text: string | undefined, most: number): number | undefined | null {
  const plain = (text ?? '').trim().replace(',', '.')
  if (plain === '') return undefined
  const value = Number(plain)
  return Number.isFinite(value) && Math.abs(value) <= most ? value : null
}
