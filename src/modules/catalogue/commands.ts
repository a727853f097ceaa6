// Commands of the catalogue: take a delivery or a map over, and make a short address.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { recordAudit } from '../../kernel/audit.ts'
import type { House } from '../../kernel/house.ts'
import type { Command } from '../../kernel/module.ts'
import { showProgress } from '../../kernel/progress.ts'
import type { Town } from '../../kernel/town.ts'
import { readCatalogueFiles } from './catalogue-files.ts'
import { type Exclusion, importCatalogue } from './import.ts'
import { reportLines } from './import-report.ts'
import { readMap, storeMap } from './map.ts'
import { UnreadableFile } from './readers/fields.ts'
import { type DeliveryFormat, deliveryFormats } from './readers/format.ts'
import { createShortLink, type LinkRefusal } from './short-link.ts'
import { ExclusionList, readList } from './town-lists.ts'

type Options = Record<string, string | boolean | undefined>

function wrongCall(message: string): 2 {
  console.error(message)
  return 2
}

/** The town of `--town`, or the line that says why there is none. */
function townOf(house: House, { town: key }: Options): Town | string {
  if (typeof key !== 'string') return 'Name the town: --town T. `stadttor town list` lists all.'
  return house.towns.byKey(key) ?? `There is no town "${key}". \`stadttor town list\` lists all.`
}

const importFiles: Command = {
  name: 'import catalogue',
  usage: 'FILE… --format munich|berlin|xzufi --town T [--exclude FILE] [--dry-run]',
  help: 'Takes a delivered catalogue over, in one transaction: all of it or nothing. Prints what changed and what was refused.',
  options: { format: { type: 'string' }, town: { type: 'string' }, exclude: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: async (house, { positionals, options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const format = deliveryFormats.find((one) => one === options.format)
    if (!format) return wrongCall(`Name the format: --format ${deliveryFormats.join('|')}.`)
    if (positionals.length === 0) return wrongCall('Name the file to import.')
    const missing = positionals.find((file) => !existsSync(file) || !statSync(file).isFile())
    if (missing !== undefined) return wrongCall(`There is no file ${missing}.`)
    try {
      await importDelivery(town, format, positionals, options, now)
      return 0
    } catch (fault) {
      console.error(`The file was refused, nothing was changed: ${(fault as Error).message}`)
      return 1
    }
  },
}

async function importDelivery(town: Town, format: DeliveryFormat, files: string[], options: Options, now: Date): Promise<void> {
  const exclude: Exclusion[] | undefined =
    typeof options.exclude === 'string' ? readList(ExclusionList, options.exclude) : undefined
  const file = readCatalogueFiles(format, files)
  const report = await importCatalogue(town, file, {
    now,
    dryRun: options['dry-run'] === true,
    progress: showProgress(),
    ...(exclude && { exclude }),
  })
  if (options['dry-run'] !== true) {
    const details = { format, services: file.services.length, offices: file.offices.length }
    await town.write((db) =>
      recordAudit(db, {
        action: 'catalogue.delivery.imported',
        actor: { system: 'command' },
        object: `town:${town.key}`,
        details,
      }),
    )
  }
  for (const line of reportLines(report)) console.log(line)
}

const importMap: Command = {
  name: 'import map',
  usage: 'FILE --town T --attribution TEXT',
  help: 'Takes the areas of a town over as GeoJSON (polygons with a name, WGS 84, at most 500 KB) for the map of the offices.',
  options: { town: { type: 'string' }, attribution: { type: 'string' } },
  run: async (house, { positionals, options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const [file] = positionals
    if (file === undefined || !existsSync(file))
      return wrongCall(file === undefined ? 'Name the file.' : `There is no file ${file}.`)
    const { attribution } = options
    if (typeof attribution !== 'string' || attribution.trim() === '')
      return wrongCall('Name the source as its licence demands it: --attribution "Datenquelle: …".')
    try {
      const features = readMap(readFileSync(file, 'utf8'))
      const changed = await storeMap(town, { features, attribution }, now)
      console.log(changed ? `The map of ${town.settings.name} has ${features.length} areas.` : 'Nothing changed.')
      return 0
    } catch (fault) {
      if (!(fault instanceof UnreadableFile)) throw fault
      console.error(`The map was refused, nothing was changed: ${fault.message}`)
      return 1
    }
  },
}

const linkRefusals: Record<LinkRefusal, string> = {
  slug: 'A short address has small letters, digits and single hyphens, at most 60.',
  target: 'The target is a path of this town, such as /services/17-reisepass.',
  label: 'The label is what the poster says, at most 200 characters: --label TEXT.',
  taken: 'This short address is taken.',
}

const createLink: Command = {
  name: 'link create',
  usage: 'SLUG TARGET --town T --label TEXT',
  help: 'Makes a short address /go/SLUG for posters; its QR code stands at /go/SLUG/poster.',
  options: { town: { type: 'string' }, label: { type: 'string' } },
  run: async (house, { positionals, options }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    const [slug = '', target = ''] = positionals
    const outcome = await createShortLink(town, { slug, target, label: typeof options.label === 'string' ? options.label : '' })
    if (outcome === 'taken') {
      console.error(linkRefusals.taken)
      return 1
    }
    if (outcome !== 'created') return wrongCall(linkRefusals[outcome])
    console.log(`${town.origin}/go/${slug}\n${town.origin}/go/${slug}/poster`)
    return 0
  },
}

export const catalogueCommands: readonly Command[] = [importFiles, importMap, createLink]
