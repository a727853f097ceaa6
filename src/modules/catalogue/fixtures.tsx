// Builders on the catalogue's real code, for tests, demonstrations and benchmarks: records, a filled town, a page without HTTP.
import { renderToString } from 'preact-render-to-string'
import type { Frame } from '../../design/frame.ts'
import type { Town } from '../../kernel/town.ts'
import { type ImportOptions, importCatalogue } from './import.ts'
import { type MunichFiles, readMunich } from './readers/munich.ts'
import type { CatalogueFile, OfficeRecord, ServiceRecord, ServiceText } from './record.ts'
import { findServiceView } from './service.ts'
import { ServicePage } from './service-pages.tsx'
import { createShortLink } from './short-link.ts'
import { storeSituations } from './town-situations.ts'
import { storeServiceTexts } from './town-texts.ts'
import { storeTopics } from './town-topics.ts'

const source = 'fixture'

/** A service with a German title; everything else can be said. */
export const serviceRecord = (
  sourceId: string,
  text: Partial<ServiceText> & { title: string },
  own: Partial<ServiceRecord> = {},
): ServiceRecord => ({
  source,
  sourceId,
  kind: 'service',
  audience: [],
  fees: [],
  deadlines: [],
  processingTimes: [],
  documents: [],
  legalBases: [],
  forms: [],
  links: [],
  channels: [],
  areas: [],
  validity: [],
  types: [],
  sdgAreas: [],
  classifications: [],
  leikaKeys: [],
  authorities: [],
  offices: [],
  topics: [],
  related: [],
  obstacles: [],
  maturity: [],
  texts: { de: { keywords: [], ...text } },
  ...own,
})

export const officeRecord = (sourceId: string, name: string, own: Partial<OfficeRecord> = {}): OfficeRecord => ({
  source,
  sourceId,
  name: { de: name },
  alternativeNames: [],
  openingHours: [],
  appointments: false,
  authorities: [],
  ...own,
})

export const importRecords = (
  town: Town,
  services: readonly ServiceRecord[],
  options: Partial<ImportOptions> & { offices?: readonly OfficeRecord[] } = {},
) => {
  const { offices = [], now = new Date(), ...rest } = options
  const file: CatalogueFile = {
    format: 'munich',
    source,
    services: [...services],
    offices: [...offices],
    topics: [],
    authorities: [],
    refused: [],
  }
  return importCatalogue(town, file, { now, ...rest })
}

/**
 * A small town with one of each: services with and without text, in two languages, online and in person; offices,
 * topics, situations, an obstacle and a short link. Service 1 is the passport.
 */
export async function fillTown(town: Town, now = new Date()): Promise<void> {
  const atHall = { office: { source, sourceId: 'hall' }, durationMinutes: 15, appointmentAllowed: true }
  const services = [
    serviceRecord(
      'passport',
      {
        title: 'Reisepass',
        description: '<p>Mit dem Reisepass reisen Sie in Länder außerhalb der Europäischen Union.</p>',
        keywords: ['Pass', 'Ausweis'],
        requiredDocumentsText: '<ul><li>ein biometrisches Foto</li></ul>',
      },
      {
        fees: [{ kind: 'fixed', cents: 7000, currency: 'EUR' }],
        leikaKeys: ['99086002012000'],
        offices: [atHall],
        channels: [{ kind: 'appointment', url: 'https://termin.example/pass' }, { kind: 'office' }],
        obstacles: [{ kind: 'presence', legalBasis: 'Beispielgesetz' }],
        related: [{ kind: 'combinable', service: { source, sourceId: 'move' } }],
      },
    ),
    serviceRecord(
      'move',
      { title: 'Wohnsitz anmelden', description: '<p>Sie sind umgezogen und melden sich an.</p>', keywords: ['Umzug'] },
      {
        fees: [{ kind: 'free' }],
        offices: [atHall],
        channels: [{ kind: 'online-form', url: 'https://online.example/umzug' }],
      },
    ),
    serviceRecord('counter', { title: 'Ausgabe Passstelle', keywords: ['Pass abholen'] }, { offices: [atHall] }),
    serviceRecord('trade', { title: 'Gewerbe anmelden', description: '<p>Sie beginnen ein Gewerbe.</p>' }),
  ]
  const hall = officeRecord('hall', 'Bürgerbüro Mitte', {
    address: { street: 'Musterweg', houseNumber: '1', postalCode: '00000', city: 'Musterstadt' },
    geo: { lat: 48.1, lon: 11.5 },
    openingHours: [
      { weekday: 1, from: '08:00', to: '12:00' },
      { weekday: 2, from: '08:00', to: '12:00' },
      { weekday: 4, from: '14:00', to: '18:30' },
    ],
    accessibility: { wheelchair: 'yes' },
  })
  await importRecords(town, services, { offices: [hall], now })
  const moving = {
    id: 'moving',
    title: { de: 'Umzug', en: 'Moving', leicht: 'Umziehen' },
    lead: { de: 'Sie ziehen um.', en: 'You are moving.' },
    icon: 'home',
    primary: true,
    highlight: [{ sourceId: 'move', label: { de: 'Anmelden', en: 'Register' } }],
    groups: [{ title: { de: 'Zuerst', en: 'First' }, services: ['move', 'passport'] }],
  }
  const founding = { id: 'founding', title: { de: 'Gründen' }, groups: [{ services: ['trade'] }] }
  await storeSituations(town, 'life', [moving], now)
  await storeSituations(town, 'business', [founding], now)
  const topics = [
    { id: 'home', title: { de: 'Wohnen' }, parents: [], services: ['move'] },
    { id: 'papers', title: { de: 'Papiere', en: 'Papers' }, parents: [], services: [] },
    { id: 'passports', title: { de: 'Pässe' }, parents: ['papers', 'home'], services: ['passport', 'counter'] },
  ]
  await storeTopics(town, topics, now)
  await storeServiceTexts(
    town,
    { passport: { title: { en: 'Passport' }, summary: { de: 'Ihr Pass.', en: 'Your passport.' } } },
    now,
  )
  await createShortLink(town, { slug: 'pass', target: '/services/1', label: 'Ihr neuer Pass' })
}

export async function importMunich(town: Town, files: MunichFiles, now: Date): Promise<{ refused: number; services: number }> {
  const { counts, refused } = await importCatalogue(town, readMunich(files), { now })
  return { refused: refused.length, services: counts.service.inserted + counts.service.updated + counts.service.unchanged }
}

/** @returns what renders the page of a service once more, from the view that was read here */
export async function renderLoop(town: Town, id: number, frame: Frame): Promise<() => string> {
  const found = await findServiceView(town, id, { language: 'de', ownWords: town.settings.ownWords })
  if (!found) throw new Error(`${town.key} has no service ${id}.`)
  return () => `<!doctype html>${renderToString(<ServicePage frame={frame} view={found.view} />)}`
}
