// The history in words: what happened, and which unit did it.
import { formatDay } from '../../../design/format.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { HistoryEntry } from '../history.ts'

type Details = HistoryEntry['details']
type Told = (details: Details, day: (day: unknown) => string) => string
const because = ({ reason }: Details): string => (reason ? `: ${reason}` : '.')

const told: Record<'de' | 'en', Record<string, Told>> = {
  de: {
    opened: () => 'Der Vorgang wurde angelegt.',
    'file-opened': () => 'Die Akte wurde angelegt.',
    filed: () => 'Ein Dokument wurde abgelegt.',
    parked: () => 'Ein Dokument kam in den Posteingang.',
    assigned: ({ number }) => `Ein Dokument wurde aus dem Posteingang zugeordnet (Nr. ${number}).`,
    placed: ({ from, to }) => `Neuer Platz im Aktenplan: aus ${from} wurde ${to}.`,
    closed: ({ until }, day) => `Zu den Akten gelegt${until ? `, aufzubewahren bis ${day(until)}` : ''}.`,
    reopened: (details) => `Wieder geöffnet${because(details)}`,
    cancelled: (details) => `Storniert${because(details)}`,
    'document-cancelled': (details) => `Dokument storniert${because(details)}`,
    'checked-out': () => 'Dokument ausgecheckt.',
    'checked-in': ({ number }) => `Fassung ${number} eingecheckt.`,
    released: () => 'Auschecken aufgehoben.',
    downloaded: ({ number }) => `Dokument heruntergeladen (Fassung ${number}).`,
    'hold-set': (details) => `Aussonderung gesperrt${because(details)}`,
    'hold-lifted': () => 'Sperre aufgehoben.',
    shared: ({ unit, may }) => `Für ${unit} geöffnet (${may === 'write' ? 'bearbeiten' : 'lesen'}).`,
    unshared: ({ unit }) => `Für ${unit} nicht mehr geöffnet.`,
    level: ({ to }) => `Vertraulichkeit geändert: ${to}.`,
    kept: () => 'Bleibt trotz des Ablagefehlers, wie es ist.',
    'period-set': ({ years }) => `Aufbewahrung festgelegt: ${years} Jahre.`,
    due: () => 'Die Aufbewahrung ist vorbei, die Aussonderung ist vorbereitet.',
    offered: () => 'Dem Archiv angeboten.',
    appraised: ({ appraisal }) => `Bewertet: ${appraisal}.`,
    'handed-over': () => 'An das Archiv abgegeben.',
    destroyed: ({ documents }) => `Vernichtet mit ${documents} Dokumenten.`,
    exported: ({ message }) => `Als xdomea ${message} ausgegeben.`,
  },
  en: {
    opened: () => 'The procedure was opened.',
    'file-opened': () => 'The file was opened.',
    filed: () => 'A document was filed.',
    parked: () => 'A document came into the post basket.',
    assigned: ({ number }) => `A document was assigned from the post basket (no. ${number}).`,
    placed: ({ from, to }) => `New place in the filing plan: ${from} became ${to}.`,
    closed: ({ until }, day) => `Closed${until ? `, to be kept until ${day(until)}` : ''}.`,
    reopened: (details) => `Opened again${because(details)}`,
    cancelled: (details) => `Cancelled${because(details)}`,
    'document-cancelled': (details) => `Document cancelled${because(details)}`,
    'checked-out': () => 'Document checked out.',
    'checked-in': ({ number }) => `Version ${number} checked in.`,
    released: () => 'Check-out ended.',
    downloaded: ({ number }) => `Document downloaded (version ${number}).`,
    'hold-set': (details) => `Put under hold${because(details)}`,
    'hold-lifted': () => 'Hold lifted.',
    shared: ({ unit, may }) => `Opened to ${unit} (${may}).`,
    unshared: ({ unit }) => `No longer open to ${unit}.`,
    level: ({ to }) => `Confidentiality changed: ${to}.`,
    kept: () => 'Stays as it is in spite of the filing error.',
    'period-set': ({ years }) => `Retention set: ${years} years.`,
    due: () => 'The retention is over, its disposal is prepared.',
    offered: () => 'Offered to the archive.',
    appraised: ({ appraisal }) => `Appraised: ${appraisal}.`,
    'handed-over': () => 'Handed over to the archive.',
    destroyed: ({ documents }) => `Destroyed with ${documents} documents.`,
    exported: ({ message }) => `Given out as xdomea ${message}.`,
  },
}

/** Names of units by path. */
export type HistoryNames = ReadonlyMap<string, string>

export function tellHistory(reader: Reader, { what, actor, details }: HistoryEntry, names: HistoryNames) {
  const tell = told[htmlLang(reader.language)][what]
  const day = (value: unknown): string => (typeof value === 'string' ? formatDay(reader.language, value) : '')
  const unit = actor.startsWith('staff:') ? actor.slice(actor.indexOf('@') + 1) : undefined
  return { what: tell ? tell(details, day) : what, who: unit && (names.get(unit) ?? unit) }
}

export const unitsOf = (history: readonly HistoryEntry[]): string[] => [
  ...new Set(history.flatMap(({ actor }) => (actor.startsWith('staff:') ? [actor.slice(actor.indexOf('@') + 1)] : []))),
]
