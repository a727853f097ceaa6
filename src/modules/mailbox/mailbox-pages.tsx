// The recipient's pages: the list of letters and one thread.
import { ErrorSummary, FileField, TextArea, TextField } from '../../design/fields.tsx'
import { formatDay, formatTime, formatWeekday } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Icon } from '../../design/icons.tsx'
import { Layout } from '../../design/layout.tsx'
import { Badge, Button, EmptyState, Notice, Pagination } from '../../design/parts.tsx'
import { dayAt } from '../../kernel/calendar/day.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import { pathIn } from '../../kernel/language.ts'
import { kindsInWords } from '../../kernel/uploads/refusal.ts'
import type { Reader } from '../../kernel/words.ts'
import { uploads } from './attachment.ts'
import type { Delivery } from './delivery.ts'
import type { ThreadLine } from './mailbox.ts'
import type { ShownLetter, ShownThread } from './thread.ts'
import { mailboxWords } from './words.ts'

/** Fewer letters are found by looking. */
const searchedFrom = 5

type List = { lines: readonly ThreadLine[]; search: string; page: number; pages: number; unread: number }

export function MailboxPage({ frame, lines, search, page, pages, unread }: List & { frame: Frame }) {
  const text = mailboxWords(frame)
  const own = pathIn(frame.language, '/mailbox')
  return (
    <Layout frame={frame} title={text.title} breadcrumb={[{ label: text.title }]} account noIndex>
      <div class="wrap page">
        <h1>{text.title}</h1>
        {unread > 0 && <p class="lead">{text.unreadThreads(unread)}</p>}
        {(lines.length >= searchedFrom || search !== '') && (
          <form class="section" action={own}>
            <TextField reader={frame} name="q" label={text.searchLabel} value={search} maxLength={100} />
            <div class="actions">
              <Button secondary>{text.search}</Button>
            </div>
          </form>
        )}
        <div class="section">
          {lines.length === 0 &&
            (search === '' ? (
              <EmptyState title={text.empty}>
                <p>{text.emptyHow}</p>
              </EmptyState>
            ) : (
              <EmptyState title={text.nothingFound(search)} action={{ label: text.showAll, url: own }}>
                <p>{text.nothingFoundHow}</p>
              </EmptyState>
            ))}
          {lines.length > 0 && (
            <ul class="ruled stacked">
              {lines.map((line) => (
                <li>
                  <p class={line.unread ? 'strong' : undefined}>
                    <a href={`${own}/${line.id}`}>{line.subject}</a>{' '}
                    {line.unread && (
                      <Badge tone="warn" icon="mail">
                        {text.new}
                      </Badge>
                    )}{' '}
                    {line.formal && (
                      <Badge tone="plain" icon="document">
                        {text.decision}
                      </Badge>
                    )}
                  </p>
                  <p class="meta">
                    {[line.label, line.unit, formatDay(frame.language, dayAt(line.changedAt))].filter(Boolean).join(' · ')}
                  </p>
                </li>
              ))}
            </ul>
          )}
          {search === '' && <Pagination reader={frame} page={page} count={pages} urlOf={(number) => `${own}?page=${number}`} />}
        </div>
      </div>
    </Layout>
  )
}

export type Reply = { text: string; once: string; problems: readonly Problem[]; said?: string | undefined }
type Shown = { thread: ShownThread; deliveryOf: (letter: ShownLetter) => Delivery | undefined }

/** Newest first. `printedOn`: the same without anything to press. */
export function ThreadPage({
  frame,
  thread,
  deliveryOf,
  reply,
  printedOn,
  actingUrl,
}: Shown & { frame: Frame; reply?: Reply; printedOn?: Date; actingUrl?: string | undefined }) {
  const text = mailboxWords(frame)
  const list = pathIn(frame.language, '/mailbox')
  const own = `${list}/${thread.id}`
  const title = thread.letters.find(({ subject }) => subject !== '')?.subject ?? thread.label
  const problems = (reply?.problems ?? []).map((problem) => ({
    ...problem,
    label: problem.field === 'files' ? text.attach : text.reply,
  }))
  return (
    <Layout
      frame={frame}
      title={title}
      breadcrumb={[{ label: text.title, url: list }, { label: title }]}
      account={!printedOn}
      problems={problems.length > 0}
      search={printedOn ? 'none' : 'header'}
      help={printedOn ? 'own' : 'line'}
      noIndex
    >
      <div class="wrap page">
        <div class="measure">
          <ErrorSummary reader={frame} problems={problems} />
          <h1>{title}</h1>
          <p class="meta">
            {thread.url ? <a href={pathIn(frame.language, thread.url)}>{thread.label}</a> : thread.label} · {thread.unit}
          </p>
          {printedOn && (
            <p class="meta">{text.printed(`${formatDay(frame.language, dayAt(printedOn))}, ${formatTime(frame, printedOn)}`)}</p>
          )}
          {reply?.said && (
            <div class="letter-said">
              <Notice tone="ok" status>
                <p>{reply.said}</p>
              </Notice>
            </div>
          )}
          <ol class="letter-list">
            {thread.letters.map((letter) => (
              <Letter frame={frame} thread={thread} letter={letter} delivery={deliveryOf(letter)} newest={title} />
            ))}
          </ol>
          {!printedOn && <Answer frame={frame} action={`${own}/reply`} reply={reply} problems={problems} />}
          {!printedOn && (
            <p class="actions">
              <a href={`${own}/print`}>{text.print}</a>
              <a href={`${own}/delivery`}>{text.deliveryChoice}</a>
              {actingUrl && <a href={actingUrl}>{text.handOn}</a>}
            </p>
          )}
        </div>
      </div>
    </Layout>
  )
}

function Letter({
  frame,
  thread,
  letter,
  delivery,
  newest,
}: {
  frame: Frame
  thread: ShownThread
  letter: ShownLetter
  delivery: Delivery | undefined
  newest: string
}) {
  const text = mailboxWords(frame)
  const mine = letter.origin === 'person'
  const base = `${pathIn(frame.language, '/mailbox')}/${thread.id}/attachments`
  return (
    <li class="letter">
      <div class={mine ? 'letter-body mine' : 'letter-body'}>
        <div class="letter-head">
          <h2>{mine ? text.you : thread.unit}</h2>
          <p class="meta">
            {formatWeekday(frame.language, dayAt(letter.sent_at))}, {formatTime(frame, letter.sent_at)}
          </p>
        </div>
        {letter.subject !== '' && letter.subject !== newest && <p class="strong">{letter.subject}</p>}
        <Paragraphs text={letter.text} />
        {letter.attachments.length > 0 && (
          <ul class="letter-files" aria-label={text.attachments}>
            {letter.attachments.map(({ id, name }) => (
              <li>
                <Icon name="document" />
                <a href={`${base}/${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        )}
        {delivery && <DeliveryNotice frame={frame} delivery={delivery} />}
      </div>
    </li>
  )
}

export const Paragraphs = ({ text }: { text: string }) => (
  <>
    {text
      .replace(/\r\n?/g, '\n')
      .split(/\n{2,}/)
      .filter((part) => part.trim() !== '')
      .map((part) => (
        <p class="letter-text">{part.trim()}</p>
      ))}
  </>
)

/** What the law makes of this letter, in words: first the day, then why. */
export function DeliveryNotice({ frame, delivery }: { frame: Frame; delivery: Delivery }) {
  const text = mailboxWords(frame)
  const say = (day: string) => formatWeekday(frame.language, day)
  return (
    <Notice tone={delivery.state === 'delivered' ? 'ok' : 'warn'}>
      <p class="strong">
        {delivery.state === 'delivered' && text.countsSince(say(delivery.day))}
        {delivery.state === 'pending' && (delivery.expected ? text.countsFrom(say(delivery.expected)) : text.countsLater)}
        {delivery.state === 'paper' && text.countsLater}
      </p>
      {delivery.state === 'pending' && delivery.until && <p>{text.openUntil(say(delivery.until))}</p>}
      <p class="meta">{reasonIn(frame, delivery.reason)}</p>
    </Notice>
  )
}

export const reasonIn = ({ language }: Reader, reason: { de: string; en: string }): string =>
  `${language === 'en' ? reason.en : reason.de}.`.replace(/(Art\.|Abs\.|§) /g, '$1\u00a0')

function Answer({
  frame,
  action,
  reply,
  problems,
}: {
  frame: Frame
  action: string
  reply: Reply | undefined
  problems: readonly Problem[]
}) {
  const text = mailboxWords(frame)
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <form method="post" action={action} encType="multipart/form-data" noValidate>
      <input type="hidden" name="once" value={reply?.once} />
      <TextArea
        reader={frame}
        name="text"
        label={text.reply}
        hint={text.replyHint}
        value={reply?.text}
        error={errorOf('text')}
        rows={5}
      />
      <FileField
        reader={frame}
        name="files"
        label={text.attach}
        hint={text.attachHint(kindsInWords(uploads.accept))}
        error={errorOf('files')}
        accept={uploads.accept}
        multiple
        optional
        chooseAgain={problems.length > 0}
      />
      <div class="actions">
        <Button secondary>{text.send}</Button>
      </div>
    </form>
  )
}
