// What a model is told at deployment although it runs: each rule on a model that breaks it, and none on one that is right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileBpmn } from './compile.ts'
import { readBpmn } from './read.ts'

/** Flows are `a>b`, `a>b?condition`; `a>>b` is the default way. */
async function told(elements: string, flows: string): Promise<string[]> {
  const all = flows.split(' ').map((flow) => /^(\w+)(>>?)(\w+)(?:\?(.+))?$/.exec(flow)!)
  const attached = elements.replace(
    /<(\w+) id="(\w+)"([^>]*?)(\/?)>/g,
    (whole, type: string, id: string, more: string, closed: string) => {
      const inner = [
        ...all.filter(([, , , to]) => to === id).map(([flow]) => `<incoming>${idOf(flow)}</incoming>`),
        ...all.filter(([, from]) => from === id).map(([flow]) => `<outgoing>${idOf(flow)}</outgoing>`),
      ].join('')
      const way = all.find(([, from, arrow]) => from === id && arrow === '>>')
      const start = `<${type} id="${id}"${more}${way ? ` default="${idOf(way[0])}"` : ''}>${inner}`
      return type === 'fields' ? whole : closed ? `${start}</${type}>` : start
    },
  )
  const drawn = all.map(
    ([flow, from, , to, condition]) =>
      `<sequenceFlow id="${idOf(flow)}" sourceRef="${from}" targetRef="${to}">${condition ? `<conditionExpression>${condition}</conditionExpression>` : ''}</sequenceFlow>`,
  )
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:stadttor="urn:stadttor:bpmn:1" targetNamespace="t"><process id="p" isExecutable="true">${attached}${drawn.join('')}</process></definitions>`
  const { findings } = compileBpmn(await readBpmn(xml))
  return findings.filter(({ severity }) => severity !== 'error').map(({ element, what }) => `${element}: ${what.en}`)
}
const idOf = (flow: string): string => `f_${flow.replace(/\?.*/, '').replace(/>+/, '_')}`
const task = (id: string): string => `<userTask id="${id}" stadttor:unit="tax"/>`

test('A model that is right is told nothing', async () => {
  const elements = `<startEvent id="s"/><exclusiveGateway id="x"/>${task('a')}${task('b')}<exclusiveGateway id="m"/><parallelGateway id="p1"/>${task('c')}${task('d')}<parallelGateway id="j"/><endEvent id="e"/>`
  assert.deepEqual(await told(elements, 's>x x>a?k=1 x>>b a>m b>m m>p1 p1>c p1>d c>j d>j j>e'), [])
})

test('A step that nobody reaches, a way without a default and a task without anybody are told', async () => {
  assert.deepEqual(await told(`<startEvent id="s"/>${task('a')}${task('lost')}<endEvent id="e"/>`, 's>a a>e lost>e'), [
    'lost: No way leads to this step.',
  ])
  assert.deepEqual(
    await told('<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="a"/><endEvent id="b"/>', 's>x x>a?k=1 x>b?k=2'),
    ['x: There is no default way: if no condition holds, the instance stops.'],
  )
  assert.deepEqual(await told('<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>', 's>t t>e'), [
    't: Nobody is named; the task falls to the unit of the model.',
  ])
})

test('An exclusive split that is joined in parallel waits for ever; a parallel one joined exclusively is done twice', async () => {
  const both = `${task('a')}${task('b')}`
  assert.deepEqual(
    await told(
      `<startEvent id="s"/><exclusiveGateway id="x"/>${both}<parallelGateway id="j"/><endEvent id="e"/>`,
      's>x x>a?k=1 x>>b a>j b>j j>e',
    ),
    ['j: The instance may wait here for ever: on one of the ways nobody comes any more.'],
  )
  assert.deepEqual(
    await told(
      `<startEvent id="s"/><parallelGateway id="x"/>${both}<exclusiveGateway id="j"/>${task('t')}<endEvent id="e"/>`,
      's>x x>a x>b a>j b>j j>t t>e',
    ),
    ['t: This step may be done twice.'],
  )
})

test('A task back to itself and a reminder beside the work are no trouble', async () => {
  const elements = `<startEvent id="s"/>${task('a')}<exclusiveGateway id="x"/><endEvent id="e"/><boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>${task('remind')}`
  assert.deepEqual(await told(elements, 's>a a>x x>a?k=1 x>>e late>remind'), [])
})
