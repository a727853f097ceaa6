// Remarks of colleagues beside a page or a question, and the field for another one.
import { TextArea } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'

export type CommentView = { id: string; text: string; by: string }

export function Comments({
  frame,
  open,
  path,
  comments,
}: {
  frame: Frame
  open: DeskForm
  path: string
  comments: readonly CommentView[]
}) {
  const text = builderWords(frame)
  return (
    <section id="comments">
      <h2>{text.comments}</h2>
      {comments.map((comment) => (
        <form method="post" action={open.url('comments/done')} class="comment">
          <input type="hidden" name="comment" value={comment.id} />
          <input type="hidden" name="path" value={path} />
          <p class="pre">{comment.text}</p>
          <p class="meta">
            {comment.by}{' '}
            <button type="submit" class="link-button">
              {text.commentDone}
              <span class="hidden">: {comment.text.slice(0, 60)}</span>
            </button>
          </p>
        </form>
      ))}
      <details>
        <summary>{text.commentGo}</summary>
        <form method="post" action={open.url('comments')} noValidate>
          <input type="hidden" name="path" value={path} />
          <TextArea reader={frame} name="comment" label={text.comment} rows={3} maxLength={2_000} />
          <Button secondary>{text.commentGo}</Button>
        </form>
      </details>
    </section>
  )
}
