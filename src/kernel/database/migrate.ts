// Brings the schema up: plain SQL files, numbered per module, forward only, under one advisory lock.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { installJobs } from '../jobs.ts'
import { derivePassword, type MasterKey } from '../keys.ts'
import { roles } from './database.ts'

export type Migration = { module: string; number: number; name: string; sql: string; transaction: boolean }

/** Reads `0001-name.sql` … of one room. A first line `-- outside a transaction` marks what cannot run inside one. */
export function listMigrations(module: string, folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  const migrations = files.map((file) => {
    const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file)
    if (!match) throw new Error(`${module}: ${file} is not named like 0001-what-it-does.sql`)
    const sql = readFileSync(join(folder, file), 'utf8')
    return { module, number: Number(match[1]), name: match[2]!, sql, transaction: !sql.startsWith('-- outside a transaction') }
  })
  migrations.sort((a, b) => a.number - b.number)
  migrations.forEach(({ number }, index) => {
    if (number !== index + 1) throw new Error(`${module}: migration ${number} stands where ${index + 1} is expected`)
  })
  return migrations
}

const schemaOf = (module: string): string => `"${module.replaceAll('-', '_')}"`

/** Runs what is missing and returns what it ran. `ownerUrl` needs CREATEROLE and CREATE on the database. */
export async function migrate(ownerUrl: string, masterKey: MasterKey, migrations: Migration[]): Promise<Migration[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'stadttor migrate' })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('stadttor migrate'))")
    await createRoles(client, masterKey)
    await client.query(`CREATE SCHEMA IF NOT EXISTS kernel`)
    await client.query(`CREATE TABLE IF NOT EXISTS kernel.migration (
      module text, number integer, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (module, number))`)
    await client.query(
      `GRANT USAGE ON SCHEMA kernel TO ${roles.app}, ${roles.platform}; GRANT SELECT ON kernel.migration TO ${roles.platform}`,
    )
    const { rows } = await client.query<{ module: string; number: number }>('SELECT module, number FROM kernel.migration')
    const applied = new Set(rows.map(({ module, number }) => `${module} ${number}`))
    const missing = migrations.filter(({ module, number }) => !applied.has(`${module} ${number}`))
    for (const migration of missing) await apply(client, migration)
    await installJobs(client)
    return missing
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, { module, number, name, sql, transaction }: Migration): Promise<void> {
  try {
    if (transaction) await client.query('BEGIN')
    await client.query("SET lock_timeout = '10s'")
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schemaOf(module)}`)
    await client.query(`GRANT USAGE ON SCHEMA ${schemaOf(module)} TO ${roles.app}`)
    await client.query(sql)
    await client.query('INSERT INTO kernel.migration (module, number, name) VALUES ($1, $2, $3)', [module, number, name])
    if (transaction) await client.query('COMMIT')
  } catch (fault) {
    if (transaction) await client.query('ROLLBACK')
    throw new Error(`Migration ${module}/${String(number).padStart(4, '0')}-${name} failed: ${(fault as Error).message}`, {
      cause: fault,
    })
  }
}

/** Two restricted log-ins: neither owner nor superuser, so that row-level security holds for them. */
async function createRoles(client: pg.Client, masterKey: MasterKey): Promise<void> {
  for (const role of Object.values(roles)) {
    // The comment says which key file the password came from, so that a changed one renews it.
    const mark = `Stadttor ${masterKey.fingerprint}`
    const { rows } = await client.query<{ mark: string | null }>(
      "SELECT shobj_description(oid, 'pg_authid') AS mark FROM pg_roles WHERE rolname = $1",
      [role],
    )
    if (rows[0]?.mark === mark) continue
    const password = client.escapeLiteral(derivePassword(masterKey, role))
    await client.query(`${rows[0] ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD ${password}`)
    await client.query(`COMMENT ON ROLE ${role} IS ${client.escapeLiteral(mark)}`)
  }
}
