// Wishes to have something corrected: taken on, put right where the profile holds it, and answered within a month.
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { addMonths, type Day, dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { fieldValue, noteFields, readFields } from './field.ts'
import { groups } from './groups.ts'
import type { FieldName, ProfileTables } from './tables.ts'

type Tables = ProfileTables & KernelTables
type Db = WriteDb<Tables>

export const correctionPermission = 'accounts.corrections.answer'
export const correctionViews = ['open', 'mine', 'answered'] as const
export type CorrectionView = (typeof correctionViews)[number]
export const pageSize = 50

/** What the counter may put right; a mail address counts only when its owner has proved it. */
export const correctable: readonly FieldName[] = [...groups.name.shown, ...groups.address.shown, ...groups.contact.shown]

export const correctionTemplate: MessageTemplate = {
  key: 'accounts.correction-answered',
  sentWhen: {
    de: 'Ein Wunsch nach Berichtigung ist beantwortet.',
    en: 'A wish to have something corrected is answered.',
  },
  placeholders: [],
  texts: {
    de: {
      subject: 'Antwort auf Ihren Wunsch nach Berichtigung: {town}',
      text: 'Guten Tag,\n\nwir haben Ihren Wunsch beantwortet. Sie finden die Antwort in Ihrem Konto unter „Meine Daten“.',
    },
    en: {
      subject: 'Answer to your wish for a correction: {town}',
      text: 'Hello,\n\nwe have answered your wish. You find the answer in your account under “My data”.',
    },
  },
}

/** An answer is owed within one month. @law Art. 12 Abs. 3 DSGVO */
export const dueOn = (asked: Date): Day => addMonths(dayAt(asked), 1)

export type CorrectionRow = { id: string; askedAt: Date; due: Day; mine: boolean; taken: boolean; answeredAt: Date | null }

const inView = (db: ReadDb<Tables>, view: CorrectionView, staff: string) => {
  const all = db.selectFrom('accounts.correction')
  if (view === 'answered') return all.where('answered_at', 'is not', null)
  const open = all.where('answered_at', 'is', null)
  return view === 'mine' ? open.where('taken_by', '=', staff) : open
}

/** Says nothing about anybody. */
export const listCorrections = (town: Town, staff: string, view: CorrectionView, page: number) =>
  town.read(async (db: ReadDb<Tables>) => {
    const counts = {} as Record<CorrectionView, number>
    for (const one of correctionViews) {
      const row = await inView(db, one, staff)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      counts[one] = Number(row.count)
    }
    const rows = await inView(db, view, staff)
      .select(['id', 'asked_at', 'answered_at', 'taken_by'])
      .orderBy(view === 'answered' ? 'answered_at' : 'asked_at', view === 'answered' ? 'desc' : 'asc')
      .orderBy('id')
      .limit(pageSize)
      .offset((page - 1) * pageSize)
      .execute()
    const list = rows.map(
      ({ id, asked_at, answered_at, taken_by }): CorrectionRow => ({
        id,
        askedAt: asked_at,
        due: dueOn(asked_at),
        mine: taken_by === staff,
        taken: taken_by !== null,
        answeredAt: answered_at,
      }),
    )
    return { counts, rows: list }
  })

export const countCorrections = (town: Town, today: Day): Promise<{ open: number; overdue: number; dueToday: number }> =>
  town.read(async (db: ReadDb<Tables>) => {
    const rows = await db.selectFrom('accounts.correction').select('asked_at').where('answered_at', 'is', null).execute()
    const days = rows.map(({ asked_at }) => dueOn(asked_at))
    const overdue = days.filter((due) => due < today).length
    return { open: rows.length, overdue, dueToday: days.filter((due) => due === today).length }
  })

/** Bulk action of the list; what is answered or belongs to a colleague stays as it is. @returns how many */
export const takeCorrections = (town: Town, staff: SignedIn, ids: readonly string[]): Promise<number> =>
  town.write(async (db: Db) => {
    if (ids.length === 0) return 0
    const { numUpdatedRows } = await db
      .updateTable('accounts.correction')
      .set({ taken_by: staff.personId })
      .where('id', 'in', [...ids])
      .where('answered_at', 'is', null)
      .where('taken_by', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows)
  })

const lookAt = (staff: SignedIn, person: string, purpose: string) => ({
  subjects: [person],
  actor: staffActor(staff, correctionPermission),
  purpose,
  legalBasis: 'Art. 16 DSGVO',
  fields: ['Wunsch nach Berichtigung', 'Profil'],
})

const ownerOf = (town: Town, id: string) =>
  town.read((db: ReadDb<Tables>) =>
    db.selectFrom('accounts.correction').select('person_id').where('id', '=', id).executeTakeFirst(),
  )

export type Correction = {
  id: string
  name: string
  askedAt: Date
  due: Day
  answeredAt: Date | null
  wish: string
  answer: string
  profile: readonly { name: FieldName; value: string }[]
}

export async function findCorrection(town: Town, staff: SignedIn, id: string): Promise<Correction | undefined> {
  const owner = await ownerOf(town, id)
  if (!owner) return undefined
  return town.personal(lookAt(staff, owner.person_id, 'Wunsch nach Berichtigung geprüft'), async (db: Db) => {
    const row = await db.selectFrom('accounts.correction').selectAll().where('id', '=', id).executeTakeFirst()
    const said = await db.selectFrom('accounts.correction_text').selectAll().where('correction_id', '=', id).executeTakeFirst()
    if (!row || !said) return undefined
    const fields = await readFields(db, owner.person_id)
    const profile = correctable.map((name) => ({ name, value: fieldValue(fields, name) }))
    return {
      id,
      name: `${fieldValue(fields, 'given-name')} ${fieldValue(fields, 'family-name')}`.trim(),
      askedAt: row.asked_at,
      due: dueOn(row.asked_at),
      answeredAt: row.answered_at,
      wish: said.wish,
      answer: said.answer,
      profile,
    }
  })
}

export type CorrectionAnswer = { answer: string; field?: FieldName | undefined; value: string }

/** @returns false when it was answered before, or is none */
export async function answerCorrection(
  house: House,
  town: Town,
  staff: SignedIn,
  id: string,
  { answer, field, value }: CorrectionAnswer,
  now: Date,
): Promise<boolean> {
  const owner = await ownerOf(town, id)
  if (!owner) return false
  const person = owner.person_id
  return town.personal(lookAt(staff, person, 'Wunsch nach Berichtigung beantwortet'), async (db: Db) => {
    const { numUpdatedRows } = await db
      .updateTable('accounts.correction')
      .set({ answered_at: now })
      .where('id', '=', id)
      .where('answered_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await db.updateTable('accounts.correction_text').set({ answer }).where('correction_id', '=', id).execute()
    if (field) await noteFields(town, db, person, { source: 'staff', values: { [field]: value } }, now)
    const details = { changed: field ?? 'nothing' }
    const actor = staffActor(staff, correctionPermission)
    await recordAudit(db, { action: 'accounts.correction.answered', actor, object: `correction:${id}`, details })
    await tell(db, { type: 'accounts.correction-answered.v1', subjects: [personSubject(person)], payload: { id } })
    const message = { key: `accounts.correction-answered/${id}`, template: correctionTemplate.key, to: { person }, values: {} }
    await house.ask<SendMessage>(town, 'send-message', { db, message, now })
    return true
  })
}
