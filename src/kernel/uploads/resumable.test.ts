// Resumable uploads through the front door: what the protocol promises, interrupted, wrongly continued, and sent by two at once.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { bytesType, idOf, letter, openLetterbox, tus } from '../../../test/letterbox.ts'
import { hostOf } from '../../../test/serve-town.ts'
import { openStream } from '../files.ts'
import { pieceSize } from '../pieces.ts'
import { findUpload, takeUploads } from './upload.ts'

const purpose = 'letterbox.draft/1'
const { fresh, town, other, first, second, admin, create, append, offsetOf, begin } = await openLetterbox()

test('A file arrives in three parts, through two servers, and comes out byte for byte', async () => {
  const content = letter(2 * pieceSize + 700_001)
  const path = await create(content.length, { name: '../Grüße.txt' })
  assert.equal(await offsetOf(path), 0)
  const cuts = [0, 700_000, pieceSize + 5, content.length]
  for (const index of [0, 1, 2]) {
    const at = index % 2 === 0 ? first : second
    const { status, headers } = await append(path, cuts[index]!, content.subarray(cuts[index], cuts[index + 1]), at)
    assert.deepEqual([status, headers['upload-offset']], [204, String(cuts[index + 1])])
  }
  const upload = (await findUpload(town, purpose, idOf(path)))!
  assert.deepEqual([upload.name, upload.label, upload.state, upload.kind], ['Grüße.txt', 'Vorderseite', 'quarantined', 'txt'])
  const [file] = await town.write((db) => takeUploads(town, db, purpose, [upload.id]))
  const stored = await openStream(fresh.house.files, town.dataKey, file!.blob)
  const hash = createHash('sha256')
  for await (const chunk of stored!.chunks()) hash.update(chunk)
  assert.equal(hash.digest('hex'), createHash('sha256').update(content).digest('hex'))
})

test('What is announced is what is there, and nobody keeps the answer about the offset', async () => {
  const { status, headers } = await first.request(town, '/letterbox/1/uploads', { method: 'OPTIONS' })
  assert.deepEqual([status, headers['tus-version'], headers['tus-max-size']], [204, '1.0.0', '20000000'])
  assert.equal(headers['tus-extension'], 'creation,creation-with-upload,expiration,termination')
  const path = await create(10)
  const head = await first.request(town, path, { method: 'HEAD', headers: tus })
  assert.deepEqual([head.headers['cache-control'], head.headers['upload-length']], ['no-store', '10'])
  assert.ok(Date.parse(head.headers['upload-expires'] as string) > Date.now())
})

test('A wrong offset is refused and leaves the file as it was', async () => {
  const path = await create(20)
  await append(path, 0, Buffer.from('0123456789'))
  for (const offset of [0, 9, 11]) assert.equal((await append(path, offset, Buffer.from('xx'))).status, 409)
  assert.equal(await offsetOf(path), 10)
  assert.equal((await append(path, 10, Buffer.from('abcdefghij'))).status, 204)
  assert.equal((await append(path, 20, Buffer.alloc(0))).status, 204, 'nothing more to send')
  assert.equal((await append(path, 0, Buffer.from('x'))).status, 409, 'a complete file takes nothing')
})

test('Requests that do not keep to the protocol are told how', async () => {
  const path = await create(20)
  const patch = (headers: Record<string, string>) =>
    first.request(town, path, { method: 'PATCH', headers: { 'upload-offset': '0', ...headers }, body: 'x' })
  const versions = [{}, { 'tus-resumable': '0.2.2' }].map((headers) => patch({ ...bytesType, ...headers }))
  for (const { status, headers } of await Promise.all(versions))
    assert.deepEqual([status, headers['tus-version']], [412, '1.0.0'])
  for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x'])
    assert.equal((await patch({ ...tus, 'content-type': type })).status, 415, type)
  assert.equal((await patch({ ...tus, ...bytesType, 'upload-offset': '-1' })).status, 400)
  assert.equal(await offsetOf(path), 0)
  const post = (headers: Record<string, string>) =>
    first.request(town, '/letterbox/1/uploads', { method: 'POST', headers: { ...tus, ...headers } })
  assert.equal((await post({})).status, 400)
  assert.equal((await post({ 'upload-length': '20000001' })).status, 413)
  assert.equal((await post({ 'upload-length': '5', 'upload-metadata': 'filename &&' })).status, 400)
})

test('More bytes than announced are not taken', async () => {
  const path = await create(10)
  assert.equal((await append(path, 0, Buffer.alloc(11, 'x'))).status, 413)
  const chunked = await first.raw(
    `PATCH ${path} HTTP/1.1\r\nhost: ${hostOf(town)}\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n14\r\n01234567890123456789\r\n0\r\n\r\n`,
  )
  assert.match(chunked, /^HTTP\/1.1 413/)
  assert.equal(await offsetOf(path), 0)
})

test('A file is created and sent in one request', async () => {
  const headers = { ...tus, ...bytesType, 'upload-length': '5' }
  const { status, headers: told } = await first.request(town, '/letterbox/1/uploads', { method: 'POST', headers, body: 'Hallo' })
  assert.deepEqual([status, told['upload-offset']], [201, '5'])
  assert.equal(await offsetOf(told.location!), 5)
})

test('While one connection writes, a second one is refused on every server, and may go on when the first has ended', async () => {
  const size = pieceSize + 100_000
  const path = await create(size, { name: 'a.txt' })
  const writer = begin(path, 0, letter(pieceSize + 1_000), size)
  // Until the first piece is on disk; each look asks anew.
  while ((await offsetOf(path, second)) === 0);
  assert.equal((await append(path, pieceSize, letter(10), second)).status, 423)
  assert.equal((await append(path, pieceSize, letter(10), first)).status, 423)
  writer.destroy()
  let kept = await offsetOf(path, second)
  let next = await append(path, kept, Buffer.alloc(0), second)
  while (next.status === 423 || next.status === 409) {
    kept = await offsetOf(path, second)
    next = await append(path, kept, Buffer.alloc(0), second)
  }
  assert.ok(kept >= pieceSize && kept <= pieceSize + 1_000, `what had arrived is kept: ${kept}`)
  assert.equal((await append(path, kept, letter(size - kept), second)).status, 204)
  assert.equal(await offsetOf(path), size)
})

test('A process that was killed leaves a file that another goes on with once its right has run out', async () => {
  const path = await create(1_000)
  await append(path, 0, letter(300))
  await admin.query("UPDATE kernel.upload SET lock = gen_random_uuid(), locked_until = now() + interval '1 hour' WHERE id = $1", [
    idOf(path),
  ])
  assert.equal((await append(path, 300, letter(700), second)).status, 423)
  await admin.query("UPDATE kernel.upload SET locked_until = now() - interval '1 second' WHERE id = $1", [idOf(path)])
  assert.equal((await append(path, 300, letter(700), second)).status, 204)
})

test('A file that was taken back is gone, and so is one that expired', async () => {
  const path = await create(100)
  assert.equal((await first.request(town, path, { method: 'DELETE', headers: tus })).status, 204)
  const head = await first.request(town, path, { method: 'HEAD', headers: tus })
  assert.deepEqual([head.status, head.headers['upload-offset']], [404, undefined])
  assert.equal((await first.request(town, path, { method: 'DELETE', headers: tus })).status, 404)
  const late = await create(100)
  await admin.query("UPDATE kernel.upload SET expires_at = now() - interval '1 second' WHERE id = $1", [idOf(late)])
  assert.equal((await append(late, 0, letter(100))).status, 404)
})

test('Nobody reaches the upload of another draft or another town', async () => {
  const path = await create(100)
  const elsewhere = path.replace('/1/', '/2/')
  for (const method of ['HEAD', 'DELETE'])
    assert.equal((await first.request(town, elsewhere, { method, headers: tus })).status, 404)
  assert.equal((await append(elsewhere, 0, letter(10))).status, 404)
  assert.equal((await first.request(other, path, { method: 'HEAD', headers: tus })).status, 404)
  assert.equal((await first.request(town, `${elsewhere}/state`)).status, 404)
  const headers = { ...tus, 'upload-length': '5' }
  assert.equal((await first.request(town, '/letterbox/closed/uploads', { method: 'POST', headers })).status, 404)
  const foreign = { ...headers, origin: 'https://evil.example' }
  assert.equal((await first.request(town, '/letterbox/1/uploads', { method: 'POST', headers: foreign })).status, 403)
})
