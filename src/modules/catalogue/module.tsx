// The door of the catalogue: which services the town has, where, and for whom.
import type { ModuleDoor } from '../../kernel/module.ts'
import { serviceRoutes } from './service-routes.tsx'

const door: ModuleDoor = {
  name: 'catalogue',
  officialName: 'Leistungskatalog',
  roots: ['/services'],
  routes: (on) => {
    serviceRoutes(on)
  },
}

export default door
