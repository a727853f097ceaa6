// How fast the search answers sixteen readers at once, over HTTP; and how often the right service stands first.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type Figure, type Run, rounded } from './bench.ts'
import { munichFiles } from './catalogue.ts'
import { fill, munichHall } from './munich.ts'
import { sharedFolder } from './munich-documents.ts'
import { expectPage, readPages } from './reader.ts'
import { search as searchQuality } from './search.ts'
import { cpuSeconds, moveToCore, type TownHall } from './town-hall.ts'

export const searchAnswers: Bench = {
  name: 'search',
  title: 'search answers under 16 readers at once, and their quality',
  measure: async (run) => {
    const { townHall } = await munichHall(run)
    await fill(townHall, 'augsburg', munichFiles(run.short ? 2_000 : 10_000))
    moveToCore(townHall.pid, 0)
    const munich = await answerTimes(run, townHall, "Munich's services", `localhost:${townHall.port}`, 10)
    const large = await answerTimes(run, townHall, '10,000 generated services', `augsburg.localhost:${townHall.port}`, 25)
    await searchQuality()
    return [...munich, ...large]
  },
}

async function answerTimes(run: Run, { port, pid }: TownHall, what: string, host: string, most: number): Promise<Figure[]> {
  const asked = []
  for (const q of queries())
    asked.push(
      await expectPage(run, port, {
        path: `/api/v1/search?q=${encodeURIComponent(q)}`,
        contains: `"query":${JSON.stringify(q)}`,
        headers: { host },
      }),
    )
  const empty = asked.filter(({ length }) => length < 200).length
  if (empty > asked.length / 2) throw new Error(`${what}: ${empty} of ${asked.length} questions found nothing`)
  await readPages({ port, asked, connections: 16, warmUpSeconds: 0, seconds: run.short ? 1 : 3 }, 1)
  const used = cpuSeconds(pid)
  const load = await readPages({ port, asked, connections: 16, warmUpSeconds: 0, seconds: run.short ? 3 : 15 }, 1)
  const cpu = ((cpuSeconds(pid) - used) / load.requests) * 1000
  return [
    {
      what: `${what}, p95`,
      value: load.p95,
      unit: 'ms',
      goal: { most },
      note: `median ${rounded(load.median)} ms, p99 ${rounded(load.p99)} ms, CPU ${rounded(cpu)} ms each, ${rounded(load.perSecond)}/s, ${asked.length} questions`,
    },
  ]
}

/** The judged questions of this project, and those of the shared sample where it is there. */
function queries(): string[] {
  const files = [join(process.cwd(), 'bench/search-queries.json'), join(sharedFolder, 'data/catalogue/queries-sample.json')]
  const read = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as { q: string }[]).map(({ q }) => q)
  return [...new Set(files.filter((file) => existsSync(file)).flatMap(read))].slice(0, 400)
}
