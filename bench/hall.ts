// The cached entrance hall against nginx serving the same compressed bytes with the same headers.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from '../src/kernel/data-folder.ts'
import { type Bench, CannotMeasure, type Figure, median, type Run, rounded } from './bench.ts'
import { type Answer, browser, expectPage, fetchChecked, fetchOnce, readJson, readPages } from './reader.ts'
import { canPin, cpuSeconds, findFreePort, onCore, openFolder, startTownHall } from './town-hall.ts'

const serverCore = 0
const readerCore = 1

export const hall: Bench = {
  name: 'hall',
  title: 'entrance hall, anonymous and cached, against nginx with one worker and the same bytes',
  measure: async (run) => {
    requireTools()
    const townHall = await startTownHall(run, { core: serverCore })
    const before = await fetchOnce(townHall.port, '/', browser)
    const expected = await expectPage(run, townHall.port, { path: '/', contains: '</html>', headers: browser })
    const nginx = await startNginx(run, before)
    await requireSame(before, await fetchChecked(nginx.port, '/', '</html>', browser))

    const rounds = run.short ? 1 : 5
    const seconds = run.short ? 3 : 8
    const ratios: number[] = []
    const cpuRatios: number[] = []
    const ours: number[] = []
    for (let round = 0; round < rounds; round++) {
      const theirs = await drive(run, nginx.port, nginx.workerPid, before, seconds)
      const own = await drive(run, townHall.port, townHall.pid, before, seconds)
      ratios.push(own.perSecond / theirs.perSecond)
      cpuRatios.push(theirs.cpu / own.cpu)
      ours.push(own.perSecond)
      run.say(
        `round ${round + 1}: nginx ${rounded(theirs.perSecond)}/s (${rounded(theirs.cpu * 1e6)} µs CPU each), ` +
          `Stadttor ${rounded(own.perSecond)}/s (${rounded(own.cpu * 1e6)} µs CPU each), ratio ${rounded(own.perSecond / theirs.perSecond)}`,
      )
    }
    const rate = Math.round(median(ours) / 2)
    const half = await readPages(
      { port: townHall.port, asked: [expected], connections: 32, warmUpSeconds: 1, seconds, rate },
      readerCore,
    )
    return [
      { what: 'requests per second, share of nginx', value: median(ratios), unit: '', goal: { least: 0.4 } },
      {
        what: 'CPU time per request, share of nginx',
        value: median(cpuRatios),
        unit: '',
        note: 'not touched by other work on the cores',
      },
      { what: 'requests per second', value: median(ours), unit: '/s' },
      {
        what: `p99 at half load (${rate}/s)`,
        value: half.p99,
        unit: 'ms',
        goal: { most: 10 },
        note: `median ${rounded(half.median)} ms, slowest ${rounded(half.slowest)} ms, every body compared`,
      },
    ] satisfies Figure[]
  },
}

function requireTools(): void {
  if (!canPin) throw new CannotMeasure('it needs Linux with taskset, to keep server and reader on a core each')
  const missing = ['nginx', 'wrk'].filter((tool) => spawnSync(tool, ['-v']).error)
  if (missing.length === 0) return
  if (!isRoot() || spawnSync('apt-get', ['--version']).error)
    throw new CannotMeasure(`${missing.join(' and ')} missing; install them first (Debian: apt-get install nginx-light wrk)`)
  const packages = missing.map((tool) => (tool === 'nginx' ? 'nginx-light' : tool))
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env: environment })
  if (install().status !== 0) spawnSync('apt-get', ['update'])
  if (install().status !== 0) throw new CannotMeasure(`apt-get could not install ${packages.join(' and ')}`)
}

/** Same bytes and the same headers, apart from what each server says about itself and the connection. */
async function requireSame(ours: Answer, theirs: Answer): Promise<void> {
  if (!ours.body.equals(theirs.body)) throw new Error('nginx serves other bytes')
  for (const [name, value] of Object.entries(ours.headers)) {
    const own = ['date', 'connection', 'keep-alive'].includes(name)
    if (!own && theirs.headers[name] !== value)
      throw new Error(`nginx sends ${name}: ${theirs.headers[name]} instead of ${value}`)
  }
}

async function startNginx(run: Run, { body, headers }: Answer): Promise<{ port: number; workerPid: number }> {
  const folder = openFolder(join(run.folder, 'nginx'))
  const port = await findFreePort()
  mkdirSync(join(folder, 'logs'), { recursive: true })
  writeFileSync(join(folder, 'hall'), body)
  const byItself = ['date', 'connection', 'keep-alive', 'content-length', 'content-type']
  const added = Object.entries(headers)
    .filter(([name]) => !byItself.includes(name))
    .map(([name, value]) => `add_header ${name} "${String(value).replaceAll('"', '\\"')}";`)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log crit; ${isRoot() ? 'user root;' : ''}
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; server_tokens off; etag off; if_modified_since off;
  keepalive_requests 100000000; open_file_cache max=10 inactive=600s; open_file_cache_valid 600s;
  default_type '${String(headers['content-type'])}'; types { }
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}; ${added.join(' ')} location = / { try_files /hall =404; } }
}
`,
  )
  const [program, ...args] = onCore(serverCore, [
    'nginx',
    '-e',
    join(folder, 'error.log'),
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
  ])
  const child = spawn(program, args, { stdio: 'ignore' })
  const end = new Promise((done) => child.once('exit', done))
  run.atEnd(async () => {
    child.kill('SIGTERM')
    await end
  })
  for (let wait = 0; wait < 100; wait++) {
    const found = await fetchOnce(port, '/').catch(() => undefined)
    if (found) break
    await new Promise((again) => setTimeout(again, 50))
  }
  const worker = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)])
    .stdout.toString()
    .trim()
  return { port, workerPid: Number(worker) }
}

type Driven = { perSecond: number; cpu: number }

/**
 * wrk keeps 32 connections busy from the other core. It counts every answer's status and all bytes; a second reader
 * compares whole bodies meanwhile, a few a second, so that checking does not slow the faster of the two servers.
 */
async function drive(run: Run, port: number, pid: number, same: Answer, seconds: number): Promise<Driven> {
  const script = join(run.folder, 'wrk.lua')
  writeFileSync(script, wrkScript)
  const headers = Object.entries(browser).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const wrk = (time: number) =>
    readJson<{ requests: number; bytes: number; micros: number; status: number; broken: number }>(
      ...headAndTail(
        onCore(readerCore, [
          'wrk',
          '-t1',
          '-c32',
          `-d${time}s`,
          '-s',
          script,
          '-H',
          `Host: localhost:${port}`,
          ...headers,
          `http://127.0.0.1:${port}/`,
        ]),
      ),
    )
  await wrk(run.short ? 1 : 2)
  const used = cpuSeconds(pid)
  const running = wrk(seconds)
  let over = false
  const comparing = compareWhile(port, same, () => over)
  const { requests, bytes, micros, status, broken } = await running
  const cpu = (cpuSeconds(pid) - used) / requests
  over = true
  await comparing
  if (status > 0 || broken > 0)
    throw new Error(`port ${port}: ${status} answers with another status, ${broken} broken connections`)
  const whole = bytes / requests
  if (whole < same.body.length || whole > same.body.length + 2_000)
    throw new Error(`port ${port}: ${rounded(whole)} bytes per answer, the body alone has ${same.body.length}`)
  return { perSecond: requests / (micros / 1e6), cpu }
}

const headAndTail = ([program, ...args]: [string, ...string[]]): [string, string[]] => [program, args]

async function compareWhile(port: number, same: Answer, over: () => boolean): Promise<void> {
  while (!over()) {
    const answer = await fetchOnce(port, '/', browser)
    if (answer.status !== 200 || !answer.body.equals(same.body)) throw new Error(`port ${port} answered other bytes under load`)
    await new Promise((wait) => setTimeout(wait, 200))
  }
}

const wrkScript = `done = function(summary, latency, requests)
  local errors = summary.errors
  print(string.format('{"requests":%d,"bytes":%d,"micros":%d,"status":%d,"broken":%d}', summary.requests, summary.bytes,
    summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
`
