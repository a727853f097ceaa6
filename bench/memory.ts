// Memory of the Node process over 100,000 requests of every kind that residents send.
import { type Bench, rounded } from './bench.ts'
import { chooseInspector, memoryOf } from './inspector.ts'
import { munichHall, pathOfService } from './munich.ts'
import { browser, expectPage, readPages } from './reader.ts'
import { residentMemory } from './town-hall.ts'

/** A slope within what a garbage collector's rhythm leaves between two looks counts as none. */
const noGrowth = 5

export const memory: Bench = {
  name: 'memory',
  title: 'resident memory of the Node process after 100,000 requests',
  measure: async (run) => {
    const inspector = await chooseInspector()
    const { townHall, services } = await munichHall(run, { node: [inspector.node] })
    const { port, pid } = townHall
    const pages = [{ path: '/', contains: '</html>' }]
    for (const { id, title } of services.slice(0, 40)) {
      const path = await pathOfService(port, id)
      const contains = title.split(/[&<>"']/)[0]!
      pages.push({ path, contains }, { path: `${path}?from=poster`, contains })
    }
    for (const { title } of services.slice(0, 30)) {
      const q = encodeURIComponent(title.split(' ')[0]!.toLowerCase())
      pages.push({ path: `/search?q=${q}`, contains: '</html>' }, { path: `/api/v1/search?q=${q}`, contains: '"total":' })
    }
    const atStart = residentMemory(pid)
    const asked = []
    for (const page of pages) asked.push(await expectPage(run, port, { ...page, headers: browser }))
    const [steps, each] = run.short ? [10, 500] : [40, 2_500]
    const looks: number[] = []
    for (let step = 0; step < steps; step++) {
      await readPages({ port, asked, connections: 16, warmUpSeconds: 0, seconds: 300, requests: each })
      looks.push(residentMemory(pid))
    }
    const half = looks.slice(steps / 2)
    const growth = slope(half) * (half.length - 1)
    const { before, usedAfterCollection } = await memoryOf(inspector)
    const megabytes = (bytes: number) => rounded(bytes / 1e6)
    run.say(
      `at the end ${megabytes(before.heapTotal)} MB heap, ${megabytes(before.heapUsed)} of it in use (${megabytes(usedAfterCollection)} after a collection), ` +
        `${megabytes(before.external)} MB outside it`,
    )
    run.say(
      `MB at the start ${rounded(atStart)}, then ${looks
        .filter((_, look) => look % (steps / 10) === steps / 10 - 1)
        .map((mb) => mb.toFixed(0))
        .join(', ')}`,
    )
    return [
      { what: `after ${(steps * each).toLocaleString('en')} requests`, value: looks.at(-1)!, unit: 'MB', goal: { most: 250 } },
      { what: 'highest between', value: Math.max(...looks), unit: 'MB' },
      {
        what: 'growth in the second half (straight line)',
        value: growth,
        unit: 'MB',
        goal: { most: noGrowth },
        note: `${pages.length} addresses: hall, services cached and not, search pages and answers`,
      },
    ]
  },
}

/** Of the straight line with the least squares through values at 0, 1, 2 … */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const up = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0)
  const across = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  return up / across
}
