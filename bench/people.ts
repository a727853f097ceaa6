// A large city's people: a million accounts, 40,000 members of staff in 2,000 units, and sixteen of them at the door at once.
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { findEmbedded } from '../src/kernel/database/embedded.ts'
import { neutralSettings } from '../test/fresh-town.ts'
import { startMailServer } from '../test/mail-server.ts'
import { type Bench, type Figure, median, percentile, type Run } from './bench.ts'
import { inHouse, seeded, townNamed } from './catalogue.ts'
import { type City, deviceOf, fillCity, mailOf, nameOfStaff, tokenOf, unitNameOf, unitOf } from './city.ts'
import { startTownHall } from './town-hall.ts'

const clients = 16
const goalMs = 60
type Answer = { status: number; headers: IncomingHttpHeaders; text: string; ms: number }
type Asked = { method?: string; headers?: Record<string, string>; fields?: Record<string, string> }
type Asking = (path: string, asked?: Asked) => Promise<Answer>

function askerAt(port: number): Asking {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  return (path, { method = 'GET', headers = {}, fields } = {}) =>
    new Promise((resolve, reject) => {
      const body = fields && new URLSearchParams(fields).toString()
      const form = body && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      }
      const begin = performance.now()
      const asking = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          agent,
          headers: { host: `localhost:${port}`, 'sec-fetch-site': 'same-origin', ...form, ...headers },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => {
            text += part
          })
          answer.on('error', reject)
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms: performance.now() - begin }),
          )
        },
      )
      asking.on('error', reject)
      asking.end(body)
    })
}

const expect = (holds: boolean, what: string, { status, text }: Answer): void => {
  if (!holds) throw new Error(`${what}: ${status} ${text.replace(/\s+/g, ' ').slice(0, 600)}`)
}
const cookiesOf = ({ headers }: Answer): string =>
  (headers['set-cookie'] ?? [])
    .map((line) => line.split(';')[0])
    .filter((pair) => !pair?.endsWith('='))
    .join('; ')

/** `work` for 1 … count, by sixteen clients at once, each beginning the next when the last one ended. @returns all times */
async function byAll(count: number, work: (number: number) => Promise<number[]>): Promise<number[]> {
  const times: number[] = []
  let next = 1
  const client = async (): Promise<void> => {
    while (next <= count) times.push(...(await work(next++)))
  }
  await Promise.all(Array.from({ length: clients }, client))
  return times
}

/** The code of a mail to an address, once it is there. */
async function startPost(run: Run) {
  const codes = new Map<string, string>()
  const waiting = new Map<string, (code: string) => void>()
  const server = await startMailServer({
    toMail: ({ to, raw }) => {
      const [, one = '', two = ''] = /\b(\d{4}) (\d{4})\b/.exec(raw.slice(raw.indexOf('\r\n\r\n'))) ?? []
      codes.set(to, one + two)
      waiting.get(to)?.(one + two)
      return undefined
    },
  })
  run.atEnd(() => server.stop())
  const codeTo = (mail: string): Promise<string> =>
    new Promise((resolve) => (codes.has(mail) ? resolve(codes.get(mail)!) : waiting.set(mail, resolve)))
  return { port: server.settings.port, codeTo }
}

async function signIn(ask: Asking, codeTo: (mail: string) => Promise<string>, number: number): Promise<number[]> {
  const mail = mailOf(number)
  // Each client comes from another network: the brake on one address is not what is measured.
  const headers = { 'x-forwarded-for': `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` }
  const asked = await ask('/accounts/sign-in/code', { method: 'POST', headers, fields: { mail } })
  const step = new URL(asked.headers.location ?? '/', 'http://town').searchParams.get('step')
  expect(asked.status === 303 && step !== null, 'no code was sent', asked)
  const code = await codeTo(mail)
  const cookie = cookiesOf(asked)
  const done = await ask('/accounts/sign-in/code/confirm', {
    method: 'POST',
    headers: { ...headers, cookie },
    fields: { step: step!, code },
  })
  expect(done.status === 303 && /__Host-session=./.test(cookiesOf(done)), `${mail} was not signed in`, done)
  return [asked.ms + done.ms]
}

const as = (kind: 'resident' | 'staff', number: number) => ({
  headers: { cookie: `__Host-session=${tokenOf(kind, number)}` },
})

async function readSession(ask: Asking, number: number): Promise<number[]> {
  const answer = await ask('/accounts/sessions', as('resident', number))
  expect(answer.status === 200 && answer.text.includes(deviceOf(number)), 'not the sessions of this person', answer)
  return [answer.ms]
}

async function openDesk(ask: Asking, city: City, number: number): Promise<number[]> {
  const answer = await ask('/desk', as('staff', number))
  expect(answer.status === 200 && answer.text.includes(unitNameOf(unitOf(number, city))), 'not the desk of this person', answer)
  return [answer.ms]
}

async function findUnit(ask: Asking, city: City, number: number): Promise<number[]> {
  const name = unitNameOf(unitOf(number * 13, city))
  const answer = await ask(`/desk/organisation?q=${encodeURIComponent(name)}`, as('staff', number))
  expect(answer.status === 200 && answer.text.includes(`>${name}<`), `${name} was not found`, answer)
  return [answer.ms]
}

async function findColleague(ask: Asking, { staff }: City, random: () => number, number: number): Promise<number[]> {
  const { given, family } = nameOfStaff(1 + Math.floor(random() * staff))
  // As people type: the whole family name, its beginning with the given name, or a few letters.
  const query = [family, `${family.slice(0, 5)} ${given}`, family.slice(0, 4)][number % 3]!
  const answer = await ask(`/desk/search?q=${encodeURIComponent(query)}`, as('staff', number))
  expect(answer.status === 200 && answer.text.includes(family.slice(0, 4)), `${query} was not found`, answer)
  return [answer.ms]
}

const figuresOf = (what: string, times: number[]): Figure => ({
  what: `${what}, 95 of 100 below`,
  value: percentile(times, 0.95),
  unit: 'ms',
  goal: { most: goalMs },
  note: `median ${median(times).toFixed(1)} ms of ${times.length}`,
})

async function measure(run: Run): Promise<Figure[]> {
  const city: City = run.short
    ? { accounts: 50_000, staff: 2_000, units: 200, signedIn: 1_000 }
    : { accounts: 1_000_000, staff: 40_000, units: 2_000, signedIn: 4_000 }
  const townsDir = join(run.folder, 'towns')
  mkdirSync(join(townsDir, 'musterstadt'), { recursive: true })
  writeFileSync(
    join(townsDir, 'musterstadt/town.json'),
    JSON.stringify({ ...neutralSettings('musterstadt'), default: true, staffNetworks: ['127.0.0.0/8'] }),
  )
  const post = await startPost(run)
  const mail = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'rathaus@musterstadt.example' }
  const townHall = await startTownHall(run, { townsDir, env: { ...mail, TRUSTED_PROXIES: '127.0.0.0/8' } })
  const embedded = findEmbedded(townHall.dataDir)
  await inHouse(townHall.env, (house) => fillCity(embedded!.url, townNamed(house, 'musterstadt'), city, run.say))
  const ask = askerAt(townHall.port)
  const random = seeded(3)
  const rounds: [string, number, (number: number) => Promise<number[]>][] = [
    ['signing in with a code by mail', 600, (number) => signIn(ask, post.codeTo, number)],
    ['a page of one’s own, session not in memory', city.signedIn, (number) => readSession(ask, number)],
    ['start page of the desk', city.signedIn, (number) => openDesk(ask, city, number)],
    ['finding a unit', 1_000, (number) => findUnit(ask, city, number)],
    ['finding a colleague by name', 1_000, (number) => findColleague(ask, city, random, number)],
  ]
  const figures: Figure[] = []
  for (const [what, count, work] of rounds) {
    // The first requests of each kind find an empty plan cache.
    for (let number = 1; number <= 20; number += 1) if (!what.startsWith('signing')) await work(number)
    const begin = performance.now()
    const times = await byAll(count, work)
    run.say(`${what}: ${Math.round((count / (performance.now() - begin)) * 1000)}/s`)
    figures.push(figuresOf(what, times))
  }
  return figures
}

export const people: Bench = {
  name: 'people',
  title: `1,000,000 accounts and 40,000 staff, ${clients} at once`,
  measure,
}
