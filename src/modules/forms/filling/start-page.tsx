// The start page of a form: what it is, who may, what it needs, how long it takes, what it costs, what happens then.

import type { ComponentChildren } from 'preact'
import type { OpenDuplicates } from '../../../contracts/online-forms.ts'
import { formatDay, formatMoney, phoneUrl } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Example, Notice } from '../../../design/parts.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { FormDocument } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import type { FormRow } from '../tables.ts'
import { paragraphs } from './controls.tsx'
import type { DraftLine } from './draft.ts'
import type { Openness } from './form-version.ts'
import { fillingWords } from './words.ts'

export type StartView = {
  frame: Frame
  form: FormRow
  document: FormDocument
  open: Openness
  drafts: readonly (DraftLine & { url: string })[]
  /** Open already with whoever deals with them. */
  duplicates: OpenDuplicates['answer']
  beginUrl: string
  /** What a signed link brings: `forged` brings nothing. */
  link: { token: string } | 'forged' | undefined
  /** What the same account sent by this form last. */
  earlier?: { id: string; day: string } | undefined
  minutes: number | undefined
  draftDays: number
  done?: string | undefined
  example: boolean
}

export function StartPage(view: StartView) {
  const { frame, document, drafts, open, form } = view
  const { language } = frame
  const text = fillingWords(frame)
  const title = textIn(document.title, language)
  const german = language === 'en' && !document.languages.includes('en')
  return (
    <Layout
      frame={frame}
      title={title}
      description={document.lead && textIn(document.lead, language)}
      breadcrumb={[{ label: title }]}
    >
      <article class="wrap page">
        {view.done && <Notice tone="ok" title={view.done} status />}
        <div class="intro" lang={german ? 'de' : undefined}>
          <h1>
            {title} {view.example && <Example reader={frame} />}
          </h1>
          {document.lead && <div class="lead">{paragraphs(textIn(document.lead, language))}</div>}
        </div>
        {german && <p class="meta">{text.onlyGerman}</p>}
        {view.link === 'forged' && <Notice tone="warn" title={text.linkForged} />}
        {view.link && view.link !== 'forged' && <Notice title={text.linkBrings} />}
        <Closed open={open} form={form} frame={frame} />
        {view.duplicates.length > 0 && (
          <Notice tone="warn" title={text.openAlready}>
            <ul>
              {view.duplicates.map(({ title, reference, url, since }) => (
                <li>
                  <a href={url}>{text.openSince(title, reference, formatDay(language, since))}</a>
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {drafts.length > 0 && (
          <section class="section" aria-labelledby="drafts">
            <h2 id="drafts">{text.yourDrafts}</h2>
            <ul class="ruled stacked">
              {drafts.map(({ url, savedAt }) => (
                <li>
                  <a href={url}>{text.continueDraft(formatDay(language, dayAt(savedAt)))}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {open === 'open' && (
          <form method="post" action={view.beginUrl} class="actions">
            {view.link && view.link !== 'forged' && <input type="hidden" name="fill" value={view.link.token} />}
            <Button secondary={drafts.length > 0 || view.duplicates.length > 0}>
              {drafts.length > 0 ? text.beginAgain : text.begin}
            </Button>
            {view.earlier && (
              <Button secondary name="again" value={view.earlier.id}>
                {text.useAgain(view.earlier.day)}
              </Button>
            )}
          </form>
        )}
        <div class="measure">
          <Answers {...view} />
        </div>
      </article>
    </Layout>
  )
}

function Closed({ open, form, frame }: Pick<StartView, 'open' | 'form' | 'frame'>) {
  const text = fillingWords(frame)
  const day = (value: string | null): string => formatDay(frame.language, value ?? '2000-01-01')
  if (open === 'open') return null
  if (open === 'paused')
    return (
      <Notice tone="warn" title={text.paused}>
        <p>{form.paused ? textIn(form.paused, frame.language) : text.pausedText}</p>
      </Notice>
    )
  const title =
    open === 'full'
      ? text.full
      : open === 'not-yet'
        ? text.closedUntil(day(form.opens_on))
        : text.closedSince(day(form.closes_on))
  return <Notice tone="warn" title={title} />
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Answers({ frame, document, minutes, draftDays }: StartView) {
  const text = fillingWords(frame)
  const { language } = frame
  const { level, needs = [], audience, fee, next, privacy, legalBasis, contact } = document
  const fixed = fee && /^\s*\d+(\.\d{1,2})?\s*$/.test(fee.amount) ? Math.round(Number(fee.amount) * 100) : undefined
  const signIn = level === 'none' ? text.noSignIn : level === 'basic' ? text.needSignIn : text[`needLevel-${level}`]
  return (
    <>
      <Part title={text.forWhom}>
        <p>{audience.map((who) => text[`audience-${who}`]).join(', ')}</p>
      </Part>
      <Part title={text.whatYouNeed}>
        <ul class="bullets">
          {needs.map((need) => (
            <li>{textIn(need, language)}</li>
          ))}
          <li>{signIn}</li>
        </ul>
        {document.writtenForm !== 'none' && <p>{text.writtenForm}</p>}
      </Part>
      <Part title={text.howLong}>
        <p>{minutes === undefined ? text.anyTime : text.minutes(minutes)}</p>
      </Part>
      {fee && (
        <Part title={text.cost}>
          <p>{fixed === undefined ? text.costComputed : formatMoney(frame, fixed)}</p>
        </Part>
      )}
      <Part title={text.after}>
        <p>{text.afterAlways}</p>
        {next && paragraphs(textIn(next, language))}
      </Part>
      <Part title={text.privacy}>
        {privacy && paragraphs(textIn(privacy, language))}
        <p>{text.privacyDraft(draftDays)}</p>
        {legalBasis && (
          <p class="meta">
            {text.legalBasis}: {legalBasis}
          </p>
        )}
      </Part>
      {contact && (
        <Part title={text.contact}>
          <p>{contact.name}</p>
          {contact.phone && (
            <p>
              <a href={phoneUrl(contact.phone)}>{contact.phone}</a>
            </p>
          )}
          {contact.mail && (
            <p>
              <a href={`mailto:${contact.mail}`}>{contact.mail}</a>
            </p>
          )}
          {contact.address && <p class="keep-lines">{contact.address}</p>}
        </Part>
      )}
    </>
  )
}
