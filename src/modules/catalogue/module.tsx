// The door of the catalogue: which services the town has, where, and for whom.
import type { DeskSearch, DeskWork } from '../../contracts/desk-work.ts'
import type { Entrance } from '../../contracts/entrance.ts'
import type { CheckPart, InstallPart } from '../../contracts/package-parts.ts'
import type { Interests, PersonalHall } from '../../contracts/personal-hall.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import type { SearchMisses } from '../../contracts/search-misses.ts'
import type { SitemapPages } from '../../contracts/sitemap.ts'
import type { TownBanner } from '../../contracts/town-banner.ts'
import type { TownDuties } from '../../contracts/town-duties.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import type { TownSynonyms } from '../../contracts/town-synonyms.ts'
import type { VisitCounts } from '../../contracts/visits.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { apiRoutes } from './api-routes.ts'
import { catalogueCommands } from './commands.ts'
import { catalogueDuties } from './duties.ts'
import { bannerRoutes } from './editor/banner-routes.tsx'
import { countMisses } from './editor/demand.ts'
import { deskListRoutes } from './editor/desk-list-routes.tsx'
import { catalogueBanner, catalogueHits, catalogueWork, editedSynonyms } from './editor/desk-offers.ts'
import { factRoutes } from './editor/fact-routes.tsx'
import { editorJobs } from './editor/jobs.ts'
import { overviewRoutes } from './editor/overview-routes.tsx'
import { thingRoutes } from './editor/thing-routes.tsx'
import { entranceParts } from './entrance.ts'
import { fittingServices, listInterests } from './interests.ts'
import { listRoutes } from './list-routes.tsx'
import { officeRoutes } from './office-routes.tsx'
import { checkPart, installPart } from './package-part.ts'
import { situationRoot } from './paths.ts'
import { searchDocuments } from './search-documents.ts'
import { serviceRoutes } from './service-routes.tsx'
import { shortLinkRoutes } from './short-link-routes.tsx'
import { sitemapPages } from './sitemap.ts'
import { takeTownFiles } from './town-files.ts'
import { countVisits } from './visit-count.ts'

const door: ModuleDoor = {
  name: 'catalogue',
  officialName: 'Leistungskatalog',
  roots: [
    '/services',
    '/offices',
    ...Object.values(situationRoot),
    '/topics',
    '/a-z',
    '/changes',
    '/obstacles',
    '/go',
    '/api/v1/services',
    '/api/v1/offices',
    '/api/v1/life-situations',
    '/api/v1/business-situations',
    '/api/v1/topics',
  ],
  permissions: {
    'texts.edit': {
      de: 'Texte von Leistungen und Dienststellen bearbeiten',
      en: 'Edit texts of services and offices',
      wholeTown: true,
    },
    'texts.publish': { de: 'Entwürfe freigeben und veröffentlichen', en: 'Release and publish drafts', wholeTown: true },
    'taxonomy.edit': {
      de: 'Themen, Lebenslagen und Suchwörter bearbeiten',
      en: 'Edit topics, life situations and search words',
      wholeTown: true,
    },
    'banners.edit': { de: 'Störungshinweise einstellen und beenden', en: 'Set and end disruption notices', wholeTown: true },
  },
  processing: [
    {
      purpose: { de: 'Bearbeitungsverlauf des Leistungskatalogs', en: 'Editing history of the service catalogue' },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: { de: 'Beschäftigte der Redaktion', en: 'Editorial staff' },
      categories: {
        de: 'Kennung der Person, Zeitpunkt und Inhalt der Änderung, Zuständigkeit für Texte',
        en: 'Identifier of the person, time and content of the change, responsibility for texts',
      },
      recipients: { de: 'Redaktion der Stadt', en: 'Editors of the town' },
      erasedAfter: {
        de: 'Die Kennung bleibt beim Verlauf; ihr Name geht mit dem Konto der Person.',
        en: 'The identifier stays with the history; the name goes with the account of the person.',
      },
    },
  ],
  desk: [
    { path: '/desk/catalogue', permission: 'catalogue.texts.edit', label: { de: 'Leistungskatalog', en: 'Service catalogue' } },
    { path: '/desk/catalogue/topics', permission: 'catalogue.taxonomy.edit', label: { de: 'Themen', en: 'Topics' }, rare: true },
    {
      path: '/desk/catalogue/banners',
      permission: 'catalogue.banners.edit',
      label: { de: 'Störungshinweise', en: 'Disruption notices' },
      rare: true,
    },
  ],
  jobs: editorJobs,
  offers: [
    offer<TownFiles>('town-files', 1, takeTownFiles),
    offer<CheckPart>('check-package-part', 1, async (_town, asked) => checkPart(asked)),
    offer<InstallPart>('install-package-part', 1, (town, asked, house) => installPart(house, town, asked)),
    offer<SearchOffer>('search-documents', 1, searchDocuments),
    offer<Entrance>('entrance', 1, entranceParts),
    offer<VisitCounts>('visit-counts', 1, countVisits),
    offer<SitemapPages>('sitemap-pages', 1, sitemapPages),
    offer<TownDuties>('town-duties', 1, catalogueDuties),
    offer<TownBanner>('town-banner', 1, catalogueBanner),
    offer<TownSynonyms>('town-synonyms', 1, (town) => editedSynonyms(town)),
    offer<SearchMisses>('search-misses', 1, countMisses),
    offer<Interests>('interests', 1, listInterests),
    offer<PersonalHall>('personal-hall', 1, fittingServices),
    offer<DeskWork>('desk-work', 1, catalogueWork),
    offer<DeskSearch>('desk-search', 1, catalogueHits),
  ],
  commands: catalogueCommands,
  routes: (on) => {
    apiRoutes(on)
    serviceRoutes(on)
    officeRoutes(on)
    listRoutes(on)
    shortLinkRoutes(on)
    overviewRoutes(on)
    deskListRoutes(on)
    thingRoutes(on)
    factRoutes(on)
    bannerRoutes(on)
  },
}

export default door
