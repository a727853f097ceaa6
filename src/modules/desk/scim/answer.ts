// How SCIM answers: its media type, its errors, its lists.
// @standard RFC 7644 sections 3.4.2, 3.8, 3.12
import { type Answer, text } from '../../../kernel/http/answer.ts'
import type { Visit } from '../../../kernel/http/visit.ts'

export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'tooMany'

/** Answered in SCIM's own form; never holds anything but what the caller sent or the standard says. */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined
  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail)
    this.status = status
    this.scimType = scimType
  }
}

const type = 'application/scim+json; charset=utf-8'

export const scimAnswer = (body: unknown, extras: Partial<Pick<Answer, 'status' | 'headers'>> = {}): Answer =>
  text(type, JSON.stringify(body), extras)

export const noSuch = (what: 'User' | 'Group'): ScimError => new ScimError(404, `There is no such ${what}.`)

/** Errors of SCIM become answers; everything else is a fault. */
export async function inScim(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (fault) {
    if (!(fault instanceof ScimError)) throw fault
    const { status, scimType, message: detail } = fault
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType && { scimType }),
      detail,
    }
    return scimAnswer(body, { status })
  }
}

export type Resource = Record<string, unknown> & { id: string; meta: { version: string; location: string } }

/** One resource with its version as ETag; a matching `If-None-Match` is answered with 304 at the edge. */
export function resourceAnswer(visit: Visit, resource: Resource, status = 200): Answer {
  const headers = { etag: resource.meta.version, ...(status === 201 && { location: resource.meta.location }) }
  return scimAnswer(projected(visit, resource), { status, headers })
}

/** @throws ScimError 412 when the caller knows an older version */
export function checkVersion({ ifMatch }: Visit, version: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const known = ifMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (!known.includes(version.replace(/^W\//, ''))) throw new ScimError(412, 'The resource has changed meanwhile.')
}

const longestPage = 200

/** `startIndex` counts from 1; what is less counts as 1, a negative `count` as 0. */
export function pageWanted({ query }: Visit): { startIndex: number; count: number } {
  const read = (name: 'startIndex' | 'count', fallback: number): number => {
    const raw = query[name]
    if (raw === undefined) return fallback
    if (!/^-?\d{1,9}$/.test(raw)) throw new ScimError(400, `${name} is a whole number.`, 'invalidValue')
    return Number(raw)
  }
  return { startIndex: Math.max(1, read('startIndex', 1)), count: Math.min(longestPage, Math.max(0, read('count', 100))) }
}

export function listAnswer(visit: Visit, resources: readonly Resource[], total: number, startIndex: number): Answer {
  return scimAnswer({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources.map((resource) => projected(visit, resource)),
  })
}

/** `attributes` and `excludedAttributes`: top-level names; `id` and `schemas` always stay. @standard RFC 7644 section 3.9 */
function projected({ query }: Visit, resource: Resource): Record<string, unknown> {
  const names = (list: string | undefined) =>
    list?.split(',').map((name) =>
      name
        .trim()
        .split(/[.:](?=[^:]*$)/)[0]!
        .toLowerCase(),
    )
  const [wanted, unwanted] = [names(query.attributes), names(query.excludedAttributes)]
  const always = ['id', 'schemas']
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => {
      const low = name.toLowerCase()
      if (always.includes(low)) return true
      return wanted ? wanted.includes(low) : !unwanted?.includes(low)
    }),
  )
}
