// The service page as signed-in people and first readers get it, against rendering the same component in a loop.
import { join } from 'node:path'
import { registerPerson } from '../src/kernel/people.ts'
import { openSession } from '../src/kernel/sessions.ts'
import { place } from '../src/main.ts'
import { type Bench, type Figure, median, type Run, rounded } from './bench.ts'
import { inHouse, townNamed } from './catalogue.ts'
import { munichHall, pathOfService } from './munich.ts'
import { browser, expectPage, fetchChecked, readJson, readPages } from './reader.ts'
import type { Rendered } from './render-loop.ts'
import { cpuSeconds, moveToCore, onCore, type TownHall } from './town-hall.ts'

export const servicePage: Bench = {
  name: 'service-page',
  title: 'service page that is not in the cache, against rendering its component in a loop',
  measure: async (run) => {
    const { townHall, services } = await munichHall(run)
    // The database keeps both cores; the Node process has the one that the loop has.
    moveToCore(townHall.pid, 0)
    const { id, title } = services.find((service) => /^Personalausweis/.test(service.title)) ?? services[0]!
    const path = await pathOfService(townHall.port, id)
    const { text } = await fetchChecked(townHall.port, path, title)
    const session = await signIn(townHall)
    const ways = [
      { name: 'a query that is not in the allow-list', path: `${path}?from=poster`, headers: {} },
      { name: 'the same, compressed', path: `${path}?from=poster`, headers: browser },
      { name: 'a signed-in resident', path, headers: { cookie: `__Host-session=${session}` } },
    ]
    const rounds = run.short ? 1 : 5
    const seconds = run.short ? 2 : 5
    const loops: Rendered[] = []
    const shares = ways.map((): number[] => [])
    const cpuShares = ways.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      const loop = await renderLoop(townHall, id, path, seconds)
      loops.push(loop)
      const told = [`round ${round + 1}: loop ${rounded(loop.perSecond)}/s`]
      for (const [index, way] of ways.entries()) {
        const { perSecond, cpu } = await drive(run, townHall, { ...way, title }, seconds)
        shares[index]!.push(perSecond / loop.perSecond)
        cpuShares[index]!.push(loop.cpu / cpu)
        told.push(`${way.name} ${rounded(perSecond)}/s`)
      }
      run.say(told.join(', '))
    }
    const loop = median(loops.map(({ cpu }) => cpu))
    run.say(`the page: ${text.length} characters, one rendering ${rounded(loop * 1e6)} µs CPU; ${loops[0]!.title}`)
    const signedIn: Figure[] = [
      {
        what: 'signed in, times the anonymous page that is not cached',
        value: median(shares[0]!.map((share, round) => share / shares[2]![round]!)),
        unit: '×',
        goal: { most: 1.5 },
        note: `CPU time × ${rounded(median(cpuShares[0]!) / median(cpuShares[2]!))}`,
      },
    ]
    const told = ways.flatMap(({ name }, index): Figure[] => [
      { what: name, value: median(shares[index]!), unit: '', ...(index !== 1 && { goal: { least: 0.6 } }) },
      {
        what: `  … by CPU time of the Node process`,
        value: median(cpuShares[index]!),
        unit: '',
        note: `${rounded((loop / median(cpuShares[index]!)) * 1e6)} µs each`,
      },
    ])
    return [...told, ...signedIn]
  },
}

const signIn = ({ env }: TownHall): Promise<string> =>
  inHouse(env, async (house) => {
    const town = townNamed(house, 'muenchen')
    const now = new Date()
    const person = await registerPerson(town, { kind: 'resident', givenName: 'Probe', familyName: 'Messung' }, now)
    return openSession(town, person, 'basic', now)
  })

function renderLoop({ env }: TownHall, id: number, path: string, seconds: number): Promise<Rendered> {
  const file = join(place.dist, 'bench/render-loop.js')
  const [program, ...args] = onCore(0, [process.execPath, file, 'muenchen', String(id), path, String(seconds)])
  return readJson<Rendered>(program, args, env)
}

async function drive(
  run: Run,
  { port, pid }: TownHall,
  { path, headers, title }: { path: string; headers: Record<string, string>; title: string },
  seconds: number,
): Promise<{ perSecond: number; cpu: number }> {
  const asked = await expectPage(run, port, { path, contains: title, headers })
  const job = { port, asked: [asked], connections: 16, seconds }
  await readPages({ ...job, seconds: run.short ? 1 : 3, warmUpSeconds: 0 }, 1)
  const used = cpuSeconds(pid)
  const { perSecond, requests } = await readPages({ ...job, warmUpSeconds: 0 }, 1)
  return { perSecond, cpu: (cpuSeconds(pid) - used) / requests }
}
