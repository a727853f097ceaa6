// A town hall without its key file is not opened with a new one.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Configuration, readConfiguration } from '../src/kernel/configuration.ts'
import { holdsTowns } from '../src/kernel/towns.ts'
import { openHouse } from '../src/main.ts'
import { freshHouse, freshTown, quiet } from './fresh-town.ts'

const fresh = await freshHouse()
const folder = mkdtempSync(join(tmpdir(), 'stadttor-lost-key-'))
after(() => rmSync(folder, { recursive: true }))

test('Where towns are stored, a missing key file stops the start and no new one is made', async () => {
  assert.equal(await holdsTowns(fresh.ownerUrl), false)
  await freshTown(fresh.house)
  assert.equal(await holdsTowns(fresh.ownerUrl), true)
  const configuration = readConfiguration({ DATA_DIR: folder, DATABASE_URL: fresh.ownerUrl }) as Configuration
  await assert.rejects(openHouse(configuration, quiet), /key file .* is missing/)
  assert.equal(existsSync(configuration.keyFile), false)
})
