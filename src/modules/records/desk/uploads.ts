// Which files a clerk may put into the electronic file by hand.
import type { UploadRule } from '../../../kernel/http/uploads.ts'

export const acceptedFiles: UploadRule = {
  maxFiles: 10,
  maxBytesEach: 20 * 1_048_576,
  accept: ['pdf', 'eml', 'jpeg', 'png', 'webp', 'docx', 'odt', 'xlsx', 'txt', 'csv', 'xml', 'json'],
}
export const oneFile: UploadRule = { ...acceptedFiles, maxFiles: 1 }
/** A filing plan: a table, or an xdomea message. */
export const planFile: UploadRule = { maxFiles: 1, maxBytesEach: 5 * 1_048_576, accept: ['csv', 'xml'] }
