// Where receivers fetch files: the link itself is the right, for a few minutes.
import { anyone } from '../../../kernel/access.ts'
import { type Answer, text as bytes, type NotFound, notFound } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { attachmentNamed, sendBlob } from '../../../kernel/http/send-blob.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { isFileLink, receiptFile } from './file-link.ts'
import { findSubmission, readReceipt } from './receipt.ts'
import { makeReceiptPdf } from './receipt-paper.ts'
import { receiptWords } from './words.ts'

export function handOverRoutes(on: Routes): void {
  on.file('/forms/hand-over/:id/:file', anyone, {}, fetchFile)
}

async function fetchFile({ house, town, params, query, now }: Visit): Promise<Answer | NotFound> {
  const [submission = '', file = ''] = [params.id, params.file]
  if (!isFileLink(town, { submission, file, until: query.until ?? '', mac: query.mac ?? '', now })) return notFound
  const row = await findSubmission(town, submission)
  if (!row) return notFound
  const receipt = await readReceipt(town, row, { system: 'forms' }, 'Datei an die zuständige Stelle übergeben')
  if (!receipt.content) return notFound
  if (file !== receiptFile) {
    const found = receipt.content.files.find(({ id }) => id === file)
    return found ? sendBlob({ house, town }, found) : notFound
  }
  const reader = { language: row.language, ownWords: town.settings.ownWords }
  const headers = {
    'cache-control': 'no-store',
    'content-disposition': attachmentNamed(receiptWords(reader).fileName(row.reference)),
  }
  return bytes('application/pdf', await makeReceiptPdf(reader, town, receipt), { headers })
}
