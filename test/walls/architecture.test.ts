// The architecture of the house: each rule on the real tree, and on a small tree that breaks it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repository } from '../ground.ts'
import {
  barrelProblems,
  contractProblems,
  cycleProblems,
  environmentProblems,
  type File,
  fileNameProblems,
  firstLineProblems,
  importProblems,
  importsOf,
  lengthOf,
  lengthProblems,
  moduleNamesOf,
  namingProblems,
  readTree,
} from './architecture.ts'

const files = readTree(repository, ['src', 'test', 'bench'])
const file = (path: string, text = ''): File => ({ path, text })

test('Rooms import only themselves and the ground; the ground imports no room', () => {
  assert.deepEqual(importProblems(files), [])
})

test('An import across a wall is noticed', () => {
  const wrong: [string, string, string][] = [
    ['src/modules/a/thing.ts', "import { x } from '../b/thing.ts'", 'src/modules/b/thing.ts'],
    ['src/modules/a/thing.ts', "import type { X } from '../../serve.tsx'", 'src/serve.tsx'],
    ['src/modules/a/deep/thing.ts', "export * from '../../b/thing.ts'", 'src/modules/b/thing.ts'],
    ['src/modules/a/thing.ts', "const late = await import('../b/thing.ts')", 'src/modules/b/thing.ts'],
    ['src/modules/a/thing.ts', "import {\n  type X,\n  y,\n} from '../b/thing.ts'", 'src/modules/b/thing.ts'],
    ['src/kernel/house.ts', "import '../modules/a/module.tsx'", 'src/modules/a/module.tsx'],
    ['src/design/layout.tsx', "import { x } from '../modules/a/words.ts'", 'src/modules/a/words.ts'],
    ['src/contracts/thing.ts', "import type { X } from '../modules/a/tables.ts'", 'src/modules/a/tables.ts'],
    ['src/standards/feel/feel.ts', "import { x } from '../../kernel/ids.ts'", 'src/kernel/ids.ts'],
    ['src/serve.tsx', "import { x } from './modules/a/module.tsx'", 'src/modules/a/module.tsx'],
    ['test/journeys/x.test.ts', "import { x } from '../../src/modules/a/thing.ts'", 'src/modules/a/thing.ts'],
    ['src/kernel/town.ts', "import { x } from '../../test/ground.ts'", 'test/ground.ts'],
  ]
  for (const [path, text, target] of wrong) assert.deepEqual(importProblems([file(path, text)]), [`${path} imports ${target}`])
  assert.deepEqual(importProblems([file('src/modules/a/thing.test.ts', "import { x } from '../../../test/fresh-town.ts'")]), [])
  assert.deepEqual(importProblems([file('src/modules/a/thing.ts', "// import { x } from '../b/thing.ts'")]), [])
})

test('Contracts hold types only', () => {
  assert.deepEqual(contractProblems(files), [])
})

test('A contract that runs is noticed', () => {
  for (const text of ['export const limit = 3', "import { x } from './y.ts'", 'export class Thing {}', "export * from './y.ts'"])
    assert.deepEqual(contractProblems([file('src/contracts/thing.ts', text)]), ['src/contracts/thing.ts holds more than types'])
  assert.deepEqual(contractProblems([file('src/contracts/thing.ts', "import type { A } from './a.ts'\nexport type B = A")]), [])
})

test('No file outside a room names it', (context) => {
  const problems = namingProblems(files, moduleNamesOf(files))
  assert.deepEqual(problems, [])
  context.diagnostic(`${problems.length} files name one of ${moduleNamesOf(files).length} rooms`)
})

test('A file that names a room is noticed', () => {
  const wrong = [
    "'gardens'",
    "'gardens.bed'",
    '`/gardens/new`',
    "'/desk/gardens'",
    "'gardens.bed.water'",
    "'../modules/gardens/x.ts'",
  ]
  for (const text of wrong)
    assert.deepEqual(namingProblems([file('src/kernel/x.ts', `const a = ${text}`)], ['gardens']), [
      'src/kernel/x.ts names the room gardens',
    ])
  const sql = file('src/kernel/0002-x.sql', 'SELECT * FROM gardens.bed')
  assert.deepEqual(namingProblems([sql], ['gardens']), ['src/kernel/0002-x.sql names the room gardens'])
  const fine = [
    file('src/kernel/x.ts', "// gardens\nconst a = 'our gardens are green'"),
    file('src/modules/gardens/x.ts', "'gardens'"),
  ]
  assert.deepEqual(namingProblems(fine, ['gardens']), [])
})

test('Files are called by what is in them, and every room has its papers', () => {
  assert.deepEqual(fileNameProblems(files), [])
})

test('A wrong file name and a missing paper are noticed', () => {
  for (const path of ['src/kernel/utils/x.ts', 'src/kernel/helpers.ts', 'src/modules/a/services/x.ts'])
    assert.match(fileNameProblems([{ path }]).join(), /says nothing about what is in it/)
  for (const path of ['src/kernel/TownHall.ts', 'src/kernel/first.sql', 'src/kernel/notes.md', 'src/kernel/a.spec.ts'])
    assert.deepEqual(fileNameProblems([{ path }]), [`${path}: no name of a file of this house`])
  assert.deepEqual(fileNameProblems([{ path: 'src/modules/a/0001-a.sql' }, { path: 'src/modules/a/bed-pages.tsx' }]), [
    'src/modules/a has no README.md',
    'src/modules/a has no module.tsx',
    'src/modules/a has tables but no tables.ts',
    'src/modules/a has pages but no words.ts',
    'src/modules/a has no test',
  ])
})

test('No file only passes on what stands elsewhere', () => {
  assert.deepEqual(barrelProblems(files), [])
  assert.equal(
    barrelProblems([file('src/design/all.ts', "// All.\nexport * from './a.ts'\nexport { b } from './b.ts'")]).length,
    1,
  )
  assert.deepEqual(barrelProblems([file('src/kernel/x.ts', "export * from './a.ts'\nexport const b = 1")]), [])
})

test('No files import each other in a circle', () => {
  assert.deepEqual(cycleProblems(files), [])
})

test('A circle of imports is noticed, a circle of types alone is not', () => {
  const circle = [file('src/kernel/a.ts', "import { b } from './b.ts'"), file('src/kernel/b.ts', "import { a } from './a.ts'")]
  assert.deepEqual(cycleProblems(circle), ['src/kernel/a.ts → src/kernel/b.ts → src/kernel/a.ts is a circle'])
  const types = [
    file('src/kernel/a.ts', "import { type B } from './b.ts'"),
    file('src/kernel/b.ts', "import { a } from './a.ts'"),
  ]
  assert.deepEqual(cycleProblems(types), [])
})

test('Only the start-up reads the environment', () => {
  assert.deepEqual(environmentProblems(files), [])
  for (const text of ['process.env.PORT', "process['env']", 'const { env } = process', "import { env } from 'node:process'"])
    assert.equal(environmentProblems([file('src/kernel/x.ts', text)]).length, 1, text)
})

test('No file has grown beyond what one reads at a sitting', (context) => {
  for (const long of files.filter((one) => one.path.startsWith('src/') && lengthOf(one) > 250 && /\.tsx?$/.test(one.path)))
    context.diagnostic(`${long.path}: ${lengthOf(long)} lines, soon due for a split`)
  assert.deepEqual(lengthProblems(files), [])
  assert.equal(lengthProblems([file('src/kernel/x.ts', 'x\n'.repeat(301))]).length, 1)
})

test('Every file begins with one sentence about what it is', () => {
  assert.deepEqual(firstLineProblems(files), [])
  assert.equal(firstLineProblems([file('src/kernel/x.ts', "import x from 'y'\n")]).length, 1)
})

test('Imports are read in every spelling', () => {
  assert.deepEqual(importsOf("import a, { type B } from 'x'\nimport type { C } from './y.ts'\nimport './z.ts'"), [
    { from: 'x', typeOnly: false },
    { from: './y.ts', typeOnly: true },
    { from: './z.ts', typeOnly: false },
  ])
})
