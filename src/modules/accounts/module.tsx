// The door of the account: sign-in, profile, representation; each is a sub-room of its own.
import type { ModuleDoor } from '../../kernel/module.ts'
import { dataRoutes } from './profile/data-routes.tsx'
import { profileJobs, profileOffers, profileProcessing } from './profile/offers.ts'
import { profileRoutes } from './profile/profile-routes.tsx'
import { actingRoutes } from './representation/acting-routes.tsx'
import { assistRoutes } from './representation/assist-routes.tsx'
import { representationOffers, representationProcessing } from './representation/offers.ts'
import { organisationRoutes } from './representation/organisation-routes.tsx'
import { openDemo } from './sign-in/demo.ts'
import { signInJobs, signInOffers, signInProcessing } from './sign-in/door.ts'
import { signInRoutes } from './sign-in/routes.ts'

const door: ModuleDoor = {
  name: 'accounts',
  officialName: 'Servicekonto',
  offers: [...signInOffers, ...profileOffers, ...representationOffers],
  jobs: [...signInJobs, ...profileJobs],
  processing: [...signInProcessing, ...profileProcessing, ...representationProcessing],
  permissions: {
    'residents.assist': { de: 'Personen am Schalter und am Telefon helfen', en: 'Help people at the counter and by phone' },
  },
  account: [
    { path: '/accounts', label: { de: 'Übersicht', en: 'Overview' }, order: 0 },
    { path: '/accounts/profile', label: { de: 'Profil', en: 'Profile' }, order: 20, residentsOnly: true },
    { path: '/accounts/acting', label: { de: 'Für andere handeln', en: 'Acting for others' }, order: 25, residentsOnly: true },
    { path: '/accounts/ways', label: { de: 'Anmeldewege', en: 'Ways to sign in' }, order: 30 },
    { path: '/accounts/sessions', label: { de: 'Geräte', en: 'Devices' }, order: 31 },
    { path: '/accounts/consents', label: { de: 'Einwilligungen', en: 'Consents' }, order: 40, residentsOnly: true },
    { path: '/accounts/data', label: { de: 'Meine Daten', en: 'My data' }, order: 41 },
  ],
  desk: [
    {
      path: '/desk/accounts/assist',
      permission: 'accounts.residents.assist',
      label: { de: 'Schalter und Telefon', en: 'Counter and phone' },
    },
  ],
  opened: openDemo,
  routes: (on) => {
    signInRoutes(on)
    profileRoutes(on)
    dataRoutes(on)
    actingRoutes(on)
    organisationRoutes(on)
    assistRoutes(on)
  },
}
export default door
