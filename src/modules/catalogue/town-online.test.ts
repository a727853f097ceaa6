// Ways online named by the town's folder, beside imported and edited ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { importRecords, serviceRecord } from './fixtures.tsx'
import type { CatalogueTables } from './tables.ts'
import { storeOnlineServices } from './town-online.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T10:00:00Z')
const url = 'https://online.example/antrag'

async function townWithService() {
  const town = await freshTown(house)
  await importRecords(town, [serviceRecord('a', { title: 'Umzug' })])
  const channels = () =>
    town.read(async (db: ReadDb<CatalogueTables>) => {
      const { effective } = await db.selectFrom('catalogue.service').select('effective').executeTakeFirstOrThrow()
      return (effective.channels ?? []).filter(({ kind }) => kind === 'online-form')
    })
  return { town, channels }
}

test('A way online from the folder shows, a second time changes nothing, and it goes with its line', async () => {
  const { town, channels } = await townWithService()
  assert.equal((await storeOnlineServices(town, { a: { url } }, now)).changed, 1)
  assert.deepEqual(await channels(), [{ kind: 'online-form', url }])
  assert.equal((await storeOnlineServices(town, { a: { url } }, now)).changed, 0)
  await storeOnlineServices(town, {}, now)
  assert.equal(
    (await channels()).some((channel) => 'url' in channel && channel.url === url),
    false,
  )
})

test('What an editor chose stays, whatever the folder says', async () => {
  const { town, channels } = await townWithService()
  const chosen = [{ kind: 'online-form' as const, url: 'https://online.example/besser' }]
  await town.write((db: WriteDb<CatalogueTables>) =>
    db
      .updateTable('catalogue.service')
      .set({ edited: JSON.stringify({ channels: chosen }) })
      .execute(),
  )
  assert.equal((await storeOnlineServices(town, { a: { url } }, now)).changed, 0)
  assert.deepEqual(await channels(), chosen)
})

test('A service that is not there is named', async () => {
  const { town } = await townWithService()
  const { lines } = await storeOnlineServices(town, { nobody: { url } }, now)
  assert.deepEqual(lines, ['online services: there is no service nobody'])
})
