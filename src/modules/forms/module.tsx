// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { importCommands } from './import/commands.ts'
import { submissionOffers, submissionRoots, submissionRoutes } from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  commands: [...importCommands],
  roots: [...submissionRoots],
  offers: [...submissionOffers],
  routes: (on) => {
    submissionRoutes(on)
  },
}

export default door
