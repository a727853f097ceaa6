// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { openDemo } from './demo/demo.ts'
import { fillingRoutes } from './filling/door.ts'
import { submissionOffers, submissionRoots, submissionRoutes } from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  roots: [...submissionRoots],
  offers: [...submissionOffers],
  opened: openDemo,
  routes: (on) => {
    submissionRoutes(on)
    fillingRoutes(on)
  },
}

export default door
