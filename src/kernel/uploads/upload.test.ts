// What becomes of a file that has arrived: ready, closed until somebody checks it, refused; taken over, or dropped with what it belonged to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, letter, openLetterbox, shelf } from '../../../test/letterbox.ts'
import { sweepBlobs } from '../blobs.ts'
import { pieceSize } from '../pieces.ts'
import type { Town } from '../town.ts'
import { pdf, photo } from './fixtures.ts'
import { dropUploads, keepSentFile, listUploads, takeUploads, type UploadsNotReady } from './upload.ts'

const { fresh, town, first, admin, create, append, finish } = await openLetterbox()

test('A photo is ready at once without where it was taken; what nobody checked is closed until a clerk dares', async () => {
  assert.equal((await finish(await photo('jpeg'), 'Ausweis.HEIC')).state, 'ready')
  const closed = await finish(pdf(), 'Antrag.pdf')
  assert.equal(closed.state, 'quarantined')
  assert.match(closed.message, /wird im Amt geprüft/)
  const ids = (await listUploads(town, 'letterbox.draft/9')).map(({ id }) => id)
  const [shown, dared] = await town.write((db) => takeUploads(town, db, 'letterbox.draft/9', ids))
  shelf.file = shown
  const picture = await first.request(town, '/letterbox/shown')
  assert.deepEqual([picture.status, shown?.name, picture.text.includes('Ada Beispiel')], [200, 'Ausweis.HEIC.jpg', false])
  assert.equal(shown?.size, picture.body.length, 'drawn anew, it has another size')
  shelf.file = dared
  assert.equal((await first.request(town, '/letterbox/shown')).status, 404)
  const opened = await first.request(town, '/letterbox/dared')
  assert.deepEqual([opened.status, opened.body], [200, pdf()])
  const { rows } = await admin.query(
    "SELECT actor, object, details FROM kernel.audit_entry WHERE action = 'kernel.file.opened-unchecked'",
  )
  assert.deepEqual(rows, [{ actor: 'staff:clerk-7@/', object: 'letterbox.letter/7', details: { reason: 'unchecked' } }])
})

test('What runs, lies about its kind or is nothing is refused in words, and its content is gone', async () => {
  const refused: [string, Buffer, RegExp][] = [
    ['a.pdf', pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'), /enthält Programme/],
    ['a.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /von einer Art/],
    ['a.pdf', Buffer.from([0x4d, 0x5a, 0, 1, 2, 3]), /von einer Art/],
    ['a.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>alert(1)</script>')]), /beschädigt/],
  ]
  for (const [name, content, words] of refused) {
    const { state, message } = await finish(content, name)
    assert.deepEqual([state, words.test(message)], ['refused', true], message)
  }
  const { rows } = await admin.query("SELECT blob FROM kernel.upload WHERE state = 'refused' AND blob IS NOT NULL")
  assert.deepEqual(rows, [])
})

test('Only complete files are taken, all or none; the rest goes with what it belonged to', async () => {
  const at = '/letterbox/7/uploads'
  const unfinished = idOf(await create(100, { path: at }))
  await finish(letter(50), 'a.txt', at)
  const uploads = await listUploads(town, 'letterbox.draft/7')
  const ids = uploads.map(({ id }) => id)
  await assert.rejects(
    town.write((db) => takeUploads(town, db, 'letterbox.draft/7', ids)),
    (fault: UploadsNotReady) => fault.ids.join() === unfinished,
  )
  assert.equal((await listUploads(town, 'letterbox.draft/7')).length, 2)
  assert.equal(await town.write((db) => dropUploads(db, 'letterbox.draft/7', new Date())), 2)
  assert.deepEqual(await listUploads(town, 'letterbox.draft/7'), [])
})

test('Pieces of a large file stay as long as it is referred to, and go with it', async () => {
  const store = fresh.house.files
  const count = async (of: Town): Promise<number> => {
    let found = 0
    for await (const path of store.list()) if (path.startsWith(`${of.key}/`)) found += 1
    return found
  }
  const later = (days: number): Date => new Date(Date.now() + days * 86_400_000)
  // Lets go of everything that the tests above left behind.
  await admin.query(
    'UPDATE kernel.blob SET refs = 0, unused_since = now() WHERE town_id = $1 AND name NOT IN (SELECT blob FROM kernel.upload WHERE blob IS NOT NULL)',
    [town.id],
  )
  await sweepBlobs(fresh.house, later(2))
  await sweepBlobs(fresh.house, later(4))
  const before = await count(town)
  const content = letter(pieceSize + 100)
  const path = await create(content.length, { name: 'lang.txt', path: '/letterbox/8/uploads' })
  await append(path, 0, content.subarray(0, 1_000))
  await append(path, 1_000, content.subarray(1_000))
  assert.equal(await count(town), before + 3, 'two pieces and their list')
  await sweepBlobs(fresh.house, later(2))
  await sweepBlobs(fresh.house, later(4))
  assert.equal(await count(town), before + 3)
  await town.write((db) => dropUploads(db, 'letterbox.draft/8', new Date()))
  await sweepBlobs(fresh.house, later(2))
  assert.equal(await count(town), before)
})

test('A file that came with a plain form stands beside the others', async () => {
  const file = { name: 'Brief.txt', kind: 'txt' as const, mediaType: 'text/plain; charset=utf-8', content: Buffer.from('Hallo') }
  const sent = { purpose: 'letterbox.draft/6', place: 'papers', label: '', file: { ...file, scanned: false } }
  await keepSentFile(fresh.house, town, sent, new Date())
  await keepSentFile(
    fresh.house,
    town,
    { ...sent, file: { ...file, content: Buffer.from('Guten Tag'), scanned: true } },
    new Date(),
  )
  const states = (await listUploads(town, 'letterbox.draft/6')).map(({ name, state }) => [name, state])
  assert.deepEqual(states, [
    ['Brief.txt', 'quarantined'],
    ['Brief.txt', 'ready'],
  ])
})
