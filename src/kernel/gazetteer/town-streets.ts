// Takes the streets over that a town's folder names: `streets.csv`, or `streets.geojson`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KernelTables } from '../tables.ts'
import type { Town, WriteDb } from '../town.ts'
import { storeStreets } from './street.ts'
import { readStreets } from './street-files.ts'

const shownRefusals = 5

/** Without such a file the town knows no streets. @returns what there is to say, one line each */
export async function takeTownStreets(town: Town, folder: string): Promise<string[]> {
  const name = ['streets.csv', 'streets.geojson'].find((one) => existsSync(join(folder, one)))
  const store = (streets: Parameters<typeof storeStreets>[1]): Promise<number> =>
    town.write((db: WriteDb<Pick<KernelTables, 'kernel.street'>>) => storeStreets(db, streets))
  if (name === undefined) {
    await store([])
    return []
  }
  let read: ReturnType<typeof readStreets>
  try {
    read = readStreets(readFileSync(join(folder, name), 'utf8'))
  } catch (fault) {
    return [`${name} was not taken over: ${(fault as Error).message}`]
  }
  const count = await store(read.streets)
  const refused = read.refused.slice(0, shownRefusals).map(({ line, reason }) => `${name}, line ${line} was refused: ${reason}`)
  const more = read.refused.length - refused.length
  return [`streets: ${count}`, ...refused, ...(more > 0 ? [`${name}: ${more} more lines were refused.`] : [])]
}
