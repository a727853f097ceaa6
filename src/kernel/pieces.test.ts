// Large files come back as they were, from a folder and from an S3 store, and nobody can cut, mix or exchange their pieces unseen.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type FileStore, makeFolderStore, openFile, openStream, storeFile } from './files.ts'
import { makeS3Store } from './files-s3.ts'
import { startFakeS3 } from './files-s3-fake.ts'
import { makeTownKey, UnreadableError, withKeysInUse, withNextKey } from './keys.ts'
import { makeOutbound } from './outbound.ts'
import { newFileName, type Piece, pieceSize, storePiece, storePieceList } from './pieces.ts'

const folder = mkdtempSync(join(tmpdir(), 'stadttor-pieces-'))
const fake = await startFakeS3()
const outbound = makeOutbound({ allow: [fake.settings.endpoint], allowPrivate: [fake.settings.endpoint] })
after(async () => {
  outbound.close()
  await fake.stop()
  rmSync(folder, { recursive: true })
})

const augsburg = makeTownKey('augsburg')
const content = randomBytes(pieceSize + 300)

async function storeLarge(store: FileStore, file = newFileName()): Promise<{ file: string; pieces: Piece[] }> {
  const pieces: Piece[] = []
  for (const [number, part] of [content.subarray(0, pieceSize), content.subarray(pieceSize)].entries())
    pieces.push(await storePiece(store, augsburg, { file, number, content: part }))
  await storePieceList(store, augsburg, file, pieces)
  return { file, pieces }
}
const read = async (store: FileStore, file: string): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const chunk of (await openStream(store, augsburg, file))!.chunks()) parts.push(chunk)
  return Buffer.concat(parts)
}

const stores: Record<string, FileStore> = {
  'a folder': makeFolderStore(folder),
  'an S3 store': makeS3Store(fake.settings, outbound),
}
for (const [where, store] of Object.entries(stores)) {
  describe(`large files in ${where}`, () => {
    test('come back as they were, piece by piece and whole, beside small ones', async () => {
      const { file } = await storeLarge(store)
      assert.equal((await openStream(store, augsburg, file))?.size, content.length)
      assert.deepEqual(await read(store, file), content)
      assert.deepEqual(await openFile(store, augsburg, file), content)
      const small = await storeFile(store, augsburg, Buffer.from('Bescheid'))
      assert.equal((await read(store, small.name)).toString(), 'Bescheid')
      assert.equal(await openStream(store, augsburg, newFileName()), undefined)
    })

    test('do not open when a piece is gone, altered, cut, exchanged or of another file', async () => {
      const { file, pieces } = await storeLarge(store)
      const other = await storeLarge(store)
      const [first, second] = pieces as [Piece, Piece]
      const at = (name: string): string => `augsburg/${name}`
      const [sealed, last] = [(await store.read(at(first.name)))!, (await store.read(at(second.name)))!]
      const altered = Buffer.from(sealed)
      altered[5_000]! ^= 1
      const shorter = await storePiece(store, augsburg, { file, number: 0, content: content.subarray(0, 500) })
      const spoilt: [string, Buffer | undefined][] = [
        ['gone', undefined],
        ['altered', altered],
        ['cut', sealed.subarray(0, 10_000)],
        ['the other piece', last],
        ['the same piece of another file', (await store.read(at(other.pieces[0]!.name)))!],
        ['an older, shorter self of it', (await store.read(at(shorter.name)))!],
      ]
      for (const [how, bytes] of spoilt) {
        if (bytes) await store.write(at(first.name), bytes)
        else await store.remove(at(first.name))
        await assert.rejects(read(store, file), UnreadableError, how)
      }
      await store.write(at(first.name), sealed)
      assert.deepEqual(await read(store, file), content)
    })

    test('open after the town changed its key, also one that was arriving meanwhile, and so do small ones', async () => {
      const changed = withKeysInUse(withNextKey(augsburg))
      const { file, pieces } = await storeLarge(store)
      await storePieceList(store, changed, file, pieces)
      const small = await storeFile(store, changed, Buffer.from('Bescheid nach dem Wechsel'))
      const opened = await openFile(store, changed, small.name)
      assert.equal(opened?.toString(), 'Bescheid nach dem Wechsel')
      assert.deepEqual(await openFile(store, changed, file), content)
    })

    test('do not open under a list of another file or with a list that was cut', async () => {
      const { file, pieces } = await storeLarge(store)
      const other = await storeLarge(store)
      const list = (await store.read(`augsburg/${file}`))!
      await store.write(`augsburg/${other.file}`, list)
      await assert.rejects(openStream(store, augsburg, other.file), UnreadableError)
      // Who holds the key writes such a list; a piece still belongs to its own place.
      await storePieceList(store, augsburg, file, pieces.toReversed())
      await assert.rejects(read(store, file), UnreadableError)
    })
  })
}
