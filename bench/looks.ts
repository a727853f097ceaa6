// What the log of looks costs: a logged, durable read of one person against the same read of a table without personal data.
import { join } from 'node:path'
import { openDatabase } from '../src/kernel/database/database.ts'
import { startEmbedded } from '../src/kernel/database/embedded.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { makeFolderStore } from '../src/kernel/files.ts'
import { House } from '../src/kernel/house.ts'
import { readOrMakeMasterKey } from '../src/kernel/keys.ts'
import { createLog } from '../src/kernel/log.ts'
import { allMigrations } from '../src/kernel/modules.ts'
import { registerPerson } from '../src/kernel/people.ts'
import { openPlatform } from '../src/kernel/platform.ts'
import type { KernelTables } from '../src/kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../src/kernel/town.ts'
import { Towns } from '../src/kernel/towns.ts'
import { place } from '../src/main.ts'
import { neutralSettings } from '../test/fresh-town.ts'
import { type Bench, type Figure, median, percentile, type Run } from './bench.ts'

const look = {
  actor: { staff: '00000000-0000-7000-8000-000000000001', unit: '/kvr/meldewesen/', role: 'Sachbearbeitung' },
  purpose: 'Antrag prüfen',
  legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  fields: ['Name'],
  matter: 'Vorgang 7K3M-9QX2',
}

/** A town on the embedded database with its usual durability: every commit waits for the disk. */
async function openTown(run: Run): Promise<Town> {
  const cluster = await startEmbedded({ dataDir: join(run.folder, 'data'), log: () => undefined })
  run.atEnd(() => cluster.stop())
  const masterKey = readOrMakeMasterKey(join(run.folder, 'key'), false, () => undefined)
  await migrate(cluster.url, masterKey, allMigrations(place, []))
  const database = openDatabase({ url: cluster.url, masterKey })
  run.atEnd(() => database.close())
  const platform = openPlatform(database.platform)
  const towns = new Towns({ platform, pool: database.app, masterKey, baseUrl: 'http://localhost' })
  const house = new House({
    modules: [],
    towns,
    platform,
    database,
    files: makeFolderStore(join(run.folder, 'files')),
    log: createLog('silent'),
    demo: false,
    townsDir: run.folder,
  })
  await house.towns.settle([{ key: 'musterstadt', folder: '', settings: neutralSettings('musterstadt') }])
  return house.towns.byKey('musterstadt')!
}

const names = (db: ReadDb<KernelTables>, id: string) =>
  db.selectFrom('kernel.person_name').select(['given_name', 'family_name']).where('subject_id', '=', id).execute()

/** What is compared: each reads one row of one person by its key, in a transaction of its own on the same pool. */
const ways: Record<string, (town: Town, id: string) => Promise<readonly unknown[]>> = {
  unlogged: (town, id) =>
    town.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.person').select(['id', 'kind']).where('id', '=', id).execute()),
  logged: (town, id) => town.look({ ...look, subjects: [id] }, (db: ReadDb<KernelTables>) => names(db, id)),
  'logged, COMMIT in a packet of its own': (town, id) =>
    town.personal({ ...look, subjects: [id] }, (db: WriteDb<KernelTables>) => names(db, id)),
  'a person’s own look': (town, id) =>
    town.look({ ...look, actor: 'self', subjects: [id] }, (db: ReadDb<KernelTables>) => names(db, id)),
  'one row written, nothing read': (town, id) =>
    town.write(async (db: WriteDb<KernelTables>) => [
      await db.updateTable('kernel.person').set({ left_at: null }).where('id', '=', id).execute(),
    ]),
}

async function time(work: () => Promise<readonly unknown[]>): Promise<number> {
  const begin = performance.now()
  const rows = await work()
  if (rows.length !== 1) throw new Error(`${rows.length} rows came instead of one`)
  return performance.now() - begin
}

/** All in turns, `clients` at once. */
async function measureInTurns(town: Town, ids: readonly string[], rounds: number, clients: number) {
  const times = Object.values(ways).map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    const some = Array.from({ length: clients }, (_, client) => ids[(round * clients + client) % ids.length]!)
    for (const [index, way] of Object.values(ways).entries())
      times[index]!.push(...(await Promise.all(some.map((id) => time(() => way(town, id))))))
  }
  return new Map(Object.keys(ways).map((name, index) => [name, times[index]!]))
}

function compare(times: ReadonlyMap<string, number[]>, clients: string, goal: boolean): Figure[] {
  const plain = median(times.get('unlogged')!)
  return Object.keys(ways)
    .slice(1)
    .map((what) => ({
      what: `${what}${clients}, times the unlogged read`,
      value: median(times.get(what)!) / plain,
      unit: '×',
      ...(goal && what === 'logged' && { goal: { most: 2.5 } }),
      note: `${plain.toFixed(2)} ms and ${median(times.get(what)!).toFixed(2)} ms, p95 ${percentile(times.get(what)!, 0.95).toFixed(2)} ms`,
    }))
}

async function measure(run: Run): Promise<Figure[]> {
  const town = await openTown(run)
  const ids: string[] = []
  for (let count = 0; count < 200; count += 1)
    ids.push(await registerPerson(town, { kind: 'resident', givenName: 'Ada', familyName: `Beispiel ${count}` }, new Date()))
  const rounds = run.short ? 300 : 3_000
  await measureInTurns(town, ids, 300, 1)
  const one = await measureInTurns(town, ids, rounds, 1)
  const eight = await measureInTurns(town, ids, rounds / 8, 8)
  return [...compare(one, '', true), ...compare(eight, ', 8 at once', false)]
}

export const looks: Bench = { name: 'looks', title: 'a logged look at one person', measure }
