// What a sign-in with a passkey costs the server: the challenge and the check, both over HTTP, every commit on the disk.
import { request } from 'node:http'
import { join } from 'node:path'
import { openDatabase } from '../src/kernel/database/database.ts'
import { startEmbedded } from '../src/kernel/database/embedded.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { makeFolderStore } from '../src/kernel/files.ts'
import { House } from '../src/kernel/house.ts'
import { readOrMakeMasterKey } from '../src/kernel/keys.ts'
import { createLog } from '../src/kernel/log.ts'
import { allMigrations, findModules } from '../src/kernel/modules.ts'
import { openPlatform } from '../src/kernel/platform.ts'
import { Towns } from '../src/kernel/towns.ts'
import { place } from '../src/main.ts'
import { serveHouse } from '../src/serve.tsx'
import { neutralSettings } from '../test/fresh-town.ts'
import { createPasskey, type Passkey, usePasskey } from '../test/passkey.ts'
import { type Bench, CannotMeasure, type Figure, median, percentile, type Run } from './bench.ts'

type Reader = { host: string; port: number; cookies: Map<string, string> }
type Asked = { step: string; options: Parameters<typeof createPasskey>[0] & Parameters<typeof usePasskey>[1] }
const goalMs = 30

function post(
  { host, port, cookies }: Reader,
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; text: string; ms: number }> {
  const body = new URLSearchParams(fields).toString()
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = {
    host,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'sec-fetch-site': 'same-origin',
    cookie,
  }
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const asking = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('error', reject)
      response.on('end', () => {
        for (const line of response.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - begin })
      })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

async function openServer(run: Run): Promise<{ port: number; origin: string }> {
  const cluster = await startEmbedded({ dataDir: join(run.folder, 'data'), log: () => undefined })
  run.atEnd(() => cluster.stop())
  const masterKey = readOrMakeMasterKey(join(run.folder, 'key'), false, () => undefined)
  const modules = await findModules(place)
  if (!modules.some(({ offers = [] }) => offers.some(({ contract }) => contract === 'sign-in-first')))
    throw new CannotMeasure('Nobody in this house lets people sign in.')
  await migrate(cluster.url, masterKey, allMigrations(place, modules))
  const database = openDatabase({ url: cluster.url, masterKey })
  run.atEnd(() => database.close())
  const platform = openPlatform(database.platform)
  const towns = new Towns({ platform, pool: database.app, masterKey, baseUrl: 'http://localhost' })
  const files = makeFolderStore(join(run.folder, 'files'))
  const house = new House({
    modules,
    towns,
    platform,
    database,
    files,
    log: createLog('silent'),
    demo: false,
    townsDir: run.folder,
  })
  await towns.settle([{ key: 'musterstadt', folder: '', settings: { ...neutralSettings('musterstadt'), default: true } }])
  const served = await serveHouse(house, {
    port: 0,
    host: '127.0.0.1',
    metricsPort: undefined,
    trustedProxies: [],
    limits: false,
    auditDir: join(run.folder, 'audit-heads'),
  })
  run.atEnd(() => served.stop())
  return { port: served.port, origin: towns.byKey('musterstadt')!.origin }
}

async function measure(run: Run): Promise<Figure[]> {
  const { port, origin } = await openServer(run)
  const { host } = new URL(origin)
  const visitor = (): Reader => ({ host, port, cookies: new Map() })
  const passkeys: Passkey[] = []
  for (let index = 0; index < 20; index++) {
    const reader = visitor()
    const { step, options } = JSON.parse((await post(reader, '/accounts/sign-in/new-passkey/options', {})).text) as Asked
    const { passkey, response } = createPasskey(options, origin)
    const { status } = await post(reader, '/accounts/sign-in/new-passkey', { step, response })
    if (status !== 303) throw new Error(`no account was opened: ${status}`)
    passkeys.push(passkey)
  }
  const challenges: number[] = []
  const checks: number[] = []
  for (let round = 0; round < (run.short ? 60 : 600); round++) {
    const passkey = passkeys[round % passkeys.length]!
    const reader = visitor()
    const asked = await post(reader, '/accounts/sign-in/passkey/options', {})
    const { step, options } = JSON.parse(asked.text) as Asked
    const { status, ms } = await post(reader, '/accounts/sign-in/passkey', {
      step,
      response: usePasskey(passkey, options, origin),
    })
    if (status !== 303) throw new Error(`nobody was signed in: ${status}`)
    challenges.push(asked.ms)
    checks.push(ms)
  }
  const both = checks.map((ms, index) => ms + challenges[index]!)
  return [
    { what: 'challenge and check, 95 of 100 below', value: percentile(both, 0.95), unit: 'ms', goal: { most: goalMs } },
    { what: '  … the median', value: median(both), unit: 'ms' },
    { what: 'the check alone, median', value: median(checks), unit: 'ms' },
  ]
}

export const signIn: Bench = { name: 'sign-in', title: 'signing in with a passkey, the part of the server', measure }
