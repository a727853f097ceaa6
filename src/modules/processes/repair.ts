// Reaching into instances: suspend and resume, cancel, set a variable, repair an incident. Each with a reason, noted in the log.
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { Change } from './engine/advance.ts'
import { type After, Step } from './step.ts'
import type { Db } from './version.ts'

const mayRepair = 'processes.instance.repair'

/** Undefined: there is no such instance for this person, or it is over. */
const reachInto = (
  town: Town,
  person: SignedIn,
  id: string,
  now: Date,
  work: (step: Step, db: Db) => Promise<boolean>,
): Promise<After | undefined> =>
  town.write(async (db: Db) => {
    if (!isUuid(id)) return undefined
    const found = await db
      .selectFrom('processes.instance as i')
      .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'i.town_id').onRef('m.id', '=', 'i.model_id'))
      .select('m.unit')
      .where('i.id', '=', id)
      .executeTakeFirst()
    if (!found || !mayIn(person, mayRepair, found.unit)) return undefined
    const step = new Step(db, town, now, staffActor(person, mayRepair))
    if (!(await step.open(id))) return undefined
    return (await work(step, db)) ? step.save() : undefined
  })

/** A change of the engine: retry, skip, move, set, cancel. Tokens must be where the person saw them. */
export const repairInstance = (town: Town, person: SignedIn, id: string, change: Change, now: Date): Promise<After | undefined> =>
  reachInto(town, person, id, now, async (step) => {
    const walk = (await step.open(id))!
    if ('token' in change && !walk.tokens.find(change.token)) return false
    if (change.kind === 'move' && !walk.process.nodes.has(change.to)) return false
    if (change.kind === 'retry' && walk.tokens.find(change.token)?.state !== 'incident') return false
    await step.change(id, change)
    return true
  })

/** With everything that it called: nothing fires, nothing is delivered, no task is done until it is resumed. */
export const suspendInstance = (
  town: Town,
  person: SignedIn,
  id: string,
  reason: string,
  now: Date,
): Promise<After | undefined> =>
  reachInto(town, person, id, now, (step) => step.setFamilyState(id, 'running', 'suspended', { reason }))

export const resumeInstance = (town: Town, person: SignedIn, id: string, now: Date): Promise<After | undefined> =>
  reachInto(town, person, id, now, (step) => step.setFamilyState(id, 'suspended', 'running', {}))
