// Munich's catalogue files as search documents, the way the catalogue offers them to the search.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SearchDocument } from '../src/kernel/search/document.ts'

export const sharedFolder = process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared')

type Service = {
  id: string
  name: string
  description?: string | null
  leika?: string | null
  meta: { keywords?: string | null }
  locations?: { location: string }[]
}
type Office = { id: string; displayName: string; displayNameAlternatives?: string[] | null; organizationUnit?: string | null }

const stubs = /Testleistung|Fake Dienstleistung|Shortlane|Teststandort|existiert im DL-Finder nicht/

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  ndash: '–',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
}

const plainText = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all)
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/[\s\u200b]+/g, ' ')
    .trim()

const firstSentence = (text: string) => /^.{20,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text.slice(0, 200)

const readFile = <T>(name: string): T[] =>
  JSON.parse(readFileSync(join(sharedFolder, 'data/catalogue/muenchen', name), 'utf8')).data

export const munichFilesExist = () => existsSync(join(sharedFolder, 'data/catalogue/muenchen/services_de.json'))

export function munichDocuments(): SearchDocument[] {
  const offices = readFile<Office>('locations_de.json')
  const officeNames = new Map(offices.map((office) => [office.id, office.displayName]))
  const services = readFile<Service>('services_de.json').map((service): SearchDocument => {
    const body = plainText(service.description ?? '')
    return {
      kind: 'service',
      id: service.id,
      sourceId: service.id,
      language: 'de',
      title: service.name,
      url: `/services/${service.id}`,
      summary: firstSentence(body),
      keywords: listed(service.meta.keywords),
      offices: [...new Set((service.locations ?? []).flatMap(({ location }) => officeNames.get(location) ?? []))],
      body,
      audience: /gewerbe|betrieb|unternehm/i.test(service.name) ? ['company'] : ['resident'],
      codes: listed(service.leika),
      popularity: 0,
    }
  })
  return [...services, ...offices.map(officeDocument)].filter(({ title, body }) => !stubs.test(`${title} ${body}`))
}

const listed = (text: string | null | undefined) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const officeDocument = (office: Office): SearchDocument => ({
  kind: 'office',
  id: office.id,
  sourceId: office.id,
  language: 'de',
  title: office.displayName,
  url: `/offices/${office.id}`,
  summary: office.organizationUnit ?? '',
  keywords: [...(office.displayNameAlternatives ?? []), ...(office.organizationUnit ? [office.organizationUnit] : [])],
  body: '',
  audience: ['resident', 'company'],
  codes: [],
  popularity: 0,
})

/** As many documents as asked for, with the vocabulary and length of real ones: parts of several services mixed, and words of their own. */
export function generatedDocuments(count: number): SearchDocument[] {
  const real = munichDocuments().filter(({ kind, body }) => kind === 'service' && body.length > 200)
  const random = seeded(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  return Array.from({ length: count }, (_, number): SearchDocument => {
    const [one, two, three] = [pick(real), pick(real), pick(real)]
    const own = Array.from({ length: 3 }, () => pick(syllables) + pick(syllables) + pick(syllables))
    const sentences = [one, two, three].flatMap(({ body }) => body.split(/(?<=[.!?])\s/).slice(0, 6))
    return {
      ...one,
      id: String(number),
      sourceId: String(number),
      title: `${pick(one.title.split(' '))} ${two.title} ${own[0]}`,
      url: `/services/${number}`,
      summary: sentences[0] ?? '',
      keywords: [...one.keywords.slice(0, 4), ...two.keywords.slice(0, 3), own[1]!],
      body: `${sentences.sort(() => random() - 0.5).join(' ')} ${own[2]}`,
      codes: [String(10_000_000_000_000 + number)],
      popularity: random(),
    }
  })
}

const syllables = 'bra kel dor fin gus hal jet kam lor mun nev pal quo rit sol tam ulb vin wer xan yor zeb schra tril knop'.split(
  ' ',
)

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
