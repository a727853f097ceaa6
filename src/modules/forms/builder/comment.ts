// Remarks on a page or a question: written by colleagues, ticked off when done.
import { newId } from '../../../kernel/ids.ts'
import type { Reader } from '../../../kernel/words.ts'
import { momentOf } from './action-words.ts'
import { builderWords } from './builder-words.ts'
import type { CommentView } from './comment-parts.tsx'
import type { CommentRow } from './tables.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export async function addComment(
  db: BuilderWriting,
  { formId, path, text, by, now }: { formId: string; path: string; text: string; by: string; now: Date },
): Promise<void> {
  await db
    .insertInto('forms.comment')
    .values({ id: newId(now), form_id: formId, path, text: text.slice(0, 2_000), by, at: now, done_at: null })
    .execute()
}

/** What is still open, the oldest first. */
export const listComments = (db: BuilderReading, formId: string, path?: string): Promise<CommentRow[]> =>
  db
    .selectFrom('forms.comment')
    .selectAll()
    .where('form_id', '=', formId)
    .where('done_at', 'is', null)
    .$if(path !== undefined, (query) => query.where('path', '=', path!))
    .orderBy('at')
    .limit(200)
    .execute()

export async function tickComment(db: BuilderWriting, formId: string, id: string, now: Date): Promise<void> {
  await db.updateTable('forms.comment').set({ done_at: now }).where('form_id', '=', formId).where('id', '=', id).execute()
}

/** Without names: a colleague's name is personal, and who said it matters less than what. */
export function commentViews(reader: Reader, comments: readonly CommentRow[], own: string): CommentView[] {
  const text = builderWords(reader)
  return comments.map(({ id, text: said, by, at }) => ({
    id,
    text: said,
    by: text.commentBy(by === own ? text.you : text.colleague, momentOf(reader, at)),
  }))
}
