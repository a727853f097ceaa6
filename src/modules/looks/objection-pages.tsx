// Pages of an objection: the form, and its receipt that becomes the answer.
import { ErrorSummary, type FieldProblem, TextArea } from '../../design/fields.tsx'
import { dayOf, formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button, Facts, Notice } from '../../design/parts.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { FoldedLook } from './look.ts'
import type { Objection } from './objection.ts'
import { type Named, whenLooked, whoLooked } from './pages.tsx'
import { looksWords } from './words.ts'

function LookFacts({ frame, look, named }: { frame: Frame; look: FoldedLook; named: Named }) {
  const text = looksWords(frame)
  const facts = [
    {
      label: whoLooked(frame, look, named),
      value: look.purpose,
      more: `${formatDay(frame.language, dayOf(look.last))}, ${whenLooked(frame, look)}`,
    },
    { label: text.basis, value: look.legalBasis },
    ...(look.fields.length > 0 ? [{ label: text.fields, value: look.fields.join(', ') }] : []),
    ...(look.matter ? [{ label: text.matter, value: look.matter }] : []),
  ]
  return <Facts items={facts} />
}

type ObjectPageProps = {
  frame: Frame
  look: FoldedLook
  named: Named
  reason: string
  problems: readonly FieldProblem[]
}

export function ObjectPage({ frame, look, named, reason, problems }: ObjectPageProps) {
  const text = looksWords(frame)
  return (
    <Layout
      frame={frame}
      title={text.objectTitle}
      breadcrumb={[{ label: text.title, url: pathIn(frame.language, '/looks') }, { label: text.objectTitle }]}
      account
      search="none"
      problems={problems.length > 0}
      noIndex
    >
      <div class="wrap page">
        <div class="measure">
          <ErrorSummary reader={frame} problems={problems} />
          <h1>{text.objectTitle}</h1>
          <p class="lead">{text.objectLead}</p>
          <div class="section">
            <LookFacts frame={frame} look={look} named={named} />
          </div>
          <form class="section" method="post" action={pathIn(frame.language, '/looks/object')} noValidate>
            <input type="hidden" name="look" value={look.id} />
            <TextArea
              reader={frame}
              name="reason"
              label={text.reason}
              hint={text.reasonHint}
              error={problems[0]?.message}
              value={reason}
              optional
            />
            <Button>{text.send}</Button>
          </form>
        </div>
      </div>
    </Layout>
  )
}

export function ObjectionPage({ frame, objection, named }: { frame: Frame; objection: Objection; named: Named }) {
  const text = looksWords(frame)
  const day = (instant: Date) => formatDay(frame.language, dayOf(instant))
  const facts = [
    { label: text.state, value: objection.state === 'open' ? text.stateOpen : text.stateAnswered },
    { label: text.madeOn, value: day(objection.madeAt) },
    ...(objection.state === 'open' ? [{ label: text.dueOn, value: formatDay(frame.language, objection.due) }] : []),
  ]
  return (
    <Layout
      frame={frame}
      title={text.receiptTitle}
      breadcrumb={[{ label: text.title, url: pathIn(frame.language, '/looks') }, { label: text.receiptTitle }]}
      account
      noIndex
    >
      <div class="wrap page">
        <div class="measure">
          <h1>{text.receiptTitle}</h1>
          {objection.state === 'open' ? (
            <div class="section">
              <Notice tone="ok" title={text.receiptSent} status>
                <p>{text.receiptNext(formatDay(frame.language, objection.due))}</p>
              </Notice>
            </div>
          ) : (
            <section class="section">
              <h2>{text.answer}</h2>
              {paragraphs(objection.answer)}
            </section>
          )}
          <div class="section">
            <Facts items={facts} />
          </div>
          <section class="section">
            <h2>{text.yourReason}</h2>
            {objection.reason === '' ? <p>{text.noReason}</p> : paragraphs(objection.reason)}
          </section>
          {objection.look && (
            <section class="section">
              <h2>{text.theLook}</h2>
              <LookFacts frame={frame} look={objection.look} named={named} />
            </section>
          )}
          <p class="section">
            <a href={pathIn(frame.language, '/looks')}>{text.back}</a>
          </p>
        </div>
      </div>
    </Layout>
  )
}

/** Plain text as it was typed; empty lines part paragraphs. */
export const paragraphs = (typed: string) => typed.split(/\r?\n\s*\r?\n/).map((part) => <p>{part}</p>)
