// The mails of a demonstration on a page: codes and links can be used from here.
import type { VNode } from 'preact'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { EmptyState } from '../../design/parts.tsx'
import type { ShownMail } from './demo-mail.ts'
import { notifyWords } from './words.ts'

export function DemoMailPage({ frame, mails }: { frame: Frame; mails: readonly ShownMail[] }) {
  const text = notifyWords(frame)
  const time = new Intl.DateTimeFormat(frame.language === 'en' ? 'en-GB' : 'de-DE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  return (
    <Layout frame={frame} title={text.demoTitle} noIndex>
      <div class="wrap">
        <h1>{text.demoTitle}</h1>
        <p class="lead">{text.demoLead}</p>
        {mails.length === 0 && (
          <EmptyState title={text.demoNone}>
            <p>{text.demoNoneText}</p>
          </EmptyState>
        )}
        {mails.map((mail) => (
          <article class="measure" aria-labelledby={`mail-${mail.id}`}>
            <h2 id={`mail-${mail.id}`}>{mail.subject}</h2>
            <p class="meta">
              {text.demoTo(mail.address)} · <time dateTime={mail.sentAt.toISOString()}>{time.format(mail.sentAt)}</time>
            </p>
            {mail.text
              .trim()
              .split(/\n{2,}/)
              .map((paragraph) => (
                <p class="keep-lines">{withLinks(paragraph)}</p>
              ))}
          </article>
        ))}
      </div>
    </Layout>
  )
}

/** Web addresses become links; everything else stays text. */
function withLinks(paragraph: string): (string | VNode)[] {
  return paragraph
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
    .map((part, index) => (index % 2 ? <a href={part}>{part}</a> : part))
}
