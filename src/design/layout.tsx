// The complete document around every page: head, header, breadcrumb, help and footer.
import type { ComponentChildren } from 'preact'
import { htmlLang, type Language } from '../kernel/language.ts'
import { Banner } from './banner.tsx'
import { formatTime } from './format.ts'
import { assetUrl, type Frame, type Link, langOf } from './frame.ts'
import { HelpLine } from './help.tsx'
import { GateMark, Icon, Shield } from './icons.tsx'
import { JsonLd } from './rich-text.tsx'
import { AccountRooms } from './rooms.tsx'
import { SearchField } from './search-field.tsx'
import { designWords } from './words.ts'

export type LayoutProps = {
  frame: Frame
  /** What the page is, without the town: `Reisepass`. */
  title: string
  /** One sentence for search engines and previews. */
  description?: string | undefined
  /** From the start page's child to this page; the last one has no url. */
  breadcrumb?: readonly (Link | { label: string; url?: undefined; language?: Language | undefined })[] | undefined
  /** A page of the signed-in person's account: true, or the url of the place it belongs to. */
  account?: boolean | string | undefined
  /** `header`: small field on top (default); `page`: the page has its own field; `none`: nothing leads away from a form. */
  search?: 'header' | 'page' | 'none' | undefined
  /** `own`: the page shows its own help box instead of the help line. */
  help?: 'line' | 'own' | undefined
  /** The page shows problems with what was typed: its title says so first. */
  problems?: boolean | undefined
  noIndex?: boolean | undefined
  /** schema.org description of the page's subject. */
  jsonLd?: object | undefined
  /** Source names of further islands: `map.island.js`. */
  islands?: readonly string[] | undefined
  /** Source names of further stylesheets: `desk.island.css`. */
  styles?: readonly string[] | undefined
  children: ComponentChildren
}

const languageNames: Record<Language, string> = { de: 'Deutsch', en: 'English', leicht: 'Leichte Sprache' }

export function Layout(props: LayoutProps) {
  const { frame, account = false, search = 'header', help = 'line', children } = props
  const text = designWords(frame)
  const overview = account !== false && frame.account?.[0]
  const breadcrumb = overview
    ? [{ label: text.account, url: props.breadcrumb && overview.url }, ...(props.breadcrumb ?? [])]
    : props.breadcrumb
  return (
    <html lang={htmlLang(frame.language)}>
      <Head {...props} />
      <body>
        <a class="skip" href="#content">
          {text.skip}
        </a>
        <Header frame={frame} search={search} />
        <ActingFor frame={frame} />
        {frame.banner && <Banner frame={frame} banner={frame.banner} />}
        {breadcrumb && breadcrumb.length > 0 && <Breadcrumb frame={frame} path={breadcrumb} />}
        {overview && <AccountRooms frame={frame} current={account === true ? undefined : account} />}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {help === 'line' && <HelpLine frame={frame} />}
        <Footer frame={frame} />
      </body>
    </html>
  )
}

export function Head({
  frame,
  title,
  description,
  search = 'header',
  problems,
  noIndex,
  jsonLd,
  islands = [],
  styles = [],
}: Omit<LayoutProps, 'children'>) {
  const whole = title === frame.town.officialName ? title : `${title} – ${frame.town.officialName}`
  const german = frame.alternates.find(({ language }) => language === 'de')
  const scripts = search === 'none' ? islands : ['suggest.island.js', ...islands]
  const stays = frame.signIn?.stays ? ['stay.island.js'] : []
  const theme = assetUrl(frame, 'theme.island.js')
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{problems ? `${designWords(frame).errorTitle}: ${whole}` : whole}</title>
      {description && <meta name="description" content={description} />}
      {noIndex && <meta name="robots" content="noindex" />}
      <link rel="canonical" href={frame.canonical} />
      {frame.alternates
        .filter(({ language }) => language !== 'leicht')
        .map(({ language, url }) => (
          <link rel="alternate" hreflang={language} href={url} />
        ))}
      {german && frame.alternates.length > 1 && <link rel="alternate" hreflang="x-default" href={german.url} />}
      <link rel="stylesheet" href={frame.themeUrl} />
      {['design.css', ...styles].map((name) => {
        const url = assetUrl(frame, name)
        return url && <link rel="stylesheet" href={url} />
      })}
      {/* Not deferred: the chosen view must be known before the first paint. */}
      {theme && <script src={theme} />}
      {[...scripts, ...stays].map((name) => {
        const url = assetUrl(frame, name)
        return url && <script type="module" src={url} />
      })}
      {jsonLd && <JsonLd value={jsonLd} />}
    </head>
  )
}

function Header({ frame, search }: { frame: Frame; search: 'header' | 'page' | 'none' }) {
  const text = designWords(frame)
  const { town, pages, signIn } = frame
  const easy = frame.alternates.find(({ language }) => language === 'leicht')?.path ?? pages.easyLanguage
  return (
    <header>
      {frame.demo && <p class="demo">{text.demo}</p>}
      <div class="stripe" />
      <div class="header">
        <div class="wrap header-row">
          <a class="brand" href={town.homeUrl}>
            {town.crest ? <img class="crest" src={town.crest} alt="" width="34" height="42" /> : <Shield />}
            <span>
              <span class="brand-name">{town.name}</span>
              <span class="brand-sub">{town.subtitle ?? text.subtitle}</span>
              <span class="hidden">{text.toHome}</span>
            </span>
          </a>
          {search === 'header' && (
            <>
              <SearchField frame={frame} size="header" />
              <a class="only-narrow icon-link" href={frame.searchUrl} aria-label={text.search}>
                <Icon name="search" />
              </a>
            </>
          )}
          <nav class="header-links" aria-label={signIn ? text.languagesAndSignIn : text.languages}>
            <ul>
              {search === 'page' && easy && frame.language !== 'leicht' && (
                <li class="only-wide">
                  <a href={easy} lang="de">
                    <Icon name="book" />
                    {languageNames.leicht}
                  </a>
                </li>
              )}
              {search === 'page' && pages.signLanguage && (
                <li class="only-wide">
                  <a href={pages.signLanguage}>
                    <Icon name="hand" />
                    {text.signLanguage}
                  </a>
                </li>
              )}
              {frame.alternates.map(
                ({ language, path }) =>
                  language !== frame.language &&
                  language !== 'leicht' && (
                    <li>
                      <a href={path} lang={language} hreflang={language}>
                        {languageNames[language]}
                      </a>
                    </li>
                  ),
              )}
              {signIn && (
                <li>
                  <a class="sign-in" href={signIn.url}>
                    <Icon name="person" />
                    {signIn.signOut ? text.account : text.signIn}
                  </a>
                </li>
              )}
            </ul>
          </nav>
        </div>
      </div>
    </header>
  )
}

/** On every page, in words, with the way out: what is done now is done for somebody else. */
export function ActingFor({ frame: { actingFor, ...frame } }: { frame: Frame }) {
  if (!actingFor) return null
  const text = designWords(frame)
  return (
    <section class="acting" aria-label={text.actingTitle}>
      <form class="wrap acting-row" method="post" action={actingFor.stop}>
        <Icon name="people" />
        <a href={actingFor.url}>{actingFor.kind === 'person' ? text.actingForPerson : text.actingForOrganisation}</a>
        <button type="submit" class="link-button">
          {text.actingStop}
        </button>
      </form>
    </section>
  )
}

/** On narrow screens only the step back is shown: the last link before this page. */
export function Breadcrumb({ frame, path }: { frame: Frame; path: NonNullable<LayoutProps['breadcrumb']> }) {
  const text = designWords(frame)
  const steps: NonNullable<LayoutProps['breadcrumb']>[number][] = [{ label: text.start, url: frame.town.homeUrl }, ...path]
  const back = steps.findLastIndex(({ url }) => url !== undefined)
  return (
    <nav class="breadcrumb wrap" aria-label={text.breadcrumb}>
      <ol>
        {steps.map(({ label, url, language }, index) => (
          <li class={index === back ? 'back' : undefined}>
            {index === back && <Icon name="back" size={20} />}
            {url === undefined ? (
              <span aria-current="page" lang={langOf({ language })}>
                {label}
              </span>
            ) : (
              <a href={url} lang={langOf({ language })}>
                {label}
              </a>
            )}
            {index < steps.length - 1 && <Icon name="next" size={20} />}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Until when the session lasts, in words; its script warns two minutes before and sends a sign of life for any key. */
function Stays({ frame, stays }: { frame: Frame; stays: NonNullable<NonNullable<Frame['signIn']>['stays']> }) {
  const text = designWords(frame)
  const { url, until, atMost } = stays
  return (
    <p
      class="meta"
      data-stay={url}
      data-stay-until={until.toISOString()}
      data-stay-at-most={atMost.toISOString()}
      data-stay-soon={text.staySoon}
      data-stay-end={text.stayEnds}
      data-stay-button={text.stayButton}
      data-stay-over={text.stayOver}
    >
      {text.staysUntil(formatTime(frame, until))}
    </p>
  )
}

const dutyLabels = ['imprint', 'privacy', 'accessibility', 'easyLanguage', 'signLanguage', 'reportBarrier'] as const

export function Footer({ frame }: { frame: Frame }) {
  const text = designWords(frame)
  return (
    <footer class="footer">
      <div class="wrap">
        {frame.signIn?.stays && <Stays frame={frame} stays={frame.signIn.stays} />}
        <div class="footer-row">
          <p class="footer-town">{frame.town.officialName}</p>
          <p hidden>
            <button type="button" class="link-button" data-theme-switch={text.dark} data-theme-light={text.light}>
              {text.dark}
            </button>
          </p>
        </div>
        <div class="footer-row">
          <nav aria-label={text.footer}>
            <ul class="footer-links">
              {dutyLabels.map((page) => {
                const url = frame.pages[page]
                return (
                  url && (
                    <li>
                      <a href={url}>{text[page]}</a>
                    </li>
                  )
                )
              })}
            </ul>
          </nav>
          <p class="mark">
            <GateMark />
            <strong>Stadttor</strong> <span>{text.product}</span>
          </p>
        </div>
      </div>
    </footer>
  )
}
