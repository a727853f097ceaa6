// Rules of a stock: a decision of DMN 1.5 says which units nobody may have.
import { type Decisions, openModel } from '../../standards/dmn/dmn.ts'
import { readDmn } from '../../standards/dmn/reader.ts'
import { newRun } from '../../standards/feel/feel.ts'
import { type Context, number, type Value } from '../../standards/feel/value.ts'
import type { StockDocument } from './stock-document.ts'
import type { Unit } from './unit.ts'

/** The code of a refusal; undefined: it may be given out. */
export type Judge = (unit: Unit, now: Date) => string | undefined

/** What the decision answers for a unit that may be given out; every other text is the code of a refusal. */
const allowed = 'allowed'

const free: Judge = () => undefined

/** @throws DmnError for a model that cannot be read, Error where the decision is not in it */
export function openRules(stock: StockDocument, source: string | null): Judge {
  if (!stock.rules) return free
  if (source === null) throw new Error(`The rules of the stock "${stock.key}" are missing.`)
  const model = readDmn(source)
  const decisions = openModel(model)
  const named = model.nodes.find(({ id, name }) => id === stock.rules!.decision || name === stock.rules!.decision)
  if (!named) throw new Error(`There is no decision "${stock.rules.decision}" in ${stock.rules.part}.`)
  return judgeBy(stock, decisions, named.name)
}

function judgeBy(stock: StockDocument, decisions: Decisions, decision: string): Judge {
  const numbers = new Set(stock.ranges.flatMap(({ parts }) => parts.flatMap((part) => ('digits' in part ? [part.name] : []))))
  return (unit, now) => {
    const inputs: Context = new Map<string, Value>([
      ['unit', unit.text],
      ...Object.entries(unit.parts).map(([name, value]): [string, Value] => [name, numbers.has(name) ? number(value) : value]),
    ])
    const run = newRun(now)
    const value = decisions.decide(decision, inputs, run)
    if (typeof value === 'string') return value === allowed ? undefined : value
    // A rule that fails, or a case that no rule names, must not give anything out.
    throw new Error(
      `The rules of the stock "${stock.key}" have no answer for ${unit.text}: ${run.warnings[0] ?? 'no rule holds'}`,
    )
  }
}
