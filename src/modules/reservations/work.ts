// Work of steps in processes: the first free wish is held, then reserved or given back.
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import { findOfMatter, hold, isLive, isUnit, prolong, settleRow } from './hold.ts'
import type { Db } from './tables.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

type Wanted = { stock: string; wishes: string[]; until: Date; matter: { kind: string; id: string } }

/** `stock`, `units` (a text or a list, the dearest wish first), `days`; the matter is the business key of the process. */
function wantedIn({ variables, businessKey, now }: ProcessWork['input']): Wanted | { wrong: string } {
  const { stock, units, days, matter } = variables
  const wishes = (Array.isArray(units) ? units : [units]).map(textOf).filter((wish) => wish !== '')
  if (textOf(stock) === '' || !businessKey) return { wrong: 'The step names no stock, or the process has no business key.' }
  const count = typeof days === 'number' && days > 0 ? Math.min(days, 366) : 30
  const until = new Date(now.getTime() + count * 86_400_000)
  return { stock: textOf(stock), wishes, until, matter: { kind: textOf(matter) || 'cases.case', id: businessKey } }
}

/**
 * `reservations.hold` → `hold`: `held | taken | refused | none`, `heldUnit`, `heldUntil`; `reservations.settle` (input `as`) → `settled`:
 * `reserved | released | gone`, `heldUnit`, `reservedUntil`. Undefined: another room's topic.
 */
export async function workOf(house: House, town: Town, asked: ProcessWork['input']): Promise<ProcessWork['answer']> {
  if (asked.topic === 'reservations.hold') return holdFirst(house, town, asked)
  if (asked.topic === 'reservations.settle') return settleHeld(town, asked)
  return undefined
}

/** A matter holds one unit of a stock: what it holds stays if it is still wished for first, else it is given back for another. */
async function holdFirst(house: House, town: Town, asked: ProcessWork['input']): Promise<ProcessWork['answer']> {
  const wanted = wantedIn(asked)
  if ('wrong' in wanted) return { error: { code: 'reservations.wrong-step', message: wanted.wrong } }
  const { stock, wishes, until, matter } = wanted
  const { now } = asked
  const db = asked.db as unknown as Db
  const before = await findOfMatter(db, matter, stock)
  const own = before && isLive(before, now) ? before : undefined
  let last: 'none' | 'taken' | 'refused' = 'none'
  for (const unit of wishes.slice(0, 10)) {
    if (own && (await isUnit(db, town, stock, unit, own.unit))) return held(await prolong(db, own, until, now))
    const key = `${matter.kind}/${matter.id}/${asked.key}`
    const answer = await hold(house, town, { db: asked.db, key, stock, unit, matter, until, now })
    if ('reservation' in answer) {
      if (own && own.id !== answer.reservation.id)
        await settleRow(town, db, own, { as: 'released', now, actor: 'system:processes' })
      return held(answer.reservation)
    }
    last = 'taken' in answer ? 'taken' : 'refused'
  }
  if (own) await settleRow(town, db, own, { as: 'released', now, actor: 'system:processes' })
  return { done: { hold: last, heldUnit: null, heldUntil: null } }
}

const held = ({ unit, until }: { unit: string; until: Date | null }): ProcessWork['answer'] => ({
  done: { hold: 'held', heldUnit: unit, heldUntil: until?.toISOString() ?? null },
})

async function settleHeld(town: Town, { db, variables, businessKey, now }: ProcessWork['input']): Promise<ProcessWork['answer']> {
  const as = variables.as === 'reserved' || variables.as === 'released' ? variables.as : undefined
  if (!as || !businessKey)
    return {
      error: {
        code: 'reservations.wrong-step',
        message: 'The step says neither reserved nor released, or nobody knows for what.',
      },
    }
  const matter = { kind: textOf(variables.matter) || 'cases.case', id: businessKey }
  const row = await findOfMatter(db as unknown as Db, matter, textOf(variables.stock) || undefined)
  const answer = row && (await settleRow(town, db as unknown as Db, row, { as, now, actor: 'system:processes' }))
  if (!answer || 'gone' in answer) return { done: { settled: 'gone', reservedUntil: null } }
  const { unit: heldUnit, state, until } = answer.reservation
  return { done: { settled: state === as ? as : 'gone', heldUnit, reservedUntil: until?.toISOString() ?? null } }
}
