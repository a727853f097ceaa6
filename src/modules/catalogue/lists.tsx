// Lists of services and offices, as the catalogue's pages share them.
import { langOf } from '../../design/frame.ts'
import { Icon } from '../../design/icons.tsx'
import { Notice } from '../../design/parts.tsx'
import type { OfficeLine, PageNotice, ServiceLine } from './views.ts'
import type { CatalogueWords } from './words.ts'

/** Ruled list: name and one sentence; whether it works online and what it costs on the right. */
export function ServiceList({ services, text }: { services: readonly ServiceLine[]; text: CatalogueWords }) {
  return (
    <ul class="ruled stacked">
      {services.map(({ title, url, summary, fact, online, language }) => (
        <li>
          <div class="measure" lang={langOf({ language })}>
            <a href={url}>{title}</a>
            {summary && <span class="meta block">{summary}</span>}
          </div>
          {(online || fact) && (
            <ul class="result-facts">
              {online && (
                <li class="online">
                  <Icon name="online" size={20} />
                  {text.online}
                </li>
              )}
              {fact && <li class="meta">{fact}</li>}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

export function OfficeList({ offices }: { offices: readonly OfficeLine[] }) {
  return (
    <ul class="ruled two">
      {offices.map(({ name, url, address }) => (
        <li>
          <a href={url}>{name}</a>
          {address && <span class="meta">{address}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Disruptions that concern this page alone, above everything else. */
export const PageNotices = ({ notices, more }: { notices: readonly PageNotice[]; more: string }) => (
  <>
    {notices.map(({ title, text, url }) => (
      <Notice tone="warn" title={title}>
        <p>
          {text} {url && <a href={url}>{more}</a>}
        </p>
      </Notice>
    ))}
  </>
)
