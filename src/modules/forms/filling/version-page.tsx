// What a new version of a form asks differently, and the choice to change over.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button } from '../../../design/parts.tsx'
import { laterWords } from './later-words.ts'
import type { Differences } from './version.ts'

type Props = { frame: Frame; form: { label: string; url: string }; differences: Differences; moveUrl: string; backUrl: string }

export function VersionPage({ frame, form, differences, moveUrl, backUrl }: Props) {
  const text = laterWords(frame)
  const lists = [
    { title: text.versionAdded, labels: differences.added },
    { title: text.versionRemoved, labels: differences.removed },
    { title: text.versionChanged, labels: differences.changed },
  ].filter(({ labels }) => labels.length > 0)
  return (
    <Layout
      frame={frame}
      title={`${text.versionTitle} – ${form.label}`}
      breadcrumb={[form, { label: text.versionTitle }]}
      search="none"
      noIndex
    >
      <div class="wrap page measure">
        <h1>{text.versionTitle}</h1>
        {lists.length === 0 && <p class="lead">{text.versionSame}</p>}
        {lists.map(({ title, labels }) => (
          <section class="section">
            <h2>{title}</h2>
            <ul class="bullets">
              {labels.map((label) => (
                <li>{label}</li>
              ))}
            </ul>
          </section>
        ))}
        <p class="section">{text.versionKept}</p>
        <form method="post" action={moveUrl} class="actions">
          <Button>{text.versionMove}</Button>
          <a href={backUrl}>{text.versionStay}</a>
        </form>
      </div>
    </Layout>
  )
}
