// What a town's folder keeps for the catalogue, taken over when it changed: the delivered catalogue, the town's own lists, the map.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Static } from 'typebox'
import type { Town } from '../../kernel/town.ts'
import { readCatalogueFiles } from './catalogue-files.ts'
import { importCatalogue } from './import.ts'
import { reportLines } from './import-report.ts'
import { readMap, storeMap } from './map.ts'
import { UnreadableFile } from './readers/fields.ts'
import {
  CatalogueSettings,
  checked,
  ExclusionList,
  MapSettings,
  OnlineList,
  readList,
  ServiceTextList,
  SituationList,
  TopicList,
} from './town-lists.ts'
import { storeOnlineServices } from './town-online.ts'
import { storeSituations } from './town-situations.ts'
import { storeServiceTexts } from './town-texts.ts'
import { storeTopics } from './town-topics.ts'

type Taken = { changed: boolean; lines: string[] }
type Settings = Static<typeof CatalogueSettings>

/** Idempotent. Each file is one transaction: a file that cannot be read is named and leaves the others standing. */
export async function takeTownFiles(town: Town, { folder, now }: { folder: string; now: Date }): Promise<Taken> {
  const lines: string[] = []
  let changed = false
  const step = async (name: string | undefined, take: (file: string) => Promise<Taken>): Promise<void> => {
    if (name === undefined) return
    try {
      const taken = await take(join(folder, name))
      changed ||= taken.changed
      lines.push(...taken.lines)
    } catch (fault) {
      if (!(fault instanceof UnreadableFile)) throw fault
      lines.push(`${name} was not taken over: ${fault.message}`)
    }
  }
  const counted = (name: string, { changed: count, lines: own }: { changed: number; lines: string[] }): Taken => ({
    changed: count > 0,
    lines: [...(count > 0 ? [`${name}: ${count} changed`] : []), ...own],
  })
  const settings: Settings = checked(CatalogueSettings, town.settings.catalogue ?? {}, 'town.json, "catalogue"')
  const { source, lifeSituations, businessSituations, topics, texts, online } = settings
  await step(source?.files.join(', '), () => importDelivery(town, folder, settings, now))
  await step(lifeSituations, async (file) =>
    counted('life situations', await storeSituations(town, 'life', readList(SituationList, file).situations, now)),
  )
  await step(businessSituations, async (file) =>
    counted('business situations', await storeSituations(town, 'business', readList(SituationList, file).situations, now)),
  )
  await step(topics, async (file) => counted('topics', await storeTopics(town, readList(TopicList, file).topics, now)))
  await step(texts, async (file) =>
    counted('service texts', await storeServiceTexts(town, readList(ServiceTextList, file).services, now)),
  )
  await step(online, async (file) =>
    counted('online services', await storeOnlineServices(town, readList(OnlineList, file).services, now)),
  )
  const map = town.settings.map ? checked(MapSettings, town.settings.map, 'town.json, "map"') : undefined
  await step(map?.districts, async (file) => {
    const features = readMap(readFileSync(file, 'utf8'))
    const fresh = await storeMap(town, { features, attribution: map?.attribution ?? '' }, now)
    return { changed: fresh, lines: fresh ? [`map: ${features.length} areas`] : [] }
  })
  return { changed, lines }
}

async function importDelivery(town: Town, folder: string, { source, exclude }: Settings, now: Date): Promise<Taken> {
  if (!source) return { changed: false, lines: [] }
  const file = readCatalogueFiles(
    source.format,
    source.files.map((name) => join(folder, name)),
  )
  const report = await importCatalogue(town, file, {
    now,
    ...(exclude !== undefined && { exclude: readList(ExclusionList, join(folder, exclude)) }),
  })
  const { changed, excluded, unresolved } = report
  const shown = reportLines({ ...report, excluded: [], unresolved: [] })
  const left = `${excluded.length} records kept out, ${unresolved.length} references lead nowhere`
  return { changed: changed.length > 0, lines: changed.length > 0 ? [...shown, left] : [] }
}
