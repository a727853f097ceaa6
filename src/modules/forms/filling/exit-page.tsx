// "Not for you: go there", before anyone types in vain.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { ButtonLink } from '../../../design/parts.tsx'
import type { Exit } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { paragraphs } from './controls.tsx'
import { fillingWords } from './words.ts'

type Props = { frame: Frame; title: string; startUrl: string; exit: Exit; backUrl: string }

export function ExitPage({ frame, title, startUrl, exit, backUrl }: Props) {
  const text = fillingWords(frame)
  const heading = textIn(exit.title, frame.language)
  return (
    <Layout
      frame={frame}
      title={`${heading} – ${title}`}
      breadcrumb={[{ label: title, url: startUrl }, { label: heading }]}
      search="none"
      noIndex
    >
      <div class="wrap page measure">
        <h1>{heading}</h1>
        <div class="lead">{paragraphs(textIn(exit.text, frame.language))}</div>
        <div class="actions">
          {exit.link && <ButtonLink url={exit.link.url}>{textIn(exit.link.label, frame.language)}</ButtonLink>}
          <a href={backUrl}>{text.exitBack}</a>
        </div>
      </div>
    </Layout>
  )
}
