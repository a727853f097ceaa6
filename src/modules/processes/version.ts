// Deployed models, read once per server process: the structure of a process version, and the decisions of a town.

import type { Town, WriteDb } from '../../kernel/town.ts'
import { compileBpmn } from '../../standards/bpmn/compile.ts'
import type { Process } from '../../standards/bpmn/model.ts'
import { readBpmn } from '../../standards/bpmn/read.ts'
import { chooseModel, type Decide, decideAmong, type OpenedModel, openDecisionModel } from './decision.ts'
import type { ProcessesTables } from './tables.ts'

export type Db = WriteDb<ProcessesTables>

const opened = new Map<string, Promise<Process>>()
const decisions = new Map<string, OpenedModel>()
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

export const asksDecisions = ({ nodes }: Process): boolean => [...nodes.values()].some(({ is }) => is === 'decision')

type DecisionVersion = { model: string; number: number; opened: OpenedModel }

const sourcesOf = (db: Db) =>
  db
    .selectFrom('processes.version as v')
    .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'v.town_id').onRef('m.id', '=', 'v.model_id'))
    .select(['v.id', 'v.model_id', 'v.number', 'v.deployed_at', 'm.key'])
    .where('m.kind', '=', 'decision')

type Source = { id: string; model_id: string; number: number; key: string }

async function openSources(db: Db, town: Town, sources: readonly Source[]): Promise<DecisionVersion[]> {
  const missing = sources.filter(({ id }) => !decisions.has(`${town.key}/${id}`)).map(({ id }) => id)
  if (missing.length > 0) {
    if (decisions.size > keptAtMost) decisions.clear()
    const rows = await db.selectFrom('processes.version').select(['id', 'source']).where('id', 'in', missing).execute()
    for (const { id, source } of rows)
      decisions.set(`${town.key}/${id}`, openDecisionModel(sources.find((one) => one.id === id)!.key, source))
  }
  return sources.flatMap(({ id, model_id: model, number }) => {
    const opened = decisions.get(`${town.key}/${id}`)
    return opened ? [{ model, number, opened }] : []
  })
}

/** The newest version of every decision model; what was deployed last wins where two know the same decision. */
async function newestDecisions(db: Db, town: Town): Promise<DecisionVersion[]> {
  const newest = await sourcesOf(db).distinctOn('v.model_id').orderBy('v.model_id').orderBy('v.number', 'desc').execute()
  return openSources(
    db,
    town,
    newest.sort((one, other) => other.deployed_at.getTime() - one.deployed_at.getTime()),
  )
}

export const openDecisions = async (db: Db, town: Town): Promise<Decide> =>
  decideAmong((await newestDecisions(db, town)).map(({ opened }) => opened))

/** The model that knows this decision, in its newest version or the one named. */
export async function findDecision(
  db: Db,
  town: Town,
  decision: string,
  version: number | undefined,
): Promise<{ number: number; decide: Decide } | undefined> {
  const all = await newestDecisions(db, town)
  const chosen = chooseModel(
    all.map(({ opened }) => opened),
    decision,
  )
  const newest = all.find(({ opened }) => opened === chosen)
  if (!newest) return undefined
  if (version === undefined || version === newest.number) return { number: newest.number, decide: decideAmong([newest.opened]) }
  const named = await sourcesOf(db).where('v.model_id', '=', newest.model).where('v.number', '=', version).execute()
  const [found] = await openSources(db, town, named)
  return found && { number: version, decide: decideAmong([found.opened]) }
}
