// Which kinds of files people may send, told by the content alone; a name or a declared type proves nothing.

export type FileKind = 'pdf' | 'jpeg' | 'png' | 'webp' | 'txt' | 'csv' | 'docx' | 'xlsx' | 'odt' | 'zip' | 'xml' | 'json' | 'eml'

const office = 'application/vnd.openxmlformats-officedocument'

/** The first extension is the one a file gets that comes without a fitting one. */
export const fileKinds: Readonly<
  Record<FileKind, { label: string; mediaType: string; extensions: readonly [string, ...string[]] }>
> = {
  pdf: { label: 'PDF', mediaType: 'application/pdf', extensions: ['pdf'] },
  jpeg: { label: 'JPEG', mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  png: { label: 'PNG', mediaType: 'image/png', extensions: ['png'] },
  webp: { label: 'WebP', mediaType: 'image/webp', extensions: ['webp'] },
  txt: { label: 'TXT', mediaType: 'text/plain; charset=utf-8', extensions: ['txt'] },
  csv: { label: 'CSV', mediaType: 'text/csv; charset=utf-8', extensions: ['csv'] },
  docx: { label: 'DOCX', mediaType: `${office}.wordprocessingml.document`, extensions: ['docx'] },
  xlsx: { label: 'XLSX', mediaType: `${office}.spreadsheetml.sheet`, extensions: ['xlsx'] },
  /** Models for members of staff; never handed out as a page. */
  xml: { label: 'XML', mediaType: 'application/xml', extensions: ['xml', 'bpmn', 'dmn'] },
  /** Forms and the like for members of staff; never handed out as a page. */
  json: { label: 'JSON', mediaType: 'application/json', extensions: ['json'] },
  zip: { label: 'ZIP', mediaType: 'application/zip', extensions: ['zip'] },
  /** A mail as it was received, for members of staff; never handed out as a page. */
  eml: { label: 'EML', mediaType: 'message/rfc822', extensions: ['eml'] },
  odt: { label: 'ODT', mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
}

/** What the first bytes say: a kind of ours, a packed file that may be an office document, plain text, or nothing we know. */
export type Seen = 'pdf' | 'jpeg' | 'png' | 'webp' | 'zip' | 'heic' | 'text' | 'unknown'

export function seenIn(content: Buffer): Seen {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, index) => content[index] === byte)
  const ascii = (from: number, to: number): string => content.toString('latin1', from, to)
  if (ascii(0, 5) === '%PDF-') return 'pdf'
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'zip'
  if (ascii(4, 8) === 'ftyp' && /^(heic|heix|heif|mif1|msf1|hevc)$/.test(ascii(8, 12))) return 'heic'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files are told from text by exactly these
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(ascii(0, 4_096)) ? 'unknown' : 'text'
}

/** Text that a browser or a vector program would run as a page or a drawing. */
export const isMarkup = (text: string): boolean =>
  /^\ufeff?\s*<(!--|\?xml|!doctype|html|head|body|script|svg|iframe|math)/i.test(text.slice(0, 1_000))
