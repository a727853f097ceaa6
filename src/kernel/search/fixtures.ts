// Builders for the tests of this room: small documents of a made-up town.
import type { SearchDocument } from './document.ts'
import { createIndex, type SearchIndex } from './index.ts'
import { search } from './search.ts'
import { parseSynonyms } from './synonyms.ts'

export const documentOf = (id: string, title: string, more: Partial<SearchDocument> = {}): SearchDocument => ({
  kind: 'service',
  id,
  sourceId: id,
  language: 'de',
  title,
  url: `/services/${id}`,
  summary: '',
  keywords: [],
  body: '',
  audience: ['resident'],
  codes: [],
  popularity: 0,
  ...more,
})

const filler = 'Vereinbaren Sie einen Termin und bringen Sie alle Unterlagen mit. Die Gebühr zahlen Sie vor Ort.'

export const townDocuments: SearchDocument[] = [
  documentOf('pass', 'Reisepass', { keywords: ['Pass'], body: `Der Reisepass gilt zehn Jahre. ${filler}` }),
  documentOf('pass-weg', 'Verlust oder Diebstahl Reisepass', { body: `Melden Sie uns den Verlust. ${filler}` }),
  documentOf('ausweis', 'Personalausweis', { keywords: ['Perso', 'Ausweis'], codes: ['99008001000000'], body: filler }),
  documentOf('rente', 'Hinterbliebenenrente', {
    keywords: ['Große Witwenrente', 'Waisenrente'],
    body: `Wir helfen beim Antrag. ${filler}`,
  }),
  documentOf('pschein', 'Personenbeförderungsschein – Antrag', { keywords: ['Taxischein'], body: filler }),
  documentOf('kanal', 'Planeinsicht Grundstücksentwässerung', { body: `Sie sehen genehmigte Pläne ein. ${filler}` }),
  documentOf('auto-ab', 'Fahrzeug abmelden', { keywords: ['Stilllegung'], body: `Sie melden Ihr Fahrzeug ab. ${filler}` }),
  documentOf('auto-an', 'Anmeldung fabrikneues Fahrzeug', {
    body: `Nur mit Versicherung. Die Kfz-Steuer zieht der Zoll ein. ${filler}`,
  }),
  documentOf('gewerbe', 'Gewerbe-Anmeldung', { audience: ['company'], body: filler }),
  documentOf('strasse', 'Sondernutzung der Straße', { audience: ['resident', 'company'], body: filler }),
  documentOf('fund', 'Verlustmeldung und Fundsachen', { keywords: ['Fundbüro'], body: filler }),
  documentOf('ehe', 'Anmeldung einer Eheschließung', {
    body: `Auch ein Aufenthaltstitel oder Wohngeld kann eine Rolle spielen. ${filler}`,
    offices: ['Standesamt'],
  }),
  documentOf('standesamt', 'Standesamt', { kind: 'office', url: '/offices/standesamt', audience: ['resident', 'company'] }),
]

const german = parseSynonyms(`
verloren, weg, verschwunden
geldbeutel, brieftasche, portemonnaie
geldbeutel weg => fundbüro, verlustmeldung
heirat, hochzeit => eheschließung
hund anmelden =>! hundesteuer
ausland < polen, türkei
pass ausland => reisepass
`)
const english = parseSynonyms('lost wallet => fundbüro\nget married, wedding => eheschließung\ncar => fahrzeug', 'en')

export const townIndex: SearchIndex = createIndex(townDocuments, [german, english])

/** The ids of what is found, the best first. */
export const found = (q: string, index = townIndex): string[] =>
  search(index, { q, language: 'de', limit: 20 }).hits.map(({ document }) => document.id)
