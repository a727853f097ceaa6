// One page of a form on the desk: its questions in order, its texts, and beside them how people see it.
import { TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Page } from '../document/document.ts'
import { BuilderLayout, type Said, Seen } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { Comments, type CommentView } from './comment-parts.tsx'
import type { DeskForm } from './desk-form.ts'
import { Entries, type Entry, summaryOf, type Typed } from './entries.tsx'
import { ItemList } from './item-list.tsx'
import { PreviewPanel } from './preview.tsx'
import { RuleLine } from './rule-line.tsx'
import type { Change } from './working-copy.ts'

export type EditProps = {
  frame: Frame
  open: DeskForm
  entries: readonly Entry[]
  typed: Typed
  mark: string
  problems: readonly Problem[]
  theirs?: Typed | undefined
  conflict?: readonly Change[] | undefined
  said?: Said | undefined
  comments: readonly CommentView[]
}

export function EditPagePage({ page, ...props }: EditProps & { page: Page }) {
  const { frame, open, entries, typed, mark, problems, theirs, conflict, said, comments } = props
  const text = builderWords(frame)
  const { key, title, items, showWhen } = page
  const exits = page.exits ?? []
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={title.de}
      back={{ label: text.toForm, url: open.url(`#at-${key}`) }}
      problems={summaryOf(entries, problems)}
      said={said}
      conflict={conflict}
    >
      <div class="desk-case builder-case section">
        <div>
          <h2>{text.questions}</h2>
          {items.length === 0 ? (
            <p>{text.noQuestions}</p>
          ) : (
            <ItemList frame={frame} items={items} url={open.url} moves={{ here: key }} />
          )}
          <p class="section">
            <ButtonLink url={open.url(`add?page=${key}`)}>{text.addQuestion}</ButtonLink>
          </p>
          <RuleLine frame={frame} open={open} at={`page:${key}`} feel={showWhen} />
          <section>
            <h2>{text.exits}</h2>
            <p>{text.exitsHow}</p>
            {exits.length > 0 && (
              <ul class="ruled stacked">
                {exits.map((exit, index) => (
                  <li>
                    <a href={open.url(`pages/${key}/exits/${index}`)}>{exit.title.de}</a>
                  </li>
                ))}
              </ul>
            )}
            <p>
              <a href={open.url(`pages/${key}/exits/new`)}>{text.addExit}</a>
            </p>
          </section>
          <section>
            <h2>{text.pageTexts}</h2>
            <form method="post" action={open.url(`pages/${key}`)} noValidate>
              <Seen revision={open.copy.revision} mark={mark} />
              <Entries reader={frame} entries={entries} typed={typed} problems={problems} theirs={theirs} />
              <Button secondary>{text.savePage}</Button>
            </form>
          </section>
          <Comments frame={frame} open={open} path={key} comments={comments} />
          <p class="section">
            <a href={open.url(`pages/${key}/remove`)}>{text.removeLink}</a>
          </p>
        </div>
        <PreviewPanel frame={frame} open={open} page={page} />
      </div>
    </BuilderLayout>
  )
}

type RemoveProps = {
  frame: Frame
  open: DeskForm
  name: string
  advice: string
  used: readonly string[]
  action: string
  back: { label: string; url: string }
}

export function RemovePage({ frame, open, name, advice, used, action, back }: RemoveProps) {
  const text = builderWords(frame)
  return (
    <BuilderLayout frame={frame} open={open} title={text.removeAsk(name)} back={back}>
      <form method="post" action={action} class="measure">
        <p>{advice}</p>
        {used.length > 0 && <p>{text.removeUsed(used.map((one) => `„${one}“`).join(', '))}</p>}
        <div class="actions section">
          <Button danger>{text.removeGo}</Button>
          <a href={back.url}>{text.removeKeep}</a>
        </div>
      </form>
    </BuilderLayout>
  )
}

type AddProps = {
  frame: Frame
  open: DeskForm
  place: { page: string; group: string }
  typed: { label: string; kind: string }
  problems: readonly Problem[]
  back: { label: string; url: string }
  kinds: readonly { label: string; kinds: readonly { value: string; label: string; hint?: string | undefined }[] }[]
  blocks: readonly { value: string; label: string; hint?: string | undefined }[]
}

export function AddItemPage({ frame, open, place, typed, problems, back, kinds, blocks }: AddProps) {
  const text = builderWords(frame)
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  const labels: Record<string, string> = { label: text.addLabel, kind: text.addKind }
  const first = kinds[0]?.kinds[0]?.value
  const groups = blocks.length > 0 ? [...kinds, { label: text.blocks, kinds: blocks }] : kinds
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={text.addTitle}
      back={back}
      problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))}
    >
      <form method="post" action={open.url('add')} noValidate>
        <input type="hidden" name="page" value={place.page} />
        <input type="hidden" name="group" value={place.group} />
        <TextField
          reader={frame}
          name="label"
          label={text.addLabel}
          hint={text.addLabelHint}
          value={typed.label}
          error={errorOf('label')}
        />
        <fieldset class={errorOf('kind') ? 'kinds wrong' : 'kinds'} aria-describedby={errorOf('kind') ? 'kind-error' : undefined}>
          <legend class="label">{text.addKind}</legend>
          {errorOf('kind') && (
            <p class="error" id="kind-error">
              {errorOf('kind')}
            </p>
          )}
          <div class="kind-columns">
            {groups.map((group) => (
              <div class="kind-group">
                <p class="strong">{group.label}</p>
                {group.kinds.map(({ value, label, hint }) => (
                  <label class="choice">
                    <input
                      type="radio"
                      id={value === first ? 'kind' : `kind-${value.replace(':', '-')}`}
                      name="kind"
                      value={value}
                      checked={typed.kind === value}
                    />
                    <span>
                      {label}
                      {hint && <span class="hint">{hint}</span>}
                    </span>
                  </label>
                ))}
              </div>
            ))}
          </div>
        </fieldset>
        <Button>{text.addGo}</Button>
      </form>
    </BuilderLayout>
  )
}
