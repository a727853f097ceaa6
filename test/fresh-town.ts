// A house on a fresh database, made from the template in milliseconds, and fresh towns in it.
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { openDatabase, urlFor } from '../src/kernel/database/database.ts'
import { makeFolderStore } from '../src/kernel/files.ts'
import { House } from '../src/kernel/house.ts'
import { readMasterKey } from '../src/kernel/keys.ts'
import { createLog, type Log } from '../src/kernel/log.ts'
import type { Mailer } from '../src/kernel/mail.ts'
import type { Module } from '../src/kernel/module.ts'
import { findModules } from '../src/kernel/modules.ts'
import { openPlatform } from '../src/kernel/platform.ts'
import type { Town } from '../src/kernel/town.ts'
import type { TownSettings } from '../src/kernel/town-settings.ts'
import { Towns } from '../src/kernel/towns.ts'
import type { Scanner } from '../src/kernel/uploads/scan.ts'
import { place } from '../src/main.ts'
import { repository, testGround } from './ground.ts'

export const baseUrl = 'http://localhost:8080'
export const quiet: Log = createLog('silent')

export type FreshHouse = {
  house: House
  ownerUrl: string
  adminUrl: string
  /** A second house on the same database, as another process would open it. */
  another: () => Promise<House>
  /** What must stop while the database is still there. */
  beforeClosing: (stop: () => Promise<void>) => void
  close: () => Promise<void>
}
type HouseOptions = {
  modules?: readonly Module[]
  log?: Log
  baseUrl?: string
  demo?: boolean
  mailer?: Mailer
  scanner?: Scanner | undefined
}

/** Closes itself and drops its database after the test file. `modules` defaults to all that are there. */
export async function freshHouse(options: HouseOptions = {}): Promise<FreshHouse> {
  const { adminUrl, templateUrl } = testGround()
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const template = new URL(templateUrl).pathname.slice(1)
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy OWNER stadttor_owner`)
  const { username, password } = new URL(templateUrl)
  const ownerUrl = urlFor(templateUrl.replace(/\/[^/]*$/, `/${name}`), username, decodeURIComponent(password))
  const stops: (() => Promise<void>)[] = []
  const open = async (): Promise<House> => {
    const house = await houseOn(ownerUrl, options)
    stops.push(() => house.database.close())
    return house
  }
  const house = await open()
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= (async () => {
      for (const stop of stops.reverse()) await stop()
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.end()
    })()
    return closing
  }
  after(close)
  return {
    house,
    ownerUrl,
    adminUrl: adminUrl.replace(/\/[^/]*$/, `/${name}`),
    another: async () => {
      const second = await open()
      await second.towns.load()
      return second
    },
    beforeClosing: (stop) => void stops.push(stop),
    close,
  }
}

async function houseOn(ownerUrl: string, options: HouseOptions): Promise<House> {
  const { keyFile } = testGround()
  const masterKey = readMasterKey(keyFile)
  const database = openDatabase({ url: ownerUrl, masterKey, connections: 5 })
  const platform = openPlatform(database.platform)
  return new House({
    modules: options.modules ?? (await findModules(place)),
    towns: new Towns({ platform, pool: database.app, masterKey, baseUrl: options.baseUrl ?? baseUrl }),
    platform,
    database,
    files: makeFolderStore(join(dirname(keyFile), 'files', new URL(ownerUrl).pathname.slice(1))),
    log: options.log ?? quiet,
    demo: options.demo ?? false,
    townsDir: join(repository, 'towns'),
    ...(options.mailer && { mailer: options.mailer }),
    scanner: options.scanner,
  })
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
  help: { phone: [], writeTo: null },
  accessibility: { statementDate: '2026-11-22', easyLanguageDuty: 'default-on', signLanguageDuty: 'default-on' },
  securityContact: null,
  banner: null,
})
