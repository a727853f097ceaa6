// The door: the town's own pages, and the files that machines look for at fixed addresses.
import type { DutyPages } from '../../contracts/duty-pages.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import type { SitemapPages } from '../../contracts/sitemap.ts'
import type { TownDuties } from '../../contracts/town-duties.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import { anyone } from '../../kernel/access.ts'
import { notFound, page, text } from '../../kernel/http/answer.ts'
import { frameSubject } from '../../kernel/http/frame.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import { listDuties } from './duties.ts'
import { laender } from './laender.ts'
import { addressesOf, documentsOf, sitemapPagesOf } from './offers.ts'
import { findPage, listPages, pageSubject, takePages } from './page.ts'
import { readPageFiles } from './page-files.ts'
import { ContentPage } from './pages.tsx'
import { securityTxt } from './security-txt.ts'
import { sitemapXml } from './sitemap.ts'
import { pageKinds } from './tables.ts'

const door: ModuleDoor = {
  name: 'pages',
  officialName: 'Seiten der Stadt',
  roots: [...pageKinds.map((kind) => `/${kind}`), '/.well-known/security.txt', '/robots.txt', '/sitemap.xml'],
  offers: [
    offer<TownFiles>('town-files', 1, async (town, { folder, starter, now }) => {
      const { texts, lines } = readPageFiles(folder, starter)
      const changed = await takePages(town, texts, now)
      const news = changed.length > 0 ? [`Pages taken over: ${changed.join(', ')}`] : []
      return { changed: changed.length > 0, lines: [...lines, ...news] }
    }),
    offer<DutyPages>('duty-pages', 1, async (town, { language }) => addressesOf(await listPages(town), language)),
    offer<SearchOffer>('search-documents', 1, async (town) => documentsOf(await listPages(town))),
    offer<SitemapPages>('sitemap-pages', 1, async (town) => sitemapPagesOf(await listPages(town))),
    offer<TownDuties>('town-duties', 1, (town, { today, language = 'de' }) => listDuties(town, today, language)),
  ],
  routes: (on) => {
    for (const kind of pageKinds) {
      on.page(`/${kind}`, anyone, { cachedBy: [] }, async ({ town, language, frame }) => {
        const found = await findPage(town, kind, language)
        if (!found) return notFound
        const { settings } = town
        const statement =
          kind === 'accessibility' ? { date: settings.accessibility.statementDate, land: laender[settings.land] } : undefined
        return page(<ContentPage frame={frame} page={found} statement={statement} />, { dependsOn: [pageSubject(kind)] })
      })
    }
    on.file('/.well-known/security.txt', anyone, { cachedBy: [] }, ({ town }) => {
      const body = securityTxt(town.settings, town.origin)
      return body === undefined ? notFound : text('text/plain; charset=utf-8', body, { dependsOn: [frameSubject] })
    })
    // A demonstration may be read by search engines so that they see its `X-Robots-Tag: noindex`.
    on.file('/robots.txt', anyone, { cachedBy: [] }, ({ town }) => {
      const sitemap = town.settings.demo ? '' : `\nSitemap: ${town.origin}/sitemap.xml\n`
      return text('text/plain; charset=utf-8', `User-agent: *\nDisallow: /desk/\n${sitemap}`, { dependsOn: [frameSubject] })
    })
    on.file('/sitemap.xml', anyone, { cachedBy: ['part'] }, async ({ house, town, query }) => {
      const answers = await house.askAll<SitemapPages>(town, 'sitemap-pages', {})
      const listed = answers
        .flatMap(({ answer }) => answer)
        .map(({ languages = ['de', 'en'], ...one }) => ({
          ...one,
          languages: languages.filter((language) => town.settings.languages.includes(language)),
        }))
      const part = query.part === undefined ? undefined : Number(query.part)
      const body = sitemapXml(town.origin, listed, part)
      const dependsOn = house.modules.map(({ name }) => `${name}.*`)
      return body === undefined ? notFound : text('application/xml; charset=utf-8', body, { dependsOn })
    })
  },
}

export default door
