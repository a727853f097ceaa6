// A Stadttor process that only writes, as fast as it can, and says on its output what was acknowledged. It is there to be killed.
import { sql } from 'kysely'
import { readConfiguration } from '../../src/kernel/configuration.ts'
import { takeDataDir } from '../../src/kernel/data-folder.ts'
import { makeFolderStore, storeFile } from '../../src/kernel/files.ts'
import { createLog } from '../../src/kernel/log.ts'
import { tell } from '../../src/kernel/outbox.ts'
import type { Town } from '../../src/kernel/town.ts'
import { openHouse } from '../../src/main.ts'
import { neutralSettings } from '../fresh-town.ts'

const writers = 4
const [dataDir = '', filesDir = '', from = '0', until = 'stopped'] = process.argv.slice(2)
const configuration = readConfiguration({ DATA_DIR: dataDir })
if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
const hold = takeDataDir(dataDir)
const { house, close } = await openHouse(configuration, createLog('silent'))
await house.towns.settle(['nordstadt', 'suedstadt'].map((key) => ({ key, folder: '', settings: neutralSettings(key) })))
const towns = house.towns.list()
const store = makeFolderStore(filesDir)
let next = Number(from)
let stopping = false
process.once('SIGTERM', () => {
  stopping = true
})
// Whoever counts the matters is gone: nobody would end this process any more.
process.stdout.on('error', () => process.exit(1))
process.once('disconnect', () => process.exit(1))
process.channel?.unref()

/** One matter: an event and a file, both or none. The row is counted first, the file stored second, the commit comes third. */
async function writeMatter(town: Town, number: number): Promise<void> {
  const content = Buffer.from(`matter ${number} of ${town.key}`)
  await town.write(async (db) => {
    await tell(db, { type: 'endure.written.v1', subjects: [`endure.matter/${number}`], payload: { number } })
    const { name, size } = await storeFile(store, town.dataKey, content)
    await sql`INSERT INTO kernel.blob (name, size, media_type) VALUES (${name}, ${size}, 'text/plain')`.execute(db)
  })
}

async function writeOn(): Promise<void> {
  while (!stopping) {
    const number = next++
    const town = towns[number % towns.length]!
    try {
      await writeMatter(town, number)
      // Synchronous on a pipe: what the parent has read was acknowledged.
      process.stdout.write(`${number}\n`)
    } catch {
      // A database that recovers is waited for; one that is gone ends this process, as its operator would.
      if (until === 'first fault') stopping = true
      else await databaseAnswers()
    }
  }
}

async function databaseAnswers(): Promise<void> {
  while (!stopping) {
    const answers = await house.platform
      .read((db) => db.selectFrom('kernel.town').select('id').execute())
      .then(
        () => true,
        () => false,
      )
    if (answers) return
    await new Promise((later) => setTimeout(later, 20))
  }
}

await Promise.all(Array.from({ length: writers }, writeOn))
await close().catch(() => undefined)
hold.release()
