// Five hundred towns in one house instead of three: what each request and each idle town costs.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, median, type Run, rounded } from './bench.ts'
import { chooseInspector, memoryOf } from './inspector.ts'
import { munichHall, pathOfService } from './munich.ts'
import { browser, expectPage, readPages } from './reader.ts'
import { cpuSeconds, moveToCore, type TownHall } from './town-hall.ts'

type Measured = { townHall: TownHall; towns: number; asked: Awaited<ReturnType<typeof expectPage>>[]; heap: number }

export const manyTowns: Bench = {
  name: 'towns',
  title: '500 towns instead of 3: time per request, memory per idle town',
  measure: async (run) => {
    const all = run.short ? 50 : 500
    const few = await prepare(run, 'few', 3)
    const many = await prepare(run, 'many', all)
    const names = ['hall, cached', 'service page, not cached', 'search answer']
    const ratios: number[][] = names.map(() => [])
    const cpuRatios: number[][] = names.map(() => [])
    for (let round = 0; round < (run.short ? 1 : 5); round++) {
      for (const index of names.keys()) {
        const before = await drive(run, few, index)
        const after = await drive(run, many, index)
        ratios[index]!.push(after.time / before.time)
        cpuRatios[index]!.push(after.cpu / before.cpu)
      }
    }
    run.say(
      `first page with ${all} towns, cold: ${rounded(many.townHall.startedIn / 1000)} s; with 3: ${rounded(few.townHall.startedIn / 1000)} s`,
    )
    return [
      ...names.map((what, index) => ({
        what: `${what}, time × that of 3 towns`,
        value: median(ratios[index]!),
        unit: '',
        goal: { most: 1.1 },
        note: `CPU time × ${rounded(median(cpuRatios[index]!))}`,
      })),
      {
        what: 'heap per idle town',
        value: Math.max(0, (many.heap - few.heap) / (all - 3) / 1024),
        unit: 'KB',
        goal: { most: 50 },
        note: `${rounded(few.heap / 1e6)} MB with 3 towns, ${rounded(many.heap / 1e6)} MB with ${all}`,
      },
    ]
  },
}

async function prepare(run: Run, name: string, towns: number): Promise<Measured> {
  const townsDir = townsFolder(join(run.folder, `towns-${name}`), towns)
  const inspector = await chooseInspector()
  const options = { townsDir, dataDir: join(run.folder, `data-${name}`), node: [inspector.node] }
  const { townHall, services } = await munichHall(run, options)
  const { port } = townHall
  const { usedAfterCollection: heap } = await memoryOf(inspector)
  const { id, title } = services.find((service) => /^Personalausweis/.test(service.title)) ?? services[0]!
  const pages = [
    { path: '/', contains: '</html>' },
    { path: `${await pathOfService(port, id)}?from=poster`, contains: title },
    { path: '/api/v1/search?q=personalausweis', contains: '"total":' },
  ]
  const asked = []
  for (const page of pages) asked.push(await expectPage(run, port, { ...page, headers: browser }))
  moveToCore(townHall.pid, 0)
  return { townHall, towns, asked, heap }
}

/** The real towns, and as many more with a town's settings and nothing else. */
function townsFolder(folder: string, count: number): string {
  cpSync(join(process.cwd(), 'towns'), folder, { recursive: true })
  const settings = JSON.parse(readFileSync(join(folder, 'augsburg/town.json'), 'utf8')) as Record<string, unknown>
  for (let number = 4; number <= count; number++) {
    const key = `stadt-${number}`
    mkdirSync(join(folder, key))
    writeFileSync(join(folder, key, 'town.json'), JSON.stringify({ ...settings, key, name: `Stadt ${number}`, hosts: [] }))
  }
  return folder
}

async function drive(run: Run, { townHall, asked }: Measured, index: number): Promise<{ time: number; cpu: number }> {
  const job = { port: townHall.port, asked: [asked[index]!], connections: 4, warmUpSeconds: 0 }
  await readPages({ ...job, seconds: 1 }, 1)
  const used = cpuSeconds(townHall.pid)
  const { perSecond, requests } = await readPages({ ...job, seconds: run.short ? 1 : 3 }, 1)
  return { time: 1 / perSecond, cpu: (cpuSeconds(townHall.pid) - used) / requests }
}
