// Files as people send them, built byte by byte for tests: sound ones, and ones that must not pass.
import { deflateRawSync, deflateSync } from 'node:zlib'
import sharp from 'sharp'

type Sending = { field: string; name?: string; content: string | Buffer; type?: string }

/** A form as a browser sends it. @standard RFC 7578 */
export function multipart(parts: readonly Sending[]): { headers: Record<string, string>; body: Buffer } {
  const boundary = '----stadttor-7d9f3a'
  const pieces = parts.flatMap(({ field, name, content, type = 'application/octet-stream' }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"` +
        (name === undefined ? '\r\n\r\n' : `; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`),
    ),
    Buffer.from(content as string),
    Buffer.from('\r\n'),
  ])
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

/** A PDF of one empty page; `more` goes into its catalogue, `objects` stand behind it. */
export const pdf = (more = '', objects: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${more} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n`,
    ),
    Buffer.from(objects as string),
    Buffer.from('\ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF\n'),
  ])

/** A packed stream of objects, as newer programs write their PDFs. */
export function objectStream(objects: string): Buffer {
  const packed = deflateSync(objects)
  const head = `9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream\nendobj\n')])
}

export const photo = (kind: 'jpeg' | 'png' | 'webp' = 'jpeg', width = 40, height = 30): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2a7' } })
    .withExif({ IFD0: { Copyright: 'Ada Beispiel' }, IFD3: { GPSLatitude: '48/1 22/1 0/1' } })
    .toFormat(kind)
    .toBuffer()

/** @standard APPNOTE.TXT 4.3 */
export function zip(parts: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const [bytes, packed] = [Buffer.from(name), deflateRawSync(text)]
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(Buffer.byteLength(text), 18)
    shared.writeUInt16LE(bytes.length, 22)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(at, 10)
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), shared, entry, bytes)
    local.push(Buffer.from('PK\x03\x04', 'latin1'), shared, bytes, packed)
    at += 30 + bytes.length + packed.length
  }
  const list = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(parts).length, 8)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, list, end])
}

export const wordParts = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  '[Content_Types].xml': '<Types/>',
  'word/document.xml': '<document/>',
  'word/_rels/document.xml.rels':
    '<Relationships><Relationship Type="http://x/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>',
  ...more,
})
