// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { builderPermissions, builderProcessing, builderRooms } from './builder/builder-door.ts'
import { builderRoutes } from './builder/builder-routes.tsx'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  permissions: { ...builderPermissions },
  processing: [...builderProcessing],
  desk: [...builderRooms],
  routes: (on) => {
    builderRoutes(on)
  },
}

export default door
