// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'
import { submissionHearings, submissionJobs, submissionOffers, submissionRoots, submissionRoutes } from './submissions/door.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
  roots: [...submissionRoots],
  offers: [...submissionOffers],
  hears: [...submissionHearings],
  jobs: [...submissionJobs],
  routes: (on) => {
    submissionRoutes(on)
  },
}

export default door
