// The receipt as a sealed, tagged PDF.
import { paperFaces } from '../../../design/paper-faces.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { type Block, makeTaggedPdf } from '../../../standards/tagged-pdf/tagged-pdf.ts'
import { sealPaper } from './paper-seal.ts'
import type { Receipt } from './receipt.ts'
import { viewReceipt } from './receipt-view.ts'
import { receiptWords } from './words.ts'

export async function makeReceiptPdf(reader: Reader, town: Town, receipt: Receipt): Promise<Buffer> {
  const text = receiptWords(reader)
  const view = viewReceipt(reader, town, receipt)
  const { officialName } = town.settings
  const title = `${text.title}: ${view.form}`
  const section = (heading: string, blocks: readonly Block[]): Block[] =>
    blocks.length > 0 ? [{ kind: 'heading', level: 2, text: heading }, ...blocks] : []
  const paragraph = (line: string): Block => ({ kind: 'paragraph', text: line })
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    { kind: 'facts', items: view.facts },
    ...section(text.next, view.next ? [paragraph(view.next)] : []),
    ...view.answers.map((part): Block => (part.kind === 'answers' ? { kind: 'facts', items: part.items } : part)),
    ...(view.erased ? [paragraph(view.erased)] : []),
    ...section(text.contact, view.contact.length > 0 ? [paragraph(view.contact.join(', '))] : []),
    ...section(text.seal, [
      { kind: 'facts', items: [{ label: text.code, value: view.code }] },
      { kind: 'paragraph', small: true, text: text.sealMeans(`${town.origin}/verify`) },
    ]),
  ]
  const { row } = receipt
  const pdf = await makeTaggedPdf(
    {
      title: `${title} – ${officialName}`,
      language: htmlLang(reader.language),
      author: officialName,
      footer: `${officialName} · ${view.reference}`,
      pageOf: text.page,
      blocks,
      made: row.received_at,
    },
    paperFaces,
  )
  return sealPaper(town.dataKey, pdf, {
    town: town.key,
    submission: row.id,
    reference: row.reference,
    form: view.form,
    version: row.version,
    receivedAt: row.received_at.toISOString(),
    content: row.content_hash.toString('hex'),
  })
}
