// Configuration → database → modules → server: the start-up, readable aloud. The only file that reads the environment.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeClamd } from './kernel/clamd.ts'
import { type Configuration, isLoopback, readConfiguration } from './kernel/configuration.ts'
import { findHolder } from './kernel/data-folder.ts'
import { openDatabase } from './kernel/database/database.ts'
import { findEmbedded, startEmbedded } from './kernel/database/embedded.ts'
import { migrate } from './kernel/database/migrate.ts'
import { type FileStore, makeFolderStore } from './kernel/files.ts'
import { makeS3Store } from './kernel/files-s3.ts'
import { House } from './kernel/house.ts'
import { type MasterKey, readOrMakeMasterKey } from './kernel/keys.ts'
import { createLog, type Log } from './kernel/log.ts'
import { makeMailer } from './kernel/mail.ts'
import { allMigrations, findModules, type Place } from './kernel/modules.ts'
import { makeOutbound } from './kernel/outbound.ts'
import { openPlatform } from './kernel/platform.ts'
import { takeTownFolders } from './kernel/town-folders.ts'
import { holdsTowns, listTownFolders, Towns } from './kernel/towns.ts'

/** Where this installation's sources and built files stand; built files know it, whatever folder they are started from. */
export const place: Place = { sources: join(import.meta.dirname, '..', '..', 'src'), dist: join(import.meta.dirname, '..') }

export const environment = process.env

/** @throws a list of problems, one line each, for exit code 2 */
export function configurationOrExit(): Configuration {
  const configuration = readConfiguration(environment)
  if (!('problems' in configuration)) return configuration
  for (const problem of configuration.problems) console.error(problem)
  process.exit(2)
}

export type Opened = {
  house: House
  masterKey: MasterKey
  store: FileStore
  close: () => Promise<void>
  databaseUrl: string
  startedDatabase: 'new' | 'warm' | 'attached' | 'external'
}

/**
 * Opens the house on the database of the configuration: the embedded one is attached to when another process holds it,
 * else started and stopped at the end.
 */
export async function openHouse(configuration: Configuration, log: Log): Promise<Opened> {
  const reached = await reachDatabase(configuration, log)
  try {
    return await openOn(reached, configuration, log)
  } catch (fault) {
    await reached.stop()
    throw fault
  }
}

async function openOn({ url, started, stop }: Reached, configuration: Configuration, log: Log): Promise<Opened> {
  const dataExists = !existsSync(configuration.keyFile) && (await holdsTowns(configuration.databaseDirectUrl ?? url))
  const masterKey = readOrMakeMasterKey(configuration.keyFile, dataExists, (line) => log.warn(line))
  const modules = await findModules(place)
  const ran = await migrate(configuration.databaseDirectUrl ?? url, masterKey, allMigrations(place, modules))
  if (ran.length > 0) log.info('the schema was brought up', { migrations: ran.length })
  const database = openDatabase({ url, directUrl: configuration.databaseDirectUrl, masterKey })
  const platform = openPlatform(database.platform)
  const towns = new Towns({ platform, pool: database.app, masterKey, baseUrl: configuration.baseUrl })
  await towns.load()
  const store = fileStoreOf(configuration)
  const { townsDir, demo } = configuration
  const mailer = makeMailer(configuration.mail, demo && isLoopback(configuration.host))
  const scanner = configuration.clamd && makeClamd(configuration.clamd)
  const house = new House({ modules, towns, platform, database, files: store, log, townsDir, demo, mailer, scanner })
  return {
    house,
    masterKey,
    store,
    databaseUrl: url,
    startedDatabase: started,
    close: async () => {
      if (mailer.by === 'smtp') mailer.close()
      await database.close()
      await stop()
    },
  }
}

function fileStoreOf({ s3, dataDir }: Configuration): FileStore {
  if (!s3) return makeFolderStore(join(dataDir, 'files'))
  const { origin } = new URL(s3.endpoint)
  return makeS3Store(s3, makeOutbound({ allow: [origin], allowPrivate: [origin] }))
}

type Reached = { url: string; started: Opened['startedDatabase']; stop: () => Promise<void> }

/** The database of the configuration. `stop` ends what this call started, and what a killed process left behind. */
export async function reachDatabase({ databaseUrl, dataDir }: Configuration, log: Log): Promise<Reached> {
  if (databaseUrl !== undefined) return { url: databaseUrl, started: 'external', stop: async () => undefined }
  const holder = findHolder(dataDir)
  const running = holder && holder.pid !== process.pid ? findEmbedded(dataDir) : undefined
  if (running) return { url: running.url, started: 'attached', stop: async () => undefined }
  return startEmbedded({ dataDir, log: (line) => log.info(line) })
}

/** Takes over what stands in the towns' folders: new towns, changed settings, and what modules keep there. */
export async function settleTowns(house: House, configuration: Configuration, now: Date): Promise<void> {
  await house.towns.settle(listTownFolders(configuration.townsDir))
  await takeTownFolders(house, configuration.townsDir, now)
}

export const logFor = ({ logLevel }: Configuration): Log => createLog(logLevel)
