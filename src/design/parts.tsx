// Small parts of every page: buttons, lists, facts, badges, notices, chips, steps, pagination, empty states.
import type { ComponentChildren } from 'preact'
import type { Reader } from '../kernel/words.ts'
import { assetUrl, type Frame, type Link, langOf } from './frame.ts'
import { Icon, type IconName } from './icons.tsx'
import { designWords } from './words.ts'

type Looks = { secondary?: boolean | undefined; danger?: boolean | undefined }

const buttonClass = ({ secondary, danger }: Looks) => (danger ? 'button danger' : secondary ? 'button secondary' : 'button')

/** One primary button a page; its text is a verb with its object. It sends the form it stands in. */
export function Button({
  children,
  name,
  value,
  ...looks
}: Looks & { children: ComponentChildren; name?: string; value?: string }) {
  return (
    <button type="submit" class={buttonClass(looks)} name={name} value={value}>
      {children}
    </button>
  )
}

/** A link that begins the page's one task, such as an online form. */
export function ButtonLink({ url, children, ...looks }: Looks & { url: string; children: ComponentChildren }) {
  return (
    <a class={buttonClass(looks)} href={url}>
      {children}
    </a>
  )
}

/** Ruled list of links, each with one fact on the right: a fee, an address. */
export function LinkList({ items }: { items: readonly (Link & { fact?: string | undefined })[] }) {
  return (
    <ul class="ruled">
      {items.map(({ label, url, fact, language }) => (
        <li>
          <a href={url} lang={langOf({ language })}>
            {label}
          </a>
          {fact && <span class="meta">{fact}</span>}
        </li>
      ))}
    </ul>
  )
}

export type Fact = {
  label: string
  value: string /** Second, lighter line. */
  more?: string | undefined
  url?: string | undefined
}

/** The box at the side that answers at a glance. */
export function Facts({ items }: { items: readonly Fact[] }) {
  if (items.length === 0) return null
  return (
    <dl class="facts">
      {items.map(({ label, value, more, url }) => (
        <div>
          <dt>{label}</dt>
          <dd>
            {url ? <a href={url}>{value}</a> : value}
            {more && <span class="meta">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export type Tone = 'ok' | 'warn' | 'bad' | 'plain'

const toneIcons: Record<Tone, IconName> = { ok: 'check', warn: 'warning', bad: 'warning', plain: 'info' }

/** The state of one thing; never pressed. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={`badge ${tone}`}>
      <Icon name={icon ?? toneIcons[tone]} size={20} />
      {children}
    </span>
  )
}

/** Marks invented content of the demo. */
export function Example({ reader }: { reader: Reader }) {
  return <span class="example">{designWords(reader).example}</span>
}

/** Something to know before going on. `status` announces it once when it answers what was just done. */
export function Notice({
  tone = 'plain',
  title,
  status,
  children,
}: {
  tone?: Tone
  title?: string | undefined
  status?: boolean | undefined
  children?: ComponentChildren
}) {
  return (
    <div class={`notice ${tone}`} role={status ? 'status' : undefined}>
      <Icon name={toneIcons[tone]} />
      <div>
        {title && <h2>{title}</h2>}
        {children}
      </div>
    </div>
  )
}

/** `count` as text where it is only counted up to a bound: `1000+`. */
export type Chip = Link & { count?: number | string | undefined; current?: boolean | undefined }

/** Filters are links with counts; leave out what would give 0. */
export function Chips({ items, labelledBy }: { items: readonly Chip[]; labelledBy?: string }) {
  return (
    <ul class="chips" aria-labelledby={labelledBy}>
      {items.map(({ label, url, count, current }) => (
        <li>
          <a class="chip" href={url} aria-current={current ? 'true' : undefined}>
            {label} {count !== undefined && <span class="count num">{count}</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}

export type Contact = { icon: IconName; label: string; url?: string | undefined; note?: string | undefined }

/** Phone, mail, place: an icon beside each. */
export function Contacts({ items }: { items: readonly Contact[] }) {
  return (
    <ul>
      {items.map(({ icon, label, url, note }) => (
        <li class="contact">
          <Icon name={icon} />
          <span>
            {url ? <a href={url}>{label}</a> : label}
            {note && <span class="meta block">{note}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The steps of a procedure, in order. */
export function Steps({ items }: { items: readonly ComponentChildren[] }) {
  return (
    <ol class="steps">
      {items.map((step) => (
        <li>{step}</li>
      ))}
    </ol>
  )
}

/** What would be here, why it is not, one way on. No drawing. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ComponentChildren
  action?: Link | undefined
}) {
  return (
    <div class="measure empty">
      <h2>{title}</h2>
      {children}
      {action && (
        <p>
          <a href={action.url}>{action.label}</a>
        </p>
      )}
    </div>
  )
}

/** Pages of a list: one before, one after, and where we are. */
export function Pagination({
  reader,
  page,
  count,
  urlOf,
}: {
  reader: Reader
  page: number
  count: number
  urlOf: (page: number) => string
}) {
  if (count < 2) return null
  const text = designWords(reader)
  return (
    <nav class="pages" aria-label={text.pages}>
      <ul>
        {page > 1 && (
          <li>
            <a class="chip" href={urlOf(page - 1)} rel="prev">
              <Icon name="back" size={20} />
              {text.previous}
            </a>
          </li>
        )}
        <li aria-current="page">{text.pageOf(page, count)}</li>
        {page < count && (
          <li>
            <a class="chip" href={urlOf(page + 1)} rel="next">
              {text.next}
              <Icon name="next" size={20} />
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** What the map's own controls say, under the names that MapLibre knows them by. */
const mapWords = (text: ReturnType<typeof designWords>) => ({
  'Map.Title': text.mapPicture,
  'NavigationControl.ZoomIn': text.zoomIn,
  'NavigationControl.ZoomOut': text.zoomOut,
  'Popup.Close': text.close,
  'CooperativeGesturesHandler.WindowsHelpText': text.zoomByWheel,
  'CooperativeGesturesHandler.MacHelpText': text.zoomByWheel,
  'CooperativeGesturesHandler.MobileHelpText': text.moveByFingers,
})

/**
 * Where the moving map appears on request; the list beside it is complete without it.
 * `url` is this page with the map switched on; the island fills `data-map` in place.
 */
export function MapFrame({
  frame,
  url,
  kilobytes,
  source,
  shown,
}: {
  frame: Frame
  url: string
  kilobytes: number
  /** Address of the places as GeoJSON. */
  source: string
  shown?: boolean | undefined
}) {
  const text = designWords(frame)
  return (
    <section
      class="map-frame"
      aria-label={text.map}
      data-map={source}
      data-map-open={shown ? '' : undefined}
      data-map-failed={text.mapFailed}
      data-map-words={JSON.stringify(mapWords(text))}
      data-map-script={assetUrl(frame, 'map-view.island.js')}
      data-map-style={assetUrl(frame, 'map-view.css')}
      data-map-worker={assetUrl(frame, 'maplibre-gl-worker.js')}
    >
      <script type="module" src={assetUrl(frame, 'map.island.js')} />
      <p>
        <a href={url} data-map-show="">
          {text.showMap(kilobytes)}
        </a>
      </p>
      <p class="meta">{text.mapHint}</p>
    </section>
  )
}
