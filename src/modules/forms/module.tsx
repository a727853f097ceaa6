// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { builderPermissions, builderProcessing, builderRooms } from './builder/builder-door.ts'
import { builderRoutes } from './builder/builder-routes.tsx'
import { builderOffers } from './builder/offers.ts'
import { openDemo } from './demo/demo.ts'
import * as filling from './filling/door.ts'
import { importCommands } from './import/commands.ts'
import { packageOffers } from './packages/offers.ts'
import * as submissions from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  permissions: { ...builderPermissions, ...submissions.permissions },
  processing: [...builderProcessing, ...filling.processing, ...submissions.processing],
  desk: [...builderRooms, ...submissions.desk],
  roots: [...submissions.roots],
  offers: [...builderOffers, ...submissions.offers, ...filling.offers, ...packageOffers],
  hears: [...submissions.hearings],
  jobs: [...submissions.jobs, ...filling.jobs],
  commands: [...importCommands],
  opened: (house) => {
    const stopDemo = openDemo(house)
    const stopCounting = submissions.opened(house)
    return async () => {
      await stopDemo?.()
      await stopCounting?.()
    }
  },
  routes: (on) => {
    builderRoutes(on)
    submissions.routes(on)
    filling.routes(on)
  },
}

export default door
