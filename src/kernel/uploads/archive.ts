// Packed files: their list of parts is read and nothing is unpacked, so that no archive can fill the memory.

export type Part = { name: string; method: number; size: number; packed: number; at: number; locked: boolean }

const mostParts = 2_000
/** What an archive may become when somebody unpacks it: so many times its own size, and never more than `most`. */
const bombs = { times: 200, most: 8 * 1024 * 1024 * 1024 }

export const unpackedSize = (parts: readonly Part[]): number => parts.reduce((total, { size }) => total + size, 0)

/** @standard APPNOTE.TXT 4.3 (end of central directory, central directory, local header) */
export function listParts(content: Buffer): Part[] | undefined {
  const end = content.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > content.length || end + 22 + content.readUInt16LE(end + 20) !== content.length) return undefined
  const count = content.readUInt16LE(end + 10)
  let at = content.readUInt32LE(end + 16)
  if (count === 0 || count > mostParts || at + content.readUInt32LE(end + 12) !== end) return undefined
  const parts: Part[] = []
  const names = new Set<string>()
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || content.readUInt32LE(at) !== 0x02014b50) return undefined
    const [flags, method] = [content.readUInt16LE(at + 8), content.readUInt16LE(at + 10)]
    const [packed, size] = [content.readUInt32LE(at + 20), content.readUInt32LE(at + 24)]
    const [nameLength, extra, comment] = [at + 28, at + 30, at + 32].map((place) => content.readUInt16LE(place))
    const name = content.toString('utf8', at + 46, at + 46 + nameLength!)
    const locked = (flags & 0x2041) !== 0
    const odd = /(^|\/)\.\.?(\/|$)|^\/|\\|\0/.test(name) || (!locked && method !== 0 && method !== 8)
    if (odd || names.has(name)) return undefined
    names.add(name)
    parts.push({ name, method, size, packed, at: content.readUInt32LE(at + 42), locked })
    at += 46 + nameLength! + extra! + comment!
  }
  return at === end ? parts : undefined
}

/** An archive somebody else will unpack; `locked`: with a password, so that no scanner sees what is inside. */
export function readArchive(content: Buffer): { locked: boolean } | { fault: 'damaged' | 'bomb' } {
  const parts = listParts(content)
  if (!parts) return { fault: 'damaged' }
  const unpacked = unpackedSize(parts)
  if (unpacked > bombs.most || unpacked > content.length * bombs.times) return { fault: 'bomb' }
  // Parts that lie upon each other: one small packed part listed a thousand times.
  const inOrder = parts.toSorted((one, other) => one.at - other.at)
  const overlap = inOrder.some(({ at, packed }, index) => at + 30 + packed > (inOrder[index + 1]?.at ?? content.length))
  return overlap ? { fault: 'bomb' } : { locked: parts.some(({ locked }) => locked) }
}
