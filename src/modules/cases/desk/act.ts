// What a clerk does with a case itself: takes it over, gives it back, hands it on, notes, labels, follows, checks a paper.
import type { AssignTasks } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, TownSql } from '../../../kernel/town.ts'
import { isParty, mayWork } from '../access.ts'
import { changeCase, note } from '../case.ts'
import { sealedNote } from '../sealing.ts'
import type { DocumentRow } from '../tables.ts'
import { type AtCase, atCase, type Done, done } from './clerk.ts'

export type Who = { house: House; town: Town; person: SignedIn; now: Date }
type Tasks = { from?: string | undefined; to: string | null }

const assign = ({ house, town, now }: Who, { db, row }: AtCase, { from, to }: Tasks) =>
  house.ask<AssignTasks>(town, 'assign-tasks', {
    db: db as unknown as TownSql,
    businessKey: row.id,
    assignee: to,
    ...(from && { from }),
    now,
  })

const work = (who: Who, id: string, purpose: string, what: (at: AtCase) => Promise<Done>): Promise<Done> =>
  atCase(who, who.person, { id, permission: mayWork, purpose, now: who.now }, what)

/** Nobody takes a case from somebody else without a word: that is handing over. */
export const claim = (who: Who, id: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang übernommen', async (at) => {
    const { town, person, now } = who
    if (at.row.assignee === person.personId) return done
    if (at.row.assignee !== null) return { refused: 'taken' }
    await assign(who, at, { to: person.personId })
    const row = await at.hold()
    if (row.state === 'closed') at.stop('closed')
    if (row.assignee !== null) at.stop('taken')
    await changeCase(at.db, town, row, { assignee: person.personId, news: false }, { kind: 'claimed', by: at.actor }, now)
    return done
  })

export const release = (who: Who, id: string, reason: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang zurückgegeben', async (at) => {
    const before = at.row.assignee
    if (before === null) return done
    await assign(who, at, { from: before, to: null })
    const row = await at.hold()
    if (row.assignee !== before) at.stop('taken')
    await changeCase(at.db, who.town, row, { assignee: null }, { kind: 'released', by: at.actor, reason }, who.now)
    return done
  })

/** Whether a colleague may work on this case: for its unit, secrets for that unit alone, and taking no part in it. */
async function mayTakeOver(who: Who, { db, row, kind }: AtCase, to: string): Promise<boolean> {
  if (!isUuid(to)) return false
  const held = await listPermissionsOf(db as unknown as ReadDb<KernelTables>, to, who.now)
  const opens = kind.type.secrecy
    ? held.some(({ permission, path }) => permission === mayWork && path === row.unit)
    : covers(held, mayWork, row.unit)
  return opens && !(await isParty(who, db, { personId: to }, row))
}

export const handOver = (who: Who, id: string, to: string, reason: string): Promise<Done> =>
  work(who, id, 'Ihren Vorgang weitergegeben', async (at) => {
    const before = at.row.assignee
    if (!(await mayTakeOver(who, at, to))) return { refused: 'nobody' }
    await assign(who, at, { from: before ?? undefined, to })
    const row = await at.hold()
    if (row.state === 'closed') at.stop('closed')
    if (row.assignee !== before) at.stop('taken')
    const happened = { kind: 'handed-over', by: at.actor, details: { to, from: before }, reason }
    await changeCase(at.db, who.town, row, { assignee: to, news: true }, happened, who.now)
    return done
  })

export const addNote = (who: Who, id: string, text: string): Promise<Done> =>
  work(who, id, 'Notiz zu Ihrem Vorgang geschrieben', async ({ db, hold, actor }) => {
    const row = await hold()
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
  work(who, id, 'Merkzeichen an Ihrem Vorgang gesetzt', async ({ db, hold, actor }) => {
    const row = await hold()
    if (row.labels.includes(label) || row.labels.length >= mostLabels) return done
    const labels = [...row.labels, label]
    await changeCase(db, who.town, row, { labels }, { kind: 'labelled', by: actor, details: { count: labels.length } }, who.now)
    return done
  })

export const removeLabel = (who: Who, id: string, label: string): Promise<Done> =>
  work(who, id, 'Merkzeichen an Ihrem Vorgang entfernt', async ({ db, hold, actor }) => {
    const row = await hold()
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
type Check = NonNullable<DocumentRow['checked']>
export const checkDocument = (who: Who, id: string, document: string, checked: Check): Promise<Done> =>
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
