// Catalogues to measure with: Munich's real one, and any number of generated services of the same length and vocabulary.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Frame } from '../src/design/frame.ts'
import { readConfiguration } from '../src/kernel/configuration.ts'
import type { House } from '../src/kernel/house.ts'
import { createLog } from '../src/kernel/log.ts'
import type { Town } from '../src/kernel/town.ts'
import { openHouse, place, settleTowns } from '../src/main.ts'
import { CannotMeasure } from './bench.ts'

type Records = Record<string, unknown>
type MunichService = Records & {
  id: string
  name: string
  description?: string | null
  meta: Records & { keywords?: string | null }
}
export type MunichFiles = { services: Buffer; offices: Buffer }

/** The catalogue's builders; looked for by name, so that the house still builds when that room is gone. */
export type CatalogueFixtures = {
  importMunich: (town: Town, files: MunichFiles, now: Date) => Promise<{ refused: number; services: number }>
  renderLoop: (town: Town, id: number, frame: Frame) => Promise<() => string>
}

export async function catalogueFixtures(): Promise<CatalogueFixtures> {
  const file = join(place.dist, 'src/modules/catalogue/fixtures.js')
  if (!existsSync(file)) throw new CannotMeasure('the module catalogue is not home')
  return (await import(pathToFileURL(file).href)) as CatalogueFixtures
}

const munichFolder = join(process.cwd(), 'towns/muenchen/catalogue')

/** Munich's files, with its services replaced by `count` generated ones where a number is given. */
export function munichFiles(count?: number): MunichFiles {
  const services = readFileSync(join(munichFolder, 'services_de.json'))
  const offices = readFileSync(join(munichFolder, 'locations_de.json'))
  return { services: count === undefined ? services : Buffer.from(generatedServices(services, count)), offices }
}

/** Parts of several real services mixed, with words of their own, from a fixed seed. */
function generatedServices(services: Buffer, count: number): string {
  const { data, ...head } = JSON.parse(services.toString()) as { data: MunichService[] }
  const real = data.filter(({ description }) => (description?.length ?? 0) > 300)
  const random = seeded(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const word = () => pick(syllables) + pick(syllables) + pick(syllables)
  const generated = Array.from({ length: count }, (_, number) => {
    const [one, two, three] = [pick(real), pick(real), pick(real)]
    const id = String(90_000_000 + number)
    const blocks = [one, two, three].flatMap(({ description }) => description!.split(/(?<=<\/p>|<\/ul>|<\/ol>)\s*/).slice(0, 4))
    const keywords = [one, two].flatMap(({ meta }) => (meta.keywords ?? '').split(',').slice(0, 4)).concat(word())
    return {
      ...one,
      id,
      name: `${pick(one.name.split(' '))} ${two.name} ${word()}`,
      description: `${blocks.join('\n')}\n<p>Stichwort: ${word()}.</p>`,
      leika: `99${String(number).padStart(12, '0')}`,
      meta: { ...one.meta, id, keywords: keywords.map((each) => each.trim()).join(', ') },
    }
  })
  return JSON.stringify({ ...head, data: generated })
}

const syllables = 'bra kel dor fin gus hal jet kam lor mun nev pal quo rit sol tam ulb vin wer xan yor zeb schra tril knop'.split(
  ' ',
)

export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Opens the house of a data folder for `work`: beside a running town hall, or with the database started for it. */
export async function inHouse<Result>(env: Record<string, string>, work: (house: House) => Promise<Result>): Promise<Result> {
  const configuration = readConfiguration(env)
  if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
  const opened = await openHouse(configuration, createLog('error'))
  try {
    if (opened.startedDatabase !== 'attached') await settleTowns(opened.house, configuration, new Date())
    return await work(opened.house)
  } finally {
    await opened.close()
  }
}

export function townNamed(house: House, key: string): Town {
  const town = house.towns.byKey(key)
  if (!town) throw new Error(`There is no town "${key}".`)
  return town
}
