// The edge: finds the town, serves cached pages before anything else, and turns a module's answer into HTTP.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Frame } from '../../design/frame.ts'
import { admit, type SignedIn } from '../access.ts'
import type { House } from '../house.ts'
import { type Language, languageOf } from '../language.ts'
import type { Metrics } from '../metrics.ts'
import { findSignedIn } from '../people.ts'
import type { Town } from '../town.ts'
import type { Visits } from '../visits.ts'
import { type Answer, type NotFound, notFound, text } from './answer.ts'
import type { Assets } from './assets.ts'
import { emptyForm, readFormInput } from './forms.ts'
import { type Frames, frameSubject } from './frame.ts'
import { bucketOf, readerAddress, Throttle } from './limits.ts'
import { openApiDocument } from './openapi.ts'
import type { PageCache } from './page-cache.ts'
import type { RouteEntry } from './routes.ts'
import { type ErrorKind, flatHeaders, refuseLine, sendAnswer, sendAsset, sendError, sendPlain, writeCached } from './send.ts'
import { dayInBerlin, type Visit } from './visit.ts'

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
  /** Milliseconds, for the limits of how often one may ask. */
  clock: () => number
  errorPage: (frame: Frame, kind: ErrorKind, reference: string, seconds: number) => VNode
  ready: () => Promise<boolean>
}

type Arrived = { town: Town; language: Language; path: string; person: SignedIn | undefined }
declare module 'fastify' {
  interface FastifyRequest {
    arrived: Arrived | undefined
  }
}

/** Fastify hands its own time limits only to a server that it makes itself. */
const patience = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 }

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
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, fastify.getDefaultJsonParser('error', 'error'))

  const throttle = new Throttle()
  fastify.addHook('onRequest', async (request, reply) => {
    if (!namesOneHost(request.raw) || !request.raw.url?.startsWith('/'))
      return sendPlain(reply, 400, 'Welche Stadt?\nWhich town?\n')
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
      const wait = throttle.take(`${town.id} ${bucketOf(address)} ${group}`, perMinute, parts.clock())
      if (wait > 0) return sendError(parts, request, reply.header('retry-after', String(wait)), 'too-many')
    }
    if (isForeign(request, town)) return sendError(parts, request, reply, 'refused')
    // No address of ours holds one, and PostgreSQL cannot even be asked for it.
    if (request.url.includes('%00')) return sendError(parts, request, reply, path.includes('%00') ? 'not-found' : 'bad-request')
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
    news: cache.newsOf(town.id, route.module),
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
  const key = cacheable ? cacheKey(request, town, route.cachedBy!) : undefined
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

/**
 * Undefined unless the address is written the one usual way, with no query but the allow-listed names once each and in their order:
 * other spellings of a page (`/%61-z`, `/?&`, another port in the host) are answered, but must not fill the memory.
 */
function cacheKey({ originalUrl, query }: FastifyRequest, town: Town, allowed: readonly string[]): string | undefined {
  const given = query as Record<string, unknown>
  const usual = allowed.flatMap((name) => {
    const value = given[name]
    return typeof value === 'string' && value.length <= 100 ? [`${name}=${encodeURIComponent(value.toWellFormed())}`] : []
  })
  const [path = '', ...rest] = originalUrl.split('?')
  if (!/^[A-Za-z0-9/._~-]+$/.test(path) || rest.join('?') !== usual.join('&') || originalUrl.endsWith('?')) return undefined
  // Not `raw.url`: the router took the language off it, and one language must not answer for another.
  return Object.keys(given).length === usual.length ? `${town.id} ${originalUrl}` : undefined
}

/** Pages may speak of today; the latest moment at which the legal day has surely not ended yet. */
const nextMidnight = (today: string): number =>
  Date.parse(`${today}T22:00:00Z`) > Date.now() ? Date.parse(`${today}T22:00:00Z`) : Date.now() + 600_000
