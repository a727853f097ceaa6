// Colleagues who may work on cases of a unit, for handing over.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { listName, namesIn, staffLaw } from '../../../kernel/staff.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import { logAccess, type ReadDb, type Town } from '../../../kernel/town.ts'
import { mayWork } from '../access.ts'
import type { Writing } from '../case.ts'
import { actorOf, unitsFor } from './clerk.ts'

const mostShown = 100

/** Of every one of these units, of a secret one by itself, without whoever asks; by name. */
export const listColleagues = (
  town: Town,
  person: SignedIn,
  { units, secret }: { units: readonly string[]; secret: readonly string[] },
  now: Date,
): Promise<{ id: string; name: string }[]> =>
  town.write(async (db: Writing) => {
    const { rows } = await sql<{ id: string }>`
      SELECT person_id AS id FROM (
        SELECT rg.person_id, coalesce(u.path, '/') AS path FROM kernel.role_grant rg
          JOIN kernel.role r ON r.town_id = rg.town_id AND r.id = rg.role_id
          LEFT JOIN kernel.unit u ON u.town_id = rg.town_id AND u.id = rg.unit_id
          WHERE ${mayWork} = ANY (r.permissions) AND rg.revoked_at IS NULL AND rg.starts_at <= ${now}
            AND (rg.ends_at IS NULL OR rg.ends_at > ${now}) AND u.closed_at IS NULL
        UNION SELECT person_id, unit FROM kernel.permission_grant
          WHERE permission = ${mayWork} AND (ends_at IS NULL OR ends_at > ${now})
      ) AS held
      JOIN kernel.person p ON p.id = held.person_id AND p.town_id = kernel.current_town() AND p.left_at IS NULL AND p.kind = 'staff'
      WHERE person_id <> ${person.personId}
      GROUP BY person_id
      HAVING (SELECT bool_and(EXISTS (SELECT FROM unnest(array_agg(held.path)) AS own(path)
          WHERE CASE WHEN wanted = ANY (${[...secret]}::text[]) THEN wanted = own.path ELSE starts_with(wanted, own.path) END))
        FROM unnest(${[...units]}::text[]) AS wanted)
      LIMIT ${mostShown}`.execute(db)
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const actor = actorOf(person, unitsFor(person, mayWork)[0] ?? '/')
    await logAccess(db, ids, { actor, purpose: 'Zum Weitergeben eines Vorgangs zur Wahl gestellt', legalBasis: staffLaw })
    const names = await namesIn(db as unknown as ReadDb<KernelTables>, ids)
    return ids
      .map((id) => ({ id, name: listName(names.get(id), '–') }))
      .sort((one, other) => one.name.localeCompare(other.name, 'de'))
  })
