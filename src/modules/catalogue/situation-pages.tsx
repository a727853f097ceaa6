// Ways into the catalogue: life situations, topics, and all services from A to Z.
import { type Frame, type Link, langOf } from '../../design/frame.ts'
import { Icon, iconNamed } from '../../design/icons.tsx'
import { Layout } from '../../design/layout.tsx'
import { EmptyState, LinkList } from '../../design/parts.tsx'
import { PageNotices, ServiceList } from './lists.tsx'
import type { AzView, OverviewView, SituationView, TopicView } from './views.ts'
import { catalogueWords } from './words.ts'

/** One situation with everything there is to do in it. `overviewUrl` is the list of all of them. */
export function SituationPage({ frame, view, overviewUrl }: { frame: Frame; view: SituationView; overviewUrl: string }) {
  const text = catalogueWords(frame)
  const overview = { label: view.audience === 'company' ? text.businessSituations : text.lifeSituations, url: overviewUrl }
  return (
    <Layout frame={frame} title={view.title} description={view.lead} breadcrumb={[overview, { label: view.title }]}>
      <div class="wrap page">
        <h1>{view.title}</h1>
        {view.lead && <p class="lead">{view.lead}</p>}
        <div class="cols section">
          <div class="main">
            {view.groups.map(({ title, services }) => (
              <section>
                <h2 class={title ? undefined : 'hidden'}>{title ?? text.services}</h2>
                <ServiceList services={services} text={text} />
              </section>
            ))}
            <p class="meta section">{view.editorial === 'demo' ? text.editorialDemo : text.editorial}</p>
            <ForPrograms links={view.machine} />
          </div>
          {view.others.length > 0 && (
            <nav class="side box" aria-labelledby="others">
              <h2 id="others">{text.otherSituations}</h2>
              <ul class="plain">
                {view.others.map((link) => (
                  <li>
                    <a href={link.url} lang={langOf(link)}>
                      {link.label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </div>
      </div>
    </Layout>
  )
}

/** The machine twin of the page. */
const ForPrograms = ({ links }: { links: readonly Link[] }) => (
  <p class="meta section programs">
    {links.map(({ label, url }) => (
      <a href={url}>{label}</a>
    ))}
  </p>
)

export function SituationsPage({
  frame,
  view,
  audience,
}: {
  frame: Frame
  view: OverviewView
  audience: 'resident' | 'company'
}) {
  const text = catalogueWords(frame)
  const title = audience === 'company' ? text.businessSituations : text.lifeSituations
  return (
    <Layout frame={frame} title={title} description={text.situationsLead} breadcrumb={[{ label: title }]}>
      <div class="wrap page">
        <h1>{title}</h1>
        <p class="lead">{text.situationsLead}</p>
        {view.items.length === 0 ? (
          <p class="section">{text.noServices}</p>
        ) : (
          <ul class="tiles section">
            {view.items.map(({ label, url, icon, note }) => (
              <li class="tile">
                <Icon name={iconNamed(icon)} size={32} />
                <div>
                  <a href={url}>{label}</a>
                  {note && <span class="meta block">{note}</span>}
                </div>
              </li>
            ))}
          </ul>
        )}
        {view.editorial && <p class="meta section">{view.editorial === 'demo' ? text.editorialDemo : text.editorial}</p>}
      </div>
    </Layout>
  )
}

export function TopicsPage({ frame, view }: { frame: Frame; view: OverviewView }) {
  const text = catalogueWords(frame)
  return (
    <Layout frame={frame} title={text.topics} description={text.topicsLead} breadcrumb={[{ label: text.topics }]}>
      <div class="wrap page">
        <h1>{text.topics}</h1>
        <p class="lead">{text.topicsLead}</p>
        <div class="section">
          {view.items.length === 0 ? (
            <p>{text.noServices}</p>
          ) : (
            <LinkList
              items={view.items.map(({ count, ...link }) => ({
                ...link,
                fact: count === undefined ? undefined : text.count(count),
              }))}
            />
          )}
        </div>
      </div>
    </Layout>
  )
}

/** A topic may stand below several others; all of them are named. */
export function TopicPage({ frame, view, overviewUrl }: { frame: Frame; view: TopicView; overviewUrl: string }) {
  const text = catalogueWords(frame)
  const { title, lead, parents, children, services } = view
  return (
    <Layout
      frame={frame}
      title={title}
      description={lead}
      breadcrumb={[{ label: text.topics, url: overviewUrl }, ...parents.slice(0, 1), { label: title }]}
    >
      <div class="wrap page">
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
        <PageNotices notices={view.notices} more={text.noticeMore} />
        {parents.length > 1 && (
          <p class="meta">
            {text.partOf}{' '}
            {parents.map(({ label, url }, index) => (
              <>
                {index > 0 && ', '}
                <a href={url}>{label}</a>
              </>
            ))}
          </p>
        )}
        {children.length > 0 && (
          <section class="section">
            <h2>{text.subtopics}</h2>
            <LinkList items={children.map(({ count, ...link }) => ({ ...link, fact: text.count(count) }))} />
          </section>
        )}
        {services.length > 0 && (
          <section class="section">
            <h2>{text.services}</h2>
            <ServiceList services={services} text={text} />
          </section>
        )}
        {services.length === 0 && children.length === 0 && <p class="section">{text.noServices}</p>}
        <ForPrograms links={view.machine} />
      </div>
    </Layout>
  )
}

/** All services in one list, or one letter of it; letters without services are shown but lead nowhere. */
export function AzPage({ frame, view }: { frame: Frame; view: AzView }) {
  const text = catalogueWords(frame)
  return (
    <Layout frame={frame} title={text.az} breadcrumb={[{ label: text.azShort }]}>
      <div class="wrap page">
        <h1>{text.az}</h1>
        {view.total === 0 ? (
          <div class="section">
            <EmptyState title={text.noServices} />
          </div>
        ) : (
          <>
            <p class="lead">{text.count(view.total)}</p>
            <nav aria-label={text.letters}>
              <ul class="letters">
                {view.letters.map(({ letter, url, current }) => (
                  <li>
                    {url ? (
                      <a class="chip" href={url} aria-current={current ? 'true' : undefined}>
                        {letter}
                      </a>
                    ) : (
                      <span class="chip off">{letter}</span>
                    )}
                  </li>
                ))}
              </ul>
            </nav>
            {view.groups.map(({ letter, services }) => (
              <section class="section letter" id={`letter-${letter}`}>
                <h2>{letter}</h2>
                <ul class="columns">
                  {services.map((service) => (
                    <li>
                      <a href={service.url} lang={langOf(service)}>
                        {service.title}
                      </a>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </div>
    </Layout>
  )
}
