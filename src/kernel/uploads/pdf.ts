// A PDF as far as a scan can tell: whole, readable, and without anything that runs, opens or carries something else.
import { inflateSync } from 'node:zlib'

export type PdfFault = 'damaged' | 'pdf-locked' | 'pdf-active'

/** Names too long to occur by chance in compressed bytes. @standard ISO 32000-1 12.6.4, 7.11.4, 12.7.8 */
const active = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData|GoToE)(?![A-Za-z])/

const holdsObjects = /\/(ObjStm|First)(?![A-Za-z])/

const mostUnpacked = 64 * 1024 * 1024

/** `/J#61vaScript` is the same name. @standard ISO 32000-1 7.3.5 */
const plainNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

export function pdfFault(content: Buffer): PdfFault | undefined {
  const text = content.toString('latin1')
  if (!/%%EOF\s*$/.test(text.slice(-2_048)) || !text.includes('startxref')) return 'damaged'
  const named = plainNames(text)
  if (/\/Encrypt(?![A-Za-z])/.test(named)) return 'pdf-locked'
  if (active.test(named)) return 'pdf-active'
  let unpacked = 0
  // Objects may stand packed inside streams; of those, names are looked for too.
  for (const { index } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    // Strings inside a dictionary may pretend that it begins later: whatever stands near is tried, and only the dictionary itself condemns.
    const near = plainNames(text.slice(Math.max(index - 4_096, 0), index))
    if (!holdsObjects.test(near)) continue
    const start = text.indexOf('\n', index) + 1
    const end = text.indexOf('endstream', start)
    const packed = content.subarray(start, end < 0 ? content.length : end)
    const inside = unpack(packed, mostUnpacked - unpacked)
    unpacked += inside?.length ?? 0
    if (unpacked >= mostUnpacked) return 'damaged'
    if (inside && active.test(plainNames(inside.toString('latin1')))) return 'pdf-active'
    const dictionary = near.slice(near.lastIndexOf('obj') + 1)
    if (!inside && holdsObjects.test(dictionary) && /\/Filter(?![A-Za-z])/.test(dictionary)) return 'damaged'
  }
  return undefined
}

function unpack(packed: Buffer, most: number): Buffer | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(most, 1) })
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? Buffer.alloc(most) : undefined
  }
}
