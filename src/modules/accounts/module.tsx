// The door of the account: sign-in, profile, representation; each is a sub-room of its own.

import type { DeskWork } from '../../contracts/desk-work.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { listDeskWork } from './desk-work.ts'
import { correctionRoutes } from './profile/correction-routes.tsx'
import { dataRoutes } from './profile/data-routes.tsx'
import { profileJobs, profileOffers, profileProcessing } from './profile/offers.ts'
import { profileRoutes } from './profile/profile-routes.tsx'
import { actingRoutes } from './representation/acting-routes.tsx'
import { assistRoutes } from './representation/assist-routes.tsx'
import { representationOffers, representationProcessing } from './representation/offers.ts'
import { organisationRoutes } from './representation/organisation-routes.tsx'
import { recordRoutes } from './representation/record-routes.tsx'
import { openDemo } from './sign-in/demo.ts'
import { signInJobs, signInOffers, signInProcessing } from './sign-in/door.ts'
import { signInRoutes } from './sign-in/routes.ts'

const door: ModuleDoor = {
  name: 'accounts',
  officialName: 'Servicekonto',
  offers: [...signInOffers, ...profileOffers, ...representationOffers, offer<DeskWork>('desk-work', 1, listDeskWork)],
  jobs: [...signInJobs, ...profileJobs],
  processing: [...signInProcessing, ...profileProcessing, ...representationProcessing],
  permissions: {
    'residents.assist': { de: 'Personen am Schalter und am Telefon helfen', en: 'Help people at the counter and by phone' },
    'authorities.record': {
      de: 'Eintragen und beenden, wer für ein Kind oder eine betreute Person handelt',
      en: 'Record and end who acts for a child or a ward',
    },
    'corrections.answer': { de: 'Wünsche nach Berichtigung beantworten', en: 'Answer wishes to have something corrected' },
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
    {
      path: '/desk/accounts/authorities',
      permission: 'accounts.authorities.record',
      label: { de: 'Vertretung eintragen', en: 'Record a representation' },
    },
    {
      path: '/desk/accounts/corrections',
      permission: 'accounts.corrections.answer',
      label: { de: 'Berichtigungen', en: 'Corrections' },
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
    recordRoutes(on)
    correctionRoutes(on)
  },
}
export default door
