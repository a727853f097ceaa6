// The same for several cases at once: each in a transaction of its own, and what could not be done is counted.
import type { SignedIn } from '../../../kernel/access.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { mayWork, type Place } from '../access.ts'
import { changeCase, type Reading } from '../case.ts'
import { type Deciding, decide, draftOf, saveDraft, withCase } from '../decision/decide.ts'
import type { CaseRow } from '../tables.ts'
import type { TypeInUse } from '../type/type.ts'
import type { Who } from './act.ts'
import { write } from './ask.ts'
import { atCase, type Done, done, findFor } from './clerk.ts'
import { perPage } from './filter.ts'

export type Picked = { row: CaseRow; kind: TypeInUse }

/** Those of a selection that this member of staff may work on; at most a page of the list. */
export const findPicked = (place: Place, person: SignedIn, ids: readonly string[], permission = mayWork): Promise<Picked[]> =>
  place.town.read(async (db: Reading) => {
    const found: Picked[] = []
    for (const id of [...new Set(ids)].filter(isUuid).slice(0, perPage)) {
      const opening = await findFor(db, place, person, id, permission)
      if (opening && opening !== 'party') found.push(opening)
    }
    return found
  })

export type Counted = { did: number; missed: number }

export async function forEach(ids: readonly string[], work: (id: string) => Promise<Done>): Promise<Counted> {
  const counted = { did: 0, missed: 0 }
  for (const id of [...new Set(ids)].slice(0, perPage)) {
    const outcome = await work(id)
    if (outcome && outcome !== 'party' && 'done' in outcome) counted.did += 1
    else counted.missed += 1
  }
  return counted
}

/** Into the mailbox of each, or by mail where there is no account. `once` is the same at every try: nobody gets it twice. */
export const writeTo = (
  who: Who,
  id: string,
  once: string,
  { subject, message }: { subject: string; message: string },
): Promise<Done> =>
  atCase(who, who.person, { id, permission: mayWork, purpose: 'Ihnen eine Nachricht geschrieben', now: who.now }, async (at) => {
    const row = await at.hold()
    await write(who, at, row, `${once}/${id}`, { subject, paragraphs: [message], what: 'news' })
    const happened = { kind: 'message-sent', by: at.actor, open: true, reason: `${subject}\n\n${message}` }
    await changeCase(at.db, who.town, row, { news: false }, happened, who.now)
    return done
  })

/** By the template alone, and only what burdens nobody: a refusal is thought about one by one. @law Art. 39, 40 BayVwVfG */
export const decideOne = async (who: Who, id: string, key: string): Promise<Done> => {
  const outcome = await withCase(who, id, async (deciding: Deciding): Promise<Done> => {
    const shown = deciding.kind.type.outcomes.find((one) => one.key === key && !one.burdening)
    const drafted = shown && (await draftOf(who, deciding, key))
    if (!drafted) return { refused: 'no-task' }
    if (!(await saveDraft(who, deciding, key, drafted.composed.content))) return { refused: 'no-task' }
    const decided = await decide(who, deciding, key)
    return decided === 'issuing' ? done : { refused: decided }
  })
  return outcome === 'hidden' ? undefined : outcome === 'own' ? 'party' : outcome
}
