// One sent file, checked by its own bytes: kept as it is, drawn anew, or refused for a reason that has words.

import { readArchive } from './archive.ts'
import { displayName } from './display-name.ts'
import { type FileKind, fileKinds, isMarkup, seenIn } from './kinds.ts'
import { readOffice } from './office.ts'
import { pdfFault } from './pdf.ts'
import { redrawn } from './pictures.ts'
import type { Scanned } from './scan.ts'

/** A file that passed; `name` is for display alone. `scanned`: a scanner of the town found nothing in it. */
export type UploadedFile = { name: string; kind: FileKind; mediaType: string; content: Buffer; scanned: boolean }

export type Refused =
  | 'empty'
  | 'too-large'
  | 'too-many'
  | 'kind'
  | 'heic'
  | 'damaged'
  | 'pdf-locked'
  | 'pdf-active'
  | 'too-many-pixels'
  | 'not-utf8'
  | 'macros'
  | 'bomb'
  | 'linked'
  | 'malware'
  | 'not-scanned'
  | 'busy'
  | 'slow'
  | 'choose-again'

export type Scan = (content: Buffer, mediaType: string) => Promise<Scanned>

/** The harmless file every scanner must find; in two halves, so that no scanner finds this one. @standard EICAR test file, 2003 */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

export async function checkFile(
  sent: { name: string; content: Buffer },
  accept: readonly FileKind[],
  scan: Scan,
): Promise<UploadedFile | { refused: Refused }> {
  if (sent.content.length === 0) return { refused: 'empty' }
  if (sent.content.includes(eicar)) return { refused: 'malware' }
  const found = kindOf(sent, accept)
  if ('refused' in found) return found
  if (!accept.includes(found.kind)) return { refused: 'kind' }
  const { mediaType, extensions } = fileKinds[found.kind]
  const scanned = await scan(sent.content, mediaType).catch(() => 'down' as const)
  if (scanned === 'found') return { refused: 'malware' }
  // What a scanner could not look into waits where there is a quarantine; a plain form has none.
  if (scanned !== 'clean' && scanned !== 'off') return { refused: 'not-scanned' }
  const name = displayName(sent.name, extensions)
  const { kind } = found
  const file = { name, kind, mediaType, scanned: scanned === 'clean' }
  if (!isPicture(kind)) return { ...file, content: sent.content }
  const picture = await redrawn(sent.content, kind)
  return 'fault' in picture ? { refused: picture.fault } : { ...file, content: picture.content }
}

export const isPicture = (kind: FileKind): kind is 'jpeg' | 'png' | 'webp' => kind === 'jpeg' || kind === 'png' || kind === 'webp'

/** What a file in memory is, and whether it may be taken at all. */
export function kindOf(
  { name, content }: { name: string; content: Buffer },
  accept: readonly FileKind[],
): { kind: FileKind; locked?: boolean } | { refused: Refused } {
  const seen = seenIn(content)
  if (seen === 'unknown') return { refused: 'kind' }
  if (seen === 'heic') return { refused: 'heic' }
  if (seen === 'text') return textKind(name, content, accept)
  if (seen === 'zip') {
    // Reading its parts is for routes that take office documents or archives at all.
    if (!accept.some((kind) => kind === 'docx' || kind === 'xlsx' || kind === 'odt' || kind === 'zip')) return { refused: 'kind' }
    const office = readOffice(content)
    if (!('fault' in office)) return office
    if (!accept.includes('zip') || office.fault === 'macros' || office.fault === 'linked') return { refused: office.fault }
    const archive = readArchive(content)
    return 'fault' in archive ? { refused: archive.fault } : { kind: 'zip', locked: archive.locked }
  }
  const fault = seen === 'pdf' && accept.includes('pdf') ? pdfFault(content) : undefined
  return fault ? { refused: fault } : { kind: seen }
}

function textKind(name: string, content: Buffer, accept: readonly FileKind[]): { kind: FileKind } | { refused: Refused } {
  // In whatever encoding its first line says; whoever reads it is strict.
  if (accept.includes('xml') && /^(\xef\xbb\xbf)?\s*</.test(content.toString('latin1', 0, 100))) return { kind: 'xml' }
  if (accept.includes('json') && /^(\xef\xbb\xbf)?\s*[[{]/.test(content.toString('latin1', 0, 100))) return { kind: 'json' }
  // A mail begins with lines of its head; in whatever encoding, whoever reads it is strict.
  if (accept.includes('eml') && /\.eml$/i.test(name) && /^[!-9;-~]+:[ \t]/.test(content.toString('latin1', 0, 1_000)))
    return { kind: 'eml' }
  if (!accept.includes('txt') && !accept.includes('csv')) return { refused: 'kind' }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return { refused: 'not-utf8' }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what they do in a terminal is no text
  if (isMarkup(text) || /[\0-\x08\x0e-\x1f\x7f]/.test(text)) return { refused: 'kind' }
  return { kind: accept.includes('csv') && (/\.csv$/i.test(name) || !accept.includes('txt')) ? 'csv' : 'txt' }
}
