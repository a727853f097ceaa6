// Deleting a room's folder is the uninstall: the rest compiles, builds and opens its doors.
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { routesOf } from '../../src/kernel/http/routes.ts'
import { findModules } from '../../src/kernel/modules.ts'
import { place } from '../../src/main.ts'
import { repository } from '../ground.ts'
import { moduleNamesOf, readTree } from './architecture.ts'
import { buildProblems, copyWithout, openingProblems, typeProblems } from './removal.ts'

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

for (const room of rooms)
  test(`Without the room "${room}" the rest compiles, builds and answers`, async (context) => {
    const folder = copyWithout(room)
    context.after(() => rmSync(folder, { recursive: true, force: true }))
    assert.deepEqual([...(await typeProblems(folder)), ...(await buildProblems(folder))], [])
    assert.deepEqual(await openingProblems(folder, frontPages(room)), [])
  })

test('A house in which a file needs a room that is gone is noticed', async (context) => {
  const folder = copyWithout(rooms[0])
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(
    join(folder, 'src/kernel/leaning.ts'),
    `// Leans on a room.\nexport { x } from '../modules/${rooms[0]}/module.tsx'\n`,
  )
  writeFileSync(join(folder, 'test/leaning.test.ts'), "// Leans too.\nimport '../src/kernel/leaning.ts'\n")
  assert.match((await typeProblems(folder)).join(), /types: .*leaning\.ts/s)
  assert.match((await buildProblems(folder)).join(), /build: .*Could not resolve/s)
})

test('A house that does not open is noticed', async (context) => {
  const folder = copyWithout(rooms[0])
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'towns/musterstadt/town.json'), '{}')
  assert.deepEqual(await buildProblems(folder), [])
  assert.match((await openingProblems(folder, ['/health/ready'])).join(), /^start: .*town\.json/s)
})
