// Forms with files: read as they arrive, within bounds, each file checked by its content; what is refused is said beside what was typed.
import type { IncomingMessage } from 'node:http'
import type { ScanFile } from '../../contracts/scan.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import { checkFile, type Refused, type UploadedFile } from '../uploads/check.ts'
import { displayName } from '../uploads/display-name.ts'
import { type FileKind, fileKinds } from '../uploads/kinds.ts'
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
    const scan = async (content: Buffer, mediaType: string) =>
      (await house.ask<ScanFile>(town, 'scan-file', { content, mediaType })) ?? 'off'
    const kept = new Map<string, UploadedFile[]>()
    const problems: Problem[] = []
    for (const { field, name, content, refused } of files) {
      const checked = refused || !content ? { refused: refused ?? 'slow' } : await checkFile({ name, content }, rule.accept, scan)
      if ('refused' in checked) problems.push({ field, message: messageOf(reader, checked.refused, name, rule) })
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

/** Kinds as people read them: „PDF, JPEG“. */
export const kindsInWords = (accept: readonly FileKind[]): string => accept.map((kind) => fileKinds[kind].label).join(', ')

function messageOf(reader: Reader, refused: Refused, sent: string, { maxFiles, maxBytesEach, accept }: UploadRule): string {
  const text = uploadWords(reader)
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(sent)?.[1]?.toLowerCase() ?? 'bin'
  const file = displayName(sent, [ending])
  const size = new Intl.NumberFormat(reader.language === 'en' ? 'en-GB' : 'de-DE', { maximumFractionDigits: 1 })
  switch (refused) {
    case 'empty':
      return text.empty(file)
    case 'too-large':
      return text.tooLarge(file, text.megabytes(size.format(maxBytesEach / 1_048_576)))
    case 'too-many':
      return text.tooMany(file, maxFiles)
    case 'kind':
      return text.kind(file, kindsInWords(accept))
    case 'heic':
      return text.heic(file, kindsInWords(accept))
    case 'damaged':
      return text.damaged(file)
    case 'pdf-locked':
      return text.pdfLocked(file)
    case 'pdf-active':
      return text.pdfActive(file)
    case 'too-many-pixels':
      return text.tooManyPixels(file)
    case 'not-utf8':
      return text.notUtf8(file)
    case 'macros':
      return text.macros(file)
    case 'linked':
      return text.linked(file)
    case 'malware':
      return text.malware(file)
    case 'not-scanned':
      return text.notScanned(file)
    case 'busy':
      return text.busy(file)
    case 'slow':
      return text.slow
    case 'choose-again':
      return text.chooseAgain
  }
}
