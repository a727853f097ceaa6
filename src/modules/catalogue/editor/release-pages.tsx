// What a draft changes, who may publish it, what was published before, and how it is taken back.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextArea } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, EmptyState, Notice } from '../../../design/parts.tsx'
import type { Piece } from './differences.ts'
import { editorWords } from './words.ts'

export type DifferenceView = { label: string; pieces: readonly Piece[] }

export type ReleaseView = {
  title: string
  url: string
  back: Link
  differences: readonly DifferenceView[]
  /** When the draft was last changed, in milliseconds. */
  seen: number
  waiting: boolean
  note: string
  /** What this person may do with it. */
  mayPublish: boolean
  hindrance: 'same-person' | 'permission' | undefined
  hasPreview: boolean
  said?: { text: string; tone: 'ok' | 'plain' | 'bad' } | undefined
  noteProblem?: string | undefined
}

function Differences({ frame, items }: { frame: Frame; items: readonly DifferenceView[] }) {
  const text = editorWords(frame)
  return (
    <dl>
      {items.map(({ label, pieces }) => (
        <div class="section">
          <dt class="strong">{label}</dt>
          <dd class="pre" lang="de">
            {pieces.length === 0
              ? text.empty
              : pieces.map(({ kind, text: part }) =>
                  kind === 'in' ? <ins>{part}</ins> : kind === 'out' ? <del>{part}</del> : part,
                )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function ReleasePage({ frame, view }: { frame: Frame; view: ReleaseView }) {
  const text = editorWords(frame)
  const { url, said, differences, noteProblem } = view
  return (
    <DeskLayout
      frame={frame}
      title={text.releaseTitle(view.title)}
      back={view.back}
      meta={view.waiting ? text.hasWaiting : undefined}
      problems={noteProblem !== undefined}
    >
      {noteProblem && <ErrorSummary reader={frame} problems={[{ field: 'note', label: text.noteLabel, message: noteProblem }]} />}
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {differences.length === 0 ? (
        <EmptyState title={text.noDraft} action={{ label: text.edit, url }} />
      ) : (
        <div class="desk-case section">
          <div>
            {view.note && (
              <Notice>
                <p>{text.noteSays(view.note)}</p>
              </Notice>
            )}
            <p>{text.releaseLead}</p>
            <Differences frame={frame} items={differences} />
          </div>
          <aside aria-label={text.state}>
            <ul class="plain">
              <li>
                <a href={url}>{text.edit}</a>
              </li>
              {view.hasPreview && (
                <li>
                  <a href={`${url}/preview`}>{text.preview}</a>
                </li>
              )}
              <li>
                <a href={`${url}/discard`}>{text.discard}</a>
              </li>
            </ul>
            {view.hindrance && (
              <Notice title={view.hindrance === 'same-person' ? text.fourEyes : undefined}>
                <p>{view.hindrance === 'same-person' ? text.fourEyesSame : text.noPermission}</p>
              </Notice>
            )}
            <form method="post" action={`${url}/release`} class="section" noValidate>
              <input type="hidden" name="seen" value={String(view.seen)} />
              <TextArea
                reader={frame}
                name="note"
                label={text.noteLabel}
                hint={text.noteHint}
                value={view.note}
                error={noteProblem}
                maxLength={500}
                optional
              />
              <div class="actions">
                {view.mayPublish && !view.hindrance && (
                  <Button name="go" value="publish">
                    {text.publish}
                  </Button>
                )}
                {!view.waiting && (
                  <Button secondary={view.mayPublish && !view.hindrance} name="go" value="ask">
                    {text.askRelease}
                  </Button>
                )}
                {view.waiting && view.mayPublish && (
                  <Button secondary name="go" value="return">
                    {text.giveBack}
                  </Button>
                )}
              </div>
            </form>
          </aside>
        </div>
      )}
    </DeskLayout>
  )
}

export function DiscardPage({ frame, title, url, back }: { frame: Frame; title: string; url: string; back: Link }) {
  const text = editorWords(frame)
  return (
    <DeskLayout frame={frame} title={text.discardTitle} back={back} meta={title}>
      <p>{text.discardText}</p>
      <form method="post" action={`${url}/discard`} class="section">
        <Button danger>{text.discardSure}</Button>
      </form>
    </DeskLayout>
  )
}

export type VersionView = {
  number: number
  when: string
  by: string
  releasedBy: string | undefined
  note: string
  undoes: number | null
  differences: readonly DifferenceView[]
  mayUndo: boolean
}

export type HistoryView = {
  title: string
  url: string
  back: Link
  versions: readonly VersionView[]
  namesUrl: string | undefined
  said?: { text: string; tone: 'ok' | 'plain' | 'bad' } | undefined
}

export function HistoryPage({ frame, view }: { frame: Frame; view: HistoryView }) {
  const text = editorWords(frame)
  return (
    <DeskLayout frame={frame} title={text.historyTitle(view.title)} back={view.back}>
      {view.said && (
        <Notice tone={view.said.tone} status>
          <p>{view.said.text}</p>
        </Notice>
      )}
      {view.versions.length === 0 && <EmptyState title={text.noHistory} action={{ label: text.edit, url: view.url }} />}
      {view.versions.length > 0 && view.namesUrl && (
        <p>
          <a href={view.namesUrl}>{text.showNames}</a> <span class="meta block">{text.showNamesNote}</span>
        </p>
      )}
      {view.versions.map(({ number, when, by, releasedBy, note, undoes, differences, mayUndo }) => (
        <section class="section" aria-labelledby={`version-${number}`}>
          <h2 id={`version-${number}`}>{text.version(number)}</h2>
          <p class="meta">
            {when}, {text.by} {by}
            {releasedBy && `, ${text.releasedBy} ${releasedBy}`}
            {undoes !== null && `, ${text.undoes(undoes)}`}
          </p>
          {note && <p>{text.noteSays(note)}</p>}
          <Differences frame={frame} items={differences} />
          {mayUndo && (
            <form method="post" action={`${view.url}/undo`}>
              <Button secondary name="number" value={String(number)}>
                {text.undo(number)}
              </Button>
            </form>
          )}
        </section>
      ))}
    </DeskLayout>
  )
}
