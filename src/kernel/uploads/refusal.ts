// Why a file was not taken, in the reader's words.
import type { Reader } from '../words.ts'
import type { Refused } from './check.ts'
import { displayName } from './display-name.ts'
import { type FileKind, fileKinds } from './kinds.ts'
import type { Upload } from './upload.ts'
import { uploadWords } from './words.ts'

type Rule = { maxFiles: number; maxBytesEach: number; accept: readonly FileKind[] }

/** Kinds as people read them: „PDF, JPEG“. */
export const kindsInWords = (accept: readonly FileKind[]): string => accept.map((kind) => fileKinds[kind].label).join(', ')

/** `sent` is the name as it was sent: it is shortened and cleaned here. */
export function refusalText(reader: Reader, refused: Refused, sent: string, { maxFiles, maxBytesEach, accept }: Rule): string {
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
    case 'bomb':
      return text.bomb(file)
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

/** How an upload stands, where that needs words; '' for one that is ready. */
export function stateText(reader: Reader, upload: Pick<Upload, 'name' | 'state' | 'reason' | 'accept'>): string {
  const text = uploadWords(reader)
  switch (upload.state) {
    case 'ready':
      return ''
    case 'arriving':
      return text.arriving
    case 'checking':
      return text.checking
    case 'quarantined':
      return upload.reason === 'locked' ? text.quarantinedLocked : text.quarantined
    case 'refused':
      return refusalText(reader, upload.reason as Refused, upload.name, { maxFiles: 0, maxBytesEach: 0, accept: upload.accept })
  }
}
