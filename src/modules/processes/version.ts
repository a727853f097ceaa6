// Deployed models, read once per server process: the structure of a process version, and the decisions of a town.

import type { Town, WriteDb } from '../../kernel/town.ts'
import { compileBpmn } from '../../standards/bpmn/compile.ts'
import type { Process } from '../../standards/bpmn/model.ts'
import { readBpmn } from '../../standards/bpmn/read.ts'
import { type Decisions, openModel } from '../../standards/dmn/dmn.ts'
import { readDmn } from '../../standards/dmn/reader.ts'
import type { Context, Run, Value } from '../../standards/feel/value.ts'
import type { ProcessesTables } from './tables.ts'

export type Db = WriteDb<ProcessesTables>

const opened = new Map<string, Promise<Process>>()
const decisions = new Map<string, { ids: ReadonlyMap<string, string>; model: Decisions }>()
const keptAtMost = 500

/** A version never changes: what was read once stays right. */
export async function openVersion(db: Db, town: Town, version: string): Promise<Process> {
  const known = opened.get(`${town.key}/${version}`)
  if (known) return known
  const row = await db
    .selectFrom('processes.version as v')
    .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'v.town_id').onRef('m.id', '=', 'v.model_id'))
    .select(['v.source', 'm.key'])
    .where('v.id', '=', version)
    .executeTakeFirstOrThrow()
  const read = readBpmn(row.source).then((file) => {
    const found = compileBpmn(file).processes.find(({ id }) => id === row.key)
    if (!found) throw new Error(`The stored version ${version} has no process ${row.key}.`)
    return found
  })
  if (opened.size > keptAtMost) opened.clear()
  opened.set(`${town.key}/${version}`, read)
  read.catch(() => opened.delete(`${town.key}/${version}`))
  return read
}

export type Decide = (key: string, inputs: Context, run: Run) => Value | undefined

export const asksDecisions = ({ nodes }: Process): boolean => [...nodes.values()].some(({ is }) => is === 'decision')

/** The newest version of every decision model; what was deployed last wins where two know the same decision. */
export async function openDecisions(db: Db, town: Town): Promise<Decide> {
  const newest = await db
    .selectFrom('processes.version as v')
    .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'v.town_id').onRef('m.id', '=', 'v.model_id'))
    .select(['v.id', 'v.deployed_at'])
    .distinctOn('v.model_id')
    .where('m.kind', '=', 'decision')
    .orderBy('v.model_id')
    .orderBy('v.number', 'desc')
    .execute()
  const missing = newest.filter(({ id }) => !decisions.has(`${town.key}/${id}`)).map(({ id }) => id)
  if (missing.length > 0) {
    if (decisions.size > keptAtMost) decisions.clear()
    const rows = await db.selectFrom('processes.version').select(['id', 'source']).where('id', 'in', missing).execute()
    for (const { id, source } of rows) {
      const model = readDmn(source)
      decisions.set(`${town.key}/${id}`, {
        ids: new Map(model.nodes.map((node) => [node.id, node.name])),
        model: openModel(model),
      })
    }
  }
  const all = [...newest]
    .sort((one, other) => other.deployed_at.getTime() - one.deployed_at.getTime())
    .flatMap(({ id }) => decisions.get(`${town.key}/${id}`) ?? [])
  return (key, inputs, run) => {
    const found = all.find(({ ids, model }) => ids.has(key) || model.names.includes(key))
    return found?.model.decide(found.ids.get(key) ?? key, inputs, run)
  }
}
