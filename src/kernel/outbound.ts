// The one way out: calls to other hosts, only to allowed ones, at a public address fixed before the connection, without redirects, bounded in time and size.
import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './addresses.ts'

export type OutboundRequest = {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: Uint8Array | string
  /** For the whole call, name resolution included; 10 seconds without it. */
  milliseconds?: number
  /** Of the answer's body; 5 MB without it. */
  maxBytes?: number
}

export type OutboundAnswer = { status: number; headers: IncomingMessage['headers']; body: Buffer }

/** Thrown before anything is sent: this call is not allowed. */
export class OutboundRefused extends Error {
  override name = 'OutboundRefused'
}

/** Thrown when an allowed call gave no usable answer: no connection, too slow, too large, a redirect. */
export class OutboundFailed extends Error {
  override name = 'OutboundFailed'
}

export type OutboundRules = {
  /** Origins such as `https://api.example.org`, `https://*.example.org`, `https://*` (any host), `http://127.0.0.1:9000`. */
  allow: readonly string[]
  /** Those origins among them that may stand at a private address, such as the town's own S3 store. */
  allowPrivate?: readonly string[]
  /** Certificates of private authorities, in PEM. */
  ca?: string[]
  /** Names to addresses; the system's resolver without it. */
  resolve?: (host: string) => Promise<string[]>
}

export type Outbound = { send(request: OutboundRequest): Promise<OutboundAnswer>; close(): void }

export function makeOutbound(rules: OutboundRules): Outbound {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) }
  const resolve = rules.resolve ?? (async (host) => (await lookup(host, { all: true })).map((found) => found.address))

  async function findAddresses(url: URL): Promise<string[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const addresses = isIP(host) ? [host] : await resolve(host)
    if (addresses.length === 0) throw new OutboundFailed(`${url.host} has no address.`)
    // One private address among public ones is refused too: a name under foreign control could otherwise try its luck.
    if (!matches(url, rules.allowPrivate ?? []) && !addresses.every(isPublicAddress)) {
      throw new OutboundRefused(`${url.host} stands at an address that is not public.`)
    }
    return addresses
  }

  async function send(request: OutboundRequest): Promise<OutboundAnswer> {
    const url = URL.parse(request.url)
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new OutboundRefused('This is not a web address.')
    if (url.username || url.password) throw new OutboundRefused('An address with a user name or password in it is not called.')
    if (!matches(url, rules.allow)) throw new OutboundRefused(`${url.origin} is not on the list of hosts that may be called.`)
    const signal = AbortSignal.timeout(request.milliseconds ?? 10_000)
    const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('too slow'))))
    try {
      const addresses = await Promise.race([findAddresses(url), late])
      return await Promise.race([exchange(request, url, addresses, signal), late])
    } catch (error) {
      if (error instanceof OutboundRefused || error instanceof OutboundFailed) throw error
      throw new OutboundFailed(`${url.host} gave no answer: ${(error as Error).message}`, { cause: error })
    }
  }

  function exchange(request: OutboundRequest, url: URL, addresses: string[], signal: AbortSignal): Promise<OutboundAnswer> {
    const found = addresses.map((address) => ({ address, family: isIP(address) }))
    const secure = url.protocol === 'https:'
    return new Promise((resolve, reject) => {
      const call = (secure ? httpsRequest : httpRequest)(url, {
        method: request.method ?? 'GET',
        headers: { 'accept-encoding': 'identity', ...request.headers },
        agent: secure ? agents['https:'] : agents['http:'],
        ...(secure && rules.ca ? { ca: rules.ca } : {}),
        signal,
        lookup: (_, options, done) => {
          const [first] = found
          if (options.all) done(null, found)
          else done(null, first?.address ?? '', first?.family)
        },
      })
      call.on('error', reject)
      call.on('response', (answer) => {
        readAnswer(answer, url, request.maxBytes ?? 5_000_000).then(resolve, (error) => {
          call.destroy()
          reject(error)
        })
      })
      call.end(request.body)
    })
  }

  return {
    send,
    close() {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

async function readAnswer(answer: IncomingMessage, url: URL, maxBytes: number): Promise<OutboundAnswer> {
  const status = answer.statusCode ?? 0
  if (status >= 300 && status < 400 && status !== 304)
    throw new OutboundFailed(`${url.host} redirects (${status}); redirects are not followed.`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new OutboundFailed(`${url.host} answers with more than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return { status, headers: answer.headers, body: Buffer.concat(chunks) }
}

/** Compares scheme, host and port; a star stands for one or more labels at the beginning of the host. */
function matches(url: URL, origins: readonly string[]): boolean {
  return origins.some((origin) => {
    const [, scheme = '', pattern = ''] = /^(https?:)\/\/(.+)$/.exec(origin) ?? []
    if (scheme !== url.protocol) return false
    if (pattern === '*') return true
    return pattern.startsWith('*.')
      ? url.host.endsWith(pattern.slice(1)) && url.host.length > pattern.length - 1
      : url.host === pattern
  })
}
