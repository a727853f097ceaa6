// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { builderPermissions, builderProcessing, builderRooms } from './builder/builder-door.ts'
import { builderRoutes } from './builder/builder-routes.tsx'
import { importCommands } from './import/commands.ts'
import { submissionOffers, submissionRoots, submissionRoutes } from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  permissions: { ...builderPermissions },
  processing: [...builderProcessing],
  desk: [...builderRooms],
  roots: [...submissionRoots],
  offers: [...submissionOffers],
  commands: [...importCommands],
  routes: (on) => {
    builderRoutes(on)
    submissionRoutes(on)
  },
}

export default door
