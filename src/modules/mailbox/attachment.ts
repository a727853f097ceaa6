// Files that came with letters: found anew at each download, by who may read the letter and has opened it.
import type { SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { Db } from './proof.ts'
import { openName } from './sealing.ts'
import { withThread } from './thread.ts'

export type AttachmentFile = { blob: string; name: string; mediaType: string }

/** One attachment of a thread that this visitor may read and has opened; asked anew at each download. */
export function findAttachment(
  house: House,
  town: Town,
  person: SignedIn,
  { thread, file, now }: { thread: string; file: string; now: Date },
) {
  const act = { id: thread, purpose: 'Anlage heruntergeladen', verb: 'read' as const, now }
  return withThread(house, town, person, act, (db, { id }) => attachmentOf(db, town, id, file, true))
}

export async function attachmentOf(
  db: Db,
  town: Town,
  threadId: string,
  id: string,
  opened: boolean,
): Promise<AttachmentFile | undefined> {
  if (!isUuid(id)) return undefined
  let query = db
    .selectFrom('mailbox.attachment as a')
    .innerJoin('mailbox.letter as l', (on) => on.onRef('l.town_id', '=', 'a.town_id').onRef('l.id', '=', 'a.letter_id'))
    .select(['a.id', 'a.blob', 'a.media_type', 'a.sealed_name'])
    .where('l.thread_id', '=', threadId)
    .where('a.id', '=', id)
  if (opened)
    query = query
      .where('l.delivery', '!=', 'paper')
      .where((w) => w.or([w('l.origin', '=', 'person'), w('l.retrieved_at', 'is not', null)]))
  const row = await query.executeTakeFirst()
  return row && { blob: row.blob, name: openName(town.dataKey, row.id, row.sealed_name), mediaType: row.media_type }
}
