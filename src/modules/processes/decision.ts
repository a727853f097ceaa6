// Decisions of several models, found by their id or name, and what one complains about. Pure.
import { type Decisions, openModel } from '../../standards/dmn/dmn.ts'
import { readDmn } from '../../standards/dmn/reader.ts'
import { newRun } from '../../standards/feel/feel.ts'
import { type Context, FeelLimit, type Run, type Value } from '../../standards/feel/value.ts'

export type OpenedModel = { key: string; ids: ReadonlyMap<string, string>; model: Decisions }
/** Undefined: there is no such decision. */
export type Decide = (key: string, inputs: Context, run: Run) => Value | undefined

export function openDecisionModel(key: string, source: string): OpenedModel {
  const model = readDmn(source)
  return { key, ids: new Map(model.nodes.map((node) => [node.id, node.name])), model: openModel(model) }
}

/** A model that is called like the decision comes first, then the first that knows it. */
export const chooseModel = (all: readonly OpenedModel[], decision: string): OpenedModel | undefined => {
  const knowing = all.filter(({ ids, model }) => ids.has(decision) || model.names.includes(decision))
  return knowing.find(({ key }) => key === decision) ?? knowing[0]
}

export const decideAmong =
  (all: readonly OpenedModel[]): Decide =>
  (decision, inputs, run) => {
    const found = chooseModel(all, decision)
    return found?.model.decide(found.ids.get(decision) ?? decision, inputs, run)
  }

export type Decided = { value: Value; warnings: readonly string[] } | { fault: { de: string; en: string } } | undefined

/** Undefined: there is no such decision. Null with a complaint is a fault: the first one says where. */
export function evaluateDecision(decide: Decide, decision: string, inputs: Context, now: Date): Decided {
  const run = newRun(now)
  try {
    const value = decide(decision, inputs, run)
    if (value === undefined) return undefined
    if (value !== null || run.warnings.length === 0) return { value, warnings: run.warnings }
    return { fault: noResult(decision, run.warnings[0]!) }
  } catch (fault) {
    if (fault instanceof FeelLimit) return { fault: noResult(decision, fault.message) }
    throw fault
  }
}

const noResult = (decision: string, why: string) => ({
  de: `Die Entscheidung „${decision}“ hat kein Ergebnis: ${why}`,
  en: `The decision "${decision}" has no result: ${why}`,
})
