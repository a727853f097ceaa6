// The connections of one process: one pool that sees towns' data, one that sees platform tables, one line for LISTEN.
import pg from 'pg'
import { derivePassword, type MasterKey } from '../keys.ts'

// Days stay `YYYY-MM-DD` strings and int8 counts become numbers; instants stay Date.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))
pg.types.setTypeParser(1182 as never, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')))

export type Database = {
  app: pg.Pool
  platform: pg.Pool
  /** Owner's address that bypasses a connection pooler: migrations, backup, LISTEN. */
  ownerUrl: string
  /** The platform role beside a pooler, for the job queue. */
  platformUrl: string
  close(): Promise<void>
}

export const roles = { app: 'stadttor_app', platform: 'stadttor_platform' } as const

export function urlFor(ownerUrl: string, user: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = user
  url.password = encodeURIComponent(password)
  return url.href
}

export type DatabaseSettings = { url: string; directUrl?: string | undefined; masterKey: MasterKey; connections?: number }

export function openDatabase({ url, directUrl, masterKey, connections = 10 }: DatabaseSettings): Database {
  const pool = (role: string, max: number, name: string): pg.Pool => {
    const made = new pg.Pool({
      connectionString: urlFor(url, role, derivePassword(masterKey, role)),
      max,
      pipeline: true,
      application_name: `stadttor ${name}`,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: 10_000,
    } as pg.PoolConfig)
    // A lost idle connection is replaced at the next use; without a listener it would end the process.
    made.on('error', () => undefined)
    // So it would with a lent one, whose query fails by itself.
    made.on('connect', (client) => client.on('error', () => undefined))
    return made
  }
  const app = pool(roles.app, connections, 'app')
  const platform = pool(roles.platform, 3, 'platform')
  return {
    app,
    platform,
    ownerUrl: directUrl ?? url,
    platformUrl: urlFor(directUrl ?? url, roles.platform, derivePassword(masterKey, roles.platform)),
    close: async () => {
      await Promise.all([app.end(), platform.end()])
    },
  }
}
