// Nobody uses a file before it was looked at: with a scanner, with one that is away, and with files no scanner can look into.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLetterbox, shelf } from '../../../test/letterbox.ts'
import { makeClamd } from '../clamd.ts'
import { startFakeClamd } from '../clamd-fake.ts'
import { eicar } from './check.ts'
import { pdf, photo, wordParts, zip } from './fixtures.ts'
import { sweepUploads } from './sweep.ts'
import { listUploads, takeUploads } from './upload.ts'

const clamd = await startFakeClamd({ streamMaxLength: 2_000_000 })
after(clamd.stop)
const real = makeClamd({ at: { host: '127.0.0.1', port: clamd.port }, maxBytes: 2_000_000 })
let away = false
const scanner = {
  ...real,
  scan: (chunks: AsyncIterable<Buffer>) => (away ? Promise.reject(new Error('away')) : real.scan(chunks)),
}
const { fresh, town, first, finish, admin } = await openLetterbox(scanner)

const take = async (draft: string) => {
  const purpose = `letterbox.draft/${draft}`
  const ids = (await listUploads(town, purpose)).map(({ id }) => id)
  return town.write((db) => takeUploads(town, db, purpose, ids))
}

test('With a scanner a sound file is ready, and one with malware is refused and gone', async () => {
  assert.equal((await finish(pdf(), 'Antrag.pdf')).state, 'ready')
  // Across two pieces of the file and of the transfer, so that only the scanner sees it whole.
  const { state, message } = await finish(Buffer.from(`${'x'.repeat(5_000)}${eicar}`), 'Brief.txt')
  assert.equal(state, 'refused')
  assert.match(message, /Schadsoftware/)
  clamd.says('stream: Win.Trojan.Example-1 FOUND')
  const found = await finish(pdf('/Lang (de)'), 'Rechnung.pdf')
  clamd.says(undefined)
  assert.deepEqual([found.state, /Schadsoftware/.test(found.message)], ['refused', true])
  const { rows } = await admin.query('SELECT count(*)::int AS left FROM kernel.blob WHERE refs = 0')
  assert.equal(rows[0].left, 0, 'the content of both does not wait for the sweep')
})

test('While the scanner is away files wait closed; when it is back they open, and malware stays closed even to a clerk', async () => {
  away = true
  const sound = await finish(pdf('/Lang (de-DE)'), 'Antrag.pdf', '/letterbox/2/uploads')
  const evil = await finish(pdf('/Lang (en)'), 'Rechnung.pdf', '/letterbox/3/uploads')
  assert.deepEqual([sound.state, evil.state], ['quarantined', 'quarantined'])
  const [[good], [bad]] = [await take('2'), await take('3')]
  assert.equal(good?.quarantined, 'scanner-down')
  await sweepUploads(fresh.house, new Date())
  shelf.file = good
  assert.equal((await first.request(town, '/letterbox/shown')).status, 404, 'still away')
  away = false
  clamd.says('stream: Win.Trojan.Example-1 FOUND')
  await admin.query("UPDATE kernel.quarantine SET since = now() - interval '1 day' WHERE blob = $1", [bad?.blob])
  await admin.query("UPDATE kernel.quarantine SET reason = 'too-large-to-check' WHERE blob = $1", [good?.blob])
  await sweepUploads(fresh.house, new Date())
  clamd.says(undefined)
  await admin.query("UPDATE kernel.quarantine SET reason = 'scanner-down' WHERE blob = $1", [good?.blob])
  await sweepUploads(fresh.house, new Date())
  assert.equal((await first.request(town, '/letterbox/shown')).status, 200)
  shelf.file = bad
  assert.equal((await first.request(town, '/letterbox/shown')).status, 404)
  assert.equal((await first.request(town, '/letterbox/dared')).status, 404)
})

test('A check that a dying process left behind is begun anew', async () => {
  await finish(pdf('/Lang (fr)'), 'Antrag.pdf', '/letterbox/4/uploads')
  await admin.query(`UPDATE kernel.upload SET state = 'checking', kind = NULL, lock = gen_random_uuid(),
    locked_until = now() - interval '1 second' WHERE purpose = 'letterbox.draft/4'`)
  await sweepUploads(fresh.house, new Date())
  assert.deepEqual(
    (await listUploads(town, 'letterbox.draft/4')).map(({ state, kind }) => [state, kind]),
    [['ready', 'pdf']],
  )
})

test('Larger than the scanner reads or locked with a password: received, and closed', async () => {
  const long = Buffer.alloc(2_100_000, 'Guten Tag. ')
  assert.equal((await finish(long, 'lang.txt', '/letterbox/5/uploads')).state, 'quarantined')
  const archive = zip({ 'Plan.txt': 'Grundriss' })
  assert.equal((await finish(archive, 'Plan.zip', '/letterbox/5/uploads')).state, 'ready')
  // Bit 0 of the flags, in the local and in the central header.
  for (const [mark, offset] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const)
    archive[archive.indexOf(mark, 0, 'latin1') + offset]! |= 1
  const locked = await finish(archive, 'Plan.zip', '/letterbox/5/uploads')
  assert.match(locked.message, /mit Passwort gesichert/)
  assert.deepEqual(
    (await take('5')).map(({ quarantined }) => quarantined),
    ['too-large-to-check', undefined, 'locked'],
  )
})

test('What only pretends to be a paper, or bursts when it is opened, is refused', async () => {
  const bomb = zip({ a: '\0'.repeat(3_000_000) })
  const twice = zip({ a: 'Grundriss', b: 'Grundriss' })
  // The second entry leads to the place of the first.
  const last = twice.lastIndexOf('PK\x01\x02', undefined, 'latin1')
  twice.writeUInt32LE(0, last + 42)
  const refused: [string, Buffer, RegExp][] = [
    ['a.zip', bomb, /übermäßig groß/],
    ['b.zip', twice, /übermäßig groß/],
    ['Brief.docx', zip({ ...wordParts(), 'word/vbaProject.bin': 'x' }), /Makros/],
    ['a.zip', Buffer.concat([zip({ a: 'x' }), Buffer.from('more')]), /beschädigt/],
    ['a.pdf', pdf('/Encrypt 5 0 R'), /Passwort/],
    ['a.jpg', Buffer.concat([(await photo('png')).subarray(0, 100), Buffer.from('<script>')]), /von einer Art|beschädigt/],
    ['a.svg', Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'), /von einer Art/],
  ]
  for (const [name, content, words] of refused) {
    const { state, message } = await finish(content, name, '/letterbox/6/uploads')
    assert.deepEqual([state, words.test(message)], ['refused', true], `${name}: ${state} ${message}`)
  }
})

test('A picture with something behind it comes out as the picture alone', async () => {
  const both = Buffer.concat([await photo('jpeg'), Buffer.from('<script>alert(1)</script>'), zip({ 'a.exe': 'MZ' })])
  assert.equal((await finish(both, 'Foto.jpg', '/letterbox/7/uploads')).state, 'ready')
  ;[shelf.file] = await take('7')
  const { status, body } = await first.request(town, '/letterbox/shown')
  assert.deepEqual([status, body.includes('<script>'), body.includes('PK')], [200, false, false])
})
