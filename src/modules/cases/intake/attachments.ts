// Files that came with a form: the case refers to the same content once more, and so does the electronic file.
import type { FileDocuments } from '../../../contracts/filing.ts'
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import { keepAgain } from '../../../kernel/blobs.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import { sealedName } from '../sealing.ts'
import type { CaseRow, DocumentRow } from '../tables.ts'

type Kept = Pick<FileDocuments['input']['documents'][number], 'key' | 'blob' | 'name' | 'mediaType' | 'size'>

/** A document of the case with its name; takes over one reference to its blob. */
export async function addDocument(
  db: Writing,
  town: Town,
  row: Pick<CaseRow, 'id' | 'holder_id'>,
  document: Omit<DocumentRow, 'id' | 'case_id' | 'checked'> & { name: string },
  now: Date,
): Promise<string> {
  const id = newId(now)
  const { name, ...stored } = document
  await db
    .insertInto('cases.document')
    .values({ id, case_id: row.id, ...stored, checked: null })
    .execute()
  await db
    .insertInto('cases.document_name')
    .values({ document_id: id, subject_id: row.holder_id, sealed: sealedName.seal(town.dataKey, id, name) })
    .execute()
  return id
}

/** @returns what the electronic file shall take over, where there is one: its own reference is counted already */
export async function keepAttachments(
  house: House,
  town: Town,
  db: Writing,
  row: CaseRow,
  { id, attachments }: HandedSubmission,
  now: Date,
): Promise<Kept[]> {
  const isFiled = house.offers(town, 'file-documents')
  const kept: Kept[] = []
  for (const { blob, name, mediaType, size, path } of attachments) {
    if (blob === undefined) throw new Error(`The submission ${id} came without its files.`)
    await keepAgain(db, blob)
    if (isFiled) await keepAgain(db, blob)
    const document = {
      submission_id: id,
      direction: 'incoming',
      kind: 'attachment',
      path,
      blob,
      media_type: mediaType,
      size,
      at: now,
    } as const
    kept.push({ key: await addDocument(db, town, row, { ...document, name }, now), blob, name, mediaType, size })
  }
  return isFiled ? kept : []
}
