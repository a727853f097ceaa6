// What the reader sees when something does not work: calm, with a way on, never a stack trace.
import type { ComponentChildren } from 'preact'
import { errorWords } from './error-words.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { SearchField } from './search-field.tsx'

function ErrorPage({ frame, title, children }: { frame: Frame; title: string; children: ComponentChildren }) {
  return (
    <Layout frame={frame} title={title} search="page" noIndex>
      <div class="wrap page">
        <h1>{title}</h1>
        {children}
      </div>
    </Layout>
  )
}

/** 404: not there, or not in this town. */
export function NotFoundPage({ frame }: { frame: Frame }) {
  const text = errorWords(frame)
  return (
    <ErrorPage frame={frame} title={text.notFoundTitle}>
      <p class="lead">{text.notFoundLead}</p>
      <div class="section">
        <SearchField frame={frame} size="page" />
      </div>
      <p class="section">
        <a href={frame.town.homeUrl}>{text.toStart}</a>
      </p>
    </ErrorPage>
  )
}

/** 500: a bug or a dead database. The reference is the request's id in the log. */
export function FaultPage({ frame, reference }: { frame: Frame; reference: string }) {
  const text = errorWords(frame)
  return (
    <ErrorPage frame={frame} title={text.faultTitle}>
      <p class="lead">{text.faultLead}</p>
      <p class="section">
        {text.reference} <strong class="nowrap">{reference}</strong>
      </p>
      <p>{text.faultReport}</p>
    </ErrorPage>
  )
}

/** 429: too many requests in a short time. */
export function TooManyPage({ frame, seconds }: { frame: Frame; seconds: number }) {
  const text = errorWords(frame)
  return (
    <ErrorPage frame={frame} title={text.tooManyTitle}>
      <p class="lead">{text.tooManyLead(seconds)}</p>
    </ErrorPage>
  )
}

/** 405, and other requests that no page of ours sends. */
export function WrongRequestPage({ frame }: { frame: Frame }) {
  const text = errorWords(frame)
  return (
    <ErrorPage frame={frame} title={text.wrongTitle}>
      <p class="lead">{text.wrongLead}</p>
      <p class="section">
        <a href={frame.town.homeUrl}>{text.toStart}</a>
      </p>
    </ErrorPage>
  )
}
