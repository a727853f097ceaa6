// The real server on a free port with a fresh house, and requests that name their town by the Host header.
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { House } from '../src/kernel/house.ts'
import type { Town } from '../src/kernel/town.ts'
import { serveHouse } from '../src/serve.tsx'
import type { FreshHouse } from './fresh-town.ts'
import { testGround } from './ground.ts'

export type Asked = {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string | Buffer
  /** Token of a session, as `openSession` answers it. */
  session?: string
}
export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }

export type Served = {
  house: House
  /** Second place of the audit's heads. */
  auditDir: string
  port: number
  request: (town: Town | string, path: string, asked?: Asked) => Promise<Answered>
  /** Sends bytes as they are and resolves with all that came back. */
  raw: (bytes: string | Buffer) => Promise<string>
  stop: () => Promise<void>
}

/** `clock` stands still unless a test moves it, so that limits are met on a slow machine too. */
type Settings = { limits?: boolean; trustedProxies?: string[]; port?: number; clock?: () => number }

/** Serves a fresh house; `house` is another one on the same database, for a second server. */
export async function serveFresh(fresh: FreshHouse, settings: Settings = {}, house = fresh.house): Promise<Served> {
  const { limits = false, trustedProxies = [], port: wanted = 0, clock = () => 0 } = settings
  const auditDir = join(dirname(testGround().keyFile), 'audit-heads', new URL(fresh.ownerUrl).pathname.slice(1))
  const served = await serveHouse(
    house,
    {
      port: wanted,
      host: '127.0.0.1',
      metricsPort: undefined,
      trustedProxies,
      limits,
      auditDir,
    },
    clock,
  )
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= served.stop()
    return stopping
  }
  fresh.beforeClosing(stop)
  const { port } = served
  return {
    house,
    auditDir,
    port,
    stop,
    request: (town, path, asked) => ask(port, typeof town === 'string' ? town : hostOf(town), path, asked),
    raw: (bytes) => sendRaw(port, bytes),
  }
}

export const hostOf = (town: Town): string => new URL(town.origin).host

function ask(port: number, host: string, path: string, { method = 'GET', headers = {}, body, session }: Asked = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const cookie = session === undefined ? {} : { cookie: `__Host-session=${session}` }
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { host: '127.0.0.1', port, path, method, agent: false, headers: { host, ...length, ...cookie, ...headers } }
    const asking = send(options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const whole = Buffer.concat(parts)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() })
      })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (fault) => (answer === '' ? reject(fault) : resolve(answer)))
  })
}
