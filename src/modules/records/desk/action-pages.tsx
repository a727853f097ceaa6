// One act on a procedure or a file on a page of its own: what it means, what is asked for it, and one button.
import type { ComponentChildren } from 'preact'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'

type Props = {
  frame: Frame
  title: string
  back: Link
  meaning: string
  url: string
  button: string
  danger?: boolean | undefined
  problems: readonly Problem[]
  labels: Readonly<Record<string, string>>
  children?: ComponentChildren
}

export function ActionPage({ frame, title, back, meaning, url, button, danger, problems, labels, children }: Props) {
  return (
    <DeskLayout frame={frame} title={title} back={back} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <div class="measure">
        <p>{meaning}</p>
        <form method="post" action={url} noValidate>
          {children}
          <div class="actions">
            <Button danger={danger}>{button}</Button>
          </div>
        </form>
      </div>
    </DeskLayout>
  )
}
