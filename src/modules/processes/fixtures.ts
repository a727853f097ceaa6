// Models in few words, deployed by the real code, for tests, the benchmark and the crash test.
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import type { Value } from '../../standards/feel/value.ts'
import { escapeXml } from '../../standards/xml/escape.ts'
import { type Crowd, crowdIn } from './crowd.ts'
import { type Begun, beginInstance, changeInstance } from './instance.ts'
import { deploy } from './model.ts'
import { keepMessage } from './sent.ts'
import { findNewest } from './step.ts'
import type { Db } from './version.ts'

/** Elements of a process between its tags; flows are written `a -> b` or `a -> b: condition`, a default as `a => b`. */
export function bpmn(id: string, elements: string, flows: string, more = ''): string {
  const lines = flows.split('\n').flatMap((line) => /^\s*(\w+)\s*([-=]>)\s*(\w+)\s*(?::\s*(.*\S))?\s*$/.exec(line) ?? [])
  const all: { from: string; to: string; isDefault: boolean; condition: string | undefined }[] = []
  for (let index = 0; index < lines.length; index += 5)
    all.push({
      from: lines[index + 1]!,
      isDefault: lines[index + 2] === '=>',
      to: lines[index + 3]!,
      condition: lines[index + 4],
    })
  const nameOf = ({ from, to }: { from: string; to: string }): string => `${from}_${to}`
  const withFlows = elements.replace(
    /<bpmn:(\w+) id="(\w+)"([^>]*?)(\/?)>/g,
    (whole, type: string, name: string, attributes: string, closed: string) => {
      const inner = [
        ...all.filter(({ to }) => to === name).map((flow) => `<bpmn:incoming>${nameOf(flow)}</bpmn:incoming>`),
        ...all.filter(({ from }) => from === name).map((flow) => `<bpmn:outgoing>${nameOf(flow)}</bpmn:outgoing>`),
      ].join('')
      const standard = all.find(({ from, isDefault }) => from === name && isDefault)
      const withDefault = standard ? `${attributes} default="${nameOf(standard)}"` : attributes
      if (inner === '' || type === 'lane') return whole
      return closed
        ? `<bpmn:${type} id="${name}"${withDefault}>${inner}</bpmn:${type}>`
        : `<bpmn:${type} id="${name}"${withDefault}>${inner}`
    },
  )
  const drawn = all.map(
    (flow) =>
      `<bpmn:sequenceFlow id="${nameOf(flow)}" sourceRef="${flow.from}" targetRef="${flow.to}">${
        flow.condition ? `<bpmn:conditionExpression>${escapeXml(flow.condition)}</bpmn:conditionExpression>` : ''
      }</bpmn:sequenceFlow>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:stadttor="urn:stadttor:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
${more}
<bpmn:process id="${id}" name="${id}" isExecutable="true">
${withFlows}
${drawn.join('\n')}
</bpmn:process>
</bpmn:definitions>`
}

export async function deployed(town: Town, source: string, now: Date, unit = '/'): Promise<void> {
  const outcome = await town.write((db: Db) => deploy(db, town, { source, unit }, now))
  if ('refused' in outcome) throw new Error(outcome.refused.map(({ name, what }) => `${name}: ${what.en}`).join('\n'))
}

export const begun = async (
  town: Town,
  key: string,
  variables: readonly [string, Value][],
  now: Date,
  more: { businessKey?: string; startKey?: string } = {},
): Promise<Begun> =>
  town.write(async (db: Db) => {
    const found = await findNewest(db, key)
    const begun = found && (await beginInstance(db, town, { ...found, variables, ...more }, { now, actor: 'system:test' }))
    if (!begun) throw new Error(`There is no process ${key}.`)
    return begun
  })

/** Where an instance stands, as its rows say. */
export const stateOf = (town: Town, instance: string) =>
  town.write(async (db: Db) => {
    const row = await db.selectFrom('processes.instance').selectAll().where('id', '=', instance).executeTakeFirstOrThrow()
    const tokens = await db
      .selectFrom('processes.token')
      .selectAll()
      .where('instance_id', '=', instance)
      .where('parent_id', 'is not', null)
      .execute()
    const variables = await db
      .selectFrom('processes.variable')
      .select(['name', 'value', 'token_id'])
      .where('instance_id', '=', instance)
      .execute()
    const tasks = await db
      .selectFrom('processes.task')
      .selectAll()
      .where('instance_id', '=', instance)
      .where('state', '=', 'open')
      .execute()
    const incidents = await db
      .selectFrom('processes.incident')
      .selectAll()
      .where('instance_id', '=', instance)
      .where('ended_at', 'is', null)
      .execute()
    const log = await db.selectFrom('processes.log').selectAll().where('instance_id', '=', instance).orderBy('number').execute()
    return {
      ...row,
      at: tokens
        .filter(({ state }) => state !== 'done')
        .map(({ node }) => node)
        .sort(),
      variables: Object.fromEntries(
        variables.filter(({ token_id }) => token_id === instance).map(({ name, value }) => [name, value]),
      ) as Record<string, unknown>,
      tasks,
      incidents,
      log,
    }
  })

/** What happens to instances of one town: begun from a source, a task done by its node, a message or signal sent. */
export function casesIn(town: Town, start: Date) {
  return {
    began: async (source: string, variables: [string, Value][] = [], businessKey?: string): Promise<string> => {
      await deployed(town, source, start)
      const [, key = ''] = /<bpmn:process id="(\w+)"/.exec(source) ?? []
      return (await begun(town, key, variables, start, businessKey ? { businessKey } : {})).instance
    },
    done: async (instance: string, node: string, variables: [string, Value][] = [], now = start): Promise<void> => {
      const task = (await stateOf(town, instance)).tasks.find((one) => one.node === node)
      if (!task) throw new Error(`There is no open task ${node}.`)
      const change = { kind: 'done', token: task.token_id, variables, what: 'completed' } as const
      await changeInstance(town, instance, change, { now, actor: 'system:test' })
    },
    send: (name: string, key: string, once: string, variables: [string, Value][] = [], kind: 'message' | 'signal' = 'message') =>
      town.write((db: Db) => keepMessage(db, { kind, name, key, variables, once }, start)),
  }
}

export const openCrowd = (house: House, town: Town): Crowd => crowdIn(house, town, { bpmn, deployed, begun })
