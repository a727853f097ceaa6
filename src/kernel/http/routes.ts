// The table of routes: what a module answers where, and who may call it. It is the permission table too.
import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Access } from '../access.ts'
import type { Module } from '../module.ts'
import type { Answer, NotFound } from './answer.ts'
import type { FormInput } from './forms.ts'
import type { UploadRule } from './uploads.ts'
import type { Visit } from './visit.ts'

type Awaitable<T> = T | Promise<T>
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

export type RouteEntry = {
  module: string
  kind: 'page' | 'file' | 'form' | 'api' | 'stream'
  method: Method
  /** Fastify pattern without language prefix. */
  path: string
  access: Access
  /** Query parameters that make another answer; anonymous answers of the route are cached when this is set. */
  cachedBy?: readonly string[]
  /** Requests per minute from one address, where the house's default does not fit. */
  perMinute?: number
  /** The form may carry files. */
  uploads?: UploadRule
  api?: ApiDescription
  answer: (visit: Visit, input: FormInput, body: unknown) => Awaitable<Answer | NotFound>
}

/** What a program or a script of ours sends as it is: nothing of the body has been read yet. */
export type Sending = {
  header: (name: string) => string | undefined
  /** Ends early or throws when the connection does. Whoever does not read it to the end closes the connection with the answer. */
  body: Readable
}

export type ApiDescription = {
  summary: string
  query?: TSchema
  params?: TSchema
  body?: TSchema
  describedBody?: TSchema
  response: TSchema
}

type Caching = { cachedBy?: readonly string[]; perMinute?: number }
type Api<Query extends TSchema, Response extends TSchema> = Caching & {
  summary: string
  /** GET without it. */
  method?: Method
  query?: Query
  params?: TSchema
  /** Of the JSON a program sends; without it the body is taken as it is. */
  body?: TSchema
  /** The same for a route that checks the body itself, after it said who may call it: told in the OpenAPI document alone. */
  describedBody?: TSchema
  response: Response
}

export type Routes = {
  /** A page for people; exists in every language. */
  page(path: string, access: Access, options: Caching, answer: (visit: Visit) => Awaitable<Answer | NotFound>): void
  /** Anything else that is fetched with GET: feeds, pictures, data files. */
  file(path: string, access: Access, options: Caching, answer: (visit: Visit) => Awaitable<Answer | NotFound>): void
  /** What a page's form posts to; same origin only. With `uploads` the page's form says `enctype="multipart/form-data"`. */
  form(
    path: string,
    access: Access,
    options: { perMinute?: number; uploads?: UploadRule },
    answer: (visit: Visit, input: FormInput) => Awaitable<Answer | NotFound>,
  ): void
  /**
   * Raw bytes of any length and type, read as slowly as they come: whoever answers bounds their number and ends silent senders. `body` of
   * the answer is read only after the route said who may call it; same origin only, like `form`.
   */
  stream(
    method: Method,
    path: string,
    access: Access,
    options: { perMinute?: number },
    answer: (visit: Visit, sending: Sending) => Awaitable<Answer | NotFound>,
  ): void
  /** A machine interface with its schemas; appears in the OpenAPI document. The answer's fields are an allow-list. */
  api<Query extends TSchema, Response extends TSchema>(
    path: string,
    access: Access,
    description: Api<Query, Response>,
    answer: (visit: Visit, query: Static<Query>, body: unknown) => Awaitable<Answer | NotFound>,
  ): void
}

/** Collects what a door declares and checks that the addresses are its own. */
export function routesOf(module: Module): RouteEntry[] {
  const entries: RouteEntry[] = []
  const add = (entry: Omit<RouteEntry, 'module'>): void => {
    const place = `${module.name}: ${entry.method} ${entry.path}`
    if (!entry.access) throw new Error(`${place} does not say who may call it`)
    if (!owns(module, entry.path))
      throw new Error(`${place} stands outside the module's own addresses; declare its root in the door`)
    if ((entry.access.who === 'staff' || entry.access.who === 'machine') && !permits(module, entry.access.permission))
      throw new Error(`${place} asks for the permission ${entry.access.permission}, which the door does not declare`)
    entries.push({ module: module.name, ...entry })
  }
  module.routes?.({
    page: (path, access, options, answer) => add({ kind: 'page', method: 'GET', path, access, ...options, answer }),
    file: (path, access, options, answer) => add({ kind: 'file', method: 'GET', path, access, ...options, answer }),
    stream: (method, path, access, options, answer) =>
      add({ kind: 'stream', method, path, access, ...options, answer: (visit, _input, body) => answer(visit, body as Sending) }),
    form: (path, access, options, answer) => add({ kind: 'form', method: 'POST', path, access, ...options, answer }),
    api: (path, access, { cachedBy, perMinute, method = 'GET', ...api }, answer) =>
      add({
        kind: 'api',
        method,
        path,
        access,
        ...(cachedBy && { cachedBy }),
        ...(perMinute && { perMinute }),
        api,
        answer: (visit, _input, body) => answer(visit, visit.query as never, body),
      }),
  })
  return entries
}

function owns(module: Module, path: string): boolean {
  const homes = [`/${module.name}`, `/desk/${module.name}`, `/api/v1/${module.name}`, ...(module.roots ?? [])]
  return homes.some((home) => path === home || (home !== '/' && (path.startsWith(`${home}/`) || path.startsWith(`${home}.`))))
}

function permits(module: Module, permission: string): boolean {
  const prefix = `${module.name}.`
  return permission.startsWith(prefix) && permission.slice(prefix.length) in (module.permissions ?? {})
}
