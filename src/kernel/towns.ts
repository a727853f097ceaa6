// All towns of this installation: read from their folders into the platform tables, found by host.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { recordAudit } from './audit.ts'
import { type MasterKey, makeTownKey, type TownKey, unwrapKey, wrapKey } from './keys.ts'
import { channel, townList } from './outbox.ts'
import type { Platform } from './platform.ts'
import { type Told, Town } from './town.ts'
import { readTownSettings, type TownSettings } from './town-settings.ts'

export type TownFolder = { key: string; folder: string; settings: TownSettings }

/** Folders under `towns/` that hold a town; `starter` is the template, not a town. */
export function listTownFolders(townsDir: string): TownFolder[] {
  if (!existsSync(townsDir)) return []
  const folders = readdirSync(townsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'starter' && existsSync(join(townsDir, entry.name, 'town.json')))
    .map(({ name: key }) => {
      const file = join(townsDir, key, 'town.json')
      const settings = readTownSettings(file, readFileSync(file, 'utf8'))
      if (settings.key !== key) throw new Error(`${file}: "key" is "${settings.key}", but the folder is called "${key}"`)
      return { key, folder: join(townsDir, key), settings }
    })
    .sort((a, b) => Number(b.settings.default ?? false) - Number(a.settings.default ?? false) || a.key.localeCompare(b.key))
  refuseSharedHosts(folders)
  return folders
}

/** Whether a database already holds towns, whose data keys only the right key file opens; asked before there is a key. */
export async function holdsTowns(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('kernel.town') IS NOT NULL AS there")
    if (!rows[0]?.there) return false
    return (await client.query('SELECT FROM kernel.town LIMIT 1')).rowCount === 1
  } finally {
    await client.end()
  }
}

/** Two towns must not claim one host: nobody could say whose page is shown. */
function refuseSharedHosts(folders: readonly TownFolder[]): void {
  const owners = new Map<string, string>()
  for (const { key, settings } of folders) {
    for (const host of settings.hosts) {
      const other = owners.get(host)
      if (other) throw new Error(`The host ${host} is named by two towns: ${other} and ${key}.`)
      owners.set(host, key)
    }
  }
}

export type TownsSettings = { platform: Platform; pool: pg.Pool; masterKey: MasterKey; baseUrl: string }

export class Towns {
  readonly #settings: TownsSettings
  #byId = new Map<number, Town>()
  #byKey = new Map<string, Town>()
  #byHost = new Map<string, Town>()
  /** Set by the running server: what a committed write tells this very process at once. */
  announce: (town: Town, told: readonly Told[]) => void = () => undefined

  constructor(settings: TownsSettings) {
    this.#settings = settings
  }

  list = (): Town[] => [...this.#byId.values()]
  byId = (id: number): Town | undefined => this.#byId.get(id)
  byKey = (key: string): Town | undefined => this.#byKey.get(key)
  /** `host` as the browser sent it, with or without port; a dot at the end means the same host. */
  byHost = (host: string): Town | undefined => this.#byHost.get(host.toLowerCase().replace(/\.?(:\d+)?$/, ''))

  /** Reads every town's row. Called at the start and whenever a town was added or its settings changed. */
  async load(): Promise<void> {
    const { platform, pool, masterKey, baseUrl } = this.#settings
    const rows = await platform.read((db) =>
      db.selectFrom('kernel.town').selectAll().where('retired_at', 'is', null).orderBy('id').execute(),
    )
    const base = new URL(baseUrl)
    const byId = new Map<number, Town>()
    const byHost = new Map<string, Town>()
    for (const row of rows) {
      const settings = row.settings as unknown as TownSettings
      const origin = originOf(settings, base)
      const announce = (town: Town, told: readonly Told[]) => this.announce(town, told)
      const town = new Town({
        id: row.id,
        key: row.key,
        settings,
        origin,
        dataKey: unwrapKey([masterKey], row.key, row.data_key),
        pool,
        announce,
      })
      byId.set(town.id, town)
      for (const host of hostsOf(settings, base, origin)) if (!byHost.has(host)) byHost.set(host, town)
    }
    this.#byId = byId
    this.#byKey = new Map([...byId.values()].map((town) => [town.key, town]))
    this.#byHost = byHost
  }

  /** Changes the data key of a town as its row says at this moment; every running server hears of it. @returns the key as it is now */
  async changeKey(townKey: string, change: (key: TownKey) => TownKey): Promise<TownKey> {
    const { platform, masterKey } = this.#settings
    const changed = await platform.write(async (db) => {
      const row = await db
        .selectFrom('kernel.town')
        .select(['id', 'data_key'])
        .where('key', '=', townKey)
        .forUpdate()
        .executeTakeFirstOrThrow()
      const key = change(unwrapKey([masterKey], townKey, row.data_key))
      await db
        .updateTable('kernel.town')
        .set({ data_key: wrapKey(masterKey, key) })
        .where('id', '=', row.id)
        .execute()
      await sql`SELECT pg_notify(${channel}, ${`${townList} ["*"]`})`.execute(db)
      return key
    })
    await this.load()
    return changed
  }

  /** Adds the towns of the folders that are new and renews the settings of the others; every running server hears of it. */
  async settle(folders: readonly TownFolder[]): Promise<void> {
    const { platform, masterKey } = this.#settings
    const altered = new Map<string, string[]>()
    await platform.write(async (db) => {
      let changed = false
      for (const { key, settings } of folders) {
        const text = JSON.stringify(settings)
        const known = await db.selectFrom('kernel.town').select(['id', 'settings']).where('key', '=', key).executeTakeFirst()
        if (known) {
          const { numUpdatedRows } = await db
            .updateTable('kernel.town')
            .set({ settings: text as never })
            .where('id', '=', known.id)
            .where(sql<boolean>`settings IS DISTINCT FROM ${text}::jsonb`)
            .executeTakeFirstOrThrow()
          changed ||= numUpdatedRows > 0n
          if (numUpdatedRows > 0n) altered.set(key, differing(known.settings, settings))
          continue
        }
        const data_key = wrapKey(masterKey, makeTownKey(key))
        await db
          .insertInto('kernel.town')
          .values({ key, settings: text as never, data_key, folder_fingerprint: null, retired_at: null })
          .execute()
        changed = true
      }
      if (changed) await sql`SELECT pg_notify(${channel}, ${`${townList} ["*"]`})`.execute(db)
    })
    await this.load()
    for (const [key, names] of altered) {
      const town = this.byKey(key)
      if (!town) continue
      const details = { settings: names.join(' ') }
      const entry = { action: 'kernel.settings.changed', actor: { system: 'command' }, object: `town:${key}`, details }
      await town.write((db) => recordAudit(db, entry))
    }
  }
}

/** Names of the settings that differ; their values may be long and are in the town's folder. */
const differing = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .sort()

/** `BASE_URL` is the default town's; others put their name before it. */
function originOf(settings: TownSettings, base: URL): string {
  if (settings.origin) return settings.origin
  return settings.default ? base.origin : `${base.protocol}//${settings.key}.${base.host}`
}

function hostsOf(settings: TownSettings, base: URL, origin: string): string[] {
  const own = [new URL(origin).hostname, `${settings.key}.${base.hostname}`, ...settings.hosts]
  return settings.default && base.hostname === 'localhost' ? [...own, '127.0.0.1', '[::1]'] : own
}
