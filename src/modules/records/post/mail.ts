// A mail that was received as a file: what it carries is taken out as documents of their own, each checked like any sent file.
// @standard RFC 5322, RFC 2045 (MIME)
import PostalMime from 'postal-mime'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import { checkFile, type UploadedFile } from '../../../kernel/uploads/check.ts'
import { onlyChunk, scanContent } from '../../../kernel/uploads/scan.ts'
import { acceptedFiles } from '../desk/uploads.ts'
import type { NewFile } from '../document.ts'

const mostParts = 30

/** What cannot be read or is no file of an accepted kind stays inside the mail alone, which is kept whole. */
export async function attachmentsOf(house: House, town: Town, mail: Pick<UploadedFile, 'content'>): Promise<NewFile[]> {
  let parts: { filename: string | null; content: ArrayBuffer | Uint8Array | string }[]
  try {
    parts = (await PostalMime.parse(mail.content, { maxNestingDepth: 20 })).attachments.slice(0, mostParts)
  } catch {
    return []
  }
  const scan = (content: Buffer, mediaType: string) =>
    scanContent(house, town, { size: content.length, mediaType, chunks: onlyChunk(content) })
  const files: NewFile[] = []
  for (const { filename, content } of parts) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array)
    const checked = await checkFile({ name: filename ?? 'Anlage', content: bytes }, acceptedFiles.accept, scan)
    if (!('refused' in checked)) files.push(checked)
  }
  return files
}

/** With each mail its attachments, in this order. */
export async function withAttachments(house: House, town: Town, files: readonly UploadedFile[]): Promise<NewFile[]> {
  const all: NewFile[] = []
  for (const file of files) all.push(file, ...(file.kind === 'eml' ? await attachmentsOf(house, town, file) : []))
  return all
}
