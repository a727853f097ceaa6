// Forms with files: read as they arrive, within bounds, each file checked by its content; what is refused is said beside what was typed.
import type { IncomingMessage } from 'node:http'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import { checkFile, type UploadedFile } from '../uploads/check.ts'
import type { FileKind } from '../uploads/kinds.ts'
import { refusalText } from '../uploads/refusal.ts'
import { onlyChunk, scanContent } from '../uploads/scan.ts'
import { uploadWords } from '../uploads/words.ts'
import type { Reader } from '../words.ts'
import { type FormInput, filesAgainField, type Problem, readFormInput } from './forms.ts'
import { readMultipart } from './multipart.ts'

/** What a form may carry; `maxFiles` counts all its fields together. */
export type UploadRule = { maxFiles: number; maxBytesEach: number; accept: readonly FileKind[] }

type Place = { house: House; town: Town; reader: Reader }

export type ReadUpload = {
  input: FormInput
  /** False: the rest of the request is still under way, and the connection serves nothing further. */
  whole: boolean
  /** Frees the memory that the transfer is counted with; called when the answer is made. */
  release: () => void
}

/** Reads a form with files for its route. */
export async function readUpload(
  request: IncomingMessage,
  rule: UploadRule,
  { house, town, reader }: Place,
): Promise<ReadUpload> {
  const { fields, files, whole, release } = await readMultipart(request, rule, true)
  try {
    const scan = (content: Buffer, mediaType: string) =>
      scanContent(house, town, { size: content.length, mediaType, chunks: onlyChunk(content) })
    const kept = new Map<string, UploadedFile[]>()
    const problems: Problem[] = []
    for (const { field, name, content, refused } of files) {
      const checked = refused || !content ? { refused: refused ?? 'slow' } : await checkFile({ name, content }, rule.accept, scan)
      if ('refused' in checked) problems.push({ field, message: refusalText(reader, checked.refused, name, rule) })
      else kept.set(field, [...(kept.get(field) ?? []), checked])
    }
    return { input: { ...readFormInput(fields), ...filesOf(kept, problems) }, whole, release }
  } catch (fault) {
    release()
    throw fault
  }
}

/** The same form sent without files, as it comes back from the sign-in. */
export function readWithoutFiles(body: string, reader: Reader): FormInput {
  const input = readFormInput(body)
  const message = uploadWords(reader).chooseAgain
  const problems = [...new Set(input.values(filesAgainField))].map((field) => ({ field, message }))
  return { ...input, names: () => input.names().filter((name) => name !== filesAgainField), ...filesOf(new Map(), problems) }
}

const filesOf = (kept: ReadonlyMap<string, UploadedFile[]>, fileProblems: readonly Problem[]) => ({
  files: (name: string): readonly UploadedFile[] => kept.get(name) ?? [],
  fileProblems,
})

/** What a stopped visitor had typed, as a form's body; files are not kept, and the body says which fields had some. */
export async function textOfUpload(
  request: IncomingMessage,
  rule: UploadRule,
): Promise<{ form: string; lostFiles: boolean; whole: boolean }> {
  const { fields, files, whole, release } = await readMultipart(request, rule, false)
  release()
  const lost = [...new Set(files.map(({ field }) => field))]
  const form = new URLSearchParams([...fields, ...lost.map((field): [string, string] => [filesAgainField, field])]).toString()
  return { form, lostFiles: lost.length > 0, whole }
}
