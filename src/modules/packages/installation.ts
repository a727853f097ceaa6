// What is installed in a town, and what was before.
import { sql } from 'kysely'
import { filesOfZip, readPackage, type ServicePackage } from './service-package.ts'
import type { InstallationRow, Reading, Writing } from './tables.ts'

const columns = [
  'package_id',
  'number',
  'version',
  'digest',
  'manifest',
  'own_values',
  'unit',
  'permissions',
  'what',
  'previous',
  'trust',
  'fingerprint',
  'installed_at',
  'installed_by',
] as const

export const listInstalled = (db: Reading): Promise<InstallationRow[]> =>
  db
    .selectFrom('packages.package as p')
    .innerJoin('packages.installation as i', (join) =>
      join.onRef('i.town_id', '=', 'p.town_id').onRef('i.package_id', '=', 'p.id').onRef('i.number', '=', 'p.current'),
    )
    .select(columns.map((name) => `i.${name}` as const))
    .orderBy('i.package_id')
    .execute()

export const findInstalled = (db: Reading, id: string): Promise<InstallationRow | undefined> =>
  db
    .selectFrom('packages.package as p')
    .innerJoin('packages.installation as i', (join) =>
      join.onRef('i.town_id', '=', 'p.town_id').onRef('i.package_id', '=', 'p.id').onRef('i.number', '=', 'p.current'),
    )
    .select(columns.map((name) => `i.${name}` as const))
    .where('p.id', '=', id)
    .executeTakeFirst()

export const findInstallation = (db: Reading, id: string, number: number): Promise<InstallationRow | undefined> =>
  db
    .selectFrom('packages.installation')
    .select([...columns])
    .where('package_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()

/** The newest first. */
export const listInstallations = (db: Reading, id: string): Promise<InstallationRow[]> =>
  db
    .selectFrom('packages.installation')
    .select([...columns])
    .where('package_id', '=', id)
    .orderBy('number', 'desc')
    .limit(100)
    .execute()

export const listParts = (db: Reading, { package_id, number }: Pick<InstallationRow, 'package_id' | 'number'>) =>
  db
    .selectFrom('packages.part')
    .select(['kind', 'key', 'file', 'version', 'taken'])
    .where('package_id', '=', package_id)
    .where('number', '=', number)
    .execute()

export const keepArchive = (db: Writing, digest: string, content: Buffer, now: Date) =>
  db
    .insertInto('packages.archive')
    .values({ digest, content, arrived_at: now })
    // The same files may come again with a signature.
    .onConflict((same) => same.columns(['town_id', 'digest']).doUpdateSet({ content, arrived_at: now }))
    .execute()

export async function findArchive(db: Reading, digest: string): Promise<Buffer | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
  const found = await db.selectFrom('packages.archive').select('content').where('digest', '=', digest).executeTakeFirst()
  return found?.content
}

/** A kept package, read again. @throws Error when what we keep is no package any more */
export async function openKept(db: Reading, digest: string): Promise<ServicePackage | undefined> {
  const content = await findArchive(db, digest)
  if (!content) return undefined
  const found = filesOfZip(content)
  const read = 'files' in found ? readPackage(found.files) : found
  if ('problems' in read) throw new Error(`The kept package ${digest} cannot be read: ${read.problems[0]?.message.en}`)
  return read.package
}

/** Packages that somebody looked at and did not install. @returns how many */
export async function dropUnused(db: Writing, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('packages.archive')
    .where('arrived_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('packages.installation as i').select(sql`1`.as('one')).whereRef('i.digest', '=', 'packages.archive.digest'),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
