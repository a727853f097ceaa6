// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { importCommands } from './import/commands.ts'
import * as submissions from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  roots: [...submissions.roots],
  offers: [...submissions.offers],
  hears: [...submissions.hearings],
  jobs: [...submissions.jobs],
  commands: [...importCommands],
  routes: (on) => {
    submissions.routes(on)
  },
}

export default door
