// What came in, kept with its case: the submission as it was sent, and its files in the electronic file.
import type { FileDocuments } from '../../../contracts/filing.ts'
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { matterKind, type Writing } from '../case.ts'
import { sealedAnswers } from '../sealing.ts'
import type { CaseRow, SubmissionRole } from '../tables.ts'
import type { TypeInUse } from '../type/type.ts'

export type Receiving = { db: Writing; submission: HandedSubmission; holder: string; now: Date }

export async function storeSubmission(
  db: Writing,
  town: Town,
  caseId: string,
  submission: HandedSubmission,
  role: SubmissionRole,
  holder: string,
  now: Date,
): Promise<void> {
  const { id, form, matter, enteredBy, answers, leftOpen } = submission
  await Promise.all([
    db
      .insertInto('cases.submission')
      .values({
        id,
        case_id: caseId,
        role,
        form_id: form.id,
        form_version: form.version,
        request_id: matter?.request ?? null,
        channel: enteredBy?.channel ?? 'online',
        entered_by: enteredBy?.person ?? null,
        received_at: now,
      })
      .execute(),
    db
      .insertInto('cases.answers')
      .values({ submission_id: id, subject_id: holder, sealed: sealedAnswers.seal(town.dataKey, id, { answers, leftOpen }) })
      .execute(),
  ])
}

type Kept = { key: string; blob: string; name: string; mediaType: string; size: number }

/** The file is opened with the case and kept by whoever keeps files; a town without one has its documents here alone. */
export async function file(
  house: House,
  town: Town,
  db: Writing,
  row: CaseRow,
  { type, row: { title_de } }: TypeInUse,
  holder: string,
  documents: readonly Kept[],
  now: Date,
): Promise<void> {
  await house.ask<FileDocuments>(town, 'file-documents', {
    db: db as TownSql,
    matter: { kind: matterKind, id: row.id, reference: row.reference, title: title_de },
    subject: holder,
    unit: row.unit,
    plan: type.filing.plan,
    retention: { years: type.filing.years, law: type.filing.source.law },
    secret: type.secrecy !== undefined,
    documents: documents.map((one) => ({ ...one, direction: 'incoming' as const, title: 'Antrag', at: now })),
    now,
  })
}
