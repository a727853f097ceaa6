// The door of the catalogue: which services the town has, where, and for whom.
import type { Entrance } from '../../contracts/entrance.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import type { SitemapPages } from '../../contracts/sitemap.ts'
import type { TownDuties } from '../../contracts/town-duties.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import type { VisitCounts } from '../../contracts/visits.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { apiRoutes } from './api-routes.ts'
import { catalogueCommands } from './commands.ts'
import { catalogueDuties } from './duties.ts'
import { entranceParts } from './entrance.ts'
import { listRoutes } from './list-routes.tsx'
import { officeRoutes } from './office-routes.tsx'
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
  offers: [
    offer<TownFiles>('town-files', 1, takeTownFiles),
    offer<SearchOffer>('search-documents', 1, searchDocuments),
    offer<Entrance>('entrance', 1, entranceParts),
    offer<VisitCounts>('visit-counts', 1, countVisits),
    offer<SitemapPages>('sitemap-pages', 1, sitemapPages),
    offer<TownDuties>('town-duties', 1, catalogueDuties),
  ],
  commands: catalogueCommands,
  routes: (on) => {
    apiRoutes(on)
    serviceRoutes(on)
    officeRoutes(on)
    listRoutes(on)
    shortLinkRoutes(on)
  },
}

export default door
