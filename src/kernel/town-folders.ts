// Hands each town's folder to the modules that keep something in it, only when a file in it changed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TownFiles } from '../contracts/town-files.ts'
import { takeTownStreets } from './gazetteer/town-streets.ts'
import type { House } from './house.ts'
import type { Town } from './town.ts'

/** Size and time of every file below `folder`; no content is read. */
export function fingerprintOf(...folders: string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const name of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      const { size, mtimeMs } = statSync(name)
      hash.update(`${name.slice(folder.length)} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** Of all towns whose folder, or the starter's, changed since the last time. */
export async function takeTownFolders(house: House, townsDir: string, now: Date): Promise<void> {
  for (const town of house.towns.list()) await takeTownFolder(house, town, townsDir, now)
}

/** @returns what the modules said, one line each; nothing when no file changed */
export async function takeTownFolder(house: House, town: Town, townsDir: string, now: Date): Promise<string[]> {
  const starter = join(townsDir, 'starter')
  const folder = join(townsDir, town.key)
  if (!existsSync(folder)) return []
  const modules = house.modules.map(({ name }) => name).join(' ')
  const fingerprint = `${fingerprintOf(folder, starter)} ${modules}`
  const known = await house.platform.read((db) =>
    db.selectFrom('kernel.town').select('folder_fingerprint').where('id', '=', town.id).executeTakeFirst(),
  )
  if (known?.folder_fingerprint === fingerprint) return []
  const streets = await takeTownStreets(town, folder)
  for (const line of streets) house.log.info(line, { town: town.key, module: 'kernel' })
  const answers = await house.askAll<TownFiles>(town, 'town-files', { folder, starter, now, log: house.log })
  for (const { module, answer } of answers) {
    for (const line of answer.lines) house.log.info(line, { town: town.key, module })
  }
  await house.platform.write((db) =>
    db.updateTable('kernel.town').set({ folder_fingerprint: fingerprint }).where('id', '=', town.id).execute(),
  )
  return [...streets, ...answers.flatMap(({ answer }) => answer.lines)]
}
