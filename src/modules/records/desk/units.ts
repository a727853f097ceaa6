// Units as the pages of this room name and offer them.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { patternsFor } from '../rights.ts'
import type { RecordsTables } from '../tables.ts'

export type UnitChoice = { path: string; name: string }

export const namesOfUnits = (town: Town, paths: readonly string[]): Promise<Map<string, string>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const rows =
      paths.length === 0
        ? []
        : await db
            .selectFrom('kernel.unit')
            .select(['path', 'name'])
            .where('path', 'in', [...paths])
            .execute()
    return new Map([['/', town.settings.officialName], ...rows.map(({ path, name }) => [path, name] as const)])
  })

const mostOffered = 500

/** Those for which the permission was given, the town itself first where it was. */
export const unitsFor = (town: Town, person: SignedIn, permission: string): Promise<UnitChoice[]> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<UnitChoice>`SELECT path, name FROM kernel.unit
      WHERE closed_at IS NULL AND path LIKE ANY (${patternsFor(person, permission)}::text[]) ORDER BY path LIMIT ${mostOffered}`.execute(
      db,
    )
    const whole = (person.units.get(permission) ?? []).includes('/')
    return [...(whole ? [{ path: '/', name: town.settings.officialName }] : []), ...rows]
  })

/** Every unit of the town, for letting another one in. */
export const allUnits = (town: Town): Promise<UnitChoice[]> =>
  town.read((db: ReadDb<RecordsTables>) =>
    db
      .selectFrom('kernel.unit')
      .select(['path', 'name'])
      .where('closed_at', 'is', null)
      .orderBy('name')
      .limit(mostOffered)
      .execute(),
  )
