// What the editors' room does by the clock: links at night, notices to the minute, old counts away.
import type { House } from '../../../kernel/house.ts'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import type { Job } from '../../../kernel/module.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { tellBanners } from './banner.ts'
import { forgetOldMisses } from './demand.ts'
import { checkLinks, collectLinks, openLinkOutbound } from './link-check.ts'
import type { EditorTables } from './tables.ts'
import { keepTranslationMarks } from './translation.ts'

/** Addresses per town and night; a catalogue of 5,000 links is gone through in ten nights. */
const linksANight = 500

const open = (house: House): Town[] =>
  house.towns.list().filter((town) => house.modules.some((module) => module.name === 'catalogue' && house.isOpenIn(town, module)))

export const editorJobs: readonly Job[] = [
  {
    name: 'catalogue.banners',
    schedule: '* * * * *',
    work: async (house, now) => {
      for (const town of open(house)) await tellBanners(town, now)
    },
  },
  {
    name: 'catalogue.links',
    schedule: '20 2 * * *',
    work: async (house, now) => {
      const outbound = openLinkOutbound()
      try {
        for (const town of open(house)) {
          await collectLinks(town)
          await checkLinks(town, outbound, { now, atMost: linksANight })
        }
      } finally {
        outbound.close()
      }
    },
  },
  {
    name: 'catalogue.tidy',
    schedule: '10 3 * * *',
    work: async (house, now) => {
      for (const town of open(house))
        await town.write(async (db: WriteDb<EditorTables>) => {
          await keepTranslationMarks(db, now)
          await forgetOldMisses(db, dayInBerlin(now))
        })
    },
  },
]
