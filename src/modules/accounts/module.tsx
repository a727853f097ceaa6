// The door of the account: sign-in, profile, representation; each is a sub-room of its own.
import type { ModuleDoor } from '../../kernel/module.ts'
import { openDemo } from './sign-in/demo.ts'
import { signInJobs, signInOffers, signInProcessing } from './sign-in/door.ts'
import { signInRoutes } from './sign-in/routes.ts'

const door: ModuleDoor = {
  name: 'accounts',
  officialName: 'Servicekonto',
  offers: signInOffers,
  jobs: signInJobs,
  processing: signInProcessing,
  opened: openDemo,
  routes: (on) => {
    signInRoutes(on)
  },
}
export default door
