// Stopping and going on: save for later, the code on another device, deleting a draft.
import type { ComponentChildren } from 'preact'
import { ErrorSummary, type FieldProblem, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import { laterWords } from './later-words.ts'

type Framed = {
  frame: Frame
  title: string
  back?: { label: string; url: string } | undefined
  problems?: readonly FieldProblem[]
}

function Plain({ frame, title, back, problems = [], children }: Framed & { children: ComponentChildren }) {
  return (
    <Layout
      frame={frame}
      title={back ? `${title} – ${back.label}` : title}
      breadcrumb={[...(back ? [back] : []), { label: title }]}
      search="none"
      problems={problems.length > 0}
      noIndex
    >
      <div class="wrap page measure">
        <ErrorSummary reader={frame} problems={problems} />
        <h1>{title}</h1>
        {children}
      </div>
    </Layout>
  )
}

type Later = {
  frame: Frame
  form: { label: string; url: string }
  /** In words: the day on which the draft goes. */
  until: string
  account: boolean
  urls: { send: string; drop: string; back: string }
  mail: string
  problems: readonly FieldProblem[]
  sent: 'sent' | 'wait' | 'nobody-sends' | undefined
}

export function LaterPage({ frame, form, until, account, urls, mail, problems, sent }: Later) {
  const text = laterWords(frame)
  return (
    <Plain frame={frame} title={text.laterTitle} back={form} problems={problems}>
      {sent === 'sent' && (
        <Notice tone="ok" title={text.laterSent} status>
          <p>{text.laterSentText}</p>
        </Notice>
      )}
      {(sent === 'wait' || sent === 'nobody-sends') && (
        <Notice tone="warn" title={sent === 'wait' ? text.laterWait : text.laterNoMail} status />
      )}
      <p class="lead">{account ? text.laterAccount(until) : text.laterLead(until)}</p>
      {!account && sent !== 'sent' && (
        <form method="post" action={urls.send} noValidate>
          <TextField
            reader={frame}
            name="mail"
            type="email"
            inputMode="email"
            autocomplete="email"
            label={text.laterMail}
            hint={text.laterMailHint}
            error={problems[0]?.message}
            value={mail}
          />
          <div class="actions">
            <Button>{text.laterSend}</Button>
          </div>
        </form>
      )}
      <p class="actions">
        <a href={urls.back}>{text.backToForm}</a>
        <a href={urls.drop}>{text.dropDraft}</a>
      </p>
    </Plain>
  )
}

export function DropPage({ frame, form, urls }: { frame: Frame; form: Later['form']; urls: { drop: string; back: string } }) {
  const text = laterWords(frame)
  return (
    <Plain frame={frame} title={text.dropTitle} back={form}>
      <p class="lead">{text.dropText}</p>
      <form method="post" action={urls.drop} class="actions">
        <Button danger>{text.dropYes}</Button>
        <a href={urls.back}>{text.backToForm}</a>
      </form>
    </Plain>
  )
}

type Code = {
  frame: Frame
  urls: { code: string; anew: string; ask: string }
  problems: readonly FieldProblem[]
  said: 'new' | 'wait' | undefined
}

export function CodePage({ frame, urls, problems, said }: Code) {
  const text = laterWords(frame)
  return (
    <Plain frame={frame} title={text.resumeTitle} problems={problems}>
      {said && <Notice tone={said === 'new' ? 'ok' : 'warn'} title={said === 'new' ? text.resumeSent : text.laterWait} status />}
      <p class="lead">{text.resumeLead}</p>
      <form method="post" action={urls.code} noValidate>
        <TextField
          reader={frame}
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          width={10}
          label={text.resumeCode}
          hint={text.resumeCodeHint}
          error={problems[0]?.message}
        />
        <div class="actions">
          <Button>{text.resumeGo}</Button>
        </div>
      </form>
      <form method="post" action={urls.anew} class="actions">
        <Button secondary>{text.resumeNew}</Button>
        <a href={urls.ask}>{text.resumeAsk}</a>
      </form>
    </Plain>
  )
}

type Ask = { frame: Frame; url: string; mail: string; problems: readonly FieldProblem[]; said: 'asked' | 'wait' | undefined }

export function AskPage({ frame, url, mail, problems, said }: Ask) {
  const text = laterWords(frame)
  return (
    <Plain frame={frame} title={text.resumeTitle} problems={problems}>
      {said && (
        <Notice tone={said === 'asked' ? 'ok' : 'warn'} title={said === 'asked' ? text.resumeAskSent : text.laterWait} status />
      )}
      <p class="lead">{text.resumeAskLead}</p>
      <form method="post" action={url} noValidate>
        <TextField
          reader={frame}
          name="mail"
          type="email"
          inputMode="email"
          autocomplete="email"
          label={text.laterMail}
          error={problems[0]?.message}
          value={mail}
        />
        <div class="actions">
          <Button>{text.laterSend}</Button>
        </div>
      </form>
    </Plain>
  )
}

/** In the account: what was begun and not sent. */
export function DraftsPage({ frame, drafts }: { frame: Frame; drafts: readonly { title: string; url: string; note: string }[] }) {
  const text = laterWords(frame)
  return (
    <Layout frame={frame} title={text.myDrafts} account={!!frame.account} breadcrumb={[{ label: text.myDrafts }]} noIndex>
      <div class="wrap page measure">
        <h1>{text.myDrafts}</h1>
        {drafts.length === 0 ? (
          <p class="lead">{text.noDrafts}</p>
        ) : (
          <ul class="ruled stacked">
            {drafts.map(({ title, url, note }) => (
              <li>
                <a href={url}>{title}</a>
                <span class="meta">{note}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Layout>
  )
}
