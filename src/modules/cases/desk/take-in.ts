// A clerk takes in an application for somebody: on paper, by phone, at the counter; and fills in the form of the unit.
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import { logAccess, type Town, type TownSql } from '../../../kernel/town.ts'
import { mayIntake, mayOpen, mayWork } from '../access.ts'
import { currentOf, listAnswers } from '../answers.ts'
import { findCase, legalBasis, matterKind, type Reading, type Writing } from '../case.ts'
import type { CaseRow, IntakeRow } from '../tables.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'
import type { Who } from './act.ts'
import { write } from './ask.ts'
import { atCase, type Done, done, unitsFor } from './clerk.ts'

export const channels = ['counter', 'phone', 'letter', 'mail', 'scan'] as const
export const mandates = ['present', 'written', 'power', 'law'] as const

/** Kinds that the units of this member of staff answer for; a rule may give a single case to another unit later. */
export const listKinds = (town: Town, person: SignedIn): Promise<TypeInUse[]> =>
  town.read(async (db: Reading) => {
    const granted = unitsFor(person, mayIntake)
    const { newest } = await knownTypes(db, town)
    return newest.filter(({ row }) => granted.some((path) => row.unit.startsWith(path) || path.startsWith(row.unit)))
  })

type Beginning = {
  kind: TypeInUse
  /** The account; none: nobody we know. */
  account: string | undefined
  channel: IntakeRow['channel']
  mandate: IntakeRow['mandate']
  mail: string | undefined
  language: Language
}

export const donePath = (id: string): string => `/desk/cases/new/done/${id}`

/** @returns where the form is filled in; `no-form` where nobody has forms or this one is not there */
export async function beginIntake(
  { house, town, person, now }: Who,
  { kind, account, channel, mandate, mail, language }: Beginning,
): Promise<{ path: string } | 'no-form'> {
  const id = newId(now)
  const subject = account ?? newId(now)
  const actor = { staff: person.personId, unit: unitsFor(person, mayIntake)[0] ?? '/' }
  return town.write(async (db: Writing) => {
    await logAccess(db, [subject], { actor, purpose: 'Ihren Antrag für Sie aufgenommen', legalBasis })
    const begun = await house.ask<BeginFilling>(town, 'begin-filling', {
      db: db as unknown as TownSql,
      key: `cases.intake/${id}`,
      form: { key: kind.type.form },
      matter: { kind: matterKind, id, role: 'intake', request: id },
      subject,
      enteredBy: { person: person.personId, channel },
      ...(mail !== undefined && { mail }),
      back: donePath(id),
      language,
      now,
    })
    if (!begun || 'refused' in begun) return 'no-form'
    const intake = { id, type_id: kind.row.id, channel, mandate, by_id: person.personId, begun_at: now, path: begun.path }
    await db.insertInto('cases.intake').values(intake).execute()
    return { path: begun.path }
  })
}

export type TakenIn = { intake: IntakeRow; kind: TypeInUse; row: CaseRow | undefined; mayOpen: boolean }

/** One's own intake, with the case once the form was sent. */
export const findTakenIn = (town: Town, person: SignedIn, id: string): Promise<TakenIn | undefined> =>
  town.read(async (db: Reading) => {
    if (!isUuid(id)) return undefined
    const intake = await db
      .selectFrom('cases.intake')
      .selectAll()
      .where('id', '=', id)
      .where('by_id', '=', person.personId)
      .executeTakeFirst()
    if (!intake) return undefined
    const sent = await db
      .selectFrom('cases.submission')
      .select('case_id')
      .where('request_id', '=', id)
      .where('entered_by', '=', person.personId)
      .executeTakeFirst()
    const row = sent && (await findCase(db, sent.case_id))
    const types = await knownTypes(db, town)
    const kind = row ? types.of(row) : types.newest.find((one) => one.row.id === intake.type_id)!
    const opens = row !== undefined && mayOpen(person, mayWork, row, kind.type.secrecy !== undefined)
    return { intake, kind, row, mayOpen: opens }
  })

/** The same receipt once: into the mailbox, or a word by mail. */
export const sendReceipt = (who: Who, caseId: string): Promise<Done> =>
  atCase(
    who,
    who.person,
    { id: caseId, permission: mayWork, purpose: 'Ihnen den Eingang bestätigt', now: who.now },
    async (at) => {
      await write(who, at, at.row, `receipt/${caseId}`, {
        subject: 'Ihr Antrag ist da',
        paragraphs: ['Wir haben Ihren Antrag für Sie aufgenommen. Den Stand sehen Sie jederzeit bei Ihren Anträgen.'],
        what: 'news',
      })
      return done
    },
  )

/** The second form of the kind: its answers stand in rules, letters and lists as `clerk`. */
export const beginClerkForm = (who: Who, id: string): Promise<Done<{ path: string }>> =>
  atCase<{ path: string }>(
    who,
    who.person,
    { id, permission: mayWork, purpose: 'Formular der Stelle begonnen', now: who.now },
    async (at) => {
      const { clerkForm } = at.kind.type
      if (!clerkForm) return { refused: 'no-form' }
      if (at.row.state === 'closed') return { refused: 'closed' }
      const sent = await listAnswers(at.db, who.town, id)
      const { clerk } = currentOf(sent)
      const number = sent.filter(({ role }) => role === 'clerk').length
      const begun = await who.house.ask<BeginFilling>(who.town, 'begin-filling', {
        db: at.db as unknown as TownSql,
        key: `cases.clerk-form/${id}/${number}/${who.person.personId}`,
        form: { key: clerkForm },
        matter: { kind: matterKind, id, role: 'clerk' },
        subject: at.row.holder_id,
        owner: who.person.personId,
        ...(clerk && { answers: clerk.answers }),
        back: `/desk/cases/${id}`,
        language: 'de',
        now: who.now,
      })
      return begun && 'path' in begun ? { done: true, path: begun.path } : { refused: 'no-form' }
    },
  )
