// Files of a draft: kept under the town's key, named only in its sealed answers.
import { keepBlob, releaseBlob } from '../../../kernel/blobs.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import type { UploadedFile } from '../../../kernel/uploads/check.ts'
import type { Answers, FileAnswer } from '../document/document.ts'
import type { Writing } from './draft.ts'

type Place = { house: House; town: Town; db: Writing; draft: string; now: Date }

/** Inside `withDraft`. */
export async function keepFile(
  { house, town, db, draft, now }: Place,
  file: UploadedFile,
  label: string | undefined,
): Promise<FileAnswer> {
  const blob = await keepBlob(town, db, house.files, file.content, file.mediaType)
  const id = newId(now)
  const size = file.content.length
  await db
    .insertInto('forms.draft_file')
    .values({ id, draft_id: draft, blob, media_type: file.mediaType, size, added_at: now })
    .execute()
  return { id, name: file.name, mediaType: file.mediaType, size, ...(label && { label }) }
}

/** Files that no answer speaks of any more go, with their content. */
export async function dropLooseFiles(db: Writing, draft: string, answers: Answers, now: Date): Promise<void> {
  const kept = new Set([...filesIn(answers)].map(({ file }) => file.id))
  const rows = await db.selectFrom('forms.draft_file').select(['id', 'blob']).where('draft_id', '=', draft).execute()
  for (const { id, blob } of rows.filter((row) => !kept.has(row.id))) {
    await db.deleteFrom('forms.draft_file').where('id', '=', id).execute()
    await releaseBlob(db, blob, now)
  }
}

/** Every file in some answers, with the path of its question. */
export function* filesIn(answers: unknown, before = ''): Generator<{ path: string; file: FileAnswer }> {
  if (typeof answers !== 'object' || answers === null) return
  if (Array.isArray(answers) && answers.length > 0 && answers.every(isFile)) {
    for (const file of answers as FileAnswer[]) yield { path: before, file }
    return
  }
  for (const [key, value] of Object.entries(answers)) yield* filesIn(value, before === '' ? key : `${before}.${key}`)
}

const isFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && 'mediaType' in value && 'size' in value
