// What the frame around every page needs to know: whose page it is, in which language, and where help is.

import { htmlLang, type Language } from '../kernel/language.ts'
import type { Reader } from '../kernel/words.ts'

/** A link as pages pass it on: its words and its address, language prefix included. */
export type Link = {
  label: string
  url: string
  /** Only where the label is in another language than the page: the name of a service without translation. */
  language?: Language | undefined
}

/** The `lang` attribute of a part; absent where it is that of the page. */
export const langOf = ({ language }: { language?: Language | undefined }): 'de' | 'en' | undefined =>
  language && htmlLang(language)

export type HelpPhone = {
  /** What answers there: `Behördennummer`. */ label: string
  number: string /** `Montag bis Freitag, 8 bis 18 Uhr` */
  hours?: string | undefined
}

/** Help that every page ends with. What a town does not offer is left out. */
export type Help = {
  phones: readonly HelpPhone[]
  write?: string | undefined
  forOthers?: string | undefined
}

/** Pages that every town owes its residents; an absent one is not linked. */
export type DutyPages = {
  imprint?: string | undefined
  privacy?: string | undefined
  accessibility?: string | undefined
  easyLanguage?: string | undefined
  signLanguage?: string | undefined
  reportBarrier?: string | undefined
}

/** `language` and `ownWords` make it a reader: `designWords(frame)`. All urls carry their language prefix. */
export type Frame = Reader & {
  town: {
    /** `München` */
    name: string
    /** `Stadt München`, above the footer's links. */
    officialName: string
    /** Below the name; without it the words say `Rathaus online`. */
    subtitle?: string | undefined
    homeUrl: string
    /** Address of the town's own crest, once it has given one; until then a neutral shield is drawn. */
    crest?: string | undefined
  }
  demo: boolean
  /** `dist/assets.json`: source name → file name below `/assets/`. */
  assets: Readonly<Record<string, string>>
  /** `/theme-<hash>.css`: the town's accent colours. */
  themeUrl: string
  /** Absolute address of this page in this language. */
  canonical: string
  /** This page in every language it exists in, its own included: `url` absolute for machines, `path` for links. */
  alternates: readonly { language: Language; url: string; path: string }[]
  searchUrl: string
  /** One line, one link: a disruption that everybody should know. */
  banner?: { title: string; text: string; link?: Link | undefined; example?: boolean | undefined } | undefined
  pages: DutyPages
  help: Help
  /** Absent as long as nobody can sign in: nothing half-built is linked. */
  signIn?:
    | {
        url: string
        /** Only for who is signed in; `url` is then their own account. */
        signOut?: string | undefined
        /** How long the session lasts, and where a sign of life is sent. */
        stays?: { url: string; until: Date; atMost: Date } | undefined
      }
    | undefined
  /** For whom the person acts in this session, without a name: the account's own page says it. `stop` takes a POST. */
  actingFor?: { kind: 'person' | 'organisation'; url: string; stop: string } | undefined
  /** The rooms of the desk that this member of staff may enter. */
  desk?: readonly (Link & { /** Not for every day. */ rare?: true | undefined })[] | undefined
  /** The places of the signed-in person, the overview first. */
  account?: readonly Link[] | undefined
}

/** The address of a built browser file, or undefined when it was not built. */
export const assetUrl = (frame: Frame, name: string): string | undefined => {
  const file = frame.assets[name]
  return file === undefined ? undefined : `/assets/${file}`
}
