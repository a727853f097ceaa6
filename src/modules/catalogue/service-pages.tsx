// The page of one service: what it is, how to start, the facts at the side, and whether it helped.
import { formatDay } from '../../design/format.ts'
import { type Frame, type Link, langOf } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button, ButtonLink, type Fact, Facts, Notice } from '../../design/parts.tsx'
import { governmentService } from './json-ld.ts'
import { PageNotices } from './lists.tsx'
import { ServiceAnswers } from './service-answers.tsx'
import type { ServiceView } from './views.ts'
import { type CatalogueWords, catalogueWords } from './words.ts'

export function ServicePage({ frame, view }: { frame: Frame; view: ServiceView }) {
  const text = catalogueWords(frame)
  const parent: Link | undefined = view.situations[0] ?? view.topics[0]
  return (
    <Layout
      frame={frame}
      title={view.title}
      description={view.summary}
      breadcrumb={[...(parent ? [parent] : []), { label: view.title, language: view.language }]}
      jsonLd={governmentService(frame, view)}
    >
      <article class="wrap page">
        <div class="intro" lang={langOf(view)}>
          <h1>{view.title}</h1>
          {view.summary && <p class="lead">{view.summary}</p>}
        </div>
        <PageNotices notices={view.notices} more={text.noticeMore} />
        <div class="cols service">
          <div class="start">
            <Start view={view} text={text} />
          </div>
          <aside class="side" aria-label={text.atAGlance}>
            <Facts items={factsOf(frame, view, text)} />
          </aside>
          <div class="main">
            <ServiceAnswers view={view} text={text} />
          </div>
        </div>
      </article>
      <Feedback view={view} text={text} />
    </Layout>
  )
}

/** Online first, an appointment as a link; where nobody wrote a text, we say so and who knows more. */
function Start({ view, text }: { view: ServiceView; text: CatalogueWords }) {
  const { online, appointment, texts, offices, alsoKnownAs } = view
  const german = view.language ? text.germanOnly : Object.values(texts).some((said) => said?.language) && text.germanBelow
  return (
    <>
      {german && <p class="meta">{german}</p>}
      {!texts.about && (
        <Notice title={text.noText}>
          <p>{offices.length > 0 ? text.noTextAsk : text.noTextAskHelp}</p>
        </Notice>
      )}
      {online && <p>{online.note ?? text.goesOnline}</p>}
      {(online || appointment) && (
        <div class="actions">
          {online && <ButtonLink url={online.url}>{online.label ?? text.startOnline}</ButtonLink>}
          {appointment &&
            (online ? (
              <a class="action-link" href={appointment.url}>
                {appointment.label ?? text.ratherAppointment}
              </a>
            ) : (
              <ButtonLink url={appointment.url}>{appointment.label ?? text.bookAppointment}</ButtonLink>
            ))}
        </div>
      )}
      {view.obstacles.map(({ kind, basis }) => (
        <p class="meta">{kind === 'presence' ? text.presenceNote(basis) : text.writtenNote(basis)}</p>
      ))}
      {!texts.about && alsoKnownAs.length > 0 && (
        <p class="also">
          <span class="meta">{text.alsoKnownAs}:</span> {alsoKnownAs.join(', ')}
        </p>
      )}
    </>
  )
}

function factsOf(frame: Frame, view: ServiceView, text: CatalogueWords): Fact[] {
  const { short, minutesOnSite, responsible, updated, validUntil, online } = view
  const facts: Fact[] = []
  const add = (label: string, value: string | undefined, rest: Omit<Fact, 'label' | 'value'> = {}) => {
    if (value) facts.push({ label, value, ...rest })
  }
  add(text.factCost, short.cost)
  add(text.factOnline, online && text.yes)
  add(text.factDeadline, short.deadline)
  add(text.factOnSite, minutesOnSite === undefined ? undefined : text.aboutMinutes(minutesOnSite))
  add(text.factProcessing, short.processing)
  add(text.factResponsible, responsible?.name, { more: responsible?.more, url: responsible?.url })
  add(text.factUpdated, updated && formatDay(frame.language, updated))
  add(text.factValid, validUntil && formatDay(frame.language, validUntil))
  return facts
}

/** Three buttons, no text to type: nothing about a person is stored. */
function Feedback({ view, text }: { view: ServiceView; text: CatalogueWords }) {
  return (
    <section class="feedback" aria-labelledby="feedback">
      <form class="wrap" action={view.feedbackUrl} method="post">
        <h2 id="feedback">{text.wasThisIt}</h2>
        <div class="actions">
          {(
            [
              ['yes', text.answerYes],
              ['partly', text.answerPartly],
              ['no', text.answerNo],
            ] as const
          ).map(([value, label]) => (
            <Button secondary name="answer" value={value}>
              {label}
            </Button>
          ))}
        </div>
      </form>
    </section>
  )
}

/** After an answer to "was this what you looked for". */
export function FeedbackThanksPage({ frame, service }: { frame: Frame; service: Link }) {
  const text = catalogueWords(frame)
  return (
    <Layout frame={frame} title={text.thanks} breadcrumb={[service, { label: text.thanks }]} noIndex>
      <div class="wrap page">
        <h1>{text.thanks}</h1>
        <p class="lead">{text.thanksText}</p>
        <p class="section">
          <a href={service.url}>{text.backTo(service.label)}</a>
        </p>
      </div>
    </Layout>
  )
}
