// What a clerk does with a case itself: takes it over, gives it back, hands it on, notes, labels, follows, checks a paper.
import type { AssignTasks } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, TownSql } from '../../../kernel/town.ts'
import { changeCase, note } from '../case.ts'
import { sealedNote } from '../sealing.ts'
import type { DocumentRow } from '../tables.ts'
import { type AtCase, atCase, mayWork } from './clerk.ts'

export type Refused = 'closed' | 'taken' | 'nobody'
export type Done = { done: true } | { refused: Refused } | 'party' | undefined
type Who = { house: House; town: Town; person: SignedIn; now: Date }
const done = { done: true } as const

const assign = (house: House, town: Town, { db, row }: AtCase, assignee: string | null, now: Date) =>
  house.ask<AssignTasks>(town, 'assign-tasks', { db: db as unknown as TownSql, businessKey: row.id, assignee, now })

const work = ({ town, person, now }: Who, id: string, purpose: string, what: (at: AtCase) => Promise<Done>): Promise<Done> =>
  atCase(town, person, { id, permission: mayWork, purpose, now }, what)

/** Nobody takes a case from somebody else without a word: that is handing over. */
export const claim = (who: Who, id: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang übernommen', async (at) => {
    const { db, row, actor } = at
    const { house, town, person, now } = who
    if (row.state === 'closed') return { refused: 'closed' }
    if (row.assignee === person.personId) return done
    if (row.assignee !== null) return { refused: 'taken' }
    await changeCase(db, town, row, { assignee: person.personId, news: false }, { kind: 'claimed', by: actor }, now)
    await assign(house, town, at, person.personId, now)
    return done
  })

export const release = (who: Who, id: string, reason: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang zurückgegeben', async (at) => {
    const { db, row, actor } = at
    if (row.assignee === null) return done
    await changeCase(db, who.town, row, { assignee: null }, { kind: 'released', by: actor, reason }, who.now)
    await assign(who.house, who.town, at, null, who.now)
    return done
  })

/** To a colleague who may work on cases of this unit, and takes no part in it. */
export const handOver = (who: Who, id: string, to: string, reason: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang weitergegeben', async (at) => {
    const { db, row, actor } = at
    if (row.state === 'closed') return { refused: 'closed' }
    if (!isUuid(to) || row.holder_id === to || row.owner_id === to) return { refused: 'nobody' }
    const held = await listPermissionsOf(db as unknown as ReadDb<KernelTables>, to, who.now)
    if (!covers(held, mayWork, row.unit)) return { refused: 'nobody' }
    const party = await db
      .selectFrom('cases.party')
      .select('id')
      .where('case_id', '=', id)
      .where((where) => where.or([where('account_id', '=', to), where('subject', '=', to)]))
      .executeTakeFirst()
    if (party) return { refused: 'nobody' }
    const happened = { kind: 'handed-over', by: actor, details: { to, from: row.assignee }, reason }
    await changeCase(db, who.town, row, { assignee: to, news: true }, happened, who.now)
    await assign(who.house, who.town, at, to, who.now)
    return done
  })

export const addNote = (who: Who, id: string, text: string): Promise<Done> =>
  work(who, id, 'Notiz zu Ihrem Vorgang geschrieben', async ({ db, row, actor }) => {
    const noteId = newId(who.now)
    await db.insertInto('cases.note').values({ id: noteId, case_id: id, by_id: who.person.personId, at: who.now }).execute()
    await db
      .insertInto('cases.note_text')
      .values({ note_id: noteId, subject_id: row.holder_id, sealed: sealedNote.seal(who.town.dataKey, noteId, text) })
      .execute()
    await changeCase(db, who.town, row, { news: false }, { kind: 'noted', by: actor, details: { note: noteId } }, who.now)
    return done
  })

const mostLabels = 10

/** Short words of the unit about the matter, seen in lists: nothing about the person belongs there. */
export const addLabel = (who: Who, id: string, label: string): Promise<Done> =>
  work(who, id, 'Merkzeichen an Ihrem Vorgang gesetzt', async ({ db, row, actor }) => {
    if (row.labels.includes(label) || row.labels.length >= mostLabels) return done
    const labels = [...row.labels, label]
    await changeCase(db, who.town, row, { labels }, { kind: 'labelled', by: actor, details: { count: labels.length } }, who.now)
    return done
  })

export const removeLabel = (who: Who, id: string, label: string): Promise<Done> =>
  work(who, id, 'Merkzeichen an Ihrem Vorgang entfernt', async ({ db, row, actor }) => {
    if (!row.labels.includes(label)) return done
    const labels = row.labels.filter((one) => one !== label)
    await changeCase(db, who.town, row, { labels }, { kind: 'labelled', by: actor, details: { count: labels.length } }, who.now)
    return done
  })

export const follow = (who: Who, id: string, wanted: boolean): Promise<Done> =>
  work(who, id, 'Ihren Vorgang zum Verfolgen vorgemerkt', async ({ db }) => {
    const key = { case_id: id, person_id: who.person.personId }
    if (wanted)
      await db
        .insertInto('cases.follower')
        .values(key)
        .onConflict((same) => same.columns(['town_id', 'case_id', 'person_id']).doNothing())
        .execute()
    else await db.deleteFrom('cases.follower').where('case_id', '=', id).where('person_id', '=', key.person_id).execute()
    return done
  })

export const checks = ['good', 'missing', 'unreadable'] as const
export const checkDocument = (
  who: Who,
  id: string,
  document: string,
  checked: NonNullable<DocumentRow['checked']>,
): Promise<Done> =>
  work(who, id, 'Unterlage Ihres Vorgangs geprüft', async ({ db, row, actor }) => {
    if (!isUuid(document)) return undefined
    const changed = await db
      .updateTable('cases.document')
      .set({ checked })
      .where('id', '=', document)
      .where('case_id', '=', id)
      .executeTakeFirstOrThrow()
    if (changed.numUpdatedRows === 0n) return undefined
    await note(db, who.town, row, { kind: 'document-checked', by: actor, details: { document, checked } }, who.now)
    return done
  })
