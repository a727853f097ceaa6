// Running instances go on in a new version: where they stand is checked before, and what is new there begins to wait.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { SignedIn } from '../../kernel/access.ts'
import { compileBpmn } from '../../standards/bpmn/compile.ts'
import { differencesBetween } from '../../standards/bpmn/difference.ts'
import { readBpmn } from '../../standards/bpmn/read.ts'
import { bpmn, casesIn, deployed, stateOf } from './fixtures.ts'
import processes from './module.tsx'
import { moveInstances, previewMove } from './move.ts'
import type { Db } from './version.ts'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const { began, done } = casesIn(town, start)
const repairer = {
  personId: '00000000-0000-7000-8000-000000000001',
  units: new Map([['processes.instance.repair', ['/']]]),
} as unknown as SignedIn

const first = bpmn(
  'permit',
  '<bpmn:startEvent id="s"/><bpmn:userTask id="check" name="Prüfen" stadttor:unit="/"/><bpmn:userTask id="old" stadttor:unit="/"/><bpmn:endEvent id="e"/>',
  's -> check\ncheck -> old\nold -> e',
)
const second = bpmn(
  'permit',
  `<bpmn:startEvent id="s"/><bpmn:userTask id="look" name="Ansehen" stadttor:unit="/"/><bpmn:boundaryEvent id="late" attachedToRef="look" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:userTask id="remind" stadttor:unit="/"/><bpmn:endEvent id="e"/>`,
  's -> look\nlook -> e\nlate -> remind',
)
const versions = () =>
  town.write((db: Db) => db.selectFrom('processes.version').select(['id', 'number']).orderBy('number').execute())

test('Two versions are told apart by steps and arrows', async () => {
  const processOf = async (source: string) => compileBpmn(await readBpmn(source)).processes[0]!
  const renamed = first.replace('name="Prüfen"', 'name="Nachsehen"').replace('stadttor:unit="/"', 'stadttor:unit="tax"')
  assert.deepEqual(differencesBetween(await processOf(first), await processOf(renamed)), [
    { kind: 'changed', element: 'check', name: 'Nachsehen', isFlow: false, respects: ['name', 'assignment'] },
  ])
  const kinds = differencesBetween(await processOf(first), await processOf(second)).map(
    ({ kind, element }) => `${kind} ${element}`,
  )
  assert.deepEqual(kinds, [
    'added look',
    'added late',
    'added remind',
    'removed check',
    'removed old',
    'added s_look',
    'added look_e',
    'added late_remind',
    'removed s_check',
    'removed check_old',
    'removed old_e',
  ])
})

test('Instances move where their place has a counterpart; the others stay, and the plan says so before', async () => {
  const checking = await began(first)
  const further = await began(first)
  await done(further, 'check')
  await deployed(town, second, start)
  const [from, to] = await versions()
  const plan = { from: from!.id, to: to!.id }
  assert.deepEqual(await previewMove(town, plan, {}, start), {
    places: [
      { node: 'check', count: 1, misfit: 'gone' },
      { node: 'old', count: 1, misfit: 'gone' },
    ],
    fit: 0,
    unfit: 2,
  })
  const mapping = { check: 'look' }
  assert.equal((await previewMove(town, plan, mapping, start)).fit, 1)
  const move = { from: from!, to: to!, mapping, unit: '/' }
  const other = { ...repairer, units: new Map() } as unknown as SignedIn
  assert.equal(await moveInstances(town, other, move, start), undefined)
  assert.deepEqual(await moveInstances(town, repairer, move, start), { moved: 1, stayed: 1 })
  const moved = await stateOf(town, checking)
  assert.deepEqual(moved.at, ['look'])
  assert.deepEqual(
    moved.tasks.map(({ node, name }) => [node, name]),
    [['look', 'Ansehen']],
  )
  assert.deepEqual((await stateOf(town, further)).at, ['old'])
  // The period at the edge of the new step has begun.
  await runTown(house, town, () => new Date('2026-11-24T10:00:00+01:00'))
  assert.deepEqual((await stateOf(town, checking)).at, ['look', 'remind'])
  await done(checking, 'look')
  await done(checking, 'remind')
  assert.equal((await stateOf(town, checking)).state, 'ended')
})
