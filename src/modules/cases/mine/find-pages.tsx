// Two pages: which application, and the code that came by mail.
import type { ComponentChildren } from 'preact'
import { ErrorSummary, type FieldProblem, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import { findWords } from './find-words.ts'

type View = { frame: Frame; url: string; problems: readonly FieldProblem[]; wait: boolean; signIn: string | undefined }
type Framed = Pick<View, 'frame' | 'problems' | 'wait'> & { title: string; children: ComponentChildren }

function Plain({ frame, title, problems, wait, children }: Framed) {
  const text = findWords(frame)
  return (
    <Layout frame={frame} title={title} breadcrumb={[{ label: title }]} problems={problems.length > 0} noIndex>
      <div class="wrap page measure">
        <ErrorSummary reader={frame} problems={problems} />
        <h1>{title}</h1>
        {wait && <Notice tone="warn" title={text.wait} status />}
        {children}
      </div>
    </Layout>
  )
}

export function FindPage({ typed, ...view }: View & { typed: string }) {
  const { frame, url, problems, signIn } = view
  const text = findWords(frame)
  return (
    <Plain {...view} title={text.title}>
      <p class="lead">{text.lead}</p>
      <form class="section" method="post" action={url} noValidate>
        <TextField
          reader={frame}
          name="reference"
          label={text.reference}
          hint={text.referenceHint}
          value={typed}
          width={10}
          maxLength={60}
          autocomplete="off"
          error={problems[0]?.message}
        />
        <div class="actions">
          <Button>{text.send}</Button>
          {signIn && <a href={signIn}>{text.signIn}</a>}
        </div>
      </form>
    </Plain>
  )
}

export function CodePage({ anew, ...view }: View & { anew: string }) {
  const { frame, url, problems, signIn } = view
  const text = findWords(frame)
  return (
    <Plain {...view} title={text.codeTitle}>
      <p class="lead">{text.codeLead}</p>
      <form class="section" method="post" action={url} noValidate>
        <TextField
          reader={frame}
          name="code"
          label={text.code}
          hint={text.codeHint}
          inputMode="numeric"
          autocomplete="one-time-code"
          width={10}
          maxLength={20}
          error={problems[0]?.message}
        />
        <div class="actions">
          <Button>{text.open}</Button>
        </div>
      </form>
      <p class="section">{text.codeNone}</p>
      <p class="meta">{text.foundUntil}</p>
      <p class="actions">
        <a href={anew}>{text.anew}</a>
        {signIn && <a href={signIn}>{text.signIn}</a>}
      </p>
    </Plain>
  )
}
