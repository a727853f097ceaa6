// Finds the modules: every folder under `src/modules` with a door. Deleting the folder is the uninstall.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listMigrations, type Migration } from './database/migrate.ts'
import type { Module, ModuleDoor } from './module.ts'

export type Place = { sources: string; dist: string }

export async function findModules({ sources, dist }: Place): Promise<Module[]> {
  const folder = join(sources, 'modules')
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : []
  const doors = names.sort().filter((name) => existsSync(join(folder, name, 'module.tsx')))
  return Promise.all(
    doors.map(async (name) => {
      const file = join(dist, 'src', 'modules', name, 'module.js')
      const { default: door } = (await import(pathToFileURL(file).href)) as { default: ModuleDoor }
      if (door.name !== name)
        throw new Error(`The door in src/modules/${name} says it is "${door.name}"; both must be the same word.`)
      return { ...door, folder: join(folder, name) }
    }),
  )
}

/** The kernel's first, then each module's. */
export const allMigrations = (place: Place, modules: readonly Module[]): Migration[] => [
  ...listMigrations('kernel', join(place.sources, 'kernel')),
  ...modules.flatMap((module) => listMigrations(module.name, module.folder)),
]
