// The files of a packed export, bounded: nothing is unpacked to the disk. @standard APPNOTE.TXT (ZIP) without ZIP64 and encryption.
import { inflateRawSync } from 'node:zlib'
import { Refused } from './refusal.ts'

const mostFiles = 200
const largestUnpacked = 40_000_000
const directoryEnd = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

export const isZip = (content: Buffer): boolean => content.length > 22 && content.readUInt32LE(0) === localEntry

const broken = (): Refused => new Refused('Die ZIP-Datei ist beschädigt.', 'The ZIP file is damaged.')

/** Content by name, folders left out. @throws Refused for what is damaged, encrypted, or too large once unpacked */
export function unzip(content: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let unpacked = 0
  try {
    const end = content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
    if (end < 0 || content.readUInt32LE(end) !== directoryEnd) throw broken()
    const count = content.readUInt16LE(end + 10)
    if (count > mostFiles)
      throw new Refused(
        `Die ZIP-Datei enthält mehr als ${mostFiles} Dateien.`,
        `The ZIP file holds more than ${mostFiles} files.`,
      )
    let at = content.readUInt32LE(end + 16)
    for (let index = 0; index < count; index += 1) {
      if (content.readUInt32LE(at) !== directoryEntry) throw broken()
      const [flags, method] = [content.readUInt16LE(at + 8), content.readUInt16LE(at + 10)]
      const [packed, size] = [content.readUInt32LE(at + 20), content.readUInt32LE(at + 24)]
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => content.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
      ]
      const local = content.readUInt32LE(at + 42)
      const name = content.toString('utf8', at + 46, at + 46 + nameLength)
      at += 46 + nameLength + extraLength + commentLength
      if (name.endsWith('/')) continue
      if ((flags & 1) === 1) throw new Refused('Die ZIP-Datei ist verschlüsselt.', 'The ZIP file is encrypted.')
      unpacked += size
      if (unpacked > largestUnpacked)
        throw new Refused('Die ZIP-Datei ist ausgepackt größer als 40 MB.', 'The ZIP file is larger than 40 MB once unpacked.')
      if (content.readUInt32LE(local) !== localEntry) throw broken()
      const start = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28)
      files.set(name, unpack(content.subarray(start, start + packed), method, size))
    }
  } catch (fault) {
    if (fault instanceof Refused) throw fault
    throw broken()
  }
  return files
}

/** What claims to be small and is not stops at the size it claims. */
function unpack(packed: Buffer, method: number, size: number): Buffer {
  if (method === 0) return packed
  if (method === 8) return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  throw new Refused(
    `Die ZIP-Datei ist auf eine unbekannte Art gepackt (${method}).`,
    `The ZIP file is packed in an unknown way (${method}).`,
  )
}
