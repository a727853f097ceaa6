// Office documents: packed files whose list of parts is read, without unpacking more than a few small ones.
import { inflateRawSync } from 'node:zlib'
import { listParts, type Part, unpackedSize } from './archive.ts'

export type OfficeFault = 'kind' | 'damaged' | 'macros' | 'linked'
export type OfficeKind = 'docx' | 'xlsx' | 'odt'

const limits = { unpacked: 300 * 1024 * 1024, part: 8 * 1024 * 1024 }

/** Code, other programs' objects, and whole files inside. */
const carriers =
  /(^|\/)(vbaProject\.bin|vbaData\.xml|activeX|embeddings|oleObjects?|macrosheets|dialogsheets|customUI|Basic|Scripts|Object \d+)(\/|$)|\.(bin|exe|dll|js|vbs|jar|class)$/i

function unpack(content: Buffer, { at, method, packed, size }: Part): string | undefined {
  if (size > limits.part || at + 30 > content.length || content.readUInt32LE(at) !== 0x04034b50) return undefined
  const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28)
  const bytes = content.subarray(start, start + packed)
  try {
    return (method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: limits.part })).toString('utf8')
  } catch {
    return undefined
  }
}

export function readOffice(content: Buffer): { kind: OfficeKind } | { fault: OfficeFault } {
  const parts = listParts(content)
  if (!parts || parts.some(({ locked }) => locked) || unpackedSize(parts) > limits.unpacked) return { fault: 'damaged' }
  const textOf = (name: string): string | undefined => {
    const part = parts.find((one) => one.name === name)
    return part && unpack(content, part)
  }
  const types = textOf('[Content_Types].xml')
  const has = (name: string): boolean => parts.some((part) => part.name === name)
  const kind =
    types === undefined ? odtOf(textOf) : has('word/document.xml') ? 'docx' : has('xl/workbook.xml') ? 'xlsx' : undefined
  if (!kind) return { fault: 'kind' }
  if (parts.some(({ name }) => carriers.test(name)) || /macroEnabled|vbaProject|activeX/i.test(types ?? ''))
    return { fault: 'macros' }
  if (kind === 'odt') {
    const pages = ['content.xml', 'styles.xml'].map(textOf)
    if (pages[0] === undefined) return { fault: 'damaged' }
    if (/encryption-data/.test(textOf('META-INF/manifest.xml') ?? '')) return { fault: 'damaged' }
    return pages.some((page) => page && /<script:event-listener|<office:script[ >]/.test(page)) ? { fault: 'macros' } : { kind }
  }
  for (const part of parts.filter(({ name }) => name.endsWith('.rels'))) {
    const relations = unpack(content, part)
    if (relations === undefined) return { fault: 'damaged' }
    // A link a reader may click stays; a template or object fetched on opening does not.
    for (const [relation] of relations.matchAll(/<Relationship\b[^>]*>/g))
      if (/TargetMode\s*=\s*["']External/i.test(relation) && !/\/hyperlink["']/i.test(relation)) return { fault: 'linked' }
  }
  return { kind }
}

const odtOf = (textOf: (name: string) => string | undefined): OfficeKind | undefined =>
  textOf('mimetype')?.trim() === 'application/vnd.oasis.opendocument.text' ? 'odt' : undefined
