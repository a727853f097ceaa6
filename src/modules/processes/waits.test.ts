// What a process waits for: messages, signals, conditions, timers, periods; and what it decides by.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { number } from '../../standards/feel/value.ts'
import { begun, bpmn, casesIn, deployed, stateOf } from './fixtures.ts'
import { changeInstance } from './instance.ts'
import processes from './module.tsx'
import type { Db } from './version.ts'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const hour = 3_600_000
const after = (ms: number): Date => new Date(start.getTime() + ms)
const by = { now: start, actor: 'system:test' }
const run = (now = start) => runTown(house, town, () => now)

const { began, done, send } = casesIn(town, start)
const at = async (instance: string) => (await stateOf(town, instance)).at
const passed = async (instance: string) =>
  (await stateOf(town, instance)).log.filter(({ what }) => what === 'left' || what === 'passed').map(({ node }) => node)
const message = '<bpmn:message id="M" name="papers"/>'

test('A message is taken once, also one that comes too early; another key does not fit', async () => {
  const source = bpmn(
    'papers',
    `<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="M"/></bpmn:intermediateCatchEvent><bpmn:userTask id="read"/>`,
    's -> wait\nwait -> read',
    message,
  )
  const instance = await began(source, [], 'P-1')
  await send('papers', 'P-2', 'early', [['pages', number(3)]])
  await run()
  assert.deepEqual(await at(instance), ['wait'])
  const early = (await begun(town, 'papers', [], start, { businessKey: 'P-2' })).instance
  await run()
  assert.deepEqual(await at(early), ['read'])
  assert.deepEqual((await stateOf(town, early)).variables.pages, { number: '3' })
  await send('papers', 'P-1', 'once')
  await send('papers', 'P-1', 'once')
  await run()
  assert.deepEqual(await at(instance), ['read'])
})

test('A message begins a process once, and a signal reaches everybody who listens', async () => {
  await deployed(
    town,
    bpmn(
      'byMessage',
      `<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent><bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="S"/></bpmn:intermediateCatchEvent><bpmn:userTask id="t"/>`,
      's -> wait\nwait -> t',
      '<bpmn:message id="M" name="application"/><bpmn:signal id="S" name="holiday over"/>',
    ),
    start,
  )
  await send('application', 'A-1', 'application-1', [['who', 'ref-7']])
  await send('application', 'A-1', 'application-1')
  await send('application', 'A-2', 'application-2')
  await run()
  const all = await town.write((db: Db) =>
    db
      .selectFrom('processes.instance as i')
      .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'i.town_id').onRef('m.id', '=', 'i.model_id'))
      .select(['i.id', 'i.business_key'])
      .where('m.key', '=', 'byMessage')
      .orderBy('i.business_key')
      .execute(),
  )
  assert.deepEqual(
    all.map(({ business_key }) => business_key),
    ['A-1', 'A-2'],
  )
  await send('holiday over', '', 'signal-1', [], 'signal')
  await run()
  for (const { id } of all) assert.deepEqual(await at(id), ['t'])
})

test('Of several events the first one counts, and a condition fires when it becomes true', async () => {
  const instance = await began(
    bpmn(
      'first',
      `<bpmn:startEvent id="s"/><bpmn:eventBasedGateway id="g"/><bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
      <bpmn:intermediateCatchEvent id="ready"><bpmn:conditionalEventDefinition><bpmn:condition>count = 3</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent><bpmn:userTask id="a"/><bpmn:userTask id="b"/>`,
      's -> g\ng -> late\ng -> ready\nlate -> a\nready -> b',
    ),
    [['count', number(1)]],
  )
  assert.deepEqual(await at(instance), ['g'])
  await changeInstance(town, instance, { kind: 'set', variables: [['count', number(3)]], reason: '' }, by)
  assert.deepEqual(await at(instance), ['b'])
  await run(after(2 * hour))
  assert.deepEqual(await at(instance), ['b'])
})

test('Terminate ends everything at once', async () => {
  const instance = await began(
    bpmn(
      'stop',
      `<bpmn:startEvent id="s"/><bpmn:parallelGateway id="p"/><bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:endEvent id="t"><bpmn:terminateEventDefinition/></bpmn:endEvent>`,
      's -> p\np -> a\np -> b\na -> t',
    ),
  )
  await done(instance, 'a')
  const { state, tasks } = await stateOf(town, instance)
  assert.equal(state, 'ended')
  assert.deepEqual(tasks, [])
})

test('A reminder comes three times beside the work, and no more', async () => {
  const instance = await began(
    bpmn(
      'remind',
      `<bpmn:startEvent id="s"/><bpmn:userTask id="work"/><bpmn:boundaryEvent id="tick" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="noted"/>`,
      's -> work\ntick -> noted',
    ),
  )
  for (let hours = 1; hours <= 6; hours += 1) await run(after(hours * hour))
  assert.equal((await passed(instance)).filter((node) => node === 'noted').length, 3)
  assert.deepEqual(await at(instance), ['work'])
})

test('Three working days over a weekend end on the third, and a question back pauses them', async () => {
  const friday = new Date('2026-12-04T10:00:00+01:00')
  const source = bpmn(
    'period',
    `<bpmn:startEvent id="s"/><bpmn:parallelGateway id="p"/><bpmn:intermediateCatchEvent id="deadline"><bpmn:timerEventDefinition stadttor:days="working" stadttor:pausedBy="question" stadttor:onResume="continue"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:userTask id="over"/>
    <bpmn:userTask id="work"/><bpmn:userTask id="question"/><bpmn:userTask id="rest"/>`,
    's -> p\np -> deadline\ndeadline -> over\np -> work\nwork -> question\nquestion -> rest',
  )
  await deployed(town, source, friday)
  const { instance } = await begun(town, 'period', [], friday)
  const dueOf = async () => {
    const row = await town.write((db: Db) =>
      db.selectFrom('processes.timer').selectAll().where('instance_id', '=', instance).executeTakeFirst(),
    )
    return row?.due_at?.toISOString() ?? (row ? `${row.left_over} left` : 'none')
  }
  // Monday 7, Tuesday 8, Wednesday 9 December; the end of that day in Berlin.
  assert.equal(await dueOf(), '2026-12-09T23:00:00.000Z')
  const monday = new Date('2026-12-07T12:00:00+01:00')
  await done(instance, 'work', [], monday)
  assert.equal(await dueOf(), '2 left')
  await run(new Date('2026-12-20T12:00:00+01:00'))
  assert.deepEqual(await at(instance), ['deadline', 'question'])
  await done(instance, 'question', [], new Date('2026-12-21T12:00:00+01:00'))
  assert.equal(await dueOf(), '2026-12-23T23:00:00.000Z')
  await run(new Date('2026-12-24T08:00:00+01:00'))
  assert.deepEqual(await at(instance), ['over', 'rest'])
})

test('A decision table decides inside a process; one that is not there is an incident', async () => {
  await deployed(
    town,
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:trip" name="trip"><inputData id="i" name="cost"><variable name="cost" typeRef="number"/></inputData>
    <decision id="approval" name="Approval"><variable name="Approval"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>cost</text></inputExpression></input><output name="level"/>
    <rule><inputEntry><text>&lt;= 100</text></inputEntry><outputEntry><text>1</text></outputEntry></rule><rule><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision></definitions>`,
    start,
  )
  const source = (id: string, decision: string) =>
    bpmn(
      id,
      `<bpmn:startEvent id="s"/><bpmn:businessRuleTask id="d" stadttor:decision="${decision}" stadttor:result="level"/><bpmn:userTask id="t"/>`,
      's -> d\nd -> t',
    )
  const decided = await began(source('decided', 'approval'), [['cost', number(200)]])
  assert.deepEqual((await stateOf(town, decided)).variables.level, { number: '2' })
  const missing = await began(source('missing', 'nowhere'))
  assert.match((await stateOf(town, missing)).incidents[0]!.message_de, /nicht hinterlegt/)
})

test('A join that waits for a way nobody takes is told as such', async () => {
  const instance = await began(
    bpmn(
      'dead',
      `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="x"/><bpmn:manualTask id="a"/><bpmn:manualTask id="b"/><bpmn:parallelGateway id="j"/><bpmn:endEvent id="e"/>`,
      's -> x\nx -> a: true\nx => b\na -> j\nb -> j\nj -> e',
    ),
  )
  assert.match((await stateOf(town, instance)).incidents[0]!.message_de, /niemand mehr kommt/)
})
