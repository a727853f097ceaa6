// The register of processing activities: what every component that is open in the town says about itself.
import type { House } from '../../kernel/house.ts'
import { htmlLang } from '../../kernel/language.ts'
import type { Processing } from '../../kernel/module.ts'
import { kernelProcessing } from '../../kernel/processing.ts'
import type { Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { csvOf } from './csv.ts'
import { deskWords } from './desk-words.ts'

export type RegisterEntry = { component: string } & Record<Exclude<keyof Processing, 'legalBasis'>, string> & {
    legalBasis: string
  }

/** @law Art. 30 Abs. 1 DSGVO @de Verzeichnis von Verarbeitungstätigkeiten */
export function listProcessing(house: House, town: Town, reader: Reader): { entries: RegisterEntry[]; without: string[] } {
  const tongue = htmlLang(reader.language)
  const open = house.modules.filter((module) => house.isOpenIn(town, module))
  const rooms = [
    { officialName: deskWords(reader).kernel, processing: kernelProcessing },
    ...open.map(({ officialName, processing = [] }) => ({ officialName, processing })),
  ]
  const entries = rooms.flatMap(({ officialName, processing }) =>
    processing.map(({ purpose, legalBasis, subjects, categories, recipients, erasedAfter }) => ({
      component: officialName,
      purpose: purpose[tongue],
      legalBasis,
      subjects: subjects[tongue],
      categories: categories[tongue],
      recipients: recipients[tongue],
      erasedAfter: erasedAfter[tongue],
    })),
  )
  return {
    entries,
    without: open.filter(({ processing = [] }) => processing.length === 0).map(({ officialName }) => officialName),
  }
}

export function registerCsv(entries: readonly RegisterEntry[], reader: Reader): string {
  const text = deskWords(reader)
  const head = [text.component, text.purpose, text.basis, text.subjects, text.categories, text.recipients, text.erased]
  const rows = entries.map((entry) => [
    entry.component,
    entry.purpose,
    entry.legalBasis,
    entry.subjects,
    entry.categories,
    entry.recipients,
    entry.erasedAfter,
  ])
  return csvOf([head, ...rows])
}
