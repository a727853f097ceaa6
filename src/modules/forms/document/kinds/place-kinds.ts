// Answers of several parts: addresses, places on the map, files.
import type { Value } from '../../../../standards/feel/value.ts'
import { Decimal } from '../../../../standards/feel/value.ts'
import { answerWords } from '../answer-words.ts'
import type { Address, FileAnswer, PlaceAnswer } from '../document.ts'
import { isObject } from '../places.ts'
import { textIn } from '../text.ts'
import { isText, type Kind, type Wrong } from './kind.ts'

const parts = ['street', 'houseNumber', 'postcode', 'city', 'country', 'more'] as const
const longest = 120

const isAddress = (value: unknown): value is Address =>
  isObject(value) &&
  Object.keys(value).every((key) => parts.includes(key as never)) &&
  parts.every((part) => value[part] === undefined || (isText(value[part]) && (value[part] as string).length <= longest)) &&
  ['street', 'houseNumber', 'postcode', 'city'].every((part) => isText(value[part]))

const address: Kind<'address'> = {
  readPosted: (_question, name, input) => {
    const typed = Object.fromEntries(
      parts.map((part) => [part, input.value(`${name}-${part}`).normalize('NFC').replace(/\s+/gu, ' ')]),
    ) as Required<Address>
    if (parts.every((part) => typed[part] === '' || part === 'country')) return { value: undefined }
    const { country, more, ...always } = typed
    return { value: { ...always, ...(country && { country }), ...(more && { more }) } }
  },
  check: ({ abroad }, value, { reader, list }): Wrong | undefined => {
    const text = answerWords(reader)
    if (!isAddress(value)) return { problem: text.wrongShape }
    const foreign = value.country !== undefined && value.country !== 'DE'
    if (value.street === '') return { problem: text.addStreet, part: 'street' }
    if (value.houseNumber === '' && !foreign) return { problem: text.addHouseNumber, part: 'houseNumber' }
    if (value.postcode === '' && !foreign) return { problem: text.addPostcode, part: 'postcode' }
    if (!foreign && !/^\d{5}$/.test(value.postcode))
      return { problem: text.postcodeDigits(value.postcode.replace(/\D/g, '').length), part: 'postcode' }
    if (value.city === '') return { problem: text.addCity, part: 'city' }
    if (foreign && (!abroad || !list('countries')?.some((entry) => entry.value === value.country)))
      return { problem: text.addCountry, part: 'country' }
    return undefined
  },
  show: (_question, value, { list }) => {
    const { street, houseNumber, postcode, city, country, more } = value as Address
    const abroad =
      country !== undefined && country !== 'DE' ? list('countries')?.find((entry) => entry.value === country)?.label : undefined
    return [more, `${street} ${houseNumber}`.trim(), `${postcode} ${city}`.trim(), abroad].filter(Boolean).join(', ')
  },
  schema: ({ abroad }) => ({
    type: 'object',
    properties: Object.fromEntries(parts.map((part) => [part, { type: 'string', maxLength: longest }])),
    required: abroad ? ['street', 'city'] : ['street', 'houseNumber', 'postcode', 'city'],
    additionalProperties: false,
  }),
  inRules: (value) => (isAddress(value) ? new Map<string, Value>(Object.entries(value)) : null),
  missing: 'missingAddress',
}

const shapes = { point: 'Point', line: 'LineString', area: 'Polygon' } as const
const corners = 2_000

/** Pairs of finite degrees, nested as deep as the shape is. */
function isGeometry(shape: keyof typeof shapes, geometry: unknown): boolean {
  if (!isObject(geometry) || geometry.type !== shapes[shape]) return false
  const isPoint = (one: unknown): boolean =>
    Array.isArray(one) &&
    one.length === 2 &&
    one.every(Number.isFinite) &&
    Math.abs(Number(one[0])) <= 180 &&
    Math.abs(Number(one[1])) <= 90
  const coordinates = (geometry as { coordinates?: unknown }).coordinates
  if (shape === 'point') return isPoint(coordinates)
  if (!Array.isArray(coordinates)) return false
  const lines: unknown[] = shape === 'line' ? [coordinates] : coordinates
  const least = shape === 'line' ? 2 : 4
  return (
    lines.length >= 1 &&
    lines.length <= 20 &&
    lines.every((line) => Array.isArray(line) && line.length >= least && line.length <= corners && line.every(isPoint))
  )
}

const place: Kind<'place'> = {
  readPosted: (_question, name, input, reader) => {
    const text = input.value(name)
    const drawn = input.value(`${name}-geometry`)
    if (text === '' && drawn === '') return { value: undefined }
    try {
      return { value: { text, ...(drawn !== '' && { geometry: JSON.parse(drawn) as NonNullable<PlaceAnswer['geometry']> }) } }
    } catch {
      return { problem: answerWords(reader).notGeometry }
    }
  },
  check: ({ shape }, value, { reader }) => {
    const text = answerWords(reader)
    if (
      !isObject(value) ||
      !isText(value.text) ||
      value.text.length > 500 ||
      Object.keys(value).some((key) => !['text', 'geometry'].includes(key))
    )
      return { problem: text.wrongShape }
    if (value.geometry === undefined) return value.text.trim() === '' ? { problem: text.addPlace } : undefined
    return isGeometry(shape, value.geometry) ? undefined : { problem: text.notGeometry }
  },
  show: (_question, value) => {
    const { text, geometry } = value as PlaceAnswer
    const at = geometry?.type === 'Point' ? (geometry.coordinates as [number, number]) : undefined
    return [text, at && `${at[1].toFixed(5)}, ${at[0].toFixed(5)}`].filter(Boolean).join(' · ')
  },
  schema: ({ shape }) => ({
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 500 },
      geometry: {
        type: 'object',
        properties: { type: { const: shapes[shape] }, coordinates: { type: 'array' } },
        required: ['type', 'coordinates'],
      },
    },
    required: ['text'],
    additionalProperties: false,
  }),
  inRules: (value: unknown) => (isObject(value) && isText(value.text) ? new Map<string, Value>([['text', value.text]]) : null),
  missing: 'missingPlace',
}

const isFile = (value: unknown): value is FileAnswer =>
  isObject(value) &&
  ['id', 'name', 'mediaType'].every((part) => isText(value[part]) && (value[part] as string).length <= 300) &&
  typeof value.size === 'number' &&
  (value.label === undefined || isText(value.label)) &&
  Object.keys(value).every((key) => ['id', 'name', 'mediaType', 'size', 'label'].includes(key))

export const defaultMegabytes = 100
export const mostFiles = 20

const files: Kind<'files'> = {
  // Files reach the draft on their own way; the page's form only says which ones it has.
  readPosted: () => ({ value: undefined }),
  check: ({ maxFiles = mostFiles, maxMegabytes = defaultMegabytes, labels = [] }, value, { reader }) => {
    const text = answerWords(reader)
    if (!Array.isArray(value) || !value.every(isFile)) return { problem: text.wrongShape }
    if (value.length === 0) return { problem: text.missingFile }
    if (value.length > maxFiles) return { problem: text.tooManyFiles(maxFiles) }
    const large = value.find(({ size }) => size > maxMegabytes * 1_048_576)
    if (large) return { problem: text.fileTooLarge(large.name, maxMegabytes) }
    const missing = labels.find((label) => !value.some((file) => file.label === label.value))
    return missing ? { problem: text.missingLabel(textIn(missing.label, reader.language)) } : undefined
  },
  show: ({ labels = [] }, value, { reader }) =>
    (value as FileAnswer[])
      .map(({ name, size, label }) => {
        const known = labels.find((one) => one.value === label)
        const megabytes = (size / 1_048_576).toLocaleString(reader.language === 'en' ? 'en-GB' : 'de-DE', {
          maximumFractionDigits: 1,
        })
        const shown = `${name}, ${size < 52_429 ? `${Math.max(1, Math.round(size / 1_024))}\u00a0KB` : `${megabytes}\u00a0MB`}`
        return known ? `${textIn(known.label, reader.language)}: ${shown}` : shown
      })
      .join(', '),
  schema: ({ maxFiles = mostFiles }) => ({
    type: 'array',
    maxItems: maxFiles,
    items: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        name: { type: 'string' },
        mediaType: { type: 'string' },
        size: { type: 'integer', minimum: 0 },
        label: { type: 'string' },
      },
      required: ['id', 'name', 'mediaType', 'size'],
      additionalProperties: false,
    },
  }),
  inRules: (value) =>
    Array.isArray(value)
      ? value.filter(isFile).map(
          ({ name, size }) =>
            new Map<string, Value>([
              ['name', name],
              ['size', new Decimal(size)],
            ]),
        )
      : null,
  missing: 'missingFile',
}

export const placeKinds = { address, place, files }
