// Roles that a town begins with: the administrator, complete at any time, and those that stand in its folder.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { House } from '../../kernel/house.ts'
import { administratorRole, findRole, listRoles, saveRole } from '../../kernel/roles.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { knownPermissions } from './permission-list.ts'

/** Gives the administrators of a town every permission that the doors declare today. `make`: also where there is no such role yet. */
export const completeAdministrators = (house: House, town: Town, now: Date, when: 'make' | 'if there'): Promise<boolean> =>
  town.write(async (db: WriteDb<KernelTables>) => {
    if (when === 'if there' && !(await findRole(db, administratorRole))) return false
    const known = knownPermissions(house)
    const role = { key: administratorRole, name: 'Administration', permissions: [...known] }
    return (await saveRole(db, undefined, role, known, now)) === 'saved'
  })

export const roleKeys = async (town: Town): Promise<string[]> =>
  (await town.read((db: ReadDb<KernelTables>) => listRoles(db))).map(({ key }) => key)

type RoleEntry = { key: string; name: string; permissions: string[] }

/**
 * `roles.json`: `{"roles": [{"key", "name", "permissions": ["catalogue.*", …]}]}`. A pattern stands for every permission that begins so;
 * what no door declares is left out. A role that is there already is not touched: the desk's editor has the last word.
 */
export async function takeRoles(house: House, town: Town, file: string, now: Date): Promise<string[]> {
  if (!existsSync(file)) return []
  const { roles } = JSON.parse(readFileSync(file, 'utf8')) as { roles: RoleEntry[] }
  const known = knownPermissions(house)
  return town.write(async (db: WriteDb<KernelTables>) => {
    const lines: string[] = []
    for (const { key, name, permissions } of roles) {
      if (await findRole(db, key)) continue
      const meant = [...known].filter((one) =>
        permissions.some((pattern) => (pattern.endsWith('*') ? one.startsWith(pattern.slice(0, -1)) : one === pattern)),
      )
      const outcome = await saveRole(db, undefined, { key, name, permissions: meant }, known, now)
      lines.push(typeof outcome === 'string' ? `The role ${key} was made.` : `The role ${key} was refused: ${outcome.refused}.`)
    }
    return lines
  })
}

/** The town's own file, or the starter's in a demonstration. */
export const fileOf = (
  town: Town,
  { folder, starter }: { folder: string; starter: string },
  ...names: string[]
): { file: string; own: boolean } | undefined => {
  for (const name of names) if (existsSync(join(folder, name))) return { file: join(folder, name), own: true }
  const borrowed = names.map((name) => join(starter, name)).find((file) => existsSync(file))
  return town.settings.demo && borrowed !== undefined ? { file: borrowed, own: false } : undefined
}
