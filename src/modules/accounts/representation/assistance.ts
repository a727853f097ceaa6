// Help at the counter or by phone: who was helped, by whom, for what, how their identity was checked; nothing is shown without a logged look.
import type { OpenMatters } from '../../../contracts/desk-work.ts'
import type { FindPersons } from '../../../contracts/find-persons.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { noteFields } from '../profile/field.ts'
import { findPersons } from '../profile/find-key.ts'
import { nameIn, showFound } from '../profile/find-person.ts'
import type { ProfileTables } from '../profile/tables.ts'
import { type Act, listActs, noteAct } from './act.ts'
import type { RepresentationTables } from './tables.ts'

type Tables = RepresentationTables & ProfileTables & KernelTables
type Db = WriteDb<Tables>
type Reader = ReadDb<Tables>

export const assistPermission = 'accounts.residents.assist'
export type How = 'counter' | 'phone'
/** An assistance is open to its member of staff for one working day. */
export const openHours = 12

export const lookFor = (staff: SignedIn, subjects: string[], purpose: string, fields?: string[]) => ({
  subjects,
  actor: staffActor(staff, assistPermission),
  purpose,
  legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  fields,
})

/** Ten at most, each look logged; only what tells two people of one name apart. */
export async function searchPersons(
  town: Town,
  staff: SignedIn,
  asked: { familyName: string; givenName: string; purpose: string },
): Promise<FindPersons['answer']> {
  const ids = await town.read((db: Reader) => findPersons(town, db as never, asked))
  return ids === 'many' ? ids : showFound(town, staff, { permission: assistPermission, purpose: asked.purpose }, ids)
}

export type NewAssistance = { how: How; purpose: string; identityCheck: string }
type Whom = { person: string } | { givenName: string; familyName: string }

/** For a person with an account, or for somebody new, who then is known without being able to sign in. */
export async function beginAssistance(
  town: Town,
  staff: SignedIn,
  whom: Whom,
  made: NewAssistance,
  now: Date,
): Promise<string | undefined> {
  const isNew = 'familyName' in whom
  const person = isNew ? newId(now) : whom.person
  const [unit = '/'] = staff.units.get(assistPermission) ?? []
  return town.personal(lookFor(staff, [person], made.purpose), async (db: Db) => {
    if (isNew) {
      await db.insertInto('kernel.person').values({ id: person, kind: 'resident', left_at: null }).execute()
      const values = { 'given-name': whom.givenName, 'family-name': whom.familyName }
      await noteFields(town, db as never, person, { source: 'staff', values }, now)
    } else {
      const known = await db
        .selectFrom('kernel.person')
        .select('id')
        .where('id', '=', person)
        .where('kind', '=', 'resident')
        .where('left_at', 'is', null)
        .executeTakeFirst()
      if (!known) return undefined
    }
    const id = newId(now)
    await db
      .insertInto('accounts.assistance')
      .values({ id, staff_id: staff.personId, unit, person_id: person, how: made.how, began_at: now, ended_at: null })
      .execute()
    await db
      .insertInto('accounts.assistance_text')
      .values({ subject_id: person, assistance_id: id, purpose: made.purpose, identity_check: made.identityCheck })
      .execute()
    return id
  })
}

/** Only one's own, only today, only while it is open. */
export const findOwnAssistance = (town: Town, staff: SignedIn, id: string, now: Date) =>
  town.read((db: Reader) =>
    db
      .selectFrom('accounts.assistance')
      .selectAll()
      .where('id', '=', id)
      .where('staff_id', '=', staff.personId)
      .where('began_at', '>', new Date(now.getTime() - openHours * 3_600_000))
      .executeTakeFirst(),
  )

export type AssistanceView = {
  id: string
  person: string
  name: string
  unit: string
  how: How
  purpose: string
  identityCheck: string
  beganAt: Date
  ended: boolean
  notes: readonly Act[]
  matters: OpenMatters['answer']
}

export async function readAssistance(
  house: House,
  town: Town,
  staff: SignedIn,
  id: string,
  language: Language,
  now: Date,
): Promise<AssistanceView | undefined> {
  const own = await findOwnAssistance(town, staff, id, now)
  if (!own) return undefined
  const purpose = await town.personal(
    lookFor(staff, [own.person_id], 'Hilfe am Schalter oder Telefon', ['Name', 'Anliegen']),
    async (db: Db) => ({
      name: await nameIn(db as never, own.person_id),
      text: await db.selectFrom('accounts.assistance_text').selectAll().where('assistance_id', '=', id).executeTakeFirst(),
      notes: await listActs(db, own.person_id, language, `accounts.assistance/${id}`),
    }),
  )
  const unit = await town.read((db: Reader) =>
    db.selectFrom('kernel.unit').select('name').where('path', '=', own.unit).executeTakeFirst(),
  )
  const { answers } = own.ended_at
    ? { answers: [] }
    : await house.askAllWithin<OpenMatters>(town, 'open-matters', { subject: own.person_id, language }, 1_000)
  return {
    id,
    person: own.person_id,
    name: purpose.name,
    unit: unit?.name ?? town.settings.officialName,
    how: own.how,
    purpose: purpose.text?.purpose ?? '',
    identityCheck: purpose.text?.identity_check ?? '',
    beganAt: own.began_at,
    ended: own.ended_at !== null,
    notes: purpose.notes,
    matters: answers.flatMap(({ answer }) => answer),
  }
}

export async function noteAssistance(town: Town, staff: SignedIn, id: string, what: string, now: Date): Promise<boolean> {
  const own = await findOwnAssistance(town, staff, id, now)
  if (!own || own.ended_at) return false
  await town.personal(lookFor(staff, [own.person_id], 'Notiz zu einer Hilfe', ['Notiz']), (db: Db) =>
    noteAct(db, {
      subject: own.person_id,
      by: staff,
      how: own.how,
      matter: `accounts.assistance/${id}`,
      what,
      now,
      unit: own.unit,
    }),
  )
  return true
}

export const endAssistance = (town: Town, staff: SignedIn, id: string, now: Date): Promise<boolean> =>
  town.write(async (db: Db) => {
    const { numUpdatedRows } = await db
      .updateTable('accounts.assistance')
      .set({ ended_at: now })
      .where('id', '=', id)
      .where('staff_id', '=', staff.personId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  })
