// What a route answers: a page, a redirect, data of some type, or a lawful no.
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

export type Answer = {
  status: number
  type: string
  body: string | Buffer
  /** A large body instead, sent as it is read; never kept and never packed. */
  stream?: { size: number; chunks: AsyncIterable<Buffer> } | undefined
  headers?: Record<string, string>
  /** Whole `Set-Cookie` values; such an answer is never kept. */
  cookies?: readonly string[] | undefined
  /** Subjects (`catalogue.service/17`, `catalogue.service/*`, `catalogue.*`) whose events drop this answer from the cache. */
  dependsOn?: readonly string[] | undefined
  /** Subject that a visit of this page counts for, e.g. `catalogue.service/17`; counts no persons. */
  visited?: string | undefined
}

type Extras = Partial<Pick<Answer, 'status' | 'headers' | 'cookies' | 'dependsOn' | 'visited' | 'stream'>>

export const page = (markup: VNode, extras: Extras = {}): Answer => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html>${renderToString(markup)}`,
  ...extras,
})

export const text = (type: string, body: string | Buffer, extras: Extras = {}): Answer => ({ status: 200, type, body, ...extras })

export const json = (value: unknown, extras: Extras = {}): Answer =>
  text('application/json; charset=utf-8', JSON.stringify(value), extras)

/** 303: the browser fetches `to` with GET. `to` is a path of this town; other hosts are refused. */
export function seeOther(to: string, extras: Extras = {}): Answer {
  return {
    ...extras,
    status: 303,
    type: 'text/plain; charset=utf-8',
    body: '',
    headers: { ...extras.headers, location: ownPath(to) },
  }
}

const cookieRules = 'Path=/; Secure; HttpOnly; SameSite=Lax'
/** A cookie for this host alone. Without `seconds` it ends with the browser. Browsers take `Secure` from localhost too. */
export const cookie = (name: string, value: string, seconds?: number): string =>
  `__Host-${name}=${value}; ${cookieRules}${seconds === undefined ? '' : `; Max-Age=${seconds}`}`
export const noCookie = (name: string): string => cookie(name, '', 0)

/** 301: the thing stands under another address for good. */
export function movedTo(to: string, extras: Extras = {}): Answer {
  return { ...extras, status: 301, type: 'text/plain; charset=utf-8', body: '', headers: { location: ownPath(to) } }
}

/**
 * The one redirect to another host: a target that an editor stored or the town's identity provider, never one that came with the request.
 * Plain http only to this machine, where the demonstration's own provider stands.
 */
export function leaveTo(url: string, extras: Extras = {}): Answer {
  if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/)/.test(url))
    throw new Error('A redirect to another host needs an https address.')
  return {
    ...extras,
    status: 302,
    type: 'text/plain; charset=utf-8',
    body: '',
    headers: { ...extras.headers, location: url, 'cache-control': 'no-store' },
  }
}

/**
 * A path of this town that a request named as where to go on; anything else is the start page.
 * Browsers read over a tab: `/<tab>/host` is another host.
 */
export const nextPath = (wanted: string | undefined): string =>
  wanted !== undefined && wanted.length <= 2_000 && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(wanted) ? wanted : '/'

function ownPath(to: string): string {
  // A header takes ASCII alone; a stored target may hold an umlaut.
  if (/^\/(?![/\\])/.test(to) && !/[\r\n]/.test(to)) return to.toWellFormed().replace(/[^!-~]+/g, encodeURIComponent)
  throw new Error(`A redirect leads to a path of this town, not to ${JSON.stringify(to.slice(0, 80))}.`)
}

/** Shown when there is no such thing, or not in this town. */
export const notFound: unique symbol = Symbol('not found')
export type NotFound = typeof notFound
