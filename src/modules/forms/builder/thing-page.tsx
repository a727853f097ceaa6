// The page of one small thing of a form: an exit, a calculation, a check, the fee, a list.
import type { ComponentChildren } from 'preact'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { BuilderLayout, type Said, Seen } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'
import { Entries, type Entry, summaryOf, type Typed } from './entries.tsx'
import type { Change } from './working-copy.ts'

export type ThingView = {
  frame: Frame
  open: DeskForm
  title: string
  back: Link
  lead?: string | undefined
  entries: readonly Entry[]
  typed: Typed
  mark: string
  /** Where it is sent. */
  action: string
  problems: readonly Problem[]
  theirs?: Typed | undefined
  conflict?: readonly Change[] | undefined
  said?: Said | undefined
  /** It is there already and can be taken away. */
  mayRemove: boolean
  children?: ComponentChildren
}

export function ThingPage(view: ThingView) {
  const { frame, open, entries, typed, problems, action, mark } = view
  const text = builderWords(frame)
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={view.title}
      back={view.back}
      problems={summaryOf(entries, problems)}
      said={view.said}
      conflict={view.conflict}
    >
      {view.lead && <p class="measure">{view.lead}</p>}
      <form method="post" action={action} noValidate>
        <Seen revision={open.copy.revision} mark={mark} />
        <Entries reader={frame} entries={entries} typed={typed} problems={problems} theirs={view.theirs} />
        <div class="actions section">
          <Button name="do" value="save">
            {text.save}
          </Button>
          {view.mayRemove && (
            <Button danger name="do" value="remove">
              {text.removeGo}
            </Button>
          )}
        </div>
      </form>
      {view.children}
    </BuilderLayout>
  )
}
