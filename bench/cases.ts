// Cases: forms sent that become cases at once, and the pages of residents and clerks over very many of them.
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { readConfiguration } from '../src/kernel/configuration.ts'
import { findEmbedded } from '../src/kernel/database/embedded.ts'
import type { House } from '../src/kernel/house.ts'
import { createLog } from '../src/kernel/log.ts'
import type { Town } from '../src/kernel/town.ts'
import { openHouse, place } from '../src/main.ts'
import { serveHouse } from '../src/serve.tsx'
import { type FormSender, findFormSender } from '../test/endure/forms-worker.ts'
import { neutralSettings } from '../test/fresh-town.ts'
import { type Bench, CannotMeasure, type Figure, median, percentile, type Run } from './bench.ts'
import { cpuSeconds, openFolder } from './town-hall.ts'

type Crowd = {
  install: () => Promise<{ form: string; answers: Record<string, unknown> }>
  clerk: (unit: string) => Promise<string>
  resident: (cases: number) => Promise<string>
  newest: (count: number) => Promise<{ id: string; reference: string; step: string }[]>
  fill: (owner: pg.Client, count: number) => Promise<void>
}

/** Looked for by name, so that the house still builds when that room is gone. */
async function findCrowds(): Promise<((house: House, town: Town) => Crowd) | undefined> {
  const file = join(place.dist, 'src', 'modules', 'cases', 'fixtures.js')
  if (!existsSync(file)) return undefined
  return ((await import(pathToFileURL(file).href)) as { openCrowd: (house: House, town: Town) => Crowd }).openCrowd
}

const clients = 8
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Statements on all connections of this process while `work` runs, BEGIN and COMMIT among them. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype
  let count = 0
  pg.Client.prototype.query = function (this: pg.Client, ...asked: unknown[]) {
    count += 1
    return (query as (...all: unknown[]) => unknown).apply(this, asked)
  } as never
  await work().finally(() => {
    pg.Client.prototype.query = query
  })
  return count
}

/** CPU of the database server with its connections, where the system tells; clock ticks are 1/100 s on Linux. */
function databaseMs(server: number | undefined): number {
  if (server === undefined || !existsSync('/proc/self/stat')) return Number.NaN
  const children = readFileSync(`/proc/${server}/task/${server}/children`, 'utf8').split(' ').map(Number)
  return 1_000 * children.filter((pid) => pid > 0).reduce((sum, pid) => sum + cpuSeconds(pid), cpuSeconds(server))
}

type Sent = { rate: number; cpu: number; database: number }

async function sendAll(sender: FormSender, count: number, server: number | undefined): Promise<Sent> {
  const drafts: string[] = []
  for (let index = 0; index < count; index += 1) drafts.push(await sender.begin())
  const [begin, used, usedThere] = [performance.now(), cpuMs(), databaseMs(server)]
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let draft = drafts.pop(); draft !== undefined; draft = drafts.pop()) await sender.send(draft)
    }),
  )
  const rate = count / ((performance.now() - begin) / 1_000)
  return { rate, cpu: (cpuMs() - used) / count, database: (databaseMs(server) - usedThere) / count }
}

async function sending(run: Run, sender: FormSender, server: number | undefined): Promise<Figure[]> {
  const [rounds, each] = run.short ? [2, 60] : [7, 400]
  await sendAll(sender, each, server)
  const measured: Sent[] = []
  for (let round = 0; round < rounds; round += 1) measured.push(await sendAll(sender, each, server))
  const draft = await sender.begin()
  const statements = await countStatements(() => sender.send(draft))
  const note = `${clients} at once, from the checked answers on; submission, case, process start, filing and event in one transaction, on disk; workers rest`
  return [
    {
      what: 'sustained submissions/s, one being',
      value: median(measured.map(({ rate }) => rate)),
      unit: '/s',
      goal: { least: 100 },
      note,
    },
    { what: 'CPU for a submission, the house', value: median(measured.map(({ cpu }) => cpu)), unit: 'ms' },
    { what: 'CPU for a submission, the database', value: median(measured.map(({ database }) => database)), unit: 'ms' },
    { what: 'statements for a submission', value: statements, unit: '' },
  ]
}

type Page = { status: number; text: string; type: string; ms: number }
type Asking = (path: string, session: string, fields?: Record<string, string>) => Promise<Page>

const askerAt =
  (port: number, town: Town): Asking =>
  (path, session, fields) =>
    new Promise((resolve, reject) => {
      const body = fields && new URLSearchParams(fields).toString()
      const form = body && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
        origin: town.origin,
      }
      const headers = { host: new URL(town.origin).host, cookie: `__Host-session=${session}`, ...form }
      const begin = performance.now()
      const options = { host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', agent: false, headers }
      const asking = request(options, (answer) => {
        let text = ''
        answer.setEncoding('latin1')
        answer.on('data', (part: string) => {
          text += part
        })
        answer.on('error', reject)
        answer.on('end', () => {
          const ms = performance.now() - begin
          resolve({ status: answer.statusCode ?? 0, text, type: answer.headers['content-type'] ?? '', ms })
        })
      })
      asking.on('error', reject)
      asking.end(body)
    })

const expect = (holds: boolean, what: string, { status, text }: Page): void => {
  if (!holds) throw new Error(`${what}: ${status} ${text.slice(text.indexOf('<main')).replace(/\s+/g, ' ').slice(0, 400)}`)
}

const below = (what: string, times: number[], most: number, note = ''): Figure => ({
  what,
  value: percentile(times, 0.95),
  unit: 'ms',
  goal: { most },
  note: `median ${median(times).toFixed(1)} ms of ${times.length}${note && `; ${note}`}`,
})

async function timed(rounds: number, work: (round: number) => Promise<number>): Promise<number[]> {
  // The first ones find an empty plan cache.
  for (let round = 0; round < 5; round += 1) await work(round)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await work(round))
  return times
}

const shown = (reference: string): string => `${reference.slice(0, 4)}-${reference.slice(4)}`

async function measure(run: Run): Promise<Figure[]> {
  const [openCrowd, makeSender] = [await findCrowds(), await findFormSender()]
  if (!openCrowd || !makeSender) throw new CannotMeasure('no room keeps cases, or none takes forms')
  const configuration = readConfiguration({ DATA_DIR: openFolder(join(run.folder, 'data')) })
  if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
  const { house, close } = await openHouse(configuration, createLog('error'))
  run.atEnd(() => close())
  await house.towns.settle([{ key: 'musterstadt', folder: '', settings: neutralSettings('musterstadt') }])
  const town = house.towns.list()[0]!
  const crowd = openCrowd(house, town)
  const sender = await makeSender(house, town, await crowd.install())
  const count = run.short ? 50_000 : 1_000_000
  const owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
  await crowd.fill(owner, count)
  await owner.end()
  run.say(`${count} cases of 200 kinds are there`)
  const figures = await sending(run, sender, findEmbedded(configuration.dataDir)?.pid)
  run.say(`${figures[0]!.value.toFixed(0)} submissions a second`)
  const [everywhere, ofUnit, resident] = [await crowd.clerk('/'), await crowd.clerk('/unit-7/'), await crowd.resident(50)]
  const served = await serveHouse(house, {
    port: 0,
    host: '127.0.0.1',
    metricsPort: undefined,
    trustedProxies: [],
    limits: false,
    auditDir: openFolder(join(run.folder, 'audit')),
  })
  run.atEnd(() => served.stop())
  const ask = askerAt(served.port, town)
  const rounds = run.short ? 40 : 200
  // What the processes of all these cases have to do is done first: it is another cost than that of a page.
  let cases = await crowd.newest(100)
  for (const used = cpuMs(), begin = Date.now(); cases.some(({ step }) => step === 'received'); cases = await crowd.newest(100)) {
    if (Date.now() - begin > 120_000) throw new Error(`Processes did not go on within two minutes (${cpuMs() - used} ms of CPU).`)
    await pause(200)
  }

  const visible = await timed(rounds, async () => {
    const draft = await sender.begin()
    const begin = performance.now()
    await sender.send(draft)
    const sent = performance.now()
    const [newest] = await crowd.newest(1)
    const looked = performance.now()
    const list = await ask('/desk/cases?sort=received', everywhere)
    expect(list.text.includes(shown(newest!.reference)), 'the new case is not on the list', list)
    return performance.now() - looked + sent - begin
  })
  const mine = await timed(rounds, async () => {
    const list = await ask('/applications', resident)
    expect(list.status === 200 && list.text.split('href="/applications/').length > 50, 'not all applications are listed', list)
    return list.ms
  })
  const desk = await timed(rounds, async (round) => {
    const list = await ask(round % 2 === 0 ? '/desk/cases' : '/desk/cases?view=overdue', round % 4 < 2 ? everywhere : ofUnit)
    expect(list.status === 200 && list.text.includes('/desk/cases/00000000-'), 'no list', list)
    return list.ms
  })
  const opening = await timed(Math.min(rounds, cases.length), async (round) => {
    const { id, reference } = cases[round % cases.length]!
    const opened = await ask(`/desk/cases/${id}`, everywhere)
    expect(opened.status === 200 && opened.text.includes(shown(reference)), 'not the case', opened)
    return opened.ms
  })
  const fields = { outcome: 'assessed', subject: 'Bescheid', paragraphs: 'Wir setzen die Steuer fest.', reasons: 'Darum.' }
  const paper = await timed(rounds, async (round) => {
    const path = `/desk/cases/${cases[round % cases.length]!.id}/decision`
    const answer = await ask(path, everywhere, { ...fields, do: 'preview' })
    expect(answer.type === 'application/pdf' && answer.text.startsWith('%PDF'), 'no letter', answer)
    return answer.ms
  })
  return [
    ...figures,
    below('submission until its case is on the desk list, p95', visible, 300),
    below('"My applications" with 50 cases, p95', mine, 50),
    below(`desk list over ${count} cases of 200 kinds, p95`, desk, 50, 'all and overdue, of the whole town and of one unit'),
    below('opening a case with its log of looks, p95', opening, 60),
    below('PDF of a letter, p95', paper, 150, 'the request for the preview as a whole'),
  ]
}

export const cases: Bench = {
  name: 'cases',
  title: 'forms that become cases at once, lists over 1,000,000 cases, opening one, a letter',
  measure,
}
