// What became of a form: its steps, its versions, and what differs between two of them.
import type { Frame } from '../../../design/frame.ts'
import { Button, LinkList } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { FormDocument } from '../document/document.ts'
import { changeLine, momentOf } from './action-words.ts'
import { BuilderLayout, type Said } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { differencesBetween } from './compare.ts'
import type { DeskForm } from './desk-form.ts'
import { DifferenceList } from './difference-list.tsx'
import { historyWords } from './history-words.ts'
import { labelOfItem, listItems } from './outline.ts'
import { type Change, lastStep } from './working-copy.ts'

export type ListedVersion = { number: number; published_at: Date }

type HistoryProps = {
  frame: Frame
  open: DeskForm
  changes: readonly Change[]
  versions: readonly ListedVersion[]
  comments: readonly { path: string; name: string; text: string }[]
  said?: Said | undefined
}

export function HistoryPage({ frame, open, changes, versions, comments, said }: HistoryProps) {
  const text = historyWords(frame)
  const last = lastStep(changes)
  const by = (change: Change): string => {
    const words = builderWords(frame)
    return change.by === null ? words.system : change.by === open.person.personId ? words.you : words.colleague
  }
  return (
    <BuilderLayout frame={frame} open={open} title={open.copy.document.title.de} part="history" said={said}>
      <div class="desk-case section">
        <div>
          <h2>{text.steps}</h2>
          {last && (
            <form method="post" action={open.url('undo')}>
              <input type="hidden" name="seen" value={last.revision} />
              <p>{text.undoNamed(changeLine(frame, last))}</p>
              <Button secondary>{text.undo}</Button>
            </form>
          )}
          {changes.length === 0 ? (
            <p>{text.noSteps}</p>
          ) : (
            <ol class="ruled stacked section">
              {changes.map((change) => (
                <li>
                  {changeLine(frame, change)} <span class="meta">{by(change)}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
        <aside aria-label={text.versions}>
          <h2>{text.versions}</h2>
          {versions.length === 0 ? <p>{text.noVersions}</p> : null}
          {versions.map(({ number, published_at }) => (
            <div class="comment">
              <p class="strong">
                {text.version(number)} {number === open.form.live_version && <span class="meta">({text.live})</span>}
              </p>
              <p class="meta">{text.published(momentOf(frame, published_at))}</p>
              <p>
                <a href={open.url(`compare?from=${number}`)} aria-label={`${text.compareDraft}: ${text.version(number)}`}>
                  {text.compareDraft}
                </a>
              </p>
              {number > 1 && (
                <p>
                  <a
                    href={open.url(`compare?from=${number - 1}&to=${number}`)}
                    aria-label={`${text.compareBefore}: ${text.version(number)}`}
                  >
                    {text.compareBefore}
                  </a>
                </p>
              )}
              <form method="post" action={open.url('versions')}>
                <input type="hidden" name="number" value={number} />
                <button type="submit" class="link-button" aria-label={`${text.takeBack}: ${text.version(number)}`}>
                  {text.takeBack}
                </button>
              </form>
            </div>
          ))}
          {comments.length > 0 && (
            <>
              <h2>{text.comments}</h2>
              <ul class="ruled stacked">
                {comments.map(({ path, name, text: said }) => (
                  <li>
                    <a href={open.url(`${path}#comments`)}>{name}</a>
                    <span class="meta">{said.slice(0, 200)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <h2>{text.exports}</h2>
          <LinkList
            items={[
              { label: text.exportDocument, url: open.url('form.json') },
              { label: text.exportSchema, url: open.url('answers.schema.json') },
              { label: text.print, url: open.url('print') },
              { label: text.copy, url: open.url('copy') },
            ]}
          />
        </aside>
      </div>
    </BuilderLayout>
  )
}

type Side = { name: string; document: FormDocument }

export function ComparePage({ frame, open, older, newer }: { frame: Frame; open: DeskForm; older: Side; newer: Side }) {
  const text = historyWords(frame)
  const differences = differencesBetween(older.document, newer.document)
  const rows = linesOf(older.document, newer.document)
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={text.comparing(older.name, newer.name)}
      back={{ label: text.toHistory, url: open.url('history') }}
    >
      {differences.length === 0 ? (
        <p>{text.same}</p>
      ) : (
        <>
          <h2>{text.inWords}</h2>
          <DifferenceList reader={frame} differences={differences} />
          <h2>{text.sideBySide}</h2>
          <Table
            caption={text.tableCaption}
            captionHidden
            rows={rows}
            columns={[
              {
                label: older.name,
                cell: ({ before, after }) => (before === after ? before : before && <del>{before}</del>) || '–',
              },
              { label: newer.name, cell: ({ before, after }) => (before === after ? after : after && <ins>{after}</ins>) || '–' },
            ]}
          />
        </>
      )}
    </BuilderLayout>
  )
}

/** Pages and questions of both, in the order of the newer one; what is gone stands behind what it followed. */
function linesOf(older: FormDocument, newer: FormDocument): { before: string; after: string }[] {
  const all = (document: FormDocument): Map<string, string> =>
    new Map(
      document.pages.flatMap((page) => [
        [`page:${page.key}`, page.title.de] as const,
        ...listItems({ ...document, pages: [page] }).map(({ item, path }) => [`item:${path}`, labelOfItem(item)] as const),
      ]),
    )
  const [old, fresh] = [all(older), all(newer)]
  const order = [...fresh.keys()]
  let last = -1
  for (const key of old.keys()) {
    const at = order.indexOf(key)
    if (at >= 0) last = at
    else {
      last += 1
      order.splice(last, 0, key)
    }
  }
  return order.map((key) => ({ before: old.get(key) ?? '', after: fresh.get(key) ?? '' }))
}
