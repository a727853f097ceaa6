// Messages 0401, 0501 and 0503, and the receipt 0505, as XML of version 3.1.0.
// @standard xdomea 3.1.0
// The children of a code list's element are unqualified, `Version` of a format is there even when empty, and a format's code has no name.
import { dayAt } from '../../../kernel/calendar/day.ts'
import { escapeXml } from '../../../standards/xml/escape.ts'
import type { Appraisal, Confidentiality } from '../tables.ts'
import {
  type Kind,
  messageNames,
  type Receiver,
  type Sender,
  type SentDocument,
  type SentFormat,
  type SentProcedure,
} from './model.ts'

const namespace = 'urn:xoev-de:xdomea:schema:3.1.0'

type Part = string | undefined | false
const element = (name: string, ...parts: readonly Part[]): string =>
  `<xdomea:${name}>${parts.filter((part) => typeof part === 'string').join('')}</xdomea:${name}>`
const textOf = (name: string, text: string): string => element(name, escapeXml(text))
const code = (name: string, value: string): string => `<xdomea:${name}><code>${escapeXml(value)}</code></xdomea:${name}>`
const yes = (name: string, value: boolean): string => element(name, value ? '1' : '0')

/** Our levels are no classification by law: only what is no secret at all is named as open. @standard codeliste:vertraulichkeitsstufe 1.0 */
const confidentialityCode: Record<Confidentiality, string | undefined> = {
  ...{ public: '003', internal: undefined, confidential: undefined, restricted: undefined },
}
/** @standard codeliste:dateiformat 1.0 */
const formatCodes: readonly (readonly [RegExp, string])[] = [
  [/^text\/plain/, '045'],
  [/^application\/xml/, '030'],
  [/wordprocessingml\.document/, '035'],
  [/spreadsheetml\.sheet/, '036'],
]
const otherFormat = '100'

const contact = (name: string, institution: string, unit?: string): string =>
  element(
    name,
    element('Institution', textOf('Name', institution)),
    unit !== undefined && element('Organisationseinheit', textOf('Name', unit)),
  )

type Head = { process: string; kind: string; now: Date; sender: Sender; receiver: Receiver; stadttor: string }

const head = ({ process, kind, now, sender, receiver, stadttor }: Head, ...more: readonly string[]): string =>
  element(
    'Kopf',
    textOf('ProzessID', process),
    code('Nachrichtentyp', kind),
    textOf('Erstellungszeitpunkt', now.toISOString()),
    contact('Absender', sender.institution, sender.unit),
    contact('Empfaenger', receiver.institution),
    element('SendendesSystem', textOf('Produktname', 'Stadttor'), textOf('Version', stadttor)),
    ...more,
  )

const identification = (id: string, number?: number | null): string =>
  element('Identifikation', textOf('ID', id), number != null && textOf('NummerImUebergeordnetenContainer', String(number)))

type General = {
  title: string
  number?: string
  unit?: string
  level?: Confidentiality
  plan?: SentProcedure['plan']
  remark?: string | undefined
}

const metadata = ({ title, number, unit, level, plan, remark }: General): string => {
  const secrecy = level && confidentialityCode[level]
  return element(
    'AllgemeineMetadaten',
    textOf('Betreff', title),
    number !== undefined && textOf('Kennzeichen', number),
    unit !== undefined && textOf('Federfuehrung', unit),
    secrecy && code('Vertraulichkeitsstufe', secrecy),
    remark !== undefined && textOf('Bemerkung', remark),
    code('Medium', '001'),
    plan && element('Aktenplaneinheit', textOf('Kennzeichen', plan.number), textOf('Inhaltsangabe', plan.title)),
  )
}

const appraised = (value: Appraisal): string => element('Aussonderungsart', code('Aussonderungsart', value))

const archival = ({ keepYears, appraisal, keepUntil }: SentProcedure): string =>
  element(
    'ArchivspezifischeMetadaten',
    keepYears !== null && element('Aufbewahrungsdauer', textOf('AnzahlJahre', String(keepYears))),
    appraisal && appraised(appraisal),
    keepUntil !== null && textOf('Aufbewahrungsende', keepUntil),
  )

function format({ fileName, mediaType, originalName, madeAt }: SentFormat): string {
  const known = formatCodes.find(([pattern]) => pattern.test(mediaType))?.[1]
  return element(
    'Format',
    `<xdomea:Name listURI="urn:xoev-de:xdomea:codeliste:dateiformat" listVersionID="1.0"><code>${known ?? otherFormat}</code></xdomea:Name>`,
    known === undefined && textOf('SonstigerName', mediaType.split(';')[0] ?? ''),
    textOf('Version', ''),
    element(
      'Primaerdokument',
      textOf('Dateiname', fileName),
      textOf('DateinameOriginal', originalName),
      textOf('DatumUhrzeit', madeAt.toISOString()),
    ),
  )
}

/** Without its content where the message carries none. */
const documentOf = ({ id, number, title, direction, datedAt, versions }: SentDocument, withContent: boolean): string =>
  element(
    'Dokument',
    identification(id, number),
    metadata({ title }),
    direction === 'incoming' && textOf('Posteingangsdatum', dayAt(datedAt)),
    direction === 'outgoing' && textOf('Postausgangsdatum', dayAt(datedAt)),
    textOf('DatumDesSchreibens', dayAt(datedAt)),
    ...(withContent
      ? versions.map((version) => element('Version', textOf('Nummer', String(version.number)), format(version.format)))
      : []),
  )

const procedureOf = (procedure: SentProcedure, withContent: boolean): string => {
  const { id, number, title, subject, unit, confidentiality, openedAt, closedAt, file, plan, documents } = procedure
  return element(
    'Vorgang',
    identification(id),
    metadata({ title: subject ? `${title}: ${subject}` : title, number, unit, level: confidentiality, plan }),
    archival(procedure),
    file && textOf('Aktenbetreff', `${file.number} ${file.title}`),
    yes('ZdA', closedAt !== null),
    closedAt !== null && textOf('ZdADatum', dayAt(closedAt)),
    element('Laufzeit', textOf('Beginn', dayAt(openedAt)), closedAt !== null && textOf('Ende', dayAt(closedAt))),
    ...documents.map((document) => documentOf(document, withContent)),
  )
}

/** Those of one file inside it, every other as itself. */
function objects(procedures: readonly SentProcedure[], inFiles: boolean, withContent: boolean): string {
  if (!inFiles) return procedures.map((one) => element('Schriftgutobjekt', procedureOf(one, withContent))).join('')
  const files = new Map(procedures.flatMap(({ file }) => (file ? [[file.id, file] as const] : [])))
  const loose = procedures.filter(({ file }) => file === undefined)
  return [
    ...[...files.values()].map((file) => {
      const own = procedures.filter((one) => one.file?.id === file.id)
      return element(
        'Schriftgutobjekt',
        element(
          'Akte',
          identification(file.id),
          metadata({ title: file.title, number: file.number, plan: own[0]?.plan }),
          element('Laufzeit', textOf('Beginn', dayAt(file.openedAt))),
          element('Akteninhalt', ...own.map((one) => procedureOf(one, withContent))),
        ),
      )
    }),
    ...loose.map((one) => element('Schriftgutobjekt', procedureOf(one, withContent))),
  ].join('')
}

const document = (kind: string, ...parts: readonly string[]): string => {
  const name = `xdomea:${messageNames[kind]}.${kind}`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns:xdomea="${namespace}">${parts.join('')}</${name}>\n`
}

/** 0401 hands files over to another authority, 0501 offers, 0503 hands over to the archive. */
export function writeMessage(kind: Kind, about: Omit<Head, 'kind'>, procedures: readonly SentProcedure[]): string {
  const carries = kind !== '0501'
  const asked = {
    '0401': [yes('Importbestaetigung', true), yes('Empfangsbestaetigung', true)],
    '0501': [yes('Empfangsbestaetigung', true)],
    '0503': [yes('Importbestaetigung', true), yes('RueckmeldungArchivkennung', true), yes('Empfangsbestaetigung', true)],
  }[kind]
  return document(kind, head({ ...about, kind }, ...asked), objects(procedures, kind === '0401', carries))
}

/** "Your list of appraisals has arrived": the one receipt that a town sends. @de Bewertung Empfang bestätigen */
export const writeReceipt = (about: Omit<Head, 'kind'>): string => document('0505', head({ ...about, kind: '0505' }))
