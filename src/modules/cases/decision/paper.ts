// The decision as a tagged PDF with the letterhead of the town.

import { formatDay, formatSum } from '../../../design/format.ts'
import { paperFaces } from '../../../design/paper-faces.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { type Block, makeTaggedPdf } from '../../../standards/tagged-pdf/tagged-pdf.ts'
import type { Party } from '../answers.ts'
import { fullName } from '../intake/parties.ts'
import type { CaseRow, DecisionContent, DecisionRow } from '../tables.ts'
import { instructionOf, type RemedyInUse } from './remedy.ts'

export type Paper = {
  row: Pick<CaseRow, 'reference'>
  decision: Pick<DecisionRow, 'fee_cents' | 'fee_reference'>
  content: DecisionContent
  feeText: string
  remedy: RemedyInUse | undefined
  unit: string
  applicant: Party | undefined
  /** Invented figures stand in the package: said on the paper. */
  example: boolean
  now: Date
}

/** @standard PDF/UA-1 (subset, see standards/tagged-pdf) */
export function makeDecisionPdf(
  town: Town,
  { row, decision, content, feeText, remedy, unit, applicant, example, now }: Paper,
): Promise<Buffer> {
  const { officialName } = town.settings
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
  const small = (text: string): Block => ({ kind: 'paragraph', text, small: true })
  const address = applicant?.content.address
  const to = [
    applicant ? fullName(applicant.content) : '',
    address ? `${address.street} ${address.houseNumber}` : '',
    address ? `${address.postcode} ${address.city}` : '',
  ].filter((line) => line.trim() !== '')
  const section = (title: string, blocks: readonly Block[]): Block[] =>
    blocks.length > 0 ? [{ kind: 'heading', level: 2, text: title }, ...blocks] : []
  const fee: Block[] =
    decision.fee_cents === null
      ? []
      : [
          {
            kind: 'facts',
            items: [
              { label: feeText || 'Gebühr', value: formatSum('de', decision.fee_cents) },
              ...(decision.fee_reference ? [{ label: 'Verwendungszweck', value: decision.fee_reference }] : []),
            ],
          },
        ]
  const blocks: Block[] = [
    small([officialName, unit].filter((part) => part !== '').join(' · ')),
    ...to.map(paragraph),
    { kind: 'heading', level: 1, text: content.subject },
    {
      kind: 'facts',
      items: [
        { label: 'Vorgang', value: showReference(row.reference) },
        { label: 'Datum', value: formatDay('de', dayAt(now)) },
      ],
    },
    ...(example ? [small('Beispiel aus einer Vorführung: Beträge und Zuständigkeiten darin können erfunden sein.')] : []),
    ...content.paragraphs.map(paragraph),
    ...section('Kosten', fee),
    ...section('Gründe', content.reasons.map(paragraph)),
    ...section('Rechtsgrundlagen', content.basis.length > 0 ? [{ kind: 'list', items: content.basis }] : []),
    ...section('Was Sie dagegen tun können (Rechtsbehelfsbelehrung)', remedy ? instructionOf(remedy).map(paragraph) : []),
    small('Dieser Bescheid wurde elektronisch erstellt und ist ohne Unterschrift gültig.'),
  ]
  return makeTaggedPdf(
    {
      title: `${content.subject} – ${officialName}`,
      language: 'de',
      author: officialName,
      footer: `${officialName} · ${showReference(row.reference)}`,
      pageOf: (page, count) => `Seite ${page} von ${count}`,
      blocks,
      made: now,
    },
    paperFaces,
  )
}
