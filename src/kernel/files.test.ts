// Files come back as they were, to their own town alone, from a folder and from an S3 store alike.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type FileStore, makeFolderStore, openFile, removeFile, storeFile } from './files.ts'
import { makeS3Store } from './files-s3.ts'
import { type FakeS3, startFakeS3 } from './files-s3-fake.ts'
import { makeTownKey, UnreadableError } from './keys.ts'
import { makeOutbound, type Outbound } from './outbound.ts'

const folder = join(mkdtempSync(join(tmpdir(), 'stadttor-files-')), 'files')
let fake: FakeS3
let outbound: Outbound

const stores: Record<string, () => FileStore> = {
  'a folder': () => makeFolderStore(folder),
  'an S3 store': () => makeS3Store(fake.settings, outbound),
}

async function listAll(store: FileStore): Promise<string[]> {
  const paths: string[] = []
  for await (const path of store.list()) paths.push(path)
  return paths.sort()
}

before(async () => {
  fake = await startFakeS3()
  outbound = makeOutbound({ allow: [fake.settings.endpoint], allowPrivate: [fake.settings.endpoint] })
})
after(async () => {
  outbound.close()
  await fake.stop()
  rmSync(join(folder, '..'), { recursive: true })
})

for (const [where, makeStore] of Object.entries(stores)) {
  describe(`files in ${where}`, () => {
    const [augsburg, nuernberg] = [makeTownKey('augsburg'), makeTownKey('nuernberg')]
    const plan = Buffer.from('Lageplan der Baustelle, Maßstab 1:500')

    test('come back as they were; the same content is kept once per town and never shared between towns', async () => {
      const store = makeStore()
      const first = await storeFile(store, augsburg, plan)
      assert.deepEqual(await storeFile(store, augsburg, plan), first)
      assert.equal(first.size, plan.length)
      const other = await storeFile(store, nuernberg, plan)
      assert.notEqual(other.name, first.name)
      const third = await storeFile(store, nuernberg, Buffer.alloc(0))
      const all = [`augsburg/${first.name}`, `nuernberg/${other.name}`, `nuernberg/${third.name}`]
      assert.deepEqual(await listAll(store), all.sort())
      assert.deepEqual(await openFile(store, augsburg, first.name), plan)
      assert.equal(await openFile(store, nuernberg, first.name), undefined)
      assert.ok(!(await store.read(`augsburg/${first.name}`))?.includes('Lageplan'), 'what is stored is encrypted')
    })

    test('do not open when altered or moved to another name or town', async () => {
      const store = makeStore()
      const { name } = await storeFile(store, augsburg, Buffer.from('Bescheid'))
      const sealed = (await store.read(`augsburg/${name}`))!
      const elsewhere = name.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
      await store.write(`augsburg/${elsewhere}`, sealed)
      await assert.rejects(openFile(store, augsburg, elsewhere), UnreadableError)
      await store.write(`nuernberg/${name}`, sealed)
      await assert.rejects(openFile(store, nuernberg, name), UnreadableError)
      await store.write(`augsburg/${name}`, Buffer.concat([sealed, Buffer.of(0)]))
      await assert.rejects(openFile(store, augsburg, name), UnreadableError)
    })

    test('are gone when removed, and removing twice is no error', async () => {
      const store = makeStore()
      const { name } = await storeFile(store, augsburg, Buffer.alloc(100_000, 'x'))
      await removeFile(store, augsburg, name)
      await removeFile(store, augsburg, name)
      assert.equal(await openFile(store, augsburg, name), undefined)
      assert.ok(!(await listAll(store)).includes(`augsburg/${name}`))
    })

    test('have names that lead nowhere else', async () => {
      for (const name of ['../../etc/passwd', '', '.', 'a'.repeat(63), `${'a'.repeat(64)}/..`]) {
        await assert.rejects(openFile(makeStore(), augsburg, name), /not the name of a stored file/)
      }
    })
  })
}

test('a folder of files is open to its own account alone, and keeps no half-written file', async () => {
  await storeFile(makeFolderStore(folder), makeTownKey('fuerth'), Buffer.from('Antrag'))
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  assert.ok(entries.some((entry) => entry.isFile()))
  for (const entry of entries) assert.equal(statSync(join(entry.parentPath, entry.name)).mode & 0o077, 0)
  assert.ok(!entries.some((entry) => entry.name.endsWith('.half')))
  assert.ok(entries.every((entry) => !entry.isFile() || !readFileSync(join(entry.parentPath, entry.name)).includes('Antrag')))
})

test('a refusing S3 store is a clear error, never an empty answer', async () => {
  const store = makeS3Store({ ...fake.settings, secret: 'wrong' }, outbound)
  await assert.rejects(storeFile(store, makeTownKey('augsburg'), Buffer.from('x')), /answered HEAD with 403/)
  await assert.rejects(listAll(store), /403 SignatureDoesNotMatch/)
})
