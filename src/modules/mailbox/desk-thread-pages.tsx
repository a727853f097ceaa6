// One correspondence as the office sees it: letters on the left; on the right the proof, and what can be done.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary } from '../../design/fields.tsx'
import { formatDayInList, formatTime, formatWeekday } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Icon } from '../../design/icons.tsx'
import { Button, Notice } from '../../design/parts.tsx'
import { dayAt } from '../../kernel/calendar/day.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import type { Delivery } from './delivery.ts'
import { allows, type DeliveryRule, findDeliveryRule, type ProofTime } from './delivery-rules.ts'
import type { DeskLetter, DeskThread } from './desk.ts'
import { deskPath } from './desk-pages.tsx'
import { deskWords } from './desk-words.ts'
import { LetterFields } from './letter-fields.tsx'
import { DeliveryNotice, Paragraphs } from './mailbox-pages.tsx'
import type { TextBlock } from './text-block.ts'
import type { ShownLetter } from './thread.ts'
import { mailboxWords } from './words.ts'

type Props = {
  frame: Frame
  thread: DeskThread
  blocks: readonly TextBlock[]
  typed: DeskLetter
  problems: readonly Problem[]
  said?: { tone: 'ok' | 'warn'; text: string } | undefined
  deliveryOf: (letter: ShownLetter) => Delivery | undefined
}

export function DeskThreadPage({ frame, thread, blocks, typed, problems, said, deliveryOf }: Props) {
  const text = deskWords(frame)
  const title = thread.letters.find(({ subject }) => subject !== '')?.subject ?? thread.label
  const own = `${deskPath(frame)}/${thread.id}`
  const labels: Record<string, string> = {
    subject: text.subject,
    text: text.letterText,
    rule: text.delivery,
    files: mailboxWords(frame).attach,
  }
  const formal = thread.letters.filter(({ rule }) => rule !== null)
  return (
    <DeskLayout
      frame={frame}
      title={title}
      back={{ label: text.toList, url: deskPath(frame) }}
      meta={`${thread.recipient} · ${thread.label} · ${thread.unit}`}
      problems={problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? problem.field }))}
      />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <div class="desk-case">
        <div>
          <ol class="letter-list">
            {thread.letters.map((letter) => (
              <DeskLetterItem frame={frame} thread={thread} letter={letter} delivery={deliveryOf(letter)} own={own} />
            ))}
          </ol>
          {thread.mayWrite && (
            <WriteForm frame={frame} thread={thread} blocks={blocks} typed={typed} problems={problems} own={own} />
          )}
        </div>
        <div>
          {formal.map((letter) => (
            <Proof frame={frame} letter={letter} single={formal.length === 1} />
          ))}
          {thread.waiting && thread.mayWrite && (
            <form method="post" action={`${own}/done`}>
              <div class="actions">
                <Button secondary>{text.done}</Button>
              </div>
            </form>
          )}
          <p class="meta letter-said">{text.looksAreSeen}</p>
        </div>
      </div>
    </DeskLayout>
  )
}

type Item = { frame: Frame; thread: DeskThread; letter: ShownLetter; delivery: Delivery | undefined; own: string }

function DeskLetterItem({ frame, thread, letter, delivery, own }: Item) {
  const text = deskWords(frame)
  return (
    <li class="letter">
      <div class={letter.origin === 'person' ? 'letter-body' : 'letter-body mine'}>
        <div class="letter-head">
          <h2>{letter.origin === 'person' ? thread.recipient : thread.unit}</h2>
          <p class="meta">
            {formatWeekday(frame.language, dayAt(letter.sent_at))}, {formatTime(frame, letter.sent_at)}
          </p>
        </div>
        {letter.subject !== '' && <p class="strong">{letter.subject}</p>}
        <Paragraphs text={letter.text} />
        {letter.attachments.length > 0 && (
          <ul class="letter-files" aria-label={mailboxWords(frame).attachments}>
            {letter.attachments.map(({ id, name }) => (
              <li>
                <Icon name="document" />
                <a href={`${own}/attachments/${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        )}
        {letter.delivery === 'paper' ? (
          <Notice tone="bad">
            <p class="strong">{text['state-paper']}</p>
            {letter.posted_at === null && thread.mayWrite && (
              <form method="post" action={`${own}/posted`}>
                <input type="hidden" name="letter" value={letter.id} />
                <div class="actions">
                  <Button secondary>{text.posted}</Button>
                </div>
              </form>
            )}
          </Notice>
        ) : (
          delivery && <DeliveryNotice frame={frame} delivery={delivery} />
        )}
      </div>
    </li>
  )
}

const momentOf = (letter: ShownLetter, time: ProofTime): Date | null =>
  ({
    'made-available': letter.made_available_at,
    'notification-sent': letter.notification_sent_at,
    'notification-arrived': letter.notification_arrived_at,
    retrieved: letter.retrieved_at,
    posted: letter.posted_at,
  })[time]

/** The times the law wants noted, in their order. @law Art. 24 Abs. 3 BayDiG */
function Proof({ frame, letter, single }: { frame: Frame; letter: ShownLetter; single: boolean }) {
  const text = deskWords(frame)
  const rule = findDeliveryRule(letter.rule ?? '', dayAt(letter.sent_at))
  if (!rule) return null
  const say = (at: Date) => `${formatDayInList(frame.language, dayAt(at))}, ${formatTime(frame, at)}`
  const times: readonly ProofTime[] = letter.delivery === 'paper' ? ['posted'] : rule.proof
  return (
    <section class="section">
      <h2>{text.proof}</h2>
      {!single && <p class="strong">{letter.subject}</p>}
      <dl class="facts">
        <div>
          <dt>{text.law}</dt>
          <dd>
            {rule.law.law}
            {!rule.law.verified && <span class="meta">{text.unverified}</span>}
          </dd>
        </div>
        {times.map((time) => {
          const at = momentOf(letter, time)
          const lost = time === 'notification-arrived' && letter.notification_failed_at
          return (
            <div>
              <dt>{text[`proof-${time}`]}</dt>
              <dd>{lost ? text.failed(say(lost)) : at ? say(at) : text.notYet}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

type Write = Pick<Props, 'frame' | 'thread' | 'blocks' | 'typed' | 'problems'> & { own: string }

function WriteForm({ frame, thread, blocks, typed, problems, own }: Write) {
  const text = deskWords(frame)
  const consentHint = (rule: DeliveryRule) =>
    `${rule.law.law}. ${allows(rule, thread.consent) ? text.consentThere : text.consentMissing}`
  return (
    <section class="section" aria-labelledby="write">
      <h2 id="write">{text.write}</h2>
      <form method="post" action={`${own}/letters`} encType="multipart/form-data" noValidate>
        <LetterFields
          frame={frame}
          typed={typed}
          blocks={blocks}
          problems={problems}
          rules={thread.rules}
          consentHint={consentHint}
        />
      </form>
    </section>
  )
}
