// What the resident's side adds to the door of the room.
import type { AccountLinks } from '../../../contracts/account-links.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import type { OpenDuplicates } from '../../../contracts/online-forms.ts'
import type { PersonalHall } from '../../../contracts/personal-hall.ts'
import type { RepresentableMatters } from '../../../contracts/representation.ts'
import { type Job, type ModuleDoor, type Offer, offer } from '../../../kernel/module.ts'
import { actRoutes } from './act-routes.tsx'
import { caseRoutes } from './case-routes.tsx'
import { codeTemplate } from './find.ts'
import { findRoutes } from './find-routes.tsx'
import { accountLink, hallParts, openDuplicates } from './offers.ts'
import { chaptersOf, eraseIn } from './own-data.ts'
import { expiresTemplate, remindAll } from './reminder.ts'
import { dropOldCases } from './retention.ts'
import type { MineWriting } from './tables.ts'
import { mineWords } from './words.ts'

export const roots = ['/applications']

export const account: NonNullable<ModuleDoor['account']> = [
  { path: '/applications', label: { de: 'Meine Anträge', en: 'My applications' }, order: 5 },
]

export const offers: readonly Offer[] = [
  offer<MessageTemplates>('message-templates', 1, async () => [codeTemplate, expiresTemplate]),
  offer<PersonalHall>('personal-hall', 1, (town, asked) => hallParts(town, asked)),
  offer<AccountLinks>('account-links', 1, (town, { person, language }) => accountLink(town, person, language)),
  offer<OpenDuplicates>('open-duplicates', 1, (town, asked) => openDuplicates(town, asked)),
  offer<RepresentableMatters>('representable-matters', 1, async (_town, { language }) => [
    { key: 'cases', label: mineWords({ language }).matters },
  ]),
  offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as MineWriting, person, language)),
  offer<ErasePerson>('erase-person', 1, (town, asked) => eraseIn(town, asked)),
]

export const jobs: readonly Job[] = [
  {
    name: 'cases.reminders',
    schedule: '30 8 * * *',
    work: async (house, now) => {
      const told = await remindAll(house, now)
      if (told > 0) house.log.info('people were reminded of an end', { told, module: 'cases' })
    },
  },
  {
    name: 'cases.retention',
    schedule: '45 4 * * *',
    work: async (house, now) => {
      const dropped = await dropOldCases(house, now)
      if (dropped > 0) house.log.info('old cases were erased', { dropped, module: 'cases' })
    },
  },
]

export const routes: NonNullable<ModuleDoor['routes']> = (on) => {
  findRoutes(on)
  caseRoutes(on)
  actRoutes(on)
}
