// A ZIP archive of files in memory, the same bytes for the same files on every machine. @standard APPNOTE.TXT 6.3.
import { crc32 } from 'node:zlib'

/** 1 January 1980, midnight: the first instant that the format knows. */
const noTime = { time: 0, date: 0x0021 }
const utf8Names = 0x0800

/** Sorted by name and not packed: what a packing program makes of a text changes with its version. */
export function writeZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  for (const [name, content] of sorted) {
    const raw = Buffer.from(name, 'utf8')
    const fields = fieldsOf(raw, content)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, raw])
    const place = Buffer.alloc(14)
    // Regular file, readable by all: attributes of the Unix family.
    place.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    place.writeUInt32LE(at, 10)
    const madeBy = Buffer.from([20, 3])
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, place, raw)
    pieces.push(local, content)
    at += local.length + content.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, listed, end])
}

/** What stands in both headers of an entry, from the version needed to the length of the extra field. */
function fieldsOf(name: Buffer, content: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(utf8Names, 2)
  fields.writeUInt16LE(noTime.time, 6)
  fields.writeUInt16LE(noTime.date, 8)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}
