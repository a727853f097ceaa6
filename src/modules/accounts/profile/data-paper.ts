// "My data" as a paper and as a file for other programs.
import { dayOf, formatDay } from '../../../design/format.ts'
import { paperFaces } from '../../../design/paper-faces.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { type Block, makeTaggedPdf } from '../../../standards/tagged-pdf/tagged-pdf.ts'
import { dataWords } from './data-words.ts'
import type { MyDataFound } from './my-data.ts'
import { profileWords } from './words.ts'

export function makeDataPdf(reader: Reader, town: Town, { chapters, missing }: MyDataFound, now: Date): Promise<Buffer> {
  const text = dataWords(reader)
  const title = profileWords(reader).myData
  const made = text.made(formatDay(reader.language, dayOf(now)))
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    { kind: 'paragraph', text: text.lead },
    ...(missing.length > 0 ? [{ kind: 'paragraph' as const, text: text.notAnswering(missing.join(', ')) }] : []),
    ...chapters.flatMap(({ title: chapter, room, purpose, legalBasis, keptUntil, entries }): Block[] => [
      { kind: 'heading', level: 2, text: `${chapter} (${room})` },
      { kind: 'paragraph', small: true, text: `${text.purpose}: ${purpose}` },
      { kind: 'paragraph', small: true, text: `${text.legalBasis}: ${legalBasis}. ${text.keptUntil}: ${keptUntil}.` },
      {
        kind: 'facts',
        items: entries.map(({ what, value, source, since }) => ({
          label: what,
          value,
          more: [source, since && `${text.since} ${since}`].filter(Boolean).join(', ') || undefined,
        })),
      },
    ]),
  ]
  const { officialName } = town.settings
  const footer = `${officialName} · ${title} · ${made}`
  return makeTaggedPdf(
    {
      title: `${title} – ${officialName}`,
      language: htmlLang(reader.language),
      author: officialName,
      footer,
      pageOf: text.page,
      blocks,
      made: now,
    },
    paperFaces,
  )
}

/** Names of fields are fixed, so that another program can read them. @law Art. 20 Abs. 1 DSGVO: structured, commonly used, machine-readable */
export const makeDataJson = (town: Town, { chapters, missing }: MyDataFound, now: Date): string =>
  JSON.stringify(
    { controller: town.settings.officialName, made: now.toISOString(), complete: missing.length === 0, missing, chapters },
    null,
    2,
  )
