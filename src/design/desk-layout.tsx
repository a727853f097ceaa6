// The document around every page of the desk: the rooms a member of staff may enter, full width, small text.
import type { ComponentChildren } from 'preact'
import { htmlLang } from '../kernel/language.ts'
import type { Link } from './frame.ts'
import { Shield } from './icons.tsx'
import { ActingFor, Footer, Head, type LayoutProps } from './layout.tsx'
import { DeskRooms } from './rooms.tsx'
import { designWords } from './words.ts'

export type DeskLayoutProps = Pick<LayoutProps, 'frame' | 'title' | 'problems' | 'islands'> & {
  /** One step back, above the heading: `Zurück zur Arbeitsliste`. */
  back?: Link | undefined
  /** Marks the room of the page in the navigation: its url, language prefix included. */
  room?: string | undefined
  /** At the right of the heading: a deadline, a search. */
  aside?: ComponentChildren
  /** Below the heading, small. */
  meta?: ComponentChildren
  children: ComponentChildren
}

/** Draws the page's only h1 from `title`. */
export function DeskLayout({ back, room, aside, meta, children, ...props }: DeskLayoutProps) {
  const { frame, title } = props
  const text = designWords(frame)
  return (
    <html lang={htmlLang(frame.language)}>
      <Head {...props} search="none" noIndex styles={['desk.css']} islands={['desk-keys.island.js', ...(props.islands ?? [])]} />
      <body class="desk">
        <a class="skip" href="#content">
          {text.skip}
        </a>
        <header>
          {frame.demo && <p class="demo">{text.demo}</p>}
          <div class="stripe" />
          <div class="header">
            <div class="wrap header-row">
              <a class="brand" href={frame.town.homeUrl}>
                {frame.town.crest ? <img class="crest" src={frame.town.crest} alt="" width="28" height="34" /> : <Shield />}
                <span class="brand-name">
                  {frame.town.name}
                  <span class="hidden">{text.toHome}</span>
                </span>
              </a>
              <DeskRooms frame={frame} current={room} />
            </div>
          </div>
        </header>
        <ActingFor frame={frame} />
        <main id="content" tabIndex={-1}>
          <div class="wrap">
            {back && (
              <p class="desk-back">
                <a href={back.url}>{back.label}</a>
              </p>
            )}
            <div class="desk-head">
              <div>
                <h1>{title}</h1>
                {meta && <p class="meta">{meta}</p>}
              </div>
              {aside && <div class="desk-aside">{aside}</div>}
            </div>
            {children}
          </div>
        </main>
        <Footer frame={frame} />
      </body>
    </html>
  )
}
