// What `stadttor verify files` finds: nothing on sound ground, and each file that is gone or was altered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { keepBlob, releaseBlob } from './blobs.ts'
import type { WriteDb } from './town.ts'
import { verifyFiles } from './verify-files.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T08:00:00Z')
const keep = (town: Awaited<ReturnType<typeof freshTown>>, text: string): Promise<string> =>
  town.write((db: WriteDb<object>) => keepBlob(town, db as never, house.files, Buffer.from(text), 'text/plain'))

test('Files that are whole are in order, and what nobody refers to is not looked for', async () => {
  const town = await freshTown(house)
  await keep(town, 'a letter')
  const gone = await keep(town, 'nobody needs it')
  await town.write((db: WriteDb<object>) => releaseBlob(db as never, gone, now))
  assert.deepEqual(await verifyFiles(house.files, town), { files: 1, bytes: 8, faults: [] })
})

test('A missing file and an altered one are named', async () => {
  const town = await freshTown(house)
  const [missing, altered] = [await keep(town, 'one'), await keep(town, 'two')]
  const pathOf = (name: string): string => `${town.key}/${name}`
  await house.files.remove(pathOf(missing))
  const sealed = (await house.files.read(pathOf(altered)))!
  sealed[sealed.length - 1]! ^= 1
  await house.files.write(pathOf(altered), sealed)
  const { faults } = await verifyFiles(house.files, town)
  assert.deepEqual(
    faults.sort((one, other) => (one.what < other.what ? -1 : 1)),
    [
      { name: altered, what: 'altered' },
      { name: missing, what: 'missing' },
    ],
  )
})
