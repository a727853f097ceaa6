// How a person wants to get the decisions of one matter: what each way means stands before the choice.
import { Checkboxes, ErrorSummary, Radios } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button, Notice } from '../../design/parts.tsx'
import { dayAt } from '../../kernel/calendar/day.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import { pathIn } from '../../kernel/language.ts'
import type { Consent, DeliveryRule } from './delivery-rules.ts'
import { mailboxWords } from './words.ts'

type Props = {
  frame: Frame
  thread: { id: string; label: string; subject: string }
  /** Those the town's offices may use. */
  rules: readonly DeliveryRule[]
  consent: Consent & { at?: Date | undefined }
  problems: readonly Problem[]
}

export function ConsentPage({ frame, thread, rules, consent, problems }: Props) {
  const text = mailboxWords(frame)
  const list = pathIn(frame.language, '/mailbox')
  const back = `${list}/${thread.id}`
  const service = rules.find((rule) => rule.service)
  const plain = rules.filter((rule) => !rule.service)
  const error = problems.find(({ field }) => field === 'delivery')?.message
  return (
    <Layout
      frame={frame}
      title={text.consentTitle}
      breadcrumb={[{ label: text.title, url: list }, { label: thread.subject, url: back }, { label: text.consentTitle }]}
      account
      problems={problems.length > 0}
      noIndex
    >
      <div class="wrap page">
        <div class="measure">
          <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.choiceQuestion }))} />
          <h1>{text.consentTitle}</h1>
          <p class="lead">{text.consentFor(thread.label)}</p>
          <p>
            {consent.delivery && consent.at
              ? text.consentNow(text[`choice-${consent.delivery}`], formatDay(frame.language, dayAt(consent.at)))
              : `${text.consentNone} ${plain.some(({ consent: kind }) => kind === 'presumed') ? text.consentPresumed : text.consentRequired}`}
          </p>
          <div class="section">
            <Notice title={text.consentNotice}>
              {plain.map((rule) => (
                <>
                  <p>
                    {rule.trigger === 'retrieved' && 'lapsesAfterDays' in rule.notFetched
                      ? text.noticeFetch(rule.notFetched.lapsesAfterDays)
                      : text.noticeDay(
                          rule.days,
                          rule.trigger === 'made-available' ? text['trigger-made-available'] : text['trigger-notification-sent'],
                        )}
                  </p>
                  <p class="meta">{text.noticeLaw(rule.law.law)}</p>
                </>
              ))}
              <p>{text.noticePeriods}</p>
              <p>{text.noticeChange}</p>
            </Notice>
          </div>
          <form class="section" method="post" action={`${back}/delivery`} noValidate>
            <Radios
              reader={frame}
              name="delivery"
              label={text.choiceQuestion}
              error={error}
              value={consent.delivery}
              choices={(['given', 'excluded'] as const).map((value) => ({ value, label: text[`choice-${value}`] }))}
            />
            {service && (
              <Checkboxes
                reader={frame}
                name="service"
                label={text.serviceQuestion}
                optional
                hint={text.serviceHint(service.law.law)}
                values={consent.service ? ['given'] : []}
                choices={[{ value: 'given', label: text.serviceYes }]}
              />
            )}
            <div class="actions">
              <Button>{text.saveChoice}</Button>
            </div>
          </form>
        </div>
      </div>
    </Layout>
  )
}
