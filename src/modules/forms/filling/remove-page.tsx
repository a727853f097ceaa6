// Taking an entry or a whole draft away is asked once more, on a page of its own.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button } from '../../../design/parts.tsx'
import { fillingWords } from './words.ts'

type Urls = { start: string; remove: string; keep: string }

export function RemovePage({ frame, formTitle, what, urls }: { frame: Frame; formTitle: string; what: string; urls: Urls }) {
  const text = fillingWords(frame)
  const title = text.removeTitle(what)
  return (
    <Layout
      frame={frame}
      title={`${title} – ${formTitle}`}
      breadcrumb={[{ label: formTitle, url: urls.start }, { label: title }]}
      search="none"
      noIndex
    >
      <div class="wrap page measure">
        <h1>{title}</h1>
        <p class="lead">{text.removeText}</p>
        <form method="post" action={urls.remove} class="actions">
          <Button danger name="do" value="remove-entry">
            {text.removeYes(what)}
          </Button>
          <a href={urls.keep}>{text.keep}</a>
        </form>
      </div>
    </Layout>
  )
}
