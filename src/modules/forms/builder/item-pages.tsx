// One question, group or note on the desk: what is asked, its limits, when it appears, and where it stands.
import type { ComponentChildren } from 'preact'
import { SelectField } from '../../../design/fields.tsx'
import { Button, ButtonLink } from '../../../design/parts.tsx'
import type { Task } from '../document/document.ts'
import { blockWords } from './block-words.ts'
import { BuilderLayout, Seen } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { Comments } from './comment-parts.tsx'
import { Entries, type Entry, summaryOf } from './entries.tsx'
import { ItemList } from './item-list.tsx'
import { labelOfItem, type Placed } from './outline.ts'
import type { EditProps } from './page-pages.tsx'
import { PreviewPanel } from './preview.tsx'
import { questionWords } from './question-words.ts'
import { RuleLine } from './rule-line.tsx'

/** What is needed for nearly every question stands open; the rest is one step away. */
const shownFirst = new Set(
  'label title text choices list part unit of shape labels hint example need repeat one pages type'.split(' '),
)

type ItemProps = EditProps & {
  placed: Placed
  places: readonly { value: string; label: string }[]
  placeProblem?: string | undefined
  tasks: readonly { index: number; task: Task }[]
}

export function EditItemPage(props: ItemProps) {
  const { frame, open, placed, entries, typed, mark, problems, theirs, conflict, said, comments, places, tasks } = props
  const text = builderWords(frame)
  const { item, path, page, groups } = placed
  const outer = groups.at(-1)
  const back = outer
    ? { label: text.backTo(outer.title.de), url: open.url(`items/${path.split('.').slice(0, -1).join('.')}#at-${path}`) }
    : { label: text.toPage(page.title.de), url: open.url(`pages/${page.key}#at-${path}`) }
  const first = entries.filter(({ name }) => shownFirst.has(name))
  const more = entries.filter(({ name }) => !shownFirst.has(name))
  const drawn = (some: readonly Entry[]) => (
    <Entries reader={frame} entries={some} typed={typed} problems={problems} theirs={theirs} />
  )
  const opened = problems.some(({ field }) => more.some(({ name }) => name === field))
  const placeProblems = props.placeProblem ? [{ field: 'place', label: text.moveToField, message: props.placeProblem }] : []
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={labelOfItem(item)}
      back={back}
      problems={[...summaryOf(entries, problems), ...placeProblems]}
      said={said}
      conflict={conflict}
    >
      <div class="desk-case builder-case section">
        <div>
          {item.kind === 'group' && (
            <>
              <h2>{text.questionsIn}</h2>
              {item.items.length === 0 ? (
                <p>{text.noQuestions}</p>
              ) : (
                <ItemList frame={frame} items={item.items} prefix={`${path}.`} url={open.url} moves={{ here: path }} />
              )}
              <p class="section">
                <ButtonLink url={open.url(`add?page=${page.key}&group=${path}`)}>{text.addQuestion}</ButtonLink>
              </p>
            </>
          )}
          {tasks.map(({ index, task }) => (
            <TaskBox {...{ frame, index, task }} action={open.url('tasks')} />
          ))}
          <form method="post" action={open.url(`items/${path}`)} noValidate>
            <Seen revision={open.copy.revision} mark={mark} />
            {drawn(first)}
            {more.length > 0 && (
              <More label={questionWords(frame).more} open={opened}>
                {drawn(more)}
              </More>
            )}
            <Button secondary={item.kind === 'group'}>{text.saveQuestion}</Button>
          </form>
          <RuleLine frame={frame} open={open} at={`item:${path}`} feel={item.showWhen} />
          <Comments frame={frame} open={open} path={path} comments={comments} />
          <section>
            <h2>{text.moveTo}</h2>
            <form method="post" action={open.url(`items/${path}/place`)} noValidate>
              <SelectField reader={frame} name="place" label={text.moveToField} choices={places} error={props.placeProblem} />
              <Button secondary>{text.moveToGo}</Button>
            </form>
          </section>
          {(item.kind === 'group' || item.kind === 'question') && (
            <section>
              <h2>{blockWords(frame).keepTitle}</h2>
              <form method="post" action={open.url(`items/${path}/block`)}>
                <Button secondary>{blockWords(frame).keep}</Button>
              </form>
            </section>
          )}
          <p class="section">
            <a href={open.url(`items/${path}/remove`)}>{text.removeLink}</a>
          </p>
        </div>
        <PreviewPanel frame={frame} open={open} page={page} only={groups[0]?.key ?? item.key} />
      </div>
    </BuilderLayout>
  )
}

function More({ label, open, children }: { label: string; open: boolean; children: ComponentChildren }) {
  return (
    <details open={open} class="more-settings">
      <summary>{label}</summary>
      {children}
    </details>
  )
}

type TaskProps = { frame: EditProps['frame']; index: number; task: Task; action: string }

export function TaskBox({ frame, index, task, action }: TaskProps) {
  const text = builderWords(frame)
  return (
    <form method="post" action={action} class="notice warn">
      <div>
        <h2>{text.tasks}</h2>
        <p class="pre">{task.text}</p>
        <input type="hidden" name="task" value={index} />
        <input type="hidden" name="path" value={task.path} />
        <label class="label" for={`note-${index}`}>
          {text.taskNote}
        </label>
        <input class="input" id={`note-${index}`} name="note" type="text" maxLength={300} />
        <Button secondary>{text.taskDone}</Button>
      </div>
    </form>
  )
}
