// The data-protection officer opens the log of one person: only with a purpose, which that person reads too.
import { sql } from 'kysely'
import type { SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { newId } from '../../kernel/ids.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { type FoldedLook, findLook, type LookFilter, listLooks } from './look.ts'
import { officersTask } from './objection.ts'
import type { LooksTables } from './tables.ts'

export type Inquiry = { id: string; personId: string; purpose: string; madeAt: Date }

/** @returns undefined when nobody in this town has this id */
export const openInquiry = (
  town: Town,
  clerk: SignedIn,
  person: string,
  purpose: string,
  now: Date,
): Promise<string | undefined> =>
  town.write(async (db: WriteDb<LooksTables>) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(person)) return undefined
    const known = await db.selectFrom('kernel.person').select('id').where('id', '=', person).executeTakeFirst()
    if (!known) return undefined
    const id = newId(now)
    await db
      .insertInto('looks.inquiry')
      .values({ id, person_id: person, purpose, made_by: clerk.personId, made_at: now })
      .execute()
    return id
  })

/** Of the clerk who gave the purpose, on the day they gave it: tomorrow there may be none any more. */
export const findInquiry = (town: Town, clerk: SignedIn, id: string, now: Date): Promise<Inquiry | undefined> =>
  town.read(async (db: ReadDb<LooksTables>) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined
    const row = await db
      .selectFrom('looks.inquiry')
      .select(['id', 'person_id as personId', 'purpose', 'made_at as madeAt'])
      .where('id', '=', id)
      .where('made_by', '=', clerk.personId)
      .executeTakeFirst()
    return row && dayInBerlin(row.madeAt) === dayInBerlin(now) ? row : undefined
  })

const officersLook = (clerk: SignedIn, inquiry: Inquiry) => ({
  subjects: [inquiry.personId],
  actor: staffActor(clerk, 'looks.log.read', 'Datenschutz'),
  purpose: inquiry.purpose,
  legalBasis: officersTask,
  fields: ['Protokoll der Datennutzung'],
})

export const readLog = (town: Town, clerk: SignedIn, inquiry: Inquiry, filter: LookFilter, page: number) =>
  town.personal(officersLook(clerk, inquiry), (db: WriteDb<LooksTables>) =>
    listLooks(db, inquiry.personId, { ...filter, withHidden: true }, page),
  )

export const findInLog = (
  town: Town,
  clerk: SignedIn,
  inquiry: Inquiry,
  look: string,
  today: string,
): Promise<FoldedLook | undefined> =>
  town.personal(officersLook(clerk, inquiry), (db: WriteDb<LooksTables>) => findLook(db, inquiry.personId, look, today, true))

/** Names of those who looked; staff members are people whose data is read here, so that is logged too. */
export async function namesOf(
  town: Town,
  looks: readonly FoldedLook[],
  reader: SignedIn | undefined,
): Promise<Map<string, string>> {
  const ids = [...new Set(looks.flatMap(({ actorId }) => actorId ?? []))]
  if (ids.length === 0) return new Map()
  const look = {
    subjects: ids,
    actor: reader ? staffActor(reader, 'looks.log.read', 'Datenschutz') : { system: 'looks' },
    purpose: 'Name in einem Protokoll der Datennutzung gezeigt',
    legalBasis: officersTask,
    fields: ['Name'],
  }
  return town.personal(look, async (db: WriteDb<KernelTables>) => {
    const rows = await db.selectFrom('kernel.person_name').selectAll().where('subject_id', 'in', ids).execute()
    return new Map(rows.map(({ subject_id, given_name, family_name }) => [subject_id, `${given_name} ${family_name}`.trim()]))
  })
}

export type HideOutcome = 'done' | 'not-permitted' | 'no-such-look' | 'own-look' | 'look-of-the-clerk' | 'day' | 'law'
export type Hiding = { until: string; law: string; reason: string }

/**
 * Hides all looks of a fold from the person until a day; the database itself checks who may, and that nobody hides their own look.
 * @law Art. 23 DSGVO with the law that the clerk names
 */
export const hideLook = (
  town: Town,
  clerk: SignedIn,
  inquiry: Inquiry,
  look: FoldedLook,
  { until, law, reason }: Hiding,
  now: Date,
): Promise<HideOutcome> =>
  town.personal(officersLook(clerk, inquiry), async (db: WriteDb<LooksTables>) => {
    for (const id of look.ids) {
      const { rows } = await sql<{
        outcome: HideOutcome
      }>`SELECT looks.hide_look(${inquiry.personId}::uuid, ${id}::uuid, ${until}::date,
        ${dayInBerlin(now)}::date, ${law}, ${reason}, ${clerk.personId}::uuid) AS outcome`.execute(db)
      const outcome = rows[0]?.outcome ?? 'no-such-look'
      if (outcome !== 'done') return outcome
    }
    await recordAudit(db, {
      action: 'looks.log.hidden',
      actor: staffActor(clerk, 'looks.log.hide'),
      object: `look:${look.id}`,
      details: { until, law, looks: look.ids.length },
    })
    return 'done'
  })
