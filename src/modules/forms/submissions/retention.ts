// How long answers stay: as the form says, then they are erased, and what remains proves it.
import { sql } from 'kysely'
import { recordAudit } from '../../../kernel/audit.ts'
import { releaseBlob } from '../../../kernel/blobs.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reading } from './receipt.ts'
import { submissionSubject, type Writing } from './submit.ts'
import type { SubmissionRow } from './tables.ts'

const batch = 200

/** Everything whose last day is over. @returns how many submissions lost their content */
export async function eraseOld(house: House, now: Date): Promise<number> {
  let erased = 0
  for (const town of house.towns.list()) {
    for (;;) {
      const done = await eraseBatch(town, now)
      erased += done
      if (done < batch) break
    }
  }
  return erased
}

async function eraseBatch(town: Town, now: Date): Promise<number> {
  const old = await town.read((db: Reading) => oldOf(db, now).select('id').limit(batch).execute())
  if (old.length === 0) return 0
  const run = {
    actor: { system: 'forms' },
    rule: 'Angaben in Formularen werden gelöscht, sobald die im Formular genannte Frist vorbei ist.',
    purpose: 'Angaben nach Ablauf der Frist gelöscht',
    legalBasis: 'Art. 5 Abs. 1 Buchst. e, Art. 17 Abs. 1 Buchst. a DSGVO',
    persons: old.length,
  }
  return town.massRun(run, async (db: Writing) => {
    const due = await oldOf(db, now)
      .selectAll()
      .where(
        'id',
        'in',
        old.map(({ id }) => id),
      )
      .forUpdate()
      .skipLocked()
      .execute()
    for (const row of due) await eraseContent(db, row, `Frist des Formulars, Version ${row.version}: ${row.keep_until}`, now)
    return due.length
  })
}

/** A submission still on its way to a receiver is kept until it has arrived. */
const oldOf = (db: Pick<Writing, 'selectFrom'> | Reading, now: Date) =>
  (db as Pick<Writing, 'selectFrom'>)
    .selectFrom('forms.submission')
    .where('state', '=', 'received')
    .where('keep_until', '<', dayAt(now) as string)
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM forms.hand_over h WHERE h.town_id = forms.submission.town_id
        AND h.submission_id = forms.submission.id AND h.state <> 'delivered')`,
    )

/** Content, files and every tie to a person go; number, times, hash and signature stay. Inside a look at the holder or a mass run. */
export async function eraseContent(db: Writing, row: SubmissionRow, rule: string, now: Date): Promise<void> {
  const files = await db.selectFrom('forms.submission_file').select('blob').where('submission_id', '=', row.id).execute()
  const { numDeletedRows } = await db
    .deleteFrom('forms.submission_content')
    .where('submission_id', '=', row.id)
    .executeTakeFirstOrThrow()
  if (numDeletedRows !== 1n) throw new Error(`The content of ${row.id} could not be erased.`)
  await db.deleteFrom('forms.submission_file').where('submission_id', '=', row.id).execute()
  await db
    .updateTable('forms.submission')
    .set({ state: 'erased', erased_at: now, erased_by: rule, owner_id: null, acts_for: null, secret_hash: null })
    .where('id', '=', row.id)
    .execute()
  for (const { blob } of files.sort((one, other) => (one.blob < other.blob ? -1 : 1))) await releaseBlob(db, blob, now)
  await recordAudit(db, {
    action: 'forms.submission.erased',
    actor: { system: 'forms' },
    object: submissionSubject(row.id),
    details: { rule, contentHash: row.content_hash.toString('hex') },
  })
}
