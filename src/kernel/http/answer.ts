// What a route answers: a page, a redirect, data of some type, or a lawful no.
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

export type Answer = {
  status: number
  type: string
  body: string | Buffer
  headers?: Record<string, string>
  /** Subjects (`catalogue.service/17`, `catalogue.service/*`, `catalogue.*`) whose events drop this answer from the cache. */
  dependsOn?: readonly string[] | undefined
  /** Subject that a visit of this page counts for, e.g. `catalogue.service/17`; counts no persons. */
  visited?: string | undefined
}

type Extras = Partial<Pick<Answer, 'status' | 'headers' | 'dependsOn' | 'visited'>>

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
export function seeOther(to: string): Answer {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', headers: { location: ownPath(to) } }
}

/** 301: the thing stands under another address for good. */
export function movedTo(to: string, extras: Extras = {}): Answer {
  return { ...extras, status: 301, type: 'text/plain; charset=utf-8', body: '', headers: { location: ownPath(to) } }
}

/** The one redirect to another host: a target that an editor stored, never one that came with the request. */
export function leaveTo(url: string): Answer {
  if (!/^https:\/\//.test(url)) throw new Error('A redirect to another host needs an https address.')
  return { status: 302, type: 'text/plain; charset=utf-8', body: '', headers: { location: url, 'cache-control': 'no-store' } }
}

function ownPath(to: string): string {
  // A header takes ASCII alone; a stored target may hold an umlaut.
  if (/^\/(?![/\\])/.test(to) && !/[\r\n]/.test(to)) return to.toWellFormed().replace(/[^!-~]+/g, encodeURIComponent)
  throw new Error(`A redirect leads to a path of this town, not to ${JSON.stringify(to.slice(0, 80))}.`)
}

/** Shown when there is no such thing, or not in this town. */
export const notFound: unique symbol = Symbol('not found')
export type NotFound = typeof notFound
