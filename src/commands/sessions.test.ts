// `stadttor session create`: a session that works, or a sentence and nobody entered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import type { Module } from '../kernel/module.ts'
import { findSignedIn } from '../kernel/sessions.ts'
import type { KernelTables } from '../kernel/tables.ts'
import type { ReadDb } from '../kernel/town.ts'
import { sessionCreate } from './sessions.ts'

const room: Module = {
  name: 'cases',
  officialName: 'Vorgänge',
  folder: '',
  permissions: { 'case.read': { de: 'Vorgänge lesen', en: 'Read cases' } },
}
const { house } = await freshHouse({ modules: [room] })
const town = await freshTown(house)
const now = new Date('2026-11-22T08:00:00Z')
const ada = { town: town.key, given: 'Ada', family: 'Beispiel' }

async function call(context: { mock: typeof import('node:test').mock }, options: Record<string, string>) {
  const log = context.mock.method(console, 'log', () => undefined)
  const error = context.mock.method(console, 'error', () => undefined)
  const code = await sessionCreate.run(house, { positionals: [], options, now, configuration: {} as never, databaseUrl: '' })
  const said = [...log.mock.calls, ...error.mock.calls].map((one) => String(one.arguments[0])).join('\n')
  context.mock.restoreAll()
  return { code, said }
}

test('A clerk with a permission gets a session that carries it', async (context) => {
  const { code, said } = await call(context as never, { ...ada, kind: 'staff', level: 'high', permission: 'cases.case.read' })
  assert.equal(code, 0)
  const person = await findSignedIn(town, said, now)
  assert.equal(person?.kind, 'staff')
  assert.equal(person.level, 'high')
  assert.deepEqual([...person.permissions], ['cases.case.read'])
})

test('A wrong kind, level, permission or a missing name is one sentence, and nobody is entered', async (context) => {
  const countPersons = () =>
    town.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.person').select('id').execute()).then((rows) => rows.length)
  const before = await countPersons()
  for (const [wrong, sentence] of [
    [{ kind: 'clerk' }, /^--kind is resident or staff/],
    [{ level: 'foo' }, /^--level is one of none, basic/],
    [{ permission: 'cases.case.burn' }, /^No module declares the permission cases\.case\.burn/],
    [{ given: '' }, /^Name the person/],
    [{ town: 'none' }, /^There is no town "none"/],
  ] as const) {
    const { code, said } = await call(context as never, { ...ada, ...wrong })
    assert.equal(code, 2)
    assert.match(said, sentence)
  }
  assert.equal(await countPersons(), before)
})
