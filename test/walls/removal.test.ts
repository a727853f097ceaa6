// Deleting a room's folder is the uninstall: the rest compiles, builds and opens its doors.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { routesOf } from '../../src/kernel/http/routes.ts'
import { findModules } from '../../src/kernel/modules.ts'
import { place } from '../../src/main.ts'
import { repository } from '../ground.ts'
import { moduleNamesOf, readTree } from './architecture.ts'
import { buildProblems, copyHouse, openingProblems, typeProblems, without } from './removal.ts'

const rooms = moduleNamesOf(readTree(repository, ['src/modules']))
const doors = await findModules(place)

/** Public pages of the other rooms that need nothing but a town. */
const frontPages = (without: string): string[] => [
  '/health/ready',
  ...doors
    .filter(({ name }) => name !== without)
    .flatMap((door) => routesOf(door))
    .filter(({ kind, access, path }) => kind === 'page' && access.who === 'anyone' && !/[:*]/.test(path))
    .map(({ path }) => path),
]

const folder = copyHouse()
after(() => rmSync(folder, { recursive: true, force: true }))

for (const room of rooms)
  test(`Without the room "${room}" the rest compiles, builds and answers`, () =>
    without(folder, room, async () => {
      assert.deepEqual([...(await typeProblems(folder)), ...(await buildProblems(folder))], [])
      assert.deepEqual(await openingProblems(folder, frontPages(room)), [])
    }))

test('A house in which a file needs a room that is gone is noticed', (context) =>
  without(folder, rooms[0]!, async () => {
    const leaning = ['src/kernel/leaning.ts', 'test/leaning.test.ts'].map((file) => join(folder, file))
    context.after(() => leaning.forEach((file) => void rmSync(file, { force: true })))
    writeFileSync(leaning[0]!, `// Leans on a room.\nexport { x } from '../modules/${rooms[0]}/module.tsx'\n`)
    writeFileSync(leaning[1]!, "// Leans too.\nimport '../src/kernel/leaning.ts'\n")
    assert.match((await typeProblems(folder)).join(), /types: .*leaning\.ts/s)
    assert.match((await buildProblems(folder)).join(), /build: .*Could not resolve/s)
  }))

test('A house that does not open is noticed', async (context) => {
  const settings = join(folder, 'towns/musterstadt/town.json')
  const right = readFileSync(settings)
  context.after(() => writeFileSync(settings, right))
  writeFileSync(settings, '{}')
  assert.deepEqual(await buildProblems(folder), [])
  assert.match((await openingProblems(folder, ['/health/ready'])).join(), /^start: .*town\.json/s)
})
