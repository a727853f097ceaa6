// What a visitor reads who is not known here, whether or not there is such a case: two ways on.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { ButtonLink } from '../../../design/parts.tsx'
import { mineWords } from './words.ts'

export function HiddenPage({ frame, urls }: { frame: Frame; urls: { signIn: string | undefined; find: string } }) {
  const text = mineWords(frame)
  return (
    <Layout frame={frame} title={text.hiddenTitle} breadcrumb={[{ label: text.hiddenTitle }]} noIndex>
      <div class="wrap page measure">
        <h1>{text.hiddenTitle}</h1>
        <p class="lead">{text.hiddenText}</p>
        <p class="actions">
          {urls.signIn && <ButtonLink url={urls.signIn}>{text.hiddenSignIn}</ButtonLink>}
          <a class="action-link" href={urls.find}>
            {text.hiddenFind}
          </a>
        </p>
      </div>
    </Layout>
  )
}
