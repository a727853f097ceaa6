// The files of a ZIP archive, read in memory and bounded; nothing that could leave its folder, fill the memory or mean two things. @standard APPNOTE.TXT 6.3 without ZIP64 and encryption.
import { crc32, inflateRawSync } from 'node:zlib'

/** `name` and `link` name the entry they were found at. */
export type ZipFaultKind =
  | 'damaged'
  | 'too-many'
  | 'too-large'
  | 'encrypted'
  | 'method'
  | 'path'
  | 'link'
  | 'duplicate'
  | 'not-utf8'
  | 'overlap'

export class ZipFault extends Error {
  override name = 'ZipFault'
  readonly kind: ZipFaultKind
  /** The entry, as far as it can be shown. */
  readonly entry: string
  constructor(kind: ZipFaultKind, entry = '') {
    super(entry === '' ? `ZIP: ${kind}` : `ZIP: ${kind} at ${entry}`)
    this.kind = kind
    this.entry = entry
  }
}

/** Files count without folders; bytes are those after unpacking. */
export type ZipBounds = { files: number; bytesEach: number; bytes: number }

type Entry = { name: string; method: number; packed: number; size: number; crc: number; local: number }

const marks = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 }

/** Content by name, folders left out. @throws ZipFault */
export function readZip(content: Buffer, bounds: ZipBounds): Map<string, Buffer> {
  const entries = listEntries(content, bounds)
  const files = new Map<string, Buffer>()
  for (const entry of entries) files.set(entry.name, unpack(content, entry))
  return files
}

function listEntries(content: Buffer, bounds: ZipBounds): Entry[] {
  const end = content.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > content.length || end + 22 + content.readUInt16LE(end + 20) !== content.length)
    throw new ZipFault('damaged')
  const [disk, count, here] = [content.readUInt16LE(end + 4), content.readUInt16LE(end + 10), content.readUInt16LE(end + 8)]
  const start = content.readUInt32LE(end + 16)
  // Anything else is ZIP64, spread over several disks, or has bytes that only some programs read.
  if (disk !== 0 || count !== here || start + content.readUInt32LE(end + 12) !== end) throw new ZipFault('damaged')
  // Folders are entries too; nobody needs more of them than files.
  if (count > bounds.files * 2) throw new ZipFault('too-many')
  const entries: Entry[] = []
  const names = new Set<string>()
  let at = start
  let unpacked = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || content.readUInt32LE(at) !== marks.directory) throw new ZipFault('damaged')
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => content.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const next = at + 46 + nameLength + extra + comment
    if (next > end) throw new ZipFault('damaged')
    const flags = content.readUInt16LE(at + 8)
    const raw = content.subarray(at + 46, at + 46 + nameLength)
    const name = nameOf(raw, (flags & 0x0800) !== 0)
    const entry = {
      name,
      method: content.readUInt16LE(at + 10),
      crc: content.readUInt32LE(at + 16),
      packed: content.readUInt32LE(at + 20),
      size: content.readUInt32LE(at + 24),
      local: content.readUInt32LE(at + 42),
    }
    if ((flags & 0x2041) !== 0) throw new ZipFault('encrypted', name)
    if (isSpecial(content.readUInt16LE(at + 4), content.readUInt32LE(at + 38))) throw new ZipFault('link', name)
    // Two files that are one on a disk that does not tell capitals apart.
    const same = name.replace(/\/$/, '').toLowerCase()
    if (names.has(same)) throw new ZipFault('duplicate', name)
    names.add(same)
    at = next
    if (name.endsWith('/')) {
      if (entry.size !== 0) throw new ZipFault('damaged', name)
      continue
    }
    if (entry.method !== 0 && entry.method !== 8) throw new ZipFault('method', name)
    unpacked += entry.size
    if (entry.size > bounds.bytesEach || unpacked > bounds.bytes) throw new ZipFault('too-large', name)
    entries.push(entry)
    if (entries.length > bounds.files) throw new ZipFault('too-many')
  }
  if (at !== end) throw new ZipFault('damaged')
  const inOrder = entries.toSorted((one, other) => one.local - other.local)
  for (const [index, { local, packed, name }] of inOrder.entries())
    if (local + 30 + packed > (inOrder[index + 1]?.local ?? start)) throw new ZipFault('overlap', name)
  return entries
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** Only relative paths downwards, in characters that every system keeps. */
function nameOf(raw: Buffer, declaredUtf8: boolean): string {
  let name: string
  try {
    name = strict.decode(raw)
  } catch {
    throw new ZipFault('not-utf8', raw.toString('latin1').replace(/[^ -~]/g, '?'))
  }
  // Without the mark a name is in an old character set; of that only ASCII means the same everywhere.
  if (!declaredUtf8 && /[^ -~]/.test(name)) throw new ZipFault('not-utf8', name.replace(/[^ -~]/g, '?'))
  const parts = name.replace(/\/$/, '').split('/')
  const odd = parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part))
  if (odd || name.length > 200 || name !== name.normalize('NFC') || /[\\:*?"<>|]|\p{C}/u.test(name))
    throw new ZipFault('path', name.replace(/\p{C}/gu, '?').slice(0, 200))
  return name
}

/** Links, devices and the like, as systems of the Unix family write them. */
function isSpecial(madeBy: number, attributes: number): boolean {
  const kind = (attributes >>> 16) & 0o170000
  return madeBy >> 8 === 3 && kind !== 0 && kind !== 0o100000 && kind !== 0o040000
}

/** What claims to be small and is not stops at the size it claims. */
function unpack(content: Buffer, { name, method, packed, size, crc, local }: Entry): Buffer {
  if (local + 30 > content.length || content.readUInt32LE(local) !== marks.local) throw new ZipFault('damaged', name)
  const nameLength = content.readUInt16LE(local + 26)
  const start = local + 30 + nameLength + content.readUInt16LE(local + 28)
  if (content.toString('utf8', local + 30, local + 30 + nameLength) !== name || start + packed > content.length)
    throw new ZipFault('damaged', name)
  const held = content.subarray(start, start + packed)
  let plain: Buffer
  try {
    plain = method === 0 ? Buffer.from(held) : inflateRawSync(held, { maxOutputLength: Math.max(size, 1) })
  } catch (fault) {
    throw new ZipFault((fault as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged', name)
  }
  if (plain.length !== size || crc32(plain) !== crc) throw new ZipFault('damaged', name)
  return plain
}
