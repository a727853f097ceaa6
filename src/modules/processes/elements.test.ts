// Every element that a model may have: ways that part and meet, subprocesses, repetitions, calls, faults, compensation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { number, type Value } from '../../standards/feel/value.ts'
import { begun, bpmn, casesIn, deployed, stateOf } from './fixtures.ts'
import processes from './module.tsx'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const run = (now = start) => runTown(house, town, () => now)

const { began, done, send } = casesIn(town, start)
const at = async (instance: string) => (await stateOf(town, instance)).at

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
