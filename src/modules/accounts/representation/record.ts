// The counter records that a parent, guardian or carer may act for somebody, and ends it: always inside an open help, so that the person is found and checked.
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { addDays, addMonths, type Day, dayAt, dayOfMonth, endOfDay, readDay } from '../../../kernel/calendar/day.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { nameIn } from '../profile/find-person.ts'
import type { ProfileTables } from '../profile/tables.ts'
import { noteAct } from './act.ts'
import { endActing } from './acting.ts'
import { findOwnAssistance, openHours } from './assistance.ts'
import { grantAuthority, listGrantsBy } from './authority.ts'
import type { Ground, RepresentationTables } from './tables.ts'
import { actingWords } from './words.ts'

type Tables = RepresentationTables & ProfileTables & KernelTables
type Db = WriteDb<Tables>

export const recordPermission = 'accounts.authorities.record'
/** By law or by a court; a power of attorney is given by the person themselves. */
export const recordable = ['parent', 'guardian', 'carer'] as const satisfies readonly Ground[]
/** Nothing of this kind lasts longer without being looked at again. @law § 2 BGB: parental care ends with the child's 18th birthday */
export const longestYears = 18

const lookAt = (staff: SignedIn, person: string, purpose: string) => ({
  subjects: [person],
  actor: staffActor(staff, recordPermission),
  purpose,
  legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, Art. 14 BayVwVfG',
  fields: ['Name', 'Vertretung'],
})

export type OpenHelp = { id: string; name: string; beganAt: Date }

const openToday = (db: ReadDb<Tables>, staff: SignedIn, now: Date) =>
  db
    .selectFrom('accounts.assistance')
    .where('staff_id', '=', staff.personId)
    .where('began_at', '>', new Date(now.getTime() - openHours * 3_600_000))
    .where('ended_at', 'is', null)

export const countOpenHelp = (town: Town, staff: SignedIn, now: Date): Promise<number> =>
  town.read(async (db: ReadDb<Tables>) => {
    const row = await openToday(db, staff, now)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  })

/** One's own of today, with the names: each a logged look. */
export async function listOpenHelp(town: Town, staff: SignedIn, now: Date): Promise<OpenHelp[]> {
  const rows = await town.read((db: ReadDb<Tables>) =>
    openToday(db, staff, now).select(['id', 'person_id', 'began_at']).orderBy('began_at', 'desc').limit(20).execute(),
  )
  const subjects = [...new Set(rows.map(({ person_id }) => person_id))]
  if (subjects.length === 0) return []
  const look = { ...lookAt(staff, '', 'Liste der offenen Hilfen'), subjects, fields: ['Name'] }
  return town.personal(look, async (db: Db) => {
    const list: OpenHelp[] = []
    for (const { id, person_id, began_at } of rows)
      list.push({ id, name: await nameIn(db as never, person_id), beganAt: began_at })
    return list
  })
}

export type RecordedGrant = { id: string; kind: Ground; taken: boolean; endsAt: Date; proof: string; proofUnit: string }
export type HelpedPerson = { id: string; name: string; ended: boolean; grants: readonly RecordedGrant[] }

/** Who may act for the person of one's own open help; undefined for any other. */
export async function readAuthorities(town: Town, staff: SignedIn, help: string, now: Date): Promise<HelpedPerson | undefined> {
  const own = await findOwnAssistance(town, staff, help, now)
  if (!own) return undefined
  return town.personal(lookAt(staff, own.person_id, 'Vertretung prüfen'), async (db: Db) => {
    const rows = await listGrantsBy(db as never, own.person_id, now)
    return {
      id: help,
      name: await nameIn(db as never, own.person_id),
      ended: own.ended_at !== null,
      grants: rows.map(({ id, kind, agent_id, ends_at, proof, proof_unit }) => ({
        id,
        kind,
        taken: agent_id !== null,
        endsAt: ends_at,
        proof,
        proofUnit: proof_unit,
      })),
    }
  })
}

/** The last day that can be recorded: for parents the one before the child's 18th birthday, as far as we know it. */
export function lastDayFor(today: Day, kind: Ground, birthday: string): Day {
  const from = (kind === 'parent' && readDay(birthday)) || today
  const grown = addMonths(from, longestYears * 12)
  return dayOfMonth(grown) === dayOfMonth(from) ? addDays(grown, -1) : grown
}

export type Recorded = { kind: Ground; proof: string; until: Day; matters: readonly string[] }

/** @returns the code for the representative, shown once; the last possible day when it would last too long; undefined when the help is not one's own or has ended */
export async function recordAuthority(
  town: Town,
  staff: SignedIn,
  help: string,
  made: Recorded,
  now: Date,
): Promise<{ code: string } | { lastDay: Day } | undefined> {
  const own = await findOwnAssistance(town, staff, help, now)
  if (!own || own.ended_at) return undefined
  return town.personal(lookAt(staff, own.person_id, 'Vertretung eingetragen'), async (db: Db) => {
    const born = await db
      .selectFrom('accounts.field')
      .select('value')
      .where('subject_id', '=', own.person_id)
      .where('name', '=', 'date-of-birth')
      .executeTakeFirst()
    const lastDay = lastDayFor(dayAt(now), made.kind, born?.value ?? '')
    if (made.until > lastDay) return { lastDay }
    const unit = await db.selectFrom('kernel.unit').select('name').where('path', '=', own.unit).executeTakeFirst()
    const proof = { what: made.proof, seenBy: staff.personId, unit: unit?.name ?? town.settings.officialName }
    const actor = staffActor(staff, recordPermission)
    const grant = { principal: own.person_id, matters: made.matters, endsAt: endOfDay(made.until), kind: made.kind, proof, actor }
    const code = await grantAuthority(town, db as never, grant, now)
    const text = actingWords({ language: 'de' })
    const what = text.recorded(text[made.kind], made.proof)
    await noteAct(db, {
      subject: own.person_id,
      by: staff,
      how: own.how,
      matter: 'accounts.authority',
      what,
      now,
      unit: own.unit,
    })
    return { code }
  })
}

/** At once, open sessions of the representative included. @returns false when there is no such authority of this person */
export async function endRecorded(
  town: Town,
  staff: SignedIn,
  help: string,
  authority: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const own = await findOwnAssistance(town, staff, help, now)
  if (!own || own.ended_at) return false
  return town.personal(lookAt(staff, own.person_id, 'Vertretung beendet'), async (db: Db) => {
    const ended = await db
      .updateTable('accounts.authority')
      .set({ revoked_at: now, code_hash: null })
      .where('id', '=', authority)
      .where('principal_id', '=', own.person_id)
      .where('revoked_at', 'is', null)
      .returning('agent_id')
      .executeTakeFirst()
    if (!ended) return false
    await endActing(db as never, authority, now)
    const what = actingWords({ language: 'de' }).recordEnded(reason)
    await noteAct(db, {
      subject: own.person_id,
      by: staff,
      how: own.how,
      matter: 'accounts.authority',
      what,
      now,
      unit: own.unit,
    })
    const actor = staffActor(staff, recordPermission)
    await recordAudit(db, { action: 'accounts.authority.ended', actor, object: `authority:${authority}` })
    const subjects = [own.person_id, ended.agent_id].filter((one) => one !== null).map(personSubject)
    await tell(db, { type: 'accounts.representation-changed.v1', subjects })
    return true
  })
}
