// A house on a fresh database, made from the template in milliseconds, and fresh towns in it.
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { openDatabase, urlFor } from '../src/kernel/database/database.ts'
import { makeFolderStore } from '../src/kernel/files.ts'
import { House } from '../src/kernel/house.ts'
import { readMasterKey } from '../src/kernel/keys.ts'
import { createLog, type Log } from '../src/kernel/log.ts'
import type { Module } from '../src/kernel/module.ts'
import { findModules } from '../src/kernel/modules.ts'
import { openPlatform } from '../src/kernel/platform.ts'
import type { Town } from '../src/kernel/town.ts'
import type { TownSettings } from '../src/kernel/town-settings.ts'
import { Towns } from '../src/kernel/towns.ts'
import { place } from '../src/main.ts'
import { repository, testGround } from './ground.ts'

export const baseUrl = 'http://localhost:8080'
export const quiet: Log = createLog('silent')

export type FreshHouse = { house: House; ownerUrl: string; adminUrl: string; close: () => Promise<void> }

/** Closes itself and drops its database after the test file. `modules` defaults to all that are there. */
export async function freshHouse(
  options: { modules?: readonly Module[]; log?: Log; baseUrl?: string } = {},
): Promise<FreshHouse> {
  const { adminUrl, templateUrl, keyFile } = testGround()
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const template = new URL(templateUrl).pathname.slice(1)
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy OWNER stadttor_owner`)
  const { username, password } = new URL(templateUrl)
  const ownerUrl = urlFor(templateUrl.replace(/\/[^/]*$/, `/${name}`), username, decodeURIComponent(password))
  const masterKey = readMasterKey(keyFile)
  const database = openDatabase({ url: ownerUrl, masterKey, connections: 5 })
  const platform = openPlatform(database.platform)
  const towns = new Towns({ platform, pool: database.app, masterKey, baseUrl: options.baseUrl ?? baseUrl })
  const house = new House({
    modules: options.modules ?? (await findModules(place)),
    towns,
    platform,
    database,
    files: makeFolderStore(join(dirname(keyFile), 'files', name)),
    log: options.log ?? quiet,
    townsDir: join(repository, 'towns'),
  })
  const close = async () => {
    await database.close()
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
  }
  after(close)
  return { house, ownerUrl, adminUrl: adminUrl.replace(/\/[^/]*$/, `/${name}`), close }
}

let made = 0

/** A town with neutral settings; `own` overrides single ones. */
export async function freshTown(house: House, own: Partial<TownSettings> = {}): Promise<Town> {
  made += 1
  const key = own.key ?? `stadt-${made}`
  await house.towns.settle([{ key, folder: '', settings: { ...neutralSettings(key), ...own } }])
  return house.towns.byKey(key)!
}

export const neutralSettings = (key: string): TownSettings => ({
  key,
  name: 'Musterstadt',
  officialName: 'Stadt Musterstadt',
  subtitle: { de: 'Rathaus online', en: 'Town hall online' },
  land: 'BY',
  ars: '099999999999',
  hosts: [],
  accent: '#005a9f',
  accentDark: '#8cc4f5',
  crest: 'shield',
  demo: true,
  languages: ['de', 'en', 'leicht'],
  help: { phone: [], writeTo: null, callBack: false },
  accessibility: { statementDate: '2026-11-22', easyLanguageDuty: 'default-on', signLanguageDuty: 'default-on' },
  securityContact: null,
  banner: null,
})
