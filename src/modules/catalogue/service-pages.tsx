// The page of one service. It answers in the order in which people ask; a question without an answer is left out.
import type { ComponentChildren } from 'preact'
import { formatDay, phoneUrl } from '../../design/format.ts'
import type { Frame, Link } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button, ButtonLink, type Contact, Contacts, type Fact, Facts, LinkList, Notice, Steps } from '../../design/parts.tsx'
import { RichText } from '../../design/rich-text.tsx'
import { htmlLang } from '../../kernel/language.ts'
import { governmentService } from './json-ld.ts'
import { OfficeList } from './lists.tsx'
import type { ChannelKind, ServiceView, TownText } from './views.ts'
import { type CatalogueWords, catalogueWords } from './words.ts'

export function ServicePage({ frame, view }: { frame: Frame; view: ServiceView }) {
  const text = catalogueWords(frame)
  const parent: Link | undefined = view.situations[0] ?? view.topics[0]
  return (
    <Layout
      frame={frame}
      title={view.title}
      description={view.summary}
      breadcrumb={parent ? [parent, { label: view.title }] : [{ label: view.title }]}
      jsonLd={governmentService(frame, view)}
    >
      <article class="wrap page">
        <div class="intro" lang={view.language && htmlLang(view.language)}>
          <h1>{view.title}</h1>
          {view.summary && <p class="lead">{view.summary}</p>}
        </div>
        <div class="cols service">
          <div class="start">
            <Start view={view} text={text} />
          </div>
          <aside class="side" aria-label={view.title}>
            <Facts items={factsOf(frame, view, text)} />
          </aside>
          <div class="main">
            <Answers frame={frame} view={view} text={text} />
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
  return (
    <>
      {view.language && <p class="meta">{text.germanOnly}</p>}
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

function Question({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

const Said = ({ said }: { said: TownText | undefined }) => said && <RichText html={said.html} lang={said.language} />

function Answers({ frame, view, text }: { frame: Frame; view: ServiceView; text: CatalogueWords }) {
  const { texts, fees, documents, steps, offices, links, legalBases, related, minutesOnSite } = view
  const channels = contactsOf(view)
  const groups = [...view.situations, ...view.topics]
  return (
    <>
      {texts.about && (
        <Question title={text.about}>
          <Said said={texts.about} />
        </Question>
      )}
      {(texts.appliesTo || texts.prerequisites) && (
        <Question title={text.appliesTo}>
          <Said said={texts.appliesTo} />
          <Said said={texts.prerequisites} />
        </Question>
      )}
      {(documents.length > 0 || texts.documents) && (
        <Question title={text.documents}>
          {documents.length > 0 && (
            <ul class="bullets measure">
              {documents.map(({ name, note }) => (
                <li>
                  {name}
                  {note && <span class="meta block">{note}</span>}
                </li>
              ))}
            </ul>
          )}
          <Said said={texts.documents} />
        </Question>
      )}
      {(fees.length > 0 || texts.cost) && (
        <Question title={text.cost}>
          {fees.length > 0 && (
            <ul class="ruled">
              {fees.map(({ label, amount }) => (
                <li>
                  <span>{label}</span>
                  <span class="strong num">{amount}</span>
                </li>
              ))}
            </ul>
          )}
          <Said said={texts.cost} />
        </Question>
      )}
      {(texts.duration || minutesOnSite !== undefined) && (
        <Question title={text.duration}>
          {minutesOnSite !== undefined && <p>{text.onSite(minutesOnSite)}</p>}
          <Said said={texts.duration} />
        </Question>
      )}
      {texts.deadline && (
        <Question title={text.deadline}>
          <Said said={texts.deadline} />
        </Question>
      )}
      {offices.length > 0 && (
        <Question title={text.where}>
          {offices.length === 1 ? <OneOffice office={offices[0] as (typeof offices)[0]} /> : <OfficeList offices={offices} />}
        </Question>
      )}
      {(steps.length > 0 || texts.procedure) && (
        <Question title={text.procedure}>
          {steps.length > 0 && <Steps items={steps} />}
          <Said said={texts.procedure} />
        </Question>
      )}
      {channels.length > 0 && (
        <Question title={text.channels}>
          <Contacts items={channels} />
        </Question>
      )}
      {links.length > 0 && (
        <Question title={text.links}>
          <ul class="bullets measure">
            {links.map(({ label, url }) => (
              <li>
                <a href={url}>{label}</a>
              </li>
            ))}
          </ul>
        </Question>
      )}
      {texts.hints && (
        <Question title={text.hints}>
          <Said said={texts.hints} />
        </Question>
      )}
      {texts.remedy && (
        <Question title={text.remedy}>
          <Said said={texts.remedy} />
        </Question>
      )}
      {(legalBases.length > 0 || texts.legal) && (
        <Question title={text.legal}>
          {legalBases.length > 0 && (
            <ul class="bullets measure">
              {legalBases.map(({ label, url }) => (
                <li>{url ? <a href={url}>{label}</a> : label}</li>
              ))}
            </ul>
          )}
          <Said said={texts.legal} />
        </Question>
      )}
      {related.length > 0 && (
        <Question title={text.related}>
          <LinkList items={related} />
        </Question>
      )}
      {groups.length > 0 && (
        <Question title={text.situations}>
          <LinkList items={groups} />
        </Question>
      )}
      <ForPrograms frame={frame} view={view} text={text} />
    </>
  )
}

function OneOffice({ office }: { office: ServiceView['offices'][0] }) {
  const { name, url, address, phone, mail } = office
  return (
    <>
      <p>
        <a href={url}>{name}</a>
        {address && <span class="block">{address}</span>}
      </p>
      <Contacts
        items={[
          ...(phone ? [{ icon: 'phone' as const, label: phone, url: phoneUrl(phone) }] : []),
          ...(mail ? [{ icon: 'mail' as const, label: mail, url: `mailto:${mail}` }] : []),
        ]}
      />
    </>
  )
}

const channelIcons: Record<ChannelKind, Contact['icon']> = {
  online: 'online',
  appointment: 'calendar',
  link: 'external',
  office: 'building',
  post: 'mail',
  phone: 'phone',
  mail: 'mail',
}

/** What the start of the page has already offered is not repeated. */
function contactsOf({ channels, online, appointment }: ServiceView): Contact[] {
  return channels
    .filter(({ url }) => url === undefined || (url !== online?.url && url !== appointment?.url))
    .map(({ kind, label, url, note }) => ({ icon: channelIcons[kind], label, url, note }))
}

function ForPrograms({ view, text }: { frame: Frame; view: ServiceView; text: CatalogueWords }) {
  const { machine, leikaKeys } = view
  if (machine.length === 0 && leikaKeys.length === 0) return null
  return (
    <p class="meta section programs">
      {leikaKeys.length > 0 && (
        <span>
          {text.leika} <span class="num">{leikaKeys.join(', ')}</span>
        </span>
      )}
      {machine.map(({ label, url }) => (
        <a href={url}>{label}</a>
      ))}
    </p>
  )
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
