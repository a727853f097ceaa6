// What a ZIP archive may do to us, and that ours are the same bytes every time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { readZip, ZipFault, type ZipFaultKind } from './read-zip.ts'
import { writeZip } from './write-zip.ts'

const bounds = { files: 10, bytesEach: 1_000_000, bytes: 2_000_000 }

type Made = {
  name: string | Buffer
  content?: Buffer
  claims?: number
  mode?: number
  flags?: number
  at?: number
  method?: number
}

/** An archive as a careless or hostile program writes it. */
function archive(entries: readonly Made[], count = entries.length): Buffer {
  const pieces: Buffer[] = []
  const listed: Buffer[] = []
  let at = 0
  for (const { name, content = Buffer.from('x'), claims = content.length, mode = 0o100644, flags = 0x0800, ...own } of entries) {
    const raw = Buffer.from(name as string)
    const packed = own.method === 0 ? content : deflateRawSync(content)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(flags, 2)
    head.writeUInt16LE(own.method ?? 8, 4)
    head.writeUInt32LE(crc32(content), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(claims, 18)
    head.writeUInt16LE(raw.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(own.at ?? at, 10)
    listed.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), head, tail, raw)
    const piece = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, raw, packed])
    pieces.push(piece)
    at += piece.length
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, directory, end])
}

const faultOf = (content: Buffer): ZipFaultKind | undefined => {
  try {
    readZip(content, bounds)
    return undefined
  } catch (fault) {
    assert.ok(fault instanceof ZipFault, String(fault))
    return fault.kind
  }
}

test('An archive of ours is the same bytes whatever the order of its files, and gives them back', () => {
  const [one, other] = [
    ['b/ä.txt', Buffer.from('zwei')],
    ['a.txt', Buffer.from('eins')],
  ] as [string, Buffer][]
  const made = writeZip(new Map([one!, other!]))
  assert.deepEqual(writeZip(new Map([other!, one!])), made)
  const read = readZip(made, bounds)
  assert.deepEqual([...read.keys()], ['a.txt', 'b/ä.txt'])
  assert.equal(String(read.get('b/ä.txt')), 'zwei')
  assert.deepEqual([...readZip(writeZip(new Map()), bounds)], [])
})

test('An archive of another program is read, its folders left out', () => {
  const made = archive([{ name: 'a/', content: Buffer.alloc(0), mode: 0o040755, method: 0 }, { name: 'a/b.json' }])
  assert.deepEqual([...readZip(made, bounds).keys()], ['a/b.json'])
})

test('A name that leads out of the archive is refused', () => {
  for (const name of ['../x', 'a/../../x', '/etc/passwd', 'C:/x', 'a\\..\\x', './x', 'a//x', 'a/..', 'x\0y', 'a/x.', 'aux /x'])
    assert.equal(faultOf(archive([{ name }])), 'path', name)
})

test('A link, a device and a folder with content are refused', () => {
  assert.equal(faultOf(archive([{ name: 'x', content: Buffer.from('/etc/passwd'), mode: 0o120777 }])), 'link')
  assert.equal(faultOf(archive([{ name: 'x', mode: 0o060644 }])), 'link')
  assert.equal(faultOf(archive([{ name: 'x/', content: Buffer.from('y') }])), 'damaged')
})

test('A gigabyte of zeros is refused, whether it says its size or claims to be small', () => {
  const zeros = Buffer.alloc(50_000_000)
  assert.equal(faultOf(archive([{ name: 'x', content: zeros }])), 'too-large')
  assert.equal(faultOf(archive([{ name: 'x', content: zeros, claims: 10 }])), 'too-large')
  assert.equal(faultOf(archive([{ name: 'x', claims: 1_000_000_000 }])), 'too-large')
  const several = Array.from({ length: 3 }, (_, index) => ({ name: `x${index}`, content: Buffer.alloc(900_000) }))
  assert.equal(faultOf(archive(several)), 'too-large')
})

test('Entries that lie upon each other are refused', () => {
  assert.equal(
    faultOf(
      archive([
        { name: 'x', method: 0 },
        { name: 'y', method: 0, at: 0 },
      ]),
    ),
    'overlap',
  )
})

test('Too many entries are refused', () => {
  const many = Array.from({ length: 11 }, (_, index) => ({ name: `x${index}` }))
  assert.equal(faultOf(archive(many)), 'too-many')
  assert.equal(faultOf(archive([{ name: 'x' }], 60_000)), 'too-many')
})

test('Two entries of one name are refused, in capitals as well', () => {
  assert.equal(faultOf(archive([{ name: 'a' }, { name: 'a' }])), 'duplicate')
  assert.equal(faultOf(archive([{ name: 'manifest.json' }, { name: 'Manifest.JSON' }])), 'duplicate')
})

test('A name that is no UTF-8 is refused', () => {
  assert.equal(faultOf(archive([{ name: Buffer.from([0x61, 0xe4]) }])), 'not-utf8')
  assert.equal(faultOf(archive([{ name: 'ä', flags: 0 }])), 'not-utf8')
})

test('What is encrypted, packed in an unknown way, changed or cut off is refused', () => {
  assert.equal(faultOf(archive([{ name: 'x', flags: 0x0801 }])), 'encrypted')
  assert.equal(faultOf(archive([{ name: 'x', method: 14 }])), 'method')
  const sound = writeZip(new Map([['x', Buffer.from('hello')]]))
  const changed = Buffer.from(sound)
  changed[changed.indexOf('hello')] = 0x4a
  assert.equal(faultOf(changed), 'damaged')
  assert.equal(faultOf(sound.subarray(0, -1)), 'damaged')
  assert.equal(faultOf(Buffer.concat([sound, Buffer.from('more')])), 'damaged')
  assert.equal(faultOf(Buffer.from('PK')), 'damaged')
  assert.equal(faultOf(Buffer.alloc(0)), 'damaged')
})
