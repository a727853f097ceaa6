// One form at a glance: its pages in order with their questions, and the next page to add.
import { TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Page } from '../document/document.ts'
import { BuilderLayout, type Said } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'
import { ItemList } from './item-list.tsx'

type OverviewProps = { frame: Frame; open: DeskForm; said?: Said | undefined; typed: string; problems: readonly Problem[] }

export function OverviewPage({ frame, open, said, typed, problems }: OverviewProps) {
  const text = builderWords(frame)
  const { document } = open.copy
  const error = problems[0]?.message
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={document.title.de}
      part=""
      said={said}
      problems={problems.map((problem) => ({ ...problem, label: text.newPage }))}
    >
      {document.pages.length === 0 && <p class="measure">{text.noPages}</p>}
      {document.pages.map((page, index) => (
        <OnePage {...{ frame, open, page, index }} last={index === document.pages.length - 1} />
      ))}
      <form method="post" action={open.url('pages')} noValidate class="section">
        <TextField reader={frame} name="title" label={text.newPage} hint={text.newPageHint} value={typed} error={error} />
        <Button>{text.addPage}</Button>
      </form>
    </BuilderLayout>
  )
}

function OnePage({ frame, open, page, index, last }: { frame: Frame; open: DeskForm; page: Page; index: number; last: boolean }) {
  const text = builderWords(frame)
  const { key, title, items, showWhen, exits = [] } = page
  const facts = [text.pageOf(index + 1), ...(showWhen ? [text.withRule] : []), ...(exits.length > 0 ? [text.outcomes] : [])]
  return (
    <section class="outline-page" id={`at-${key}`} aria-labelledby={`page-${key}`}>
      <div class="outline-row">
        <div>
          <h2 id={`page-${key}`}>
            <a href={open.url(`pages/${key}`)}>{title.de}</a>
          </h2>
          <p class="meta">{facts.join(' · ')}</p>
        </div>
        <form method="post" action={open.url('move')} class="outline-moves">
          <input type="hidden" name="page" value={key} />
          {index > 0 && (
            <button type="submit" class="link-button" name="go" value="up" aria-label={text.upNamed(title.de)}>
              {text.up}
            </button>
          )}
          {!last && (
            <button type="submit" class="link-button" name="go" value="down" aria-label={text.downNamed(title.de)}>
              {text.down}
            </button>
          )}
        </form>
      </div>
      {items.length === 0 ? <p>{text.noQuestions}</p> : <ItemList frame={frame} items={items} url={open.url} />}
      <p class="outline-add">
        <a href={open.url(`add?page=${key}`)} aria-label={`${text.addQuestion}: ${title.de}`}>
          {text.addQuestion}
        </a>
      </p>
    </section>
  )
}
