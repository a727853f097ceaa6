// Files that came with letters: found anew at each download, by who may read the letter and has opened it.
import type { SignedIn } from '../../kernel/access.ts'
import { keepBlobs } from '../../kernel/blobs.ts'
import type { House } from '../../kernel/house.ts'
import type { KeptFile } from '../../kernel/http/send-blob.ts'
import type { UploadRule } from '../../kernel/http/uploads.ts'
import { isUuid, newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { UploadedFile } from '../../kernel/uploads/check.ts'
import type { Db } from './proof.ts'
import { openName, sealName } from './sealing.ts'
import { withThread } from './thread.ts'

/** What an answer or a letter may carry. */
export const uploads: UploadRule = {
  maxFiles: 10,
  maxBytesEach: 10 * 1_048_576,
  accept: ['pdf', 'jpeg', 'png', 'webp', 'docx', 'odt', 'xlsx', 'txt', 'csv'],
}

export type NewAttachment = { blob: string; name: string; mediaType: string }

/** Keeps uploaded files inside the transaction of the letter that will carry them. */
export async function keepUploads(house: House, town: Town, db: Db, files: readonly UploadedFile[]): Promise<NewAttachment[]> {
  const names = await keepBlobs(town, db, house.files, files)
  return files.map(({ name, mediaType }, index) => ({ blob: names[index]!, name, mediaType }))
}

/** Each takes over one reference that was kept for it. Inside a logged look at `subject`. */
export async function attach(
  db: Db,
  town: Town,
  to: { letter: string; subject: string },
  files: readonly NewAttachment[],
  now: Date,
) {
  for (const { blob, name, mediaType } of files) {
    const id = newId(now)
    await db.insertInto('mailbox.attachment').values({ id, letter_id: to.letter, blob, media_type: mediaType }).execute()
    const sealed = sealName(town.dataKey, id, name)
    await db.insertInto('mailbox.attachment_name').values({ attachment_id: id, subject_id: to.subject, sealed }).execute()
  }
}

/** One attachment of a thread that this visitor may read and has opened; asked anew at each download. */
export function findAttachment(
  house: House,
  town: Town,
  person: SignedIn,
  { thread, file, now }: { thread: string; file: string; now: Date },
): Promise<KeptFile | undefined> {
  const act = { id: thread, purpose: 'Anlage heruntergeladen', verb: 'read' as const, now }
  return withThread(house, town, person, act, (db, { id }) => attachmentOf(db, town, id, file, true))
}

export async function attachmentOf(
  db: Db,
  town: Town,
  threadId: string,
  id: string,
  opened: boolean,
): Promise<KeptFile | undefined> {
  if (!isUuid(id)) return undefined
  let query = db
    .selectFrom('mailbox.attachment as a')
    .innerJoin('mailbox.letter as l', (on) => on.onRef('l.town_id', '=', 'a.town_id').onRef('l.id', '=', 'a.letter_id'))
    .innerJoin('mailbox.attachment_name as n', (on) =>
      on.onRef('n.town_id', '=', 'a.town_id').onRef('n.attachment_id', '=', 'a.id'),
    )
    .select(['a.id', 'a.blob', 'a.media_type', 'n.sealed'])
    .where('l.thread_id', '=', threadId)
    .where('a.id', '=', id)
  if (opened)
    query = query
      .where('l.delivery', '!=', 'paper')
      .where((which) => which.or([which('l.origin', '=', 'person'), which('l.retrieved_at', 'is not', null)]))
  const row = await query.executeTakeFirst()
  return row && { blob: row.blob, name: openName(town.dataKey, row.id, row.sealed), mediaType: row.media_type }
}
