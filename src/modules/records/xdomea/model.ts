// What an xdomea message says of procedures, apart from how a version of the standard writes it down.
import type { Appraisal, Confidentiality, Direction } from '../tables.ts'

export type SentFormat = {
  /** A new one for each version that is sent, never that of the document. @standard xdomea 3.1.0 Dateiname */
  fileName: string
  mediaType: string
  blob: string
  /** What people call it. */
  originalName: string
  madeAt: Date
}
export type SentDocument = {
  id: string
  number: number | null
  title: string
  direction: Direction
  datedAt: Date
  versions: readonly { number: number; format: SentFormat }[]
}
export type SentProcedure = {
  id: string
  number: string
  title: string
  subject: string | undefined
  unit: string
  confidentiality: Confidentiality
  openedAt: Date
  closedAt: Date | null
  keepUntil: string | null
  keepYears: number | null
  appraisal: Appraisal | undefined
  file: { id: string; number: string; title: string; openedAt: Date } | undefined
  plan: { number: string; title: string } | undefined
  documents: readonly SentDocument[]
}

export type Sender = { institution: string; unit: string }
/** Who gets it: an archive, another authority. */
export type Receiver = { institution: string }

export type Kind = '0401' | '0501' | '0503'
export const messageNames: Record<string, string> = {
  ...{ '0401': 'Abgabe.Abgabe', '0501': 'Aussonderung.Anbieteverzeichnis', '0502': 'Aussonderung.Bewertungsverzeichnis' },
  ...{ '0503': 'Aussonderung.Aussonderung', '0504': 'Aussonderung.AnbietungEmpfangBestaetigen' },
  ...{ '0505': 'Aussonderung.BewertungEmpfangBestaetigen', '0506': 'Aussonderung.AussonderungImportBestaetigen' },
  '0507': 'Aussonderung.AussonderungEmpfangBestaetigen',
}
/** `<ProzessID>_<Gruppe>.<Name>.<Nr>`, without its ending. */
export const messageFileName = (process: string, kind: string): string => `${process}_${messageNames[kind]}.${kind}`
