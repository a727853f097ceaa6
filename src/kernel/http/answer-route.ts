// One route answered: who may, what the module says, and whether the answer is kept for the next reader.
import { type BlockList, isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInFirst } from '../../contracts/sign-in.ts'
import { type Access, admit, mayIn, type SignedIn } from '../access.ts'
import type { Level } from '../tables.ts'
import type { Town } from '../town.ts'
import { type Answer, type NotFound, notFound, seeOther } from './answer.ts'
import { emptyForm, FormTooLarge, readFormInput } from './forms.ts'
import { frameSubject } from './frame.ts'
import { bucketOf, proxyList } from './limits.ts'
import { isOnThisMachine } from './on-this-machine.ts'
import type { RouteEntry } from './routes.ts'
import { flatHeaders, sendAnswer, sendError, writeCached } from './send.ts'
import type { ServerParts } from './server.ts'
import { type ReadUpload, readUpload, readWithoutFiles, textOfUpload } from './uploads.ts'
import { dayInBerlin, type Visit } from './visit.ts'

export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const start = `__Host-${name}=`
  const found = (request.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(start))
  return found?.slice(start.length)
}

/** Staff from public networks, and every administrator. */
function needsSecondFactor({ house }: ServerParts, { access }: RouteEntry, town: Town, address: string): boolean {
  if (access.who !== 'staff') return false
  return house.permissionDeclared(access.permission)?.administrative === true || readerIsOutside(town, address)
}

/** What belongs to no unit is open to nobody who holds the permission for a unit alone. */
const lacksTown = ({ house }: ServerParts, { access }: RouteEntry, person: SignedIn | undefined): boolean =>
  access.who === 'staff' &&
  person !== undefined &&
  house.permissionDeclared(access.permission)?.wholeTown === true &&
  !mayIn(person, access.permission, '/')

const networks = new WeakMap<Town, BlockList | undefined>()
function readerIsOutside(town: Town, address: string): boolean {
  if (!networks.has(town)) networks.set(town, proxyList(town.settings.staffNetworks ?? []))
  const list = networks.get(town)
  return !list?.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** People are led to the sign-in and come back with what they had typed; programs are told 401. */
async function sendToSignIn(
  parts: ServerParts,
  { kind, access, uploads }: RouteEntry,
  request: FastifyRequest,
  reply: FastifyReply,
  why: 'sign-in' | 'step-up' | 'second-factor',
): Promise<FastifyReply> {
  const { town, language, address } = request.arrived!
  const cookie = (name: string): string | undefined => cookieOf(request, name)
  const asked = {
    language,
    path: request.originalUrl,
    why,
    level: levelOf(access),
    address: bucketOf(address),
    cookie,
    now: new Date(),
  }
  const text = kind === 'form' && typeof request.body === 'string' ? { form: request.body } : { form: undefined }
  const kept = uploads && request.body === request.raw ? await textOfUpload(request.raw, uploads) : undefined
  if (kept?.whole === false) reply.header('connection', 'close')
  const sent = kept ? { form: kept.form, lostFiles: kept.lostFiles } : text
  const places = kind === 'api' ? undefined : await parts.house.ask<SignInFirst>(town, 'sign-in-first', { ...asked, ...sent })
  if (!places) return sendError(parts, request, reply, 'sign-in')
  const extras = places.cookie ? { cookies: [places.cookie] } : {}
  return sendAnswer(request, reply, seeOther(places.url, extras), town.origin.startsWith('https:'))
}

const levelOf = (access: Access): Level => (access.who === 'resident' ? access.level : 'basic')

/** @standard W3C Speculation Rules: `Sec-Purpose: prefetch;prerender`; `Purpose` is the older name */
const isFetchedAhead = (request: FastifyRequest): boolean =>
  /prefetch|prerender|preview/i.test(header(request, 'sec-purpose') ?? header(request, 'purpose') ?? '')

export async function answerRoute(
  parts: ServerParts,
  route: RouteEntry,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { house, cache, visits, metrics } = parts
  const { town, language, path, address, person, machine } = request.arrived!
  if (route.access.who === 'machine') {
    if (!machine?.permissions.has(route.access.permission))
      return sendError(parts, request, reply.header('www-authenticate', 'Bearer'), machine ? 'refused' : 'sign-in')
  } else {
    const admission = admit(route.access, person, needsSecondFactor(parts, route, town, address))
    if (admission === 'refused' || lacksTown(parts, route, person)) return sendError(parts, request, reply, 'refused')
    if (admission !== 'admitted') return sendToSignIn(parts, route, request, reply, admission)
  }
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
    machine,
    cookie: (name) => cookieOf(request, name),
    address: bucketOf(address),
    onThisMachine: isOnThisMachine(request.raw),
    userAgent: header(request, 'user-agent')?.slice(0, 300) ?? '',
    ahead: request.method === 'HEAD' || isFetchedAhead(request),
    ifMatch: header(request, 'if-match'),
    requestId: request.id,
    news: cache.newsOf(town.id, route.module),
    frame: await parts.frames.frameFor(house, town, language, path, person),
  }
  const read = await readInput(route, request, visit)
  if (read === 'too-large') return sendError(parts, request, reply, 'too-large')
  if (!read.whole) reply.header('connection', 'close')
  const sent = route.kind === 'stream' ? { header: (name: string) => header(request, name), body: request.raw } : request.body
  const answer = outOfSearch(town, await answerAnd(read.release, () => route.answer(visit, read.input, sent)))
  metrics.count('stadttor_requests_total', { module: route.module, status: answer === notFound ? 404 : answer.status })
  if (answer === notFound) return sendError(parts, request, reply, 'not-found')
  const https = town.origin.startsWith('https:')
  const cacheable =
    route.cachedBy !== undefined && answer.dependsOn !== undefined && answer.status === 200 && !person && !answer.cookies
  if (answer.visited) visits.count(town.id, answer.visited)
  const key = cacheable ? cacheKey(request, town, route.cachedBy!) : undefined
  // Kept by nobody, the browser's own back button after signing out included; versions that programs compare stay.
  if (key === undefined) return sendAnswer(request, reply, person ? unkept(answer) : answer, https)
  const headers = flatHeaders(answer, https, 'no-cache')
  const dependsOn = [...answer.dependsOn!, ...(route.kind === 'page' ? [frameSubject] : [])]
  const entry = cache.keep(key, town.id, { ...answer, dependsOn }, headers, dropsBefore, nextMidnight(visit.today))
  reply.hijack()
  writeCached(request.raw, reply.raw, entry)
  return reply
}

async function readInput(route: RouteEntry, request: FastifyRequest, visit: Visit): Promise<ReadUpload | 'too-large'> {
  const whole = { whole: true, release: () => undefined }
  const { uploads } = route
  try {
    if (uploads && request.body === request.raw)
      return await readUpload(request.raw, uploads, { house: visit.house, town: visit.town, reader: visit })
    if (route.kind !== 'form' || typeof request.body !== 'string') return { ...whole, input: emptyForm }
    return { ...whole, input: uploads ? readWithoutFiles(request.body, visit) : readFormInput(request.body) }
  } catch (fault) {
    if (fault instanceof FormTooLarge) return 'too-large'
    throw fault
  }
}

const unkept = (answer: Answer): Answer =>
  answer.headers?.['cache-control']?.startsWith('public')
    ? answer
    : { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } }

async function answerAnd<Result>(last: () => void, work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work()
  } finally {
    last()
  }
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
