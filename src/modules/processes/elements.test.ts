// Every element that a model may have: subprocesses, repetitions, calls, faults, messages, signals, conditions, compensation, periods.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { number, type Value } from '../../standards/feel/value.ts'
import { begun, bpmn, deployed, stateOf } from './fixtures.ts'
import { changeInstance } from './instance.ts'
import processes from './module.tsx'
import { keepMessage } from './sent.ts'
import type { Db } from './version.ts'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const hour = 3_600_000
const after = (ms: number): Date => new Date(start.getTime() + ms)
const by = { now: start, actor: 'system:test' }
const run = (now = start) => runTown(house, town, () => now)

const began = async (source: string, variables: [string, Value][] = [], businessKey?: string) => {
  await deployed(town, source, start)
  const [, key = ''] = /<bpmn:process id="(\w+)"/.exec(source) ?? []
  return (await begun(town, key, variables, start, businessKey ? { businessKey } : {})).instance
}
const done = async (instance: string, node: string, variables: [string, Value][] = [], now = start) => {
  const task = (await stateOf(town, instance)).tasks.find((one) => one.node === node)
  assert.ok(task, `no open task ${node}`)
  await changeInstance(town, instance, { kind: 'done', token: task.token_id, variables, what: 'completed' }, { ...by, now })
}
const send = (
  name: string,
  key: string,
  once: string,
  variables: [string, Value][] = [],
  kind: 'message' | 'signal' = 'message',
) => town.write((db: Db) => keepMessage(db, { kind, name, key, variables, once }, start))
const at = async (instance: string) => (await stateOf(town, instance)).at
const passed = async (instance: string) =>
  (await stateOf(town, instance)).log.filter(({ what }) => what === 'left' || what === 'passed').map(({ node }) => node)
const message = '<bpmn:message id="M" name="papers"/>'

test('Some of several ways are taken, and they meet when nobody else can come', async () => {
  const source = (id: string) =>
    bpmn(
      id,
      `<bpmn:startEvent id="s"/><bpmn:inclusiveGateway id="split"/><bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:userTask id="c"/>
      <bpmn:inclusiveGateway id="join"/><bpmn:endEvent id="e"/>`,
      's -> split\nsplit -> a: n > 0\nsplit -> b: n > 1\nsplit => c\na -> join\nb -> join\nc -> join\njoin -> e',
    )
  const two = await began(source('some'), [['n', number(2)]])
  assert.deepEqual(await at(two), ['a', 'b'])
  await done(two, 'a')
  assert.deepEqual(await at(two), ['b', 'join'])
  await done(two, 'b')
  assert.equal((await stateOf(town, two)).state, 'ended')
  const none = (await begun(town, 'some', [['n', number(0)]], start)).instance
  assert.deepEqual(await at(none), ['c'])
  await done(none, 'c')
  assert.equal((await stateOf(town, none)).state, 'ended')
})

test('A subprocess ends when all in it is over; a withdrawal ends it from outside', async () => {
  const source = bpmn(
    'withdrawn',
    `<bpmn:startEvent id="s"/><bpmn:subProcess id="sub"><bpmn:startEvent id="is"><bpmn:outgoing>i1</bpmn:outgoing></bpmn:startEvent><bpmn:userTask id="check"><bpmn:incoming>i1</bpmn:incoming><bpmn:outgoing>i2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="ie"><bpmn:incoming>i2</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="check"/><bpmn:sequenceFlow id="i2" sourceRef="check" targetRef="ie"/></bpmn:subProcess>
    <bpmn:endEvent id="e"/>
    <bpmn:subProcess id="withdraw" triggeredByEvent="true"><bpmn:startEvent id="ws"><bpmn:outgoing>w1</bpmn:outgoing><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent><bpmn:userTask id="confirm"><bpmn:incoming>w1</bpmn:incoming></bpmn:userTask><bpmn:sequenceFlow id="w1" sourceRef="ws" targetRef="confirm"/></bpmn:subProcess>`,
    's -> sub\nsub -> e',
    message,
  )
  const plain = await began(source, [], 'K-1')
  await done(plain, 'check')
  assert.equal((await stateOf(town, plain)).state, 'ended')
  const withdrawn = (await begun(town, 'withdrawn', [], start, { businessKey: 'K-2' })).instance
  await send('papers', 'K-2', 'withdraw-2')
  await run()
  assert.deepEqual(await at(withdrawn), ['confirm', 'withdraw'])
  await done(withdrawn, 'confirm')
  assert.equal((await stateOf(town, withdrawn)).state, 'ended')
})

test('Several offices are asked together until enough have answered, or one after the other', async () => {
  const source = (id: string, sequential: boolean, until: string) =>
    bpmn(
      id,
      `<bpmn:startEvent id="s"/><bpmn:userTask id="ask"><bpmn:extensionElements><stadttor:output to="answer" from="= answer"/></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}" camunda:collection="offices" camunda:elementVariable="office" stadttor:outputCollection="answers" stadttor:outputElement="= office + answer">${until}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:userTask id="after"/>`,
      's -> ask\nask -> after',
    )
  const offices: [string, Value][] = [['offices', ['A', 'B', 'C']]]
  const together = await began(
    source('together', false, '<bpmn:completionCondition>nrOfCompletedInstances &gt;= 2</bpmn:completionCondition>'),
    offices,
  )
  assert.equal((await stateOf(town, together)).tasks.length, 3)
  await done(together, 'ask', [['answer', '+']])
  await done(together, 'ask', [['answer', '-']])
  const reached = await stateOf(town, together)
  assert.deepEqual(
    reached.tasks.map(({ node }) => node),
    ['after'],
  )
  assert.deepEqual(reached.variables.answers, ['A+', 'B-'])
  const inTurn = await began(source('turn', true, ''), offices)
  for (const answer of ['1', '2', '3']) {
    assert.equal((await stateOf(town, inTurn)).tasks.length, 1)
    await done(inTurn, 'ask', [['answer', answer]])
  }
  assert.deepEqual((await stateOf(town, inTurn)).variables.answers, ['A1', 'B2', 'C3'])
})

test('A step repeats as long as its condition holds', async () => {
  const instance = await began(
    bpmn(
      'again',
      `<bpmn:startEvent id="s"/><bpmn:scriptTask id="count"><bpmn:standardLoopCharacteristics><bpmn:loopCondition>n &lt; 5</bpmn:loopCondition></bpmn:standardLoopCharacteristics><bpmn:script>{ n: n + 1 }</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>`,
      's -> count\ncount -> e',
    ),
    [['n', number(1)]],
  )
  const { variables, state } = await stateOf(town, instance)
  assert.deepEqual(variables.n, { number: '5' })
  assert.equal(state, 'ended')
})

test('A called process gets its values and gives its own back; its error is caught where it was called', async () => {
  await deployed(
    town,
    bpmn(
      'fees',
      `<bpmn:startEvent id="s"/><bpmn:scriptTask id="c"><bpmn:script>{ fee: base * 2 }</bpmn:script></bpmn:scriptTask><bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="ok"/><bpmn:endEvent id="bad"><bpmn:errorEventDefinition errorRef="E"/></bpmn:endEvent>`,
      's -> c\nc -> g\ng -> bad: fee > 100\ng => ok',
      '<bpmn:error id="E" name="too much" errorCode="too-much"/>',
    ),
    start,
  )
  const caller = bpmn(
    'caller',
    `<bpmn:startEvent id="s"/><bpmn:callActivity id="call" calledElement="fees"><bpmn:extensionElements><camunda:in source="amount" target="base"/><camunda:out source="fee" target="result"/></bpmn:extensionElements></bpmn:callActivity><bpmn:userTask id="done"/>
    <bpmn:boundaryEvent id="caught" attachedToRef="call"><bpmn:errorEventDefinition errorRef="E"/></bpmn:boundaryEvent><bpmn:userTask id="look"/>`,
    's -> call\ncall -> done\ncaught -> look',
    '<bpmn:error id="E" name="too much" errorCode="too-much"/>',
  )
  const small = await began(caller, [['amount', number(20)]])
  const { variables } = await stateOf(town, small)
  assert.deepEqual(await at(small), ['done'])
  assert.deepEqual(variables.result, { number: '40' })
  assert.equal('base' in variables, false)
  const large = (await begun(town, 'caller', [['amount', number(200)]], start)).instance
  assert.deepEqual(await at(large), ['look'])
})

test('An error that nobody catches is an incident; an escalation goes on beside the work', async () => {
  const lost = await began(
    bpmn(
      'lost',
      `<bpmn:startEvent id="s"/><bpmn:endEvent id="bad"><bpmn:errorEventDefinition errorRef="E"/></bpmn:endEvent>`,
      's -> bad',
      '<bpmn:error id="E" errorCode="x"/>',
    ),
  )
  assert.match((await stateOf(town, lost)).incidents[0]!.message_de, /nirgends aufgefangen/)
  const escalated = await began(
    bpmn(
      'escalated',
      `<bpmn:startEvent id="s"/><bpmn:subProcess id="sub"><bpmn:startEvent id="is"><bpmn:outgoing>i1</bpmn:outgoing></bpmn:startEvent><bpmn:intermediateThrowEvent id="t"><bpmn:incoming>i1</bpmn:incoming><bpmn:outgoing>i2</bpmn:outgoing><bpmn:escalationEventDefinition escalationRef="X"/></bpmn:intermediateThrowEvent><bpmn:userTask id="work"><bpmn:incoming>i2</bpmn:incoming></bpmn:userTask><bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="t"/><bpmn:sequenceFlow id="i2" sourceRef="t" targetRef="work"/></bpmn:subProcess>
      <bpmn:boundaryEvent id="up" attachedToRef="sub" cancelActivity="false"><bpmn:escalationEventDefinition escalationRef="X"/></bpmn:boundaryEvent><bpmn:userTask id="boss"/>`,
      's -> sub\nup -> boss',
      '<bpmn:escalation id="X" escalationCode="late"/>',
    ),
  )
  assert.deepEqual(await at(escalated), ['boss', 'sub', 'work'])
})

test('What was done is taken back in reverse order', async () => {
  const instance = await began(
    bpmn(
      'back',
      `<bpmn:startEvent id="s"/><bpmn:scriptTask id="one"><bpmn:script>{ log: log + "1" }</bpmn:script></bpmn:scriptTask><bpmn:scriptTask id="two"><bpmn:script>{ log: log + "2" }</bpmn:script></bpmn:scriptTask>
      <bpmn:boundaryEvent id="c1" attachedToRef="one"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:boundaryEvent id="c2" attachedToRef="two"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
      <bpmn:scriptTask id="undo1" isForCompensation="true"><bpmn:script>{ log: log + "a" }</bpmn:script></bpmn:scriptTask><bpmn:scriptTask id="undo2" isForCompensation="true"><bpmn:script>{ log: log + "b" }</bpmn:script></bpmn:scriptTask>
      <bpmn:endEvent id="e"><bpmn:compensateEventDefinition/></bpmn:endEvent>
      <bpmn:association id="x1" associationDirection="One" sourceRef="c1" targetRef="undo1"/><bpmn:association id="x2" associationDirection="One" sourceRef="c2" targetRef="undo2"/>`,
      's -> one\none -> two\ntwo -> e',
    ),
    [['log', '']],
  )
  const { variables, state, incidents } = await stateOf(town, instance)
  assert.deepEqual(incidents, [])
  assert.equal(variables.log, '12ba')
  assert.equal(state, 'ended')
})

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
