// The entrance hall.
import type { VNode } from 'preact'
import { type Frame, langOf } from '../../design/frame.ts'
import { HelpBox } from '../../design/help.tsx'
import { Icon, iconNamed } from '../../design/icons.tsx'
import { Layout } from '../../design/layout.tsx'
import { Notice } from '../../design/parts.tsx'
import { SearchField } from '../../design/search-field.tsx'
import type { HallView } from './views.ts'
import { hallWords } from './words.ts'

type Props = { frame: Frame; view: HallView /** Only for who is signed in; never kept. */; personal?: VNode | undefined }

export function HallPage({ frame, view, personal }: Props) {
  const text = hallWords(frame)
  const { often, tiles, situations, ways, offices } = view
  const empty = situations.length === 0 && often.length === 0
  return (
    <Layout
      frame={frame}
      title={frame.town.officialName}
      description={text.description(frame.town.name)}
      search="page"
      help="own"
    >
      {personal}
      <div class="hero">
        <div class="wrap">
          <h1 id="question">{text.question}</h1>
          {!empty && (
            <p class="hint" id="examples">
              {text.examples}
            </p>
          )}
          <SearchField frame={frame} size="hero" labelledBy="question" describedBy={empty ? undefined : 'examples'} />
          {often.length > 0 && (
            <div class="often">
              <h2>{text.often}</h2>
              <ul>
                {often.map((link) => (
                  <li>
                    <a href={link.url} lang={langOf(link)}>
                      {link.label}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </div>
      <div class="wrap page hall">
        {tiles.length > 0 && (
          <ul class="tile-links">
            {tiles.map(({ label, url, icon, note }) => (
              <li>
                <a href={url}>
                  <Icon name={icon} />
                  {label}
                </a>
                <span class="meta block">{note}</span>
              </li>
            ))}
          </ul>
        )}
        {empty && (
          <div class="section">
            <Notice title={text.emptyTitle}>
              <p>{text.emptyText}</p>
            </Notice>
          </div>
        )}
        {situations.length > 0 && (
          <section class="section">
            <h2>{text.situation}</h2>
            <Tiles situations={situations} />
          </section>
        )}
        {ways.length > 0 && (
          <nav class="often" aria-label={text.more}>
            <ul>
              {ways.map(({ label, url }) => (
                <li>
                  <a href={url}>{label}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div class="cols section">
          {offices && (
            <section>
              <div class="section-head">
                <h2>{offices.title}</h2>
                {offices.mapUrl && <a href={offices.mapUrl}>{text.onMap}</a>}
              </div>
              <ul class="ruled two">
                {offices.items.map(({ label, url, address }) => (
                  <li>
                    <a href={url}>{label}</a>
                    <span class="meta">{address}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <HelpBox frame={frame} />
        </div>
      </div>
    </Layout>
  )
}

function Tiles({ situations }: { situations: HallView['situations'] }) {
  return (
    <ul class="tiles">
      {situations.map(({ label, url, icon, examples, language }) => (
        <li class="tile">
          <Icon name={iconNamed(icon)} size={32} />
          <div lang={langOf({ language })}>
            <a href={url}>{label}</a>
            {examples.length > 0 && <span class="meta block">{examples.join(', ')}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}
