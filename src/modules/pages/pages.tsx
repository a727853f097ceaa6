// One content page: its text, in the language it was written in, and what the law wants beside it.
import { formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Notice } from '../../design/parts.tsx'
import { RichText } from '../../design/rich-text.tsx'
import { plainText } from './fragment.ts'
import type { Land } from './laender.ts'
import type { Page } from './page.ts'
import { pagesWords } from './words.ts'

type Statement = { date: string; land: Land | undefined }

/** `statement` only for the accessibility statement. */
export function ContentPage({ frame, page, statement }: { frame: Frame; page: Page; statement?: Statement | undefined }) {
  const text = pagesWords(frame)
  const standIn = page.language !== frame.language
  const lang = standIn && frame.language === 'en' ? 'de' : undefined
  return (
    <Layout
      frame={frame}
      title={page.title}
      description={firstSentence(page.html)}
      breadcrumb={[{ label: page.title }]}
      noIndex={standIn}
    >
      <div class="wrap page">
        <div class="measure">
          <h1 lang={lang}>{page.title}</h1>
          {statement && <StatementFacts frame={frame} statement={statement} />}
          {standIn && (
            <div class="section">
              <Notice>
                <p>{text.notInLanguage}</p>
              </Notice>
            </div>
          )}
          <div class="section">
            <RichText html={page.html} lang={lang} />
          </div>
        </div>
      </div>
    </Layout>
  )
}

function StatementFacts({ frame, statement: { date, land } }: { frame: Frame; statement: Statement }) {
  const text = pagesWords(frame)
  const lang = frame.language === 'en' ? 'de' : undefined
  return (
    <>
      <p class="meta">
        {text.statementOf}: {formatDay(frame.language, date)}
      </p>
      {land?.enforcement && (
        <p class="meta">
          {text.enforcement}:{' '}
          {land.enforcement.url ? (
            <a href={land.enforcement.url} lang={lang}>
              {land.enforcement.body}
            </a>
          ) : (
            <span lang={lang}>{land.enforcement.body}</span>
          )}
        </p>
      )}
    </>
  )
}

const firstSentence = (html: string): string => plainText(/<p[^>]*>[\s\S]*?<\/p>/.exec(html)?.[0] ?? '').slice(0, 200)
