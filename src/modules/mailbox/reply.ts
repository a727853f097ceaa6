// The person's answer to an office.
import type { SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import type { Town } from '../../kernel/town.ts'
import type { UploadedFile } from '../../kernel/uploads/check.ts'
import { attach, keepUploads } from './attachment.ts'
import { noTimes } from './letter.ts'
import { matterSubject } from './proof.ts'
import { sealLetter } from './sealing.ts'
import { withThread } from './thread.ts'

/** `once` is made with the form: sent twice it is one answer, and the second time says false. Undefined: there is no such thread. */
export function replyTo(
  house: House,
  town: Town,
  person: SignedIn,
  id: string,
  answer: { text: string; once: string; files: readonly UploadedFile[] },
  now: Date,
): Promise<boolean | undefined> {
  const what = 'Im Postfach geantwortet'
  return withThread(house, town, person, { id, purpose: 'Antwort geschrieben', verb: 'write', what, now }, async (db, thread) => {
    const letter = newId(now)
    const stored = await db
      .insertInto('mailbox.letter')
      .values({
        ...noTimes,
        id: letter,
        thread_id: thread.id,
        key: `reply/${thread.id}/${answer.once}`,
        origin: 'person',
        author_id: person.personId,
        sent_at: now,
        rule: null,
        delivery: 'none',
        made_available_at: null,
      })
      .onConflict((same) => same.columns(['town_id', 'key']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!stored) return false
    const sealed = sealLetter(town.dataKey, letter, { subject: '', text: answer.text })
    await db.insertInto('mailbox.letter_text').values({ letter_id: letter, subject_id: thread.recipient_id, sealed }).execute()
    const files = await keepUploads(house, town, db, answer.files)
    await attach(db, town, { letter, subject: thread.recipient_id }, files, now)
    await db.updateTable('mailbox.thread').set({ changed_at: now, waiting: true }).where('id', '=', thread.id).execute()
    await tell(db, { type: 'mailbox.reply-arrived.v1', subjects: [`mailbox.thread/${thread.id}`, matterSubject(thread)] })
    return true
  })
}
