// Processes and decisions as parts of a package: refused with a place, installed once, tried without a database.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import type { CheckPart, InstallPart, PackagePart, TryPart } from '../../contracts/package-parts.ts'
import type { EvaluateDecision } from '../../contracts/processes.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { TownSql, WriteDb } from '../../kernel/town.ts'
import processes from './module.tsx'

const now = new Date('2026-11-23T09:00:00+01:00')
const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const demo = (name: string): string => readFileSync(join(repository, 'src/modules/processes/demo', name), 'utf8')

const trip: PackagePart = { kind: 'process', key: 'business-trip', file: 'trip.bpmn', content: demo('business-trip.bpmn') }
const levels: PackagePart = { kind: 'decision', key: 'trip-levels', file: 'levels.dmn', content: demo('business-trip.dmn') }
const all = [trip, levels]

const check = (part: PackagePart, among: readonly PackagePart[] = all) =>
  house.ask<CheckPart>(town, 'check-package-part', { part, all: among })
const install = (part: PackagePart) =>
  town.write((db: WriteDb<KernelTables>) =>
    house.ask<InstallPart>(town, 'install-package-part', {
      db: db as unknown as TownSql,
      part,
      origin: { id: 'trip', version: '1.0.0' },
      unit: '/',
      by: null,
      now,
    }),
  )
const attempt = async (part: PackagePart, given: unknown, expected: unknown) =>
  (await house.ask<TryPart>(town, 'try-package-part', {
    part,
    all,
    example: { file: 'examples/a.json', name: 'a', given, expected },
    now,
  }))!
const decide = (inputs: Record<string, unknown>, version?: number) =>
  town.write((db: WriteDb<KernelTables>) =>
    house.ask<EvaluateDecision>(town, 'evaluate-decision', {
      db: db as unknown as TownSql,
      decision: 'trip-levels',
      version,
      inputs,
      now,
    }),
  )

test('A part is checked with the others: what is missing or does not run is told with its place', async () => {
  assert.deepEqual(await check(trip), { problems: [] })
  assert.deepEqual(await check(levels), { problems: [] })
  assert.equal(await check({ ...trip, kind: 'form' }), undefined)
  const alone = await check(trip, [trip])
  assert.deepEqual(
    alone?.problems.map(({ file, message }) => [file, message.en]),
    [['trip.bpmn', 'No part of the package has the decision "trip-levels".']],
  )
  assert.match((await check({ ...trip, key: 'other' }))!.problems[0]!.message.de, /„other“ heißen/)
  assert.match((await check({ ...levels, key: 'other' }))!.problems[0]!.message.en, /there are: .*trip-levels/)
  const java = trip.content.replace('stadttor:topic="travel.book"', '')
  const broken = (await check({ ...trip, content: java }))!.problems[0]!
  assert.equal(broken.at, 'Reise buchen')
  assert.equal((await check({ ...trip, content: '<nothing' }))!.problems.length, 1)
})

test('The same content again is no new version; a decision is asked in its newest or a named one', async () => {
  assert.deepEqual(await install(levels), { version: 1, changed: true })
  assert.deepEqual(await install(levels), { version: 1, changed: false })
  assert.deepEqual(await install(trip), { version: 1, changed: true })
  assert.deepEqual(await decide({ cost: 300, abroad: false }), { outputs: 1, version: 1 })
  assert.deepEqual(
    await install({ ...levels, content: levels.content.replace('[0..300]', '[0..200]').replace('(300..1500]', '(200..1500]') }),
    {
      version: 2,
      changed: true,
    },
  )
  assert.deepEqual(await decide({ cost: 300, abroad: false }), { outputs: 2, version: 2 })
  assert.deepEqual(await decide({ cost: 300, abroad: false }, 1), { outputs: 1, version: 1 })
  assert.deepEqual(await decide({ cost: 300, abroad: false }, 9), { refused: 'unknown' })
})

test('A decision that cannot be answered names the rule and the column', async () => {
  const broken = levels.content.replace(
    '<outputEntry><text>3</text></outputEntry></rule>\n      <rule id="abroad">',
    '<outputEntry><text>fee / 0</text></outputEntry></rule>\n      <rule id="abroad">',
  )
  assert.notEqual(broken, levels.content)
  await install({ ...levels, content: broken })
  const answer = await decide({ cost: 2_000, abroad: false })
  assert.ok(answer && 'fault' in answer)
  assert.match(answer.fault.en, /Rule 3, 1: /)
  assert.match(answer.fault.de, /„trip-levels“ hat kein Ergebnis/)
})

test('A decision is tried with inputs and outputs', async () => {
  assert.deepEqual(await attempt(levels, { cost: 812.5, abroad: false }, 2), { passed: true, differences: [] })
  assert.deepEqual(await attempt(levels, { cost: 812.5, abroad: true }, 2), {
    passed: false,
    differences: ['outputs: 3 instead of 2'],
  })
})

test('A scenario of a process is played with tasks, time and work, and its path is compared', async () => {
  const given = {
    variables: { destination: 'Wien', days: 3, cost: 812.5, abroad: true },
    at: '2026-12-04T10:00:00+01:00',
    happens: [
      { passes: 'P10D' },
      { complete: 'First', variables: { outcome: 'question' }, by: 'anna' },
      { complete: 'Answer', variables: { answer: 'vor Ort' } },
      { complete: 'First', variables: { outcome: 'approve' }, by: 'anna' },
      { complete: 'Second', variables: { outcome: 'approve' }, by: 'bert' },
      { complete: 'Third', variables: { outcome: 'approve' }, by: 'cora' },
    ],
    work: { 'travel.book': { ticket: 'T-7' } },
  }
  const expected = {
    passes: ['Start', 'Levels', 'First', 'Late', 'Answer', 'First', 'Second', 'Third', 'Book', 'Granted'],
    never: ['Rejected'],
    state: 'ended',
    open: [],
    work: [{ topic: 'travel.book', variables: { destination: 'Wien' } }],
    variables: { levels: 3 },
  }
  assert.deepEqual(await attempt(trip, given, expected), { passed: true, differences: [] })
  const wrong = await attempt(trip, given, { ...expected, never: ['Late'], variables: { levels: 2 } })
  assert.deepEqual(wrong.differences, ['never: "Late" is on the path', 'variables.levels: 3 instead of 2'])
  const same = { ...given, happens: [...given.happens.slice(0, 4), { complete: 'Second', variables: {}, by: 'anna' }] }
  assert.match((await attempt(trip, same, {})).differences[0]!, /"anna" did First and may not do Second/)
  assert.match((await attempt(trip, { happens: [{ complete: 'Nothing' }] }, {})).differences[0]!, /no open task "Nothing"/)
  assert.match((await attempt(trip, { happen: [] }, {})).differences[0]!, /unknown entries: happen/)
})
