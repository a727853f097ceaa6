// How answers leave: compressed, with the headers every answer carries; errors as a clear page or a problem document.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Frame } from '../../design/frame.ts'
import type { House } from '../house.ts'
import type { Metrics } from '../metrics.ts'
import { type Answer, page, text } from './answer.ts'
import type { Frames } from './frame.ts'
import { acceptedEncoding, type CachedAnswer, encode, etagOf } from './page-cache.ts'
import { securityHeaders } from './security-headers.ts'

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

type ErrorParts = {
  house: House
  frames: Frames
  metrics: Metrics
  errorPage: (frame: Frame, kind: ErrorKind, reference: string, seconds: number) => VNode
}

export function writeCached(request: IncomingMessage, response: ServerResponse, entry: CachedAnswer): void {
  const encoding = acceptedEncoding(request.headers['accept-encoding'])
  const headers = entry.headers.get(encoding)!
  if (request.headers['if-none-match'] === entry.etag) {
    response.writeHead(304, withoutBody(headers))
    response.end()
    return
  }
  // Typed for mutable lists; node:http only reads it.
  response.writeHead(entry.status, headers as string[])
  if (request.method === 'HEAD') response.end()
  else response.end(entry.bodies.get(encoding)!, 'latin1')
}

/** What stands before the length: a 304 describes no body. */
const withoutBody = (headers: readonly string[]): string[] => headers.slice(0, headers.indexOf('content-length'))

export function flatHeaders(answer: Answer, https: boolean, caching: string): string[] {
  const headers: string[] = ['content-type', answer.type, 'vary', 'accept-encoding, cookie', 'cache-control', caching]
  for (const [name, value] of securityHeaders(https)) headers.push(name, value)
  for (const [name, value] of Object.entries(answer.headers ?? {})) if (name !== 'cache-control') headers.push(name, value)
  for (const cookie of answer.cookies ?? []) headers.push('set-cookie', cookie)
  return headers
}

/** Written past Fastify's own sending: the headers are known here, and its hooks have nothing to do. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer, https: boolean): FastifyReply {
  const { raw } = reply.hijack()
  const whole = Buffer.from(answer.body)
  const headers = flatHeaders(answer, https, answer.headers?.['cache-control'] ?? 'private, no-cache')
  for (const [name, value] of Object.entries(reply.getHeaders())) headers.push(name, String(value))
  if (answer.stream) {
    headers.push('content-length', String(answer.stream.size))
    raw.writeHead(answer.status, headers)
    if (request.method === 'HEAD') raw.end()
    // Who reads sees from the missing bytes that it broke off; the fault itself was told by whoever reads the file.
    else pipeline(answer.stream.chunks, raw).catch(() => raw.destroy())
    return reply
  }
  const own = answer.headers?.etag
  const stays = answer.headers?.['cache-control'] !== 'no-store'
  const etag = answer.status !== 200 ? undefined : (own ?? (stays ? etagOf(whole) : undefined))
  if (etag && !own) headers.push('etag', etag)
  if (etag && request.headers['if-none-match'] === etag) {
    raw.writeHead(304, headers)
    raw.end()
    return reply
  }
  const compressible = whole.length > 1_000 && /^(text|application\/(json|xml|ld|atom|rdf|geo))|svg/.test(answer.type)
  const encoding = compressible ? acceptedEncoding(request.headers['accept-encoding']) : 'identity'
  if (encoding !== 'identity') headers.push('content-encoding', encoding)
  const body = encode(whole, encoding, 'once')
  // @standard RFC 9110 section 8.6
  if (answer.status !== 204) headers.push('content-length', String(body.length))
  raw.writeHead(answer.status, headers)
  if (request.method === 'HEAD') raw.end()
  // As text of single bytes it leaves with the headers in one write; a large file is not copied for that.
  else if (body.length < 200_000) raw.end(body.toString('latin1'), 'latin1')
  else raw.end(body)
  return reply
}

export function sendAsset(
  reply: FastifyReply,
  { type, body, encoding }: { type: string; body: Buffer; encoding: string | undefined },
): FastifyReply {
  if (encoding) reply.header('content-encoding', encoding)
  // A worker obeys the policy that came with its own script, not that of the page.
  for (const [name, value] of securityHeaders(false)) reply.header(name, value)
  reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
  return reply.type(type).send(body)
}

export function sendPlain(reply: FastifyReply, status: number, body: string): FastifyReply {
  for (const [name, value] of securityHeaders(false)) reply.header(name, value)
  return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(body)
}

/** A clear page for people, a problem document for programs; never a stack, never a detail of the fault. */
export async function sendError(
  parts: ErrorParts,
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
  if (path.startsWith('/scim/')) return sendScimError(request, reply, town.origin, status, detail ?? kind)
  const wantsJson = path.startsWith('/api/') || request.headers.accept === 'application/json'
  const answer = wantsJson
    ? text(
        'application/problem+json; charset=utf-8',
        JSON.stringify({ type: 'about:blank', status, title: kind, detail, instance: request.id }),
      )
    : page(
        parts.errorPage(
          await parts.frames.frameFor(parts.house, town, arrived?.language ?? 'de', '/', arrived?.person),
          kind,
          request.id,
          Number(reply.getHeader('retry-after') ?? 60),
        ),
      )
  return sendAnswer(
    request,
    reply,
    { ...answer, status, headers: { 'cache-control': 'no-store' } },
    town.origin.startsWith('https:'),
  )
}

/** @standard RFC 7644 section 3.12 */
function sendScimError(
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
  status: number,
  detail: string,
): FastifyReply {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail }
  const answer = text('application/scim+json; charset=utf-8', JSON.stringify(body), {
    status,
    headers: { 'cache-control': 'no-store' },
  })
  return sendAnswer(request, reply, answer, origin.startsWith('https:'))
}

/** Node refuses what is no HTTP before anyone here sees it; the answer still carries every header and says so in words. */
export function refuseLine(fault: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const [status, words] =
    fault.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Diese Anfrage ist zu lang.\nThis request is too long.\n']
      : fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'Diese Anfrage kam nicht zu Ende.\nThis request did not arrive in time.\n']
        : ['400 Bad Request', 'Diese Anfrage ist kein gültiges HTTP.\nThis request is not valid HTTP.\n']
  const headers = [
    ['connection', 'close'],
    ['content-type', 'text/plain; charset=utf-8'],
    ['content-length', String(Buffer.byteLength(words))],
    ['cache-control', 'no-store'],
    ...securityHeaders(false),
  ]
  socket.end(`HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${words}`)
}
