// What stands around every page of a town: asked from the neighbours once, kept until one of them says it changed.
import type { DutyPages } from '../../contracts/duty-pages.ts'
import type { ActingPlaces } from '../../contracts/representation.ts'
import type { SignInPlaces } from '../../contracts/sign-in.ts'
import type { Support } from '../../contracts/support.ts'
import type { TownBanner } from '../../contracts/town-banner.ts'
import type { Frame, Help } from '../../design/frame.ts'
import { mayIn, type SignedIn } from '../access.ts'
import type { House } from '../house.ts'
import { htmlLang, type Language, pathIn } from '../language.ts'
import type { Town } from '../town.ts'

/** The subject whose events renew every page's frame. */
export const frameSubject = 'kernel.frame'

type Fixed = Omit<Frame, 'canonical' | 'alternates' | 'signIn' | 'actingFor' | 'desk' | 'account'> & {
  places: SignInPlaces['answer'] | undefined
  acting: ActingPlaces['answer'] | undefined
}

export class Frames {
  readonly #fixed = new Map<string, Fixed>()
  readonly #assets: Readonly<Record<string, string>>
  readonly #themeUrlOf: (town: Town) => string
  /** Counts every `forget`: a frame asked before it and answered after it must not be kept. */
  #forgets = 0

  constructor(assets: Readonly<Record<string, string>>, themeUrlOf: (town: Town) => string) {
    this.#assets = assets
    this.#themeUrlOf = themeUrlOf
  }

  async frameFor(house: House, town: Town, language: Language, path: string, person?: SignedIn): Promise<Frame> {
    const key = `${town.id} ${language}`
    let fixed = this.#fixed.get(key)
    if (!fixed) {
      const before = this.#forgets
      fixed = await this.#ask(house, town, language)
      if (before === this.#forgets) this.#fixed.set(key, fixed)
    }
    const alternates = town.settings.languages.map((other) => ({
      language: other,
      path: pathIn(other, path),
      url: town.origin + pathIn(other, path),
    }))
    const { places, acting, ...rest } = fixed
    return {
      ...rest,
      canonical: town.origin + pathIn(language, path),
      alternates,
      signIn: places && signInOf(places, language, path, person),
      actingFor: person?.actsFor && acting && { kind: person.actsFor.kind, ...acting },
      desk: person?.kind === 'staff' ? deskRooms(house, town, language, person) : undefined,
      account: person && accountRooms(house, town, language, person),
    }
  }

  forget(townId?: number): void {
    this.#forgets += 1
    for (const key of this.#fixed.keys()) if (townId === undefined || key.startsWith(`${townId} `)) this.#fixed.delete(key)
  }

  async #ask(house: House, town: Town, language: Language): Promise<Fixed> {
    const { settings } = town
    const tongue = htmlLang(language)
    const pages = await house.ask<DutyPages>(town, 'duty-pages', { language })
    const support = await house.ask<Support>(town, 'support', { language })
    const { banner } = settings
    return {
      language,
      ownWords: settings.ownWords,
      town: {
        name: settings.name,
        officialName: settings.officialName,
        subtitle: settings.subtitle[tongue],
        homeUrl: pathIn(language, '/'),
      },
      demo: settings.demo,
      assets: this.#assets,
      themeUrl: this.#themeUrlOf(town),
      searchUrl: pathIn(language, '/search'),
      banner:
        (await house.ask<TownBanner>(town, 'town-banner', { language, now: new Date() })) ??
        (banner
          ? {
              title: banner.title[tongue],
              text: banner.text[tongue],
              link: banner.link && { label: banner.link.label[tongue], url: pathIn(language, banner.link.url) },
              example: banner.example,
            }
          : undefined),
      pages: pages ?? {},
      help: support ?? helpOf(town, tongue),
      places: await house.ask<SignInPlaces>(town, 'sign-in-places', { language }),
      acting: await house.ask<ActingPlaces>(town, 'acting-places', { language }),
    }
  }
}

/** Back to this page after signing in; who is signed in finds the own account and the way out. */
function signInOf(
  places: SignInPlaces['answer'],
  language: Language,
  path: string,
  person: SignedIn | undefined,
): NonNullable<Frame['signIn']> {
  if (person) {
    const { idleUntil, expiresAt } = person
    const until = idleUntil < expiresAt ? idleUntil : expiresAt
    const stays = places.stay === undefined ? undefined : { url: places.stay, until, atMost: expiresAt }
    return { url: places.account, signOut: places.signOut, stays }
  }
  return { url: path === '/' ? places.signIn : `${places.signIn}?next=${encodeURIComponent(pathIn(language, path))}` }
}

const deskRooms = (house: House, town: Town, language: Language, person: SignedIn): NonNullable<Frame['desk']> =>
  house.modules
    .filter((module) => house.isOpenIn(town, module))
    .flatMap(({ desk }) => desk ?? [])
    .filter(({ permission }) =>
      house.permissionDeclared(permission)?.wholeTown ? mayIn(person, permission, '/') : person.permissions.has(permission),
    )
    .sort((a, b) => Number(b.first ?? false) - Number(a.first ?? false))
    .map(({ path, label, rare }) => ({ url: pathIn(language, path), label: label[htmlLang(language)], rare }))

const accountRooms = (house: House, town: Town, language: Language, { kind }: SignedIn): NonNullable<Frame['account']> =>
  house.modules
    .filter((module) => house.isOpenIn(town, module))
    .flatMap(({ account }) => account ?? [])
    .filter(({ residentsOnly }) => kind === 'resident' || !residentsOnly)
    .sort((a, b) => a.order - b.order)
    .map(({ path, label }) => ({ url: pathIn(language, path), label: label[htmlLang(language)] }))

/** Until a support module is home: phone, hours, and where to write. */
function helpOf({ settings }: Town, tongue: 'de' | 'en'): Help {
  const { phone, writeTo } = settings.help
  return {
    phones: phone.map(({ label, number, hours }) => ({ label: label[tongue], number, ...(hours && { hours: hours[tongue] }) })),
    ...(writeTo && { write: writeTo }),
  }
}
