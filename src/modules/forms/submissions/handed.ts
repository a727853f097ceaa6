// One submission in the shape in which it leaves: for a case, a webhook and files.
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import type { Town } from '../../../kernel/town.ts'
import type { FormDocument } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { fileLink, receiptFile } from './file-link.ts'
import type { SentContent } from './seal.ts'
import type { ReceiverRow, SubmissionRow } from './tables.ts'
import { receiptWords } from './words.ts'

export type Whole = { row: SubmissionRow; content: SentContent; document: FormDocument; formKey: string }

export function handedOf(
  town: Town,
  { row, content, document, formKey }: Whole,
  receiver: Pick<ReceiverRow, 'target' | 'parameters' | 'kind'>,
  now: Date,
): HandedSubmission {
  const inside = receiver.kind === 'contract'
  const linkTo = (file: string): string => fileLink(town, row.id, file, now)
  return {
    id: row.id,
    reference: row.reference,
    form: { id: row.form_id, key: formKey, version: row.version, title: textIn(document.title, 'de') },
    unit: row.unit,
    // The target of a webhook is its address, which it knows.
    routingTarget: receiver.kind === 'webhook' ? (receiver.parameters.routingTarget ?? '') : receiver.target,
    receivedAt: row.received_at.toISOString(),
    language: row.language,
    level: row.level,
    method: row.method,
    sender: { ...(row.owner_id && { person: row.owner_id }), ...(row.acts_for && { actsFor: row.acts_for }) },
    primaryDocument: {
      id: receiptFile,
      name: receiptWords({ language: row.language }).fileName(row.reference),
      mediaType: 'application/pdf',
      size: 0,
      url: linkTo(receiptFile),
    },
    answers: content.answers,
    leftOpen: content.leftOpen,
    ...(content.origins && { origins: content.origins }),
    ...(inside && row.matter && { matter: row.matter }),
    ...(inside && row.entered_by && { enteredBy: { person: row.entered_by, channel: row.entered_channel ?? 'counter' } }),
    ...(inside && content.mailTo !== undefined && { mailTo: content.mailTo }),
    ...(inside && content.delivery && { delivery: content.delivery }),
    attachments: content.files.map(({ blob, ...file }) => ({ ...file, url: linkTo(file.id), ...(inside && { blob }) })),
    ...(row.fee_cents !== null && { fee: { cents: row.fee_cents } }),
    parameters: receiver.parameters,
    seal: { contentHash: row.content_hash.toString('hex'), signature: row.signature.toString('base64url') },
  }
}
