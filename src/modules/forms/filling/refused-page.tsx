// A lawful no on the way: too often, no place left, not for others.
import type { ComponentChildren } from 'preact'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'

type Props = { frame: Frame; formTitle: string; title: string; text: string; children?: ComponentChildren }

export function RefusedPage({ frame, formTitle, title, text, children }: Props) {
  return (
    <Layout frame={frame} title={`${title} – ${formTitle}`} breadcrumb={[{ label: formTitle }]} search="none" noIndex>
      <div class="wrap page measure">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        {children}
      </div>
    </Layout>
  )
}
