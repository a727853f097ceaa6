// `npm run bench [-- NAME … --list --short --json FILE --profile FOLDER]`: measures, and prints every figure next to its goal.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, CannotMeasure, type Figure, meets, type Run, tell } from './bench.ts'
import { cases } from './cases.ts'
import { decisions } from './decisions.ts'
import { formRules } from './form-rules.ts'
import { formsBuilder } from './forms-builder.ts'
import { formsImport } from './forms-import.ts'
import { formsPage } from './forms-page.ts'
import { hall } from './hall.ts'
import { imports } from './imports.ts'
import { looks } from './looks.ts'
import { memory } from './memory.ts'
import { notifications } from './notifications.ts'
import { pageSize } from './page-size.ts'
import { people } from './people.ts'
import { processes } from './processes.ts'
import { searchAnswers } from './search-answers.ts'
import { servicePage } from './service-page.ts'
import { signIn } from './sign-in.ts'
import { starts } from './starts.ts'
import { submissions } from './submissions.ts'
import { openFolder } from './town-hall.ts'
import { manyTowns } from './towns.ts'
import { uploads } from './uploads.ts'

const benches: readonly Bench[] = [
  hall,
  servicePage,
  formsPage,
  searchAnswers,
  starts,
  memory,
  imports,
  pageSize,
  manyTowns,
  looks,
  notifications,
  signIn,
  decisions,
  processes,
  formRules,
  formsBuilder,
  formsImport,
  people,
  uploads,
  submissions,
  cases,
]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    short: { type: 'boolean' },
    json: { type: 'string' },
    misses: { type: 'boolean' },
    profile: { type: 'string' },
  },
})

type Result = {
  bench: string
  title: string
  figures: Figure[]
  skipped?: string
  failed?: string
  load: number[]
  seconds: number
}

async function runOne({ name, title, measure }: Bench): Promise<Result> {
  console.log(`\n${name}: ${title}`)
  const stops: (() => Promise<void> | void)[] = []
  const folder = openFolder(mkdtempSync(join(realpathSync(tmpdir()), `stadttor-bench-${name}-`)))
  const run: Run = {
    folder,
    short: values.short ?? false,
    profiles: values.profile && resolve(values.profile),
    say: (line) => console.log(`  ${line}`),
    atEnd: (stop) => void stops.push(stop),
  }
  const begin = performance.now()
  const result: Result = { bench: name, title, figures: [], load: loadavg(), seconds: 0 }
  const cleanUp = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const interrupted = () => void cleanUp().finally(() => process.exit(130))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    result.figures = await measure(run)
    for (const figure of result.figures) console.log(tell(figure))
  } catch (fault) {
    if (fault instanceof CannotMeasure) result.skipped = fault.message
    else result.failed = fault instanceof Error ? fault.message : String(fault)
    console.log(fault instanceof CannotMeasure ? `  not measured: ${fault.message}` : `  FAILED: ${result.failed}`)
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await cleanUp()
  }
  result.seconds = (performance.now() - begin) / 1000
  return result
}

const unknown = positionals.filter((wanted) => !benches.some(({ name }) => name === wanted))
if (values.list || unknown.length > 0) {
  for (const wanted of unknown) console.error(`There is no benchmark "${wanted}".`)
  for (const { name, title } of benches) console.log(`  ${name.padEnd(14)} ${title}`)
  process.exit(unknown.length > 0 ? 2 : 0)
}
const [one, five] = loadavg()
console.log(
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}; load average before: ${one?.toFixed(1)} (1 min), ${five?.toFixed(1)} (5 min)` +
    `${(one ?? 0) > 0.7 ? '. Other work is running: trust the ratios, not the times.' : ''}${values.short ? '\nShort run: for trying out, not for results.' : ''}`,
)
const results: Result[] = []
for (const bench of benches) if (positionals.length === 0 || positionals.includes(bench.name)) results.push(await runOne(bench))
const figures = results.flatMap((result) => result.figures)
const short = figures.filter((figure) => meets(figure) === false)
const failed = results.filter(({ failed, skipped }) => failed !== undefined || skipped !== undefined)
console.log(
  `\n${figures.filter((figure) => meets(figure)).length} goals met, ${short.length} short, ${failed.length} benchmarks not measured`,
)
if (values.json) {
  const about = {
    date: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    short: values.short ?? false,
  }
  writeFileSync(values.json, `${JSON.stringify({ ...about, results }, null, 1)}\n`)
}
process.exitCode = results.some(({ failed }) => failed !== undefined) ? 1 : 0
