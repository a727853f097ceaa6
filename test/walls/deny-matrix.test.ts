// The deny matrix: routes × readers of the whole house, made from the route table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, self, staff } from '../../src/kernel/access.ts'
import { routesOf } from '../../src/kernel/http/routes.ts'
import type { Module } from '../../src/kernel/module.ts'
import { findModules } from '../../src/kernel/modules.ts'
import { place } from '../../src/main.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { serveFresh } from '../serve-town.ts'
import { probe } from './a-module.ts'
import { readersOf, walkForeignOrigins, walkOtherMethods, walkRoutes } from './deny-matrix.ts'

const modules = await findModules(place)
const fresh = await freshHouse({ modules: [...modules, probe] })
const town = await freshTown(fresh.house)
const other = await freshTown(fresh.house)
const served = await serveFresh(fresh)

const house = modules.flatMap((module) => routesOf(module))
const entries = [...house, ...routesOf(probe).filter(({ path }) => path !== '/probe/fault')]
const readers = await readersOf(town, other, entries)

test('Every route of the house refuses whoever was not granted it', async (context) => {
  const { cells, problems } = await walkRoutes(served, town, readers, entries)
  assert.deepEqual(problems, [])
  context.diagnostic(`${cells} cells: ${entries.length} routes × ${readers.length} readers (${house.length} routes of modules)`)
})

test('Every method that a path does not declare is refused and told what is declared', async (context) => {
  const { cells, problems } = await walkOtherMethods(served, town, readers, entries)
  assert.deepEqual(problems, [])
  context.diagnostic(`${cells} cells`)
})

test('Every unsafe route refuses what other sites send, even with a good session', async (context) => {
  const { cells, problems } = await walkForeignOrigins(served, town, other, readers, entries)
  assert.deepEqual(problems, [])
  context.diagnostic(`${cells} cells`)
})

test('A route that lets in more than it declares is noticed', async () => {
  const declared = [
    { module: 'probe', method: 'GET' as const, path: '/probe', access: self },
    { module: 'probe', method: 'POST' as const, path: '/probe/open', access: staff('probe.sample.change') },
    { module: 'probe', method: 'GET' as const, path: '/probe/mine', access: staff('probe.sample.change') },
  ]
  const { problems } = await walkRoutes(served, town, readers, declared)
  assert.ok(problems.includes('GET /probe answers 200 to anonymous'))
  assert.ok(problems.includes('GET /probe answers 200 to staff of another town'))
  assert.ok(problems.includes('POST /probe/open answers 303 to ended session'))
  assert.ok(problems.includes('GET /probe/mine answers 200 to staff without it'))
})

test('A route that shuts out whom it should admit, or breaks, is noticed', async () => {
  const declared = [
    { module: 'probe', method: 'GET' as const, path: '/probe/desk', access: self },
    { module: 'probe', method: 'GET' as const, path: '/probe/fault', access: anyone },
  ]
  const { problems } = await walkRoutes(served, town, readers, declared)
  assert.ok(problems.includes('GET /probe/desk answers 403 to resident'))
  assert.ok(problems.includes('GET /probe/fault answers 500 to anonymous'))
})

test('A method that answers without being declared is noticed', async () => {
  const declared = [{ module: 'probe', method: 'POST' as const, path: '/probe/desk', access: anyone }]
  const { problems } = await walkOtherMethods(served, town, readers, declared)
  assert.deepEqual(problems, ['GET /probe/desk is not declared and answers 200'])
})

const room = (routes: NonNullable<Module['routes']>, own: Partial<Module> = {}): Module => ({
  name: 'sample',
  officialName: 'Muster',
  folder: '',
  routes,
  ...own,
})
const refusals: { title: string; module: Module; expected: RegExp }[] = [
  {
    title: 'does not say who may call it',
    module: room((on) => on.page('/sample', undefined as never, {}, () => assert.fail())),
    expected: /GET \/sample does not say who may call it/,
  },
  {
    title: 'asks for a permission that its door does not declare',
    module: room((on) => on.page('/sample', staff('sample.thing.read'), {}, () => assert.fail())),
    expected: /asks for the permission sample\.thing\.read/,
  },
  {
    title: 'asks for a permission of another room',
    module: room((on) => on.page('/sample', staff('probe.sample.change'), {}, () => assert.fail())),
    expected: /asks for the permission probe\.sample\.change/,
  },
  {
    title: 'stands at the address of another room',
    module: room((on) => on.page('/probe/extra', anyone, {}, () => assert.fail())),
    expected: /stands outside the module's own addresses/,
  },
  {
    title: 'stands where another room already answers',
    module: room((on) => on.page('/probe', anyone, {}, () => assert.fail()), { roots: ['/probe'] }),
    expected: /already declared/,
  },
]
for (const { title, module, expected } of refusals)
  test(`A route that ${title} stops the start-up`, async () => {
    const wrong = await freshHouse({ modules: [probe, module] })
    await assert.rejects(serveFresh(wrong), expected)
  })
