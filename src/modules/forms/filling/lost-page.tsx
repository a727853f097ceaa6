// The page for a draft that is not there for this visitor: the ways to get on.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { laterWords } from './later-words.ts'

export function LostPage({ frame, urls }: { frame: Frame; urls: { anew: string; mail: string; signIn: string | undefined } }) {
  const text = laterWords(frame)
  return (
    <Layout frame={frame} title={text.lostTitle} breadcrumb={[{ label: text.lostTitle }]} search="none" noIndex>
      <div class="wrap page measure">
        <h1>{text.lostTitle}</h1>
        <p class="lead">{text.lostText}</p>
        <ul class="bullets">
          {urls.signIn && (
            <li>
              <a href={urls.signIn}>{text.lostSignIn}</a>
            </li>
          )}
          <li>
            <a href={urls.mail}>{text.lostMail}</a>
          </li>
          <li>
            <a href={urls.anew}>{text.lostAnew}</a>
          </li>
        </ul>
      </div>
    </Layout>
  )
}
