// The door: stocks of units that one person may have at a time, such as number plates.
import type { CheckPart, InstallPart, TryPart } from '../../contracts/package-parts.ts'
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { FreeUnits, HoldUnit, SettleUnit } from '../../contracts/reservations.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import { deskRoutes } from './desk-routes.tsx'
import { findRoutes } from './find-routes.tsx'
import { hold, listFree, settle } from './hold.ts'
import { checkPart, installPart, tryPart } from './package-part.ts'
import { dropOldHolds, expireAll, keptDays } from './retention.ts'
import { searchDocumentsOf } from './search-documents.ts'
import { workOf } from './work.ts'

const door: ModuleDoor = {
  name: 'reservations',
  officialName: 'Reservierung',
  permissions: {
    'stock.read': {
      de: 'Bestände und Reservierungen der eigenen Stelle sehen',
      en: 'See stocks and reservations of the own unit',
    },
    'hold.release': { de: 'Reservierungen der eigenen Stelle freigeben', en: 'Release reservations of the own unit' },
  },
  processing: [
    {
      purpose: {
        de: 'Eine Einheit, zum Beispiel ein Kennzeichen, für genau einen Antrag freihalten',
        en: 'To keep a unit, such as a number plate, for exactly one application',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: { de: 'Antragstellerinnen und Antragsteller', en: 'Applicants' },
      categories: {
        de: 'Einheit, Kennung des Vorgangs, Zeitpunkte; keine Namen',
        en: 'Unit, id of the case, times; no names',
      },
      recipients: { de: 'Die Stelle, die den Bestand führt', en: 'The unit that keeps the stock' },
      erasedAfter: {
        de: `${keptDays} Tage nach dem Ende der Reservierung`,
        en: `${keptDays} days after the end of the reservation`,
      },
    },
  ],
  desk: [
    {
      path: '/desk/reservations',
      permission: 'reservations.stock.read',
      label: { de: 'Reservierungen', en: 'Reservations' },
      rare: true,
    },
  ],
  offers: [
    offer<HoldUnit>('hold-unit', 1, (town, asked, house) => hold(house, town, asked)),
    offer<SettleUnit>('settle-unit', 1, (town, asked) => settle(town, asked)),
    offer<FreeUnits>('free-units', 1, (town, asked, house) => listFree(house, town, asked)),
    offer<ProcessWork>('process-work', 1, (town, asked, house) => workOf(house, town, asked)),
    offer<CheckPart>('check-package-part', 1, async (_town, asked) => checkPart(asked)),
    offer<InstallPart>('install-package-part', 1, (_town, asked) => installPart(asked)),
    offer<TryPart>('try-package-part', 1, async (_town, asked) => tryPart(asked)),
    offer<SearchOffer>('search-documents', 1, (town) => searchDocumentsOf(town)),
  ],
  jobs: [
    { name: 'reservations.expiry', schedule: '*/5 * * * *', work: expireAll },
    {
      name: 'reservations.retention',
      schedule: '50 4 * * *',
      work: async (house, now) => {
        const dropped = await dropOldHolds(house, now)
        if (dropped > 0) house.log.info('old reservations were erased', { holds: dropped, module: 'reservations' })
      },
    },
  ],
  routes: (on) => {
    deskRoutes(on)
    findRoutes(on)
  },
}

export default door
