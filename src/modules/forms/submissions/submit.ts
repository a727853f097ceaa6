// Sending a form: one transaction turns a draft into a submission, exactly once, whatever is clicked, retried or crashes.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { addDays, dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import { tell } from '../../../kernel/outbox.ts'
import { newReference, showReference } from '../../../kernel/reference.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Answers } from '../document/document.ts'
import { formSubject } from '../form.ts'
import type { DraftRow, FormRow, VersionRow } from '../tables.ts'
import { sendConfirmation } from './confirmation.ts'
import { minutesPlace, noteFigures } from './figures.ts'
import { contentHash, type SentContent, type SentFile, sealContent, signSubmission } from './seal.ts'
import type { SubmissionRow, SubmissionTables } from './tables.ts'
import { giveToRoomsAtOnce, listRooms } from './to-room.ts'

export type Writing = WriteDb<SubmissionTables>
export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'
export const submissionSubject = (id: string): string => `forms.submission/${id}`

export type Sending = {
  draftId: string
  form: FormRow
  version: VersionRow
  /** What is hidden is removed, every problem is solved. */
  answers: Answers
  leftOpen: Readonly<Record<string, string>>
  /** Where an answer came from that was not typed, by its path. */
  origins?: Readonly<Record<string, string>> | undefined
  /** Integer cents. */
  fee?: { cents: number } | undefined
  /** Whose answers these are: the draft's `subject`. */
  subject: string
  actor: Actor | string
  /** The account, where somebody is signed in. */
  owner?: string | undefined
  actsFor?: SignedIn['actsFor']
  level: Level
  /** How the sender proved who they are; `none` without an account. */
  method: string
  language: Language
  /** The submission takes over the one reference to each blob that the draft has kept; `within` deletes the draft's rows of them. */
  files: readonly SentFile[]
  /** For a confirmation without an account. */
  mailTo?: string | undefined
  delivery?: SentContent['delivery'] | undefined
  now: Date
  /** Done in the same transaction, only when the submission is new. */
  within?: ((db: Writing, submission: string) => Promise<void>) | undefined
}

export type Sent =
  | { submission: SubmissionRow; again: boolean }
  /** `gone`: no such open draft in this town; `full`: the form takes no more. */
  | { refused: 'gone' | 'full' }

/** Resolves after the commit: what is answered is on disk. */
export async function submit(house: House, town: Town, asked: Sending): Promise<Sent> {
  for (let tries = 0; ; tries += 1) {
    try {
      const { begun, ...sent } = await sendOnce(house, town, asked, newReference())
      if (begun) noteSent(house, town, asked, begun)
      return sent as Sent
    } catch (fault) {
      // Drawn before: one in 34 thousand million, so another is drawn.
      const { code, constraint } = fault as { code?: string; constraint?: string }
      if (tries > 3 || code !== '23505' || constraint !== 'submission_town_id_reference_key') throw fault
    }
  }
}

function sendOnce(house: House, town: Town, asked: Sending, reference: string): Promise<Sent & { begun?: Date }> {
  const { form, subject, actor, now } = asked
  const look = {
    subjects: [subject],
    actor,
    purpose: 'Ihre Angaben entgegengenommen und gespeichert',
    legalBasis,
    matter: showReference(reference),
  }
  return town.personal(look, async (db: Writing): Promise<Sent & { begun?: Date }> => {
    const draft = await db
      .updateTable('forms.draft')
      .set({ state: 'sent', saved_at: now })
      .where('id', '=', asked.draftId)
      .where('form_id', '=', form.id)
      .where('state', '=', 'open')
      .returning(['secret_hash', 'begun_at', 'matter', 'entered_by', 'entered_channel'])
      .executeTakeFirst()
    if (!draft) {
      const before = await findByDraft(db, asked.draftId)
      return before ? { submission: before, again: true } : { refused: 'gone' }
    }
    if (form.submission_limit !== null && !continues(draft.matter) && (await isFull(db, form.id))) {
      await db.updateTable('forms.draft').set({ state: 'open' }).where('id', '=', asked.draftId).execute()
      return { refused: 'full' }
    }
    const { row, content } = makeSubmission(town, asked, reference, draft)
    const stored = Promise.all([
      db
        .insertInto('forms.submission')
        .values({ ...row, matter: row.matter && sql`${JSON.stringify(row.matter)}::jsonb` })
        .execute(),
      db
        .insertInto('forms.submission_content')
        .values({ submission_id: row.id, subject_id: subject, sealed: sealContent(town.dataKey, row.id, content) })
        .execute(),
      db.deleteFrom('forms.draft_content').where('draft_id', '=', asked.draftId).execute(),
      ...(content.files.length > 0 ? [insertFiles(db, row.id, content.files)] : []),
      tell(db, {
        type: 'forms.submitted.v1',
        subjects: [submissionSubject(row.id), formSubject(form.id)],
        payload: { submission: row.id, form: form.id, version: row.version, unit: row.unit },
      }),
    ])
    // Asked behind the rows on which they rest, in their packet.
    const [, , waiting] = await Promise.all([stored, insertHandOvers(db, row.id, form.id, now), listRooms(db, row.id)])
    await sendConfirmation(house, town, db, asked, row, content)
    await asked.within?.(db, row.id)
    const whole = { row, content, document: asked.version.document, formKey: form.key }
    await giveToRoomsAtOnce({ house, town, db, now }, waiting, whole)
    return { submission: row, again: false, begun: draft.begun_at }
  })
}

function noteSent(house: House, town: Town, { form, version, now }: Sending, begun: Date): void {
  const of = { form_id: form.id, version: version.number }
  noteFigures(house, town, now, [
    { ...of, what: 'sent', place: '' },
    { ...of, what: 'minutes', place: minutesPlace(begun, now) },
  ])
}

export const findByDraft = (db: Pick<Writing, 'selectFrom'>, draftId: string): Promise<SubmissionRow | undefined> =>
  db.selectFrom('forms.submission').selectAll().where('draft_id', '=', draftId).executeTakeFirst()

/** More for a matter that has its place already. */
const continues = (matter: DraftRow['matter']): boolean =>
  matter !== null && ['correction', 'addition', 'clerk'].includes(matter.role)

/** The form's row is locked: two senders of the last place come one after the other. */
async function isFull(db: Writing, formId: string): Promise<boolean> {
  const { submission_limit } = await db
    .selectFrom('forms.form')
    .select('submission_limit')
    .where('id', '=', formId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const { count } = await db
    .selectFrom('forms.submission')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('form_id', '=', formId)
    .executeTakeFirstOrThrow()
  return submission_limit !== null && Number(count) >= submission_limit
}

function makeSubmission(
  town: Town,
  asked: Sending,
  reference: string,
  draft: Pick<DraftRow, 'secret_hash' | 'matter' | 'entered_by' | 'entered_channel'>,
): { row: SubmissionRow; content: SentContent } {
  const { form, version, now, answers, leftOpen, files, mailTo, fee, delivery } = asked
  const id = newId(now)
  const origins = asked.origins && Object.keys(asked.origins).length > 0 ? { origins: asked.origins } : {}
  const content: SentContent = {
    answers,
    leftOpen,
    ...origins,
    files,
    ...(mailTo && { mailTo }),
    ...(delivery && { delivery }),
    salt: newSalt(),
  }
  const hash = contentHash(content)
  const sealed = { id, reference, form_id: form.id, version: version.number, received_at: now }
  const days = version.document.retentionDays
  const row: SubmissionRow = {
    ...sealed,
    draft_id: asked.draftId,
    unit: form.unit,
    holder_id: asked.subject,
    owner_id: asked.owner ?? null,
    acts_for: asked.actsFor?.id ?? null,
    entered_by: draft.entered_by,
    entered_channel: draft.entered_channel,
    matter: draft.matter,
    level: asked.level,
    method: asked.method,
    language: asked.language,
    state: 'received',
    keep_until: days === undefined ? null : addDays(dayAt(now), days),
    fee_cents: fee?.cents ?? null,
    secret_hash: draft.secret_hash,
    content_hash: hash,
    signature: signSubmission(town.dataKey, sealed, hash),
    erased_at: null,
    erased_by: null,
  }
  return { row, content }
}

const newSalt = (): string => randomBytes(16).toString('base64url')

const insertFiles = (db: Writing, submission: string, files: readonly SentFile[]) =>
  db
    .insertInto('forms.submission_file')
    .values(
      files.map(({ id, path, blob, mediaType, size }) => ({
        id,
        submission_id: submission,
        path,
        blob,
        media_type: mediaType,
        size,
      })),
    )
    .execute()

/** One row for each receiver of the form; a form without any is read on the desk. */
const insertHandOvers = (db: Writing, submission: string, formId: string, now: Date) =>
  sql`INSERT INTO forms.hand_over (id, submission_id, receiver_id, next_at)
    SELECT gen_random_uuid(), ${submission}, id, ${now} FROM forms.receiver
    WHERE form_id = ${formId} AND removed_at IS NULL`.execute(db)
