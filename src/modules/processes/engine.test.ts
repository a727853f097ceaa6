// The engine on a real database: every element of a model does what the standard says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { number } from '../../standards/feel/value.ts'
import { begun, bpmn, deployed, stateOf } from './fixtures.ts'
import { changeInstance } from './instance.ts'
import processes from './module.tsx'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const after = (ms: number): Date => new Date(start.getTime() + ms)
const hour = 3_600_000
const by = { now: start, actor: 'system:test' }

const began = async (source: string, variables: Parameters<typeof begun>[2] = []) => {
  await deployed(town, source, start)
  const [, key = ''] = /<bpmn:process id="(\w+)"/.exec(source) ?? []
  return (await begun(town, key, variables, start)).instance
}
const done = async (instance: string, node: string, variables: Parameters<typeof begun>[2] = [], now = start) => {
  const token = (await stateOf(town, instance)).tasks.find((task) => task.node === node)
  assert.ok(token, `no open task ${node}`)
  await changeInstance(town, instance, { kind: 'done', token: token.token_id, variables, what: 'completed' }, { ...by, now })
}
const nodesPassed = (log: { what: string; node: string | null }[]) =>
  log.filter(({ what }) => what === 'left' || what === 'passed').map(({ node }) => node)

test('A script counts, a gateway chooses by rule, and every step is in the log', async () => {
  const instance = await began(
    bpmn(
      'fee',
      `<bpmn:startEvent id="s"/><bpmn:scriptTask id="count"><bpmn:script>{ total: amount * 2, text: "x" }</bpmn:script></bpmn:scriptTask>
      <bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="high"/><bpmn:endEvent id="low"/>`,
      's -> count\ncount -> g\ng -> high: total > 100\ng => low',
    ),
    [['amount', number('50.05')]],
  )
  const { state, log, variables } = await stateOf(town, instance)
  assert.equal(state, 'ended')
  assert.deepEqual(nodesPassed(log), ['s', 'count', 'g', 'high'])
  assert.deepEqual(variables.total, { number: '100.1' })
  assert.ok(log.some(({ what, details }) => what === 'set' && (details as { name?: string }).name === 'total'))
})

test('Parallel ways meet again only when both are there', async () => {
  const instance = await began(
    bpmn(
      'both',
      `<bpmn:startEvent id="s"/><bpmn:parallelGateway id="split"/><bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:parallelGateway id="join"/><bpmn:endEvent id="e"/>`,
      's -> split\nsplit -> a\nsplit -> b\na -> join\nb -> join\njoin -> e',
    ),
  )
  await done(instance, 'a')
  assert.deepEqual((await stateOf(town, instance)).at, ['b', 'join'])
  await done(instance, 'b')
  assert.equal((await stateOf(town, instance)).state, 'ended')
})

test('A timer at the edge interrupts the task after two hours, once', async () => {
  const instance = await began(
    bpmn(
      'deadline',
      `<bpmn:startEvent id="s"/><bpmn:userTask id="work"/><bpmn:endEvent id="e"/><bpmn:userTask id="remind"/><bpmn:endEvent id="e2"/>
      <bpmn:boundaryEvent id="late" attachedToRef="work"><bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>`,
      's -> work\nwork -> e\nlate -> remind\nremind -> e2',
    ),
  )
  await runTown(house, town, () => after(hour))
  assert.deepEqual((await stateOf(town, instance)).at, ['work'])
  await runTown(house, town, () => after(2 * hour))
  await runTown(house, town, () => after(3 * hour))
  const { at, log, tasks } = await stateOf(town, instance)
  assert.deepEqual(at, ['remind'])
  assert.equal(log.filter(({ what }) => what === 'fired').length, 1)
  assert.deepEqual(
    tasks.map(({ node }) => node),
    ['remind'],
  )
})

test('A rule that cannot be answered stops at an incident, and goes on after it was repaired', async () => {
  const instance = await began(
    bpmn(
      'stuck',
      `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="yes"/><bpmn:endEvent id="no"/>`,
      's -> g\ng -> yes: amount > 3\ng => no',
    ),
  )
  const { incidents, at } = await stateOf(town, instance)
  assert.deepEqual(at, ['g'])
  assert.match(incidents[0]!.message_de, /weder ja noch nein/)
  await changeInstance(town, instance, { kind: 'set', variables: [['amount', number(5)]], reason: 'nachgetragen' }, by)
  await changeInstance(town, instance, { kind: 'retry', token: incidents[0]!.token_id }, by)
  const repaired = await stateOf(town, instance)
  assert.equal(repaired.state, 'ended')
  assert.deepEqual(repaired.incidents, [])
})

test('A circle without a stop becomes an incident and holds up nobody', async () => {
  const instance = await began(
    bpmn('circle', `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g"/><bpmn:manualTask id="m"/>`, 's -> g\ng -> m\nm -> g'),
  )
  const { incidents, state } = await stateOf(town, instance)
  assert.equal(state, 'running')
  assert.match(incidents[0]!.message_de, /im Kreis/)
})
