// The door of the account: sign-in, profile, representation; each is a sub-room of its own.
import type { ModuleDoor } from '../../kernel/module.ts'
import { dataRoutes } from './profile/data-routes.tsx'
import { profileJobs, profileOffers, profileProcessing } from './profile/offers.ts'
import { profileRoutes } from './profile/profile-routes.tsx'
import { actingRoutes } from './representation/acting-routes.tsx'
import { representationOffers, representationProcessing } from './representation/offers.ts'
import { organisationRoutes } from './representation/organisation-routes.tsx'

const door: ModuleDoor = {
  name: 'accounts',
  officialName: 'Servicekonto',
  processing: [...profileProcessing, ...representationProcessing],
  offers: [...profileOffers, ...representationOffers],
  jobs: profileJobs,
  routes: (on) => {
    profileRoutes(on)
    dataRoutes(on)
    actingRoutes(on)
    organisationRoutes(on)
  },
}
export default door
