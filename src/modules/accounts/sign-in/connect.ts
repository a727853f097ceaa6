// A further way for the account that is signed in: only from a fresh session, only what was proved just now.

import { reaches } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { newSession, type Proven } from './finish.ts'
import type { SignInTables } from './tables.ts'
import { addWay, findWay, ownLook } from './way.ts'

type Db = WriteDb<SignInTables>

/** `token` is a new session where the proof is stronger than the one before. */
export type Connected = { person: string; token?: string } | 'other-account'

/** For the signed-in person alone. */
export function connectWay(visit: Visit, proven: Proven): Promise<Connected> {
  const { town, now } = visit
  const me = visit.person!
  return town.personal(ownLook(me.personId, 'Anmeldeweg hinzugefügt'), async (db: Db): Promise<Connected> => {
    const known = await findWay(db, proven.way.kind, proven.way.name)
    if (known && known.person_id !== me.personId) return 'other-account'
    if (!known) {
      const way = await addWay(db, me.personId, proven.way, now)
      await recordAudit(db, {
        action: 'accounts.way.added',
        actor: 'self',
        object: `person:${me.personId}`,
        details: { way, kind: proven.way.kind },
      })
      await tell(db, { type: 'accounts.way-added.v1', subjects: [personSubject(me.personId)] })
    }
    const stronger = !reaches(me.level, proven.level) || (proven.secondFactor && !me.secondFactor)
    return { person: me.personId, ...(stronger && { token: await newSession(db, visit, me.personId, proven) }) }
  })
}

/** @returns whether there was such a way; the last one goes only when `sure` */
export function removeWay(visit: Visit, id: string, sure: boolean): Promise<'removed' | 'last' | 'unknown'> {
  const { town } = visit
  const me = visit.person!.personId
  return town.personal(ownLook(me, 'Anmeldeweg entfernt'), async (db: Db) => {
    // Held, so that two who remove the last two ways at once do not both succeed.
    const ways = await db.selectFrom('accounts.way').select('id').where('person_id', '=', me).orderBy('id').forUpdate().execute()
    if (!ways.some((way) => way.id === id)) return 'unknown'
    if (ways.length === 1 && !sure) return 'last'
    await db.deleteFrom('accounts.way_label').where('way_id', '=', id).execute()
    await db.deleteFrom('accounts.way').where('id', '=', id).where('person_id', '=', me).execute()
    await recordAudit(db, { action: 'accounts.way.removed', actor: 'self', object: `person:${me}`, details: { way: id } })
    await tell(db, { type: 'accounts.way-removed.v1', subjects: [personSubject(me)] })
    return 'removed'
  })
}
