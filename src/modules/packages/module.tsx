// The door: service packages that one town digitised and others take over with their own values.
import type { TownFiles } from '../../contracts/town-files.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { packageCommands } from './commands.ts'
import { installedRoutes } from './desk/installed-routes.tsx'
import { listRoutes } from './desk/list-routes.tsx'
import { offerRoutes } from './desk/offer-routes.tsx'
import { mayInstall, root } from './desk/paths.ts'
import { dropUnused } from './installation.ts'
import { fulfilWishes, takeWishes } from './shipped.ts'
import type { Writing } from './tables.ts'
import { packageTools } from './tools.ts'

/** Days that a package stays which somebody looked at and did not install. */
const keptUnusedDays = 7

const door: ModuleDoor = {
  name: 'packages',
  officialName: 'Leistungspakete',
  permissions: {
    'package.install': {
      de: 'Leistungspakete installieren, aktualisieren und zurücknehmen',
      en: 'Install, upgrade and roll back service packages',
      administrative: true,
      wholeTown: true,
    },
  },
  processing: [
    {
      purpose: {
        de: 'Nachweisen, wer ein Leistungspaket installiert oder einem Schlüssel vertraut hat',
        en: 'To prove who installed a service package or trusted a key',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e, Art. 32 DSGVO',
      subjects: { de: 'Beschäftigte, die Pakete installieren', en: 'Staff who install packages' },
      categories: { de: 'Kennung der Person, Zeitpunkt, Entscheidung', en: 'Id of the person, time, decision' },
      recipients: { de: 'Wer Leistungspakete verwaltet', en: 'Those who administer service packages' },
      erasedAfter: {
        de: 'noch ohne feste Frist: gehört zur Geschichte des installierten Pakets',
        en: 'no fixed period yet: it belongs to the history of the installed package',
      },
    },
  ],
  desk: [{ path: root, permission: mayInstall, label: { de: 'Leistungspakete', en: 'Service packages' }, rare: true }],
  offers: [offer<TownFiles>('town-files', 1, (town, files) => takeWishes(town, files))],
  jobs: [
    {
      name: 'packages.unused',
      schedule: '50 4 * * *',
      work: async (house, now) => {
        const before = new Date(now.getTime() - keptUnusedDays * 86_400_000)
        for (const town of house.towns.list()) await town.write((db: Writing) => dropUnused(db, before))
      },
    },
  ],
  commands: packageCommands,
  tools: packageTools,
  routes: (on) => {
    listRoutes(on)
    offerRoutes(on)
    installedRoutes(on)
  },
  opened: (house) => {
    const go = { on: true }
    const began = Date.now()
    const working = fulfilWishes(house, new Date(), go).then(
      (packages) => {
        const facts = { packages, milliseconds: Date.now() - began, module: 'packages' }
        if (packages > 0) house.log.info('packages of the towns’ folders were installed', facts)
      },
      (fault: unknown) => house.log.fault('packages of the towns’ folders were not installed', fault, { module: 'packages' }),
    )
    return async () => {
      go.on = false
      await working
    }
  },
}

export default door
