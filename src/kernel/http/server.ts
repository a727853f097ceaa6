// The edge: finds the town, serves cached pages before anything else, and turns a module's answer into HTTP.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Frame } from '../../design/frame.ts'
import type { SignedIn } from '../access.ts'
import type { House } from '../house.ts'
import { type Language, languageOf } from '../language.ts'
import { findMachine, type Machine } from '../machine-tokens.ts'
import type { Metrics } from '../metrics.ts'
import type { Sessions } from '../sessions.ts'
import type { Town } from '../town.ts'
import type { Visits } from '../visits.ts'
import { text } from './answer.ts'
import { answerRoute, header } from './answer-route.ts'
import type { Assets } from './assets.ts'
import type { Frames } from './frame.ts'
import { bucketOf, readerAddress, Throttle } from './limits.ts'
import { openApiDocument } from './openapi.ts'
import type { PageCache } from './page-cache.ts'
import type { RouteEntry } from './routes.ts'
import { type ErrorKind, refuseLine, sendAnswer, sendAsset, sendError, sendPlain, writeCached } from './send.ts'

export type ServerParts = {
  house: House
  routes: readonly RouteEntry[]
  assets: Assets
  frames: Frames
  cache: PageCache
  visits: Visits
  sessions: Sessions
  metrics: Metrics
  proxies: BlockList | undefined
  limits: boolean
  /** Milliseconds, for the limits of how often one may ask. */
  clock: () => number
  errorPage: (frame: Frame, kind: ErrorKind, reference: string, seconds: number) => VNode
  ready: () => Promise<boolean>
}

type Arrived = {
  town: Town
  language: Language
  path: string
  address: string
  person: SignedIn | undefined
  machine: Machine | undefined
}
declare module 'fastify' {
  interface FastifyRequest {
    arrived: Arrived | undefined
  }
}

/**
 * Fastify hands its own time limits only to a server that it makes itself. Only files may take longer than `formPatience`, and only streams,
 * which end silent senders themselves, as long as `requestTimeout`: a large file on a slow line.
 */
const patience = { headersTimeout: 15_000, requestTimeout: 3_600_000, connectionsCheckingInterval: 5_000 }
const formPatience = 30_000
const filesPatience = 300_000

const bearerToken = /^Bearer ([A-Za-z0-9_-]{20,100})$/
const sessionCookie = /(?:^|;\s*)__Host-session=([A-Za-z0-9_-]+)/

export function createServer(parts: ServerParts): FastifyInstance {
  const { house, assets, cache, metrics } = parts
  metrics.declare('stadttor_requests_total', 'Answers by module and status')
  metrics.declare('stadttor_cached_answers_total', 'Answers served from the page cache')
  metrics.declare('stadttor_page_cache_bytes', 'Bytes in the page cache', () => cache.bytes)

  const fastify: FastifyInstance = Fastify({
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    genReqId: () => crypto.randomUUID().slice(0, 13),
    rewriteUrl: (request) => {
      const url = request.url ?? '/'
      const cut = url.search(/[?#]/)
      const path = cut < 0 ? url : url.slice(0, cut)
      return languageOf(path)[1] + (cut < 0 ? '' : url.slice(cut))
    },
    frameworkErrors: (_fault, request, reply) => void sendError(parts, request as never, reply as never, 'bad-request'),
    clientErrorHandler: refuseLine,
    // With strict numbers Ajv compares no infinite ones, so that 1e999 would pass below any maximum.
    ajv: { customOptions: { strictNumbers: false } },
    // A request without a host, or with two, is refused in the hook below: Node's own refusal carries no headers.
    serverFactory: (handler) =>
      createHttpServer({ requireHostHeader: false, ...patience }, (request, response) => {
        if (!serveCached(parts, request, response)) handler(request, response)
      }),
  })
  fastify.decorateRequest('arrived', undefined)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser(['application/json', 'application/scim+json'], { parseAs: 'string' }, (request, body, done) => {
    // PostgreSQL stores no zero character.
    if (String(body).includes('\\u0000')) done(Object.assign(new Error('No text of ours holds U+0000.'), { statusCode: 400 }))
    else void parseJson(request, String(body), done)
  })

  // Routes that take files read the stream themselves, once they know who is sending.
  fastify.addContentTypeParser('multipart/form-data', (request, stream, done) => {
    if (routeConfig(request).uploads) done(null, stream)
    else done(Object.assign(new Error('This form takes no files.'), { statusCode: 415 }))
  })

  const throttle = new Throttle()
  fastify.addHook('onRequest', async (request, reply) => {
    if (!namesOneHost(request.raw) || !request.raw.url?.startsWith('/'))
      return sendPlain(reply, 400, 'Welche Stadt?\nWhich town?\n')
    const { uploads, stream } = routeConfig(request)
    if (!stream) endWhenSlow(request.raw, uploads ? filesPatience : formPatience)
    if (request.url.startsWith('/health/')) return
    const asset = assets.find(request.raw.url ?? '', request.headers['accept-encoding'])
    if (asset) return sendAsset(reply, asset)
    const town = house.towns.byHost(request.headers.host ?? '')
    if (!town) return sendPlain(reply, 404, 'Unter dieser Adresse ist keine Stadt zu Hause.\nNo town lives at this address.\n')
    const [language, path] = languageOf((request.originalUrl ?? '/').replace(/[?#].*$/s, ''))
    const address = readerAddress(parts.proxies, request.socket.remoteAddress ?? '', header(request, 'x-forwarded-for'))
    request.arrived = { town, language, path, address, person: undefined, machine: undefined }
    if (parts.limits) {
      const route = routeConfig(request)
      const perMinute = route.perMinute ?? (request.method === 'GET' ? 900 : 60)
      const group = route.perMinute ? request.routeOptions.url : request.method === 'GET' ? 'read' : 'write'
      const wait = throttle.take(`${town.id} ${bucketOf(address)} ${group}`, perMinute, parts.clock())
      if (wait > 0) return sendError(parts, request, reply.header('retry-after', String(wait)), 'too-many')
    }
    if (isForeign(request, town)) return sendError(parts, request, reply, 'refused')
    // No address of ours holds one, and PostgreSQL cannot even be asked for it.
    if (request.url.includes('%00')) return sendError(parts, request, reply, path.includes('%00') ? 'not-found' : 'bad-request')
    const token = sessionCookie.exec(request.headers.cookie ?? '')?.[1]
    if (token) request.arrived.person = await parts.sessions.find(town, token, new Date())
    const bearer = bearerToken.exec(request.headers.authorization ?? '')?.[1]
    if (bearer) request.arrived.machine = await findMachine(town, bearer, new Date())
    return undefined
  })

  fastify.get('/health/live', (_request, reply) => sendPlain(reply, 200, 'live\n'))
  fastify.get('/health/ready', async (_request, reply) => {
    const ready = await parts.ready()
    return sendPlain(reply, ready ? 200 : 503, ready ? 'ready\n' : 'not ready\n')
  })
  const addRoute = (to: FastifyInstance, route: RouteEntry): void => {
    const took = metrics.spread('stadttor_request_seconds', 'Time until an answer that was not cached was made', {
      module: route.module,
    })
    to.route({
      method: route.method,
      url: route.path,
      config: { perMinute: route.perMinute, uploads: route.uploads !== undefined, stream: route.kind === 'stream' } as never,
      ...(route.api && {
        schema: {
          ...(route.api.query && { querystring: route.api.query }),
          ...(route.api.params && { params: route.api.params }),
          ...(route.api.body && { body: route.api.body }),
        },
      }),
      handler: async (request, reply) => {
        const started = performance.now()
        try {
          return await answerRoute(parts, route, request, reply)
        } finally {
          took((performance.now() - started) / 1_000)
        }
      },
    })
  }
  // First, since a GET brings its own HEAD unless there is one already.
  fastify.register(async (streams) => {
    streams.removeAllContentTypeParsers()
    streams.addContentTypeParser('*', (_request, stream, done) => done(null, stream))
    for (const route of parts.routes) if (route.kind === 'stream') addRoute(streams, route)
  })
  fastify.register(async (others) => {
    for (const route of parts.routes) if (route.kind !== 'stream') addRoute(others, route)
  })
  fastify.get('/api/v1/openapi.json', (request, reply) => {
    const { town } = request.arrived!
    const description = text('application/json; charset=utf-8', JSON.stringify(openApiDocument(parts.routes, town.origin)))
    return sendAnswer(request, reply, description, town.origin.startsWith('https:'))
  })
  const known = parts.routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }))
  fastify.setNotFoundHandler((request, reply) => {
    const path = request.arrived?.path ?? ''
    const methods = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    if (methods.length === 0) return sendError(parts, request, reply, 'not-found')
    const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ')
    return sendError(parts, request, reply.header('allow', allow), 'method')
  })
  fastify.setErrorHandler((fault: Error & { statusCode?: number; validation?: unknown }, request, reply) => {
    if (fault.validation) return sendError(parts, request, reply, 'bad-request', fault.message)
    if (fault.statusCode === 413) return sendError(parts, request, reply, 'too-large')
    if (fault.statusCode !== undefined && fault.statusCode < 500) return sendError(parts, request, reply, 'bad-request')
    const town = request.arrived?.town.key
    house.log.fault('a request failed', fault, { request: request.id, town, route: request.routeOptions.url })
    return sendError(parts, request, reply, isOverload(fault) ? 'overload' : 'fault')
  })
  return fastify
}

type RouteConfig = { perMinute?: number; uploads?: boolean; stream?: boolean }
const routeConfig = (request: FastifyRequest): RouteConfig => request.routeOptions.config as RouteConfig

/** Node's own limit counts for the whole server, and files of people on slow lines need minutes. */
function endWhenSlow(request: IncomingMessage, milliseconds: number): void {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers
  if (chunked === undefined && (length === undefined || length === '0')) return
  const timer = setTimeout(() => request.destroy(), milliseconds).unref()
  request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
}

const isOverload = (fault: Error): boolean => fault.message.includes('timeout exceeded when trying to connect')

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[a-zA-Z]+/g, '[^/]+')}$`)

/** Browsers say where an unsafe request comes from; only the town's own pages may send one. */
function isForeign(request: FastifyRequest, town: Town): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return false
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (origin !== undefined) return origin !== town.origin && origin.replace(/^https?:\/\//, '') !== request.headers.host
  return sessionCookie.test(request.headers.cookie ?? '')
}

/** Of two hosts Node keeps the first and a proxy perhaps the second: such a request belongs to no town. */
function namesOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.length === 4 && rawHeaders[index]!.toLowerCase() === 'host') hosts += 1
  return hosts === 1
}

/** The shortest way: an anonymous GET whose answer is in memory never reaches the router. */
function serveCached(
  { house, cache, visits, metrics }: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if ((request.method !== 'GET' && request.method !== 'HEAD') || !namesOneHost(request)) return false
  if (request.headers.cookie !== undefined && sessionCookie.test(request.headers.cookie)) return false
  const town = house.towns.byHost(request.headers.host ?? '')
  const entry = town && cache.find(`${town.id} ${request.url}`, Date.now())
  if (!entry) return false
  metrics.count('stadttor_cached_answers_total')
  if (entry.visited) visits.count(entry.town, entry.visited)
  writeCached(request, response, entry)
  return true
}
