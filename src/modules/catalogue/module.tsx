// The door of the catalogue: which services the town has, where, and for whom.
import type { TownFiles } from '../../contracts/town-files.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { listRoutes } from './list-routes.tsx'
import { serviceRoutes } from './service-routes.tsx'
import { takeTownFiles } from './town-files.ts'

const door: ModuleDoor = {
  name: 'catalogue',
  officialName: 'Leistungskatalog',
  roots: ['/services', '/life-situations', '/business-situations', '/topics', '/a-z', '/changes', '/obstacles'],
  offers: [offer<TownFiles>('town-files', 1, takeTownFiles)],
  routes: (on) => {
    serviceRoutes(on)
    listRoutes(on)
  },
}

export default door
