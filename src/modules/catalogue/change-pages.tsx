// What changed in the catalogue, and what does not work online yet and why.
import { formatDay, formatWeekday } from '../../design/format.ts'
import { type Frame, langOf } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Pagination } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import type { ChangesView, ObstaclesView } from './views.ts'
import { catalogueWords } from './words.ts'

export function ChangesPage({ frame, view }: { frame: Frame; view: ChangesView }) {
  const text = catalogueWords(frame)
  return (
    <Layout frame={frame} title={text.changes} description={text.changesLead} breadcrumb={[{ label: text.changes }]}>
      <div class="wrap page">
        <h1>{text.changes}</h1>
        <p class="lead">{view.days.length === 0 ? text.noChanges : text.changesLead}</p>
        {view.days.map(({ day, items }) => (
          <section class="section">
            <h2>
              <time dateTime={day}>{formatWeekday(frame.language, day)}</time>
            </h2>
            <ul class="ruled">
              {items.map(({ title, url, change, language }) => (
                <li>
                  <span lang={langOf({ language })}>{url ? <a href={url}>{title}</a> : title}</span>
                  <span class="meta">{text[change]}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <Pagination reader={frame} page={view.page} count={view.pages} urlOf={view.urlOf} />
        <p class="meta section programs">
          <a href={view.feedUrl}>{text.feed}</a>
        </p>
      </div>
    </Layout>
  )
}

/** Which services still demand presence or paper, published so that it can be changed. */
export function ObstaclesPage({ frame, view }: { frame: Frame; view: ObstaclesView }) {
  const text = catalogueWords(frame)
  return (
    <Layout frame={frame} title={text.obstacles} description={text.obstaclesLead} breadcrumb={[{ label: text.obstacles }]}>
      <div class="wrap page">
        <h1>{text.obstacles}</h1>
        <p class="lead">{text.obstaclesLead}</p>
        <div class="section">
          {view.items.length === 0 ? (
            <p>{text.noObstacles}</p>
          ) : (
            <Table
              caption={text.count(view.items.length)}
              rows={view.items}
              columns={[
                {
                  label: text.service,
                  cell: ({ title, url, language }) => (
                    <a href={url} lang={langOf({ language })}>
                      {title}
                    </a>
                  ),
                },
                { label: text.obstacle, cell: ({ kind }) => text[kind] },
                { label: text.basis, cell: ({ basis, basisUrl }) => (basisUrl ? <a href={basisUrl}>{basis}</a> : basis) },
                { label: text.since, cell: ({ since }) => (since ? formatDay(frame.language, since) : '–') },
                { label: text.proposal, cell: ({ proposal }) => proposal ?? '–' },
              ]}
            />
          )}
        </div>
      </div>
    </Layout>
  )
}
