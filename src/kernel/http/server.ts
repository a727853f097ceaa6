// The edge: finds the town, serves cached pages before anything else, and turns a module's answer into HTTP.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Frame } from '../../design/frame.ts'
import { admit, type SignedIn } from '../access.ts'
import type { House } from '../house.ts'
import { type Language, languageOf, pathIn } from '../language.ts'
import type { Metrics } from '../metrics.ts'
import { findSignedIn } from '../people.ts'
import type { Town } from '../town.ts'
import type { Visits } from '../visits.ts'
import { type Answer, type NotFound, notFound, page, text } from './answer.ts'
import type { Assets } from './assets.ts'
import { emptyForm, readFormInput } from './forms.ts'
import { type Frames, frameSubject } from './frame.ts'
import { bucketOf, readerAddress, Throttle } from './limits.ts'
import { acceptedEncoding, type CachedAnswer, encode, etagOf, type PageCache } from './page-cache.ts'
import type { RouteEntry } from './routes.ts'
import { securityHeaders } from './security-headers.ts'
import { dayInBerlin, type Visit } from './visit.ts'

export type ErrorKind =
  | 'not-found'
  | 'fault'
  | 'too-many'
  | 'method'
  | 'refused'
  | 'sign-in'
  | 'bad-request'
  | 'too-large'
  | 'overload'

export type ServerParts = {
  house: House
  routes: readonly RouteEntry[]
  assets: Assets
  frames: Frames
  cache: PageCache
  visits: Visits
  metrics: Metrics
  proxies: BlockList | undefined
  limits: boolean
  errorPage: (frame: Frame, kind: ErrorKind, reference: string) => VNode
  ready: () => Promise<boolean>
}

type Arrived = { town: Town; language: Language; path: string; person: SignedIn | undefined }
declare module 'fastify' {
  interface FastifyRequest {
    arrived: Arrived | undefined
  }
}

const sessionCookie = /(?:^|;\s*)__Host-session=([A-Za-z0-9_-]+)/
const statusOf: Record<ErrorKind, number> = {
  'not-found': 404,
  fault: 500,
  'too-many': 429,
  method: 405,
  refused: 403,
  'sign-in': 401,
  'bad-request': 400,
  'too-large': 413,
  overload: 503,
}

export function createServer(parts: ServerParts): FastifyInstance {
  const { house, assets, cache, metrics } = parts
  metrics.declare('stadttor_requests_total', 'Answers by module and status')
  metrics.declare('stadttor_cached_answers_total', 'Answers served from the page cache')
  metrics.declare('stadttor_page_cache_bytes', 'Bytes in the page cache', () => cache.bytes)

  const fastify: FastifyInstance = Fastify({
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    genReqId: () => crypto.randomUUID().slice(0, 13),
    rewriteUrl: (request) => {
      const url = request.url ?? '/'
      const cut = url.search(/[?#]/)
      const path = cut < 0 ? url : url.slice(0, cut)
      return languageOf(path)[1] + (cut < 0 ? '' : url.slice(cut))
    },
    frameworkErrors: (_fault, request, reply) => void sendError(parts, request as never, reply as never, 'bad-request'),
    serverFactory: (handler) =>
      createHttpServer((request, response) => serveCached(parts, request, response) || handler(request, response)),
  })
  fastify.decorateRequest('arrived', undefined)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, fastify.getDefaultJsonParser('error', 'error'))

  const throttle = new Throttle()
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/health/')) return
    const asset = assets.find(request.raw.url ?? '', request.headers['accept-encoding'])
    if (asset) return sendAsset(reply, asset)
    const town = house.towns.byHost(request.headers.host ?? '')
    if (!town) return sendPlain(reply, 404, 'Unter dieser Adresse ist keine Stadt zu Hause.\nNo town lives at this address.\n')
    const [language, path] = languageOf((request.originalUrl ?? '/').replace(/[?#].*$/s, ''))
    request.arrived = { town, language, path, person: undefined }
    if (parts.limits) {
      const address = readerAddress(parts.proxies, request.socket.remoteAddress ?? '', header(request, 'x-forwarded-for'))
      const route = request.routeOptions.config as { perMinute?: number }
      const perMinute = route.perMinute ?? (request.method === 'GET' ? 900 : 60)
      const group = route.perMinute ? request.routeOptions.url : request.method === 'GET' ? 'read' : 'write'
      const wait = throttle.take(`${town.id} ${bucketOf(address)} ${group}`, perMinute, Date.now())
      if (wait > 0) return sendError(parts, request, reply.header('retry-after', String(wait)), 'too-many')
    }
    if (isForeign(request, town)) return sendError(parts, request, reply, 'refused')
    const token = sessionCookie.exec(request.headers.cookie ?? '')?.[1]
    if (token) request.arrived.person = await findSignedIn(town, token, new Date())
    return undefined
  })

  fastify.get('/health/live', (_request, reply) => sendPlain(reply, 200, 'live\n'))
  fastify.get('/health/ready', async (_request, reply) => {
    const ready = await parts.ready()
    return sendPlain(reply, ready ? 200 : 503, ready ? 'ready\n' : 'not ready\n')
  })
  for (const route of parts.routes) {
    fastify.route({
      method: route.method,
      url: route.path,
      config: { perMinute: route.perMinute } as never,
      ...(route.api && {
        schema: {
          ...(route.api.query && { querystring: route.api.query }),
          ...(route.api.params && { params: route.api.params }),
        },
      }),
      handler: (request, reply) => answerRoute(parts, route, request, reply),
    })
  }
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
  // Node refuses what is no HTTP before Fastify sees it; the answer still says so in words.
  fastify.server.on('clientError', (_fault, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return fastify

  function header(request: FastifyRequest, name: string): string | undefined {
    const value = request.headers[name]
    return Array.isArray(value) ? value.join(',') : value
  }
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

/** The shortest way: an anonymous GET whose answer is in memory never reaches the router. */
function serveCached({ cache, visits, metrics }: ServerParts, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (request.headers.cookie !== undefined && sessionCookie.test(request.headers.cookie)) return false
  const entry = cache.find(`${request.headers.host} ${request.url}`, Date.now())
  if (!entry) return false
  metrics.count('stadttor_cached_answers_total')
  if (entry.visited) visits.count(entry.town, entry.visited)
  writeCached(request, response, entry)
  return true
}

function writeCached(request: IncomingMessage, response: ServerResponse, entry: CachedAnswer): void {
  const encoding = acceptedEncoding(request.headers['accept-encoding'])
  const body = entry.bodies.get(encoding) as Buffer
  if (request.headers['if-none-match'] === entry.etag) {
    response.writeHead(304, [...entry.headers, 'etag', entry.etag])
    response.end()
    return
  }
  const headers = [...entry.headers, 'etag', entry.etag, 'content-length', String(body.length)]
  if (encoding !== 'identity') headers.push('content-encoding', encoding)
  response.writeHead(entry.status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answerRoute(
  parts: ServerParts,
  route: RouteEntry,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { house, cache, visits, metrics } = parts
  const { town, language, path, person } = request.arrived!
  const admission = admit(route.access, person)
  if (admission !== 'admitted') return sendError(parts, request, reply, admission === 'refused' ? 'refused' : 'sign-in')
  const dropsBefore = cache.dropsOf(town.id)
  const query = request.query as Record<string, string | string[]>
  const first = (value: string | string[]): string => (Array.isArray(value) ? (value[0] ?? '') : value)
  const now = new Date()
  const visit: Visit = {
    house,
    town,
    language,
    ownWords: town.settings.ownWords,
    path,
    params: request.params as Record<string, string>,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, first(value)])),
    now,
    today: dayInBerlin(now),
    person,
    requestId: request.id,
    frame: await parts.frames.frameFor(house, town, language, path),
  }
  let input = emptyForm
  if (route.method !== 'GET' && typeof request.body === 'string') {
    try {
      input = readFormInput(request.body)
    } catch {
      return sendError(parts, request, reply, 'too-large')
    }
  }
  const answer = outOfSearch(town, await route.answer(visit, input))
  metrics.count('stadttor_requests_total', { module: route.module, status: answer === notFound ? 404 : answer.status })
  if (answer === notFound) return sendError(parts, request, reply, 'not-found')
  const https = town.origin.startsWith('https:')
  const cacheable = route.cachedBy !== undefined && answer.dependsOn !== undefined && answer.status === 200 && !person
  if (answer.visited) visits.count(town.id, answer.visited)
  const key = cacheable ? cacheKey(request, route.cachedBy!) : undefined
  if (key === undefined) return sendAnswer(request, reply, answer, https)
  const headers = flatHeaders(answer, https, 'no-cache')
  const dependsOn = [...answer.dependsOn!, ...(route.kind === 'page' ? [frameSubject] : [])]
  const entry = cache.keep(key, town.id, { ...answer, dependsOn }, headers, dropsBefore, nextMidnight(visit.today))
  reply.hijack()
  writeCached(request.raw, reply.raw, entry)
  return reply
}

/** What a demonstration says must not be found as if the town had said it. */
const outOfSearch = (town: Town, answer: Answer | NotFound): Answer | NotFound =>
  answer === notFound || !town.settings.demo ? answer : { ...answer, headers: { 'x-robots-tag': 'noindex', ...answer.headers } }

/** Undefined when the query holds anything but the allow-listed names once each: such answers are not kept. */
function cacheKey(request: FastifyRequest, allowed: readonly string[]): string | undefined {
  const query = request.query as Record<string, unknown>
  const plain = Object.entries(query).every(
    ([name, value]) => allowed.includes(name) && typeof value === 'string' && value.length <= 100,
  )
  return plain ? `${request.headers.host} ${request.raw.url}` : undefined
}

/** Pages may speak of today; the latest moment at which the legal day has surely not ended yet. */
const nextMidnight = (today: string): number =>
  Date.parse(`${today}T22:00:00Z`) > Date.now() ? Date.parse(`${today}T22:00:00Z`) : Date.now() + 600_000

function flatHeaders(answer: Answer, https: boolean, caching: string): string[] {
  const headers: string[] = ['content-type', answer.type, 'vary', 'accept-encoding, cookie', 'cache-control', caching]
  for (const [name, value] of securityHeaders(https)) headers.push(name, value)
  for (const [name, value] of Object.entries(answer.headers ?? {})) if (name !== 'cache-control') headers.push(name, value)
  return headers
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer, https: boolean): FastifyReply {
  const whole = Buffer.from(answer.body)
  const etag = etagOf(whole)
  for (const [name, value] of securityHeaders(https)) reply.header(name, value)
  reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept-encoding, cookie', ...answer.headers }).type(answer.type)
  if (answer.status === 200) reply.header('etag', etag)
  if (answer.status === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send()
  const compressible = whole.length > 1_000 && /^(text|application\/(json|xml|ld|atom|rdf|geo))|svg/.test(answer.type)
  const encoding = compressible ? acceptedEncoding(request.headers['accept-encoding']) : 'identity'
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.code(answer.status).send(encode(whole, encoding))
}

function sendAsset(
  reply: FastifyReply,
  { type, body, encoding }: { type: string; body: Buffer; encoding: string | undefined },
): FastifyReply {
  if (encoding) reply.header('content-encoding', encoding)
  reply.headers({
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  return reply.type(type).send(body)
}

function sendPlain(reply: FastifyReply, status: number, body: string): FastifyReply {
  for (const [name, value] of securityHeaders(false)) reply.header(name, value)
  return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(body)
}

/** A clear page for people, a problem document for programs; never a stack, never a detail of the fault. */
async function sendError(
  parts: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: ErrorKind,
  detail?: string,
): Promise<FastifyReply> {
  const status = statusOf[kind]
  const { arrived } = request
  if (status >= 400 && arrived) parts.metrics.count('stadttor_requests_total', { module: 'edge', status })
  const town = arrived?.town ?? parts.house.towns.byHost(request.headers.host ?? '')
  if (!town) return sendPlain(reply, status, `${status}\n`)
  const path = arrived?.path ?? '/'
  const wantsJson = path.startsWith('/api/') || request.headers.accept === 'application/json'
  const answer = wantsJson
    ? text(
        'application/problem+json; charset=utf-8',
        JSON.stringify({ type: 'about:blank', status, title: kind, detail, instance: request.id }),
      )
    : page(parts.errorPage(await parts.frames.frameFor(parts.house, town, arrived?.language ?? 'de', '/'), kind, request.id))
  return sendAnswer(
    request,
    reply,
    { ...answer, status, headers: { 'cache-control': 'no-store' } },
    town.origin.startsWith('https:'),
  )
}

export const languagePath = pathIn
