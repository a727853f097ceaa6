// Counted files: kept once, removed a day after the last reference, and never from under somebody who is storing them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { keepBlob, keepBlobs, releaseBlob, sweepBlobs } from './blobs.ts'
import { type FileStore, openFile, storeFile } from './files.ts'
import { nameOf } from './keys.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

const fresh = await freshHouse({ modules: [] })
const { house } = fresh
const town = await freshTown(house)
const neighbour = await freshTown(house)
// The same database and store, as another process has them open.
const second = await fresh.another()
const there = second.towns.byKey(town.key)!
const day = 86_400_000
const now = new Date('2026-11-22T12:00:00Z')
const later = (days: number): Date => new Date(now.getTime() + days * day + 1)

const keep = (text: string, store: FileStore = house.files, where: Town = town): Promise<string> =>
  where.write((db: WriteDb<KernelTables>) => keepBlob(where, db, store, Buffer.from(text), 'text/plain'))
const release = (name: string, at = now): Promise<void> => town.write((db: WriteDb<KernelTables>) => releaseBlob(db, name, at))
const contentOf = async (name: string): Promise<string | undefined> =>
  (await openFile(house.files, town.dataKey, name))?.toString()
const rowOf = (name: string) =>
  town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.blob').select(['refs', 'unused_since']).where('name', '=', name).executeTakeFirst(),
  )

/** A store that stops before it does something, until the test lets it go on. */
function halting(at: 'write' | 'remove') {
  let go: () => void = () => undefined
  let arrived: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const store: FileStore = {
    ...second.files,
    [at]: async (path: string, sealed: Uint8Array) => {
      arrived()
      await gate
      return at === 'write' ? second.files.write(path, sealed) : second.files.remove(path)
    },
  }
  return { store, reached, go: () => go() }
}

/** A store of a process that dies right after the step. */
const dying = (at: 'write' | 'remove'): FileStore => ({
  ...second.files,
  [at]: async (path: string, sealed: Uint8Array) => {
    await (at === 'write' ? second.files.write(path, sealed) : second.files.remove(path))
    throw new Error('the process was killed here')
  },
})

test('The same file kept twice is stored once and stays until both let go of it and a day has passed', async () => {
  const name = await keep('Lageplan')
  assert.equal(await keep('Lageplan'), name)
  await release(name)
  await sweepBlobs(house, later(3))
  assert.equal(await contentOf(name), 'Lageplan', 'one still refers to it')
  await release(name)
  await sweepBlobs(house, later(0.5))
  assert.equal(await contentOf(name), 'Lageplan', 'not yet a day')
  assert.equal((await sweepBlobs(house, later(1))).removed, 1)
  assert.equal(await contentOf(name), undefined)
  assert.equal(await rowOf(name), undefined)
})

test('A file kept again before the day is over stays, and so does the same file of the neighbour', async () => {
  const name = await keep('Bauantrag')
  const theirs = await keep('Bauantrag', house.files, neighbour)
  await release(name)
  await keep('Bauantrag')
  await sweepBlobs(house, later(9))
  assert.equal(await contentOf(name), 'Bauantrag')
  assert.ok(await openFile(house.files, neighbour.dataKey, theirs))
})

test('A file cannot be let go of more often than it was kept', async () => {
  const name = await keep('Vollmacht')
  await release(name)
  await assert.rejects(release(name), /more often than it was kept/)
})

test('A file that was kept in work that failed is not counted', async () => {
  const failing = town.write(async (db: WriteDb<KernelTables>) => {
    await keepBlob(town, db, house.files, Buffer.from('Entwurf'), 'text/plain')
    throw new Error('the clerk changed her mind')
  })
  await assert.rejects(failing, /changed her mind/)
  const name = nameOf(town.dataKey, Buffer.from('Entwurf'))
  assert.equal(await rowOf(name), undefined)
  assert.deepEqual(await sweepBlobs(house, now), { removed: 0, adopted: 1 }, 'its content waits a day')
  await sweepBlobs(house, later(2))
  assert.equal(await contentOf(name), undefined)
})

test('While one process removes an unused file, another that keeps it waits and stores it anew', async () => {
  const name = await keep('Meldebescheinigung')
  await release(name)
  const { store, reached, go } = halting('remove')
  const sweeping = sweepBlobs({ towns: second.towns, files: store }, later(2))
  await reached
  const keeping = keep('Meldebescheinigung')
  go()
  await Promise.all([sweeping, keeping])
  assert.equal(await contentOf(name), 'Meldebescheinigung')
  assert.equal((await rowOf(name))?.refs, 1)
})

test('While one process stores a file, a sweep in another leaves it alone, whether it was unused or unknown', async () => {
  const known = await keep('Personalausweis')
  await release(known)
  for (const text of ['Personalausweis', 'Reisepass']) {
    const { store, reached, go } = halting('write')
    // As after a sweep that died: the row is there, the content is not.
    await second.files.remove(`${town.key}/${nameOf(town.dataKey, Buffer.from(text))}`)
    const keeping = keep(text, store, there)
    await reached
    await storeFile(house.files, town.dataKey, Buffer.from(text))
    const sweeping = sweepBlobs(house, later(2))
    go()
    const [name] = await Promise.all([keeping, sweeping])
    await sweepBlobs(house, later(9))
    assert.equal(await contentOf(name), text)
    assert.equal((await rowOf(name))?.refs, 1)
  }
})

test('A process that dies between storing and committing leaves nothing that stays', async () => {
  await assert.rejects(keep('Halb gespeichert', dying('write'), there), /killed here/)
  const name = nameOf(town.dataKey, Buffer.from('Halb gespeichert'))
  assert.equal(await contentOf(name), 'Halb gespeichert')
  await sweepBlobs(house, now)
  assert.equal((await rowOf(name))?.refs, 0)
  await sweepBlobs(house, later(2))
  assert.equal(await contentOf(name), undefined)
})

test('A process that dies between removing and committing leaves a file that can be kept again', async () => {
  const name = await keep('Halb entfernt')
  await release(name)
  await assert.rejects(sweepBlobs({ towns: second.towns, files: dying('remove') }, later(2)), /killed here/)
  assert.equal(await contentOf(name), undefined)
  assert.equal((await rowOf(name))?.refs, 0)
  await keep('Halb entfernt')
  assert.equal(await contentOf(name), 'Halb entfernt')
  await release(name)
  await sweepBlobs(house, later(2))
  assert.equal(await rowOf(name), undefined)
})

test('Two writers keep the same two files in opposite order without waiting for each other for ever', async () => {
  const contents = ['Anlage A', 'Anlage B'].map((text) => ({ content: Buffer.from(text), mediaType: 'text/plain' }))
  const rounds = Array.from({ length: 20 }, (_, round) => {
    const where = round % 2 ? town : there
    const order = round % 2 ? contents : contents.toReversed()
    return where.write((db: WriteDb<KernelTables>) => keepBlobs(where, db, house.files, order))
  })
  const names = await Promise.all(rounds)
  assert.equal((await rowOf(names[0]![0]!))?.refs, 20)
  assert.deepEqual(names[0], names[1]!.toReversed(), 'names come in the order of the contents')
})
