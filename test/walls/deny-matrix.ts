// Walks every route with every kind of reader: what was not granted must be refused.

import type { SignInPlaces } from '../../src/contracts/sign-in.ts'
import type { Access } from '../../src/kernel/access.ts'
import type { RouteEntry } from '../../src/kernel/http/routes.ts'
import { createMachineToken } from '../../src/kernel/machine-tokens.ts'
import { grantPermission, registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import type { KernelTables, Level } from '../../src/kernel/tables.ts'
import type { Town, WriteDb } from '../../src/kernel/town.ts'
import type { Asked, Served } from '../serve-town.ts'

export type Entry = Pick<RouteEntry, 'module' | 'method' | 'path' | 'access'>
type Reader =
  | 'program with it'
  | 'program without it'
  | 'anonymous'
  | 'resident'
  | 'staff without it'
  | 'staff with it'
  | 'staff of another town'
  | 'ended session'
export type Readers = { who: Reader; session: (access: Access) => Promise<string | undefined>; token?: string }[]

/** Written apart from the kernel's own `admit`, so that a mistake there shows. */
function isGranted(access: Access, who: Reader): boolean {
  if (access.who === 'anyone') return true
  if (access.who === 'machine') return who === 'program with it'
  if (who === 'program with it' || who === 'program without it') return false
  if (who === 'anonymous' || who === 'staff of another town' || who === 'ended session') return false
  if (access.who === 'staff') return who === 'staff with it'
  return access.who === 'self' || access.level === 'none' || access.level === 'basic'
}

/** A new session at every call: some routes end sessions. */
async function sessionsOf(town: Town, kind: 'resident' | 'staff', permissions: readonly string[], level: Level = 'basic') {
  const person = await registerPerson(town, { kind, givenName: 'Erika', familyName: 'Mustermann' }, new Date())
  for (const permission of permissions) await grantPermission(town, person, permission)
  return () => openSession(town, person, level, new Date())
}

const tokenOf = (town: Town, permissions: readonly string[]): Promise<string> =>
  town.write((db: WriteDb<KernelTables>) =>
    createMachineToken(db, { name: 'Probe', permissions, expiresAt: new Date(Date.now() + 3_600_000) }, new Date()),
  )

/** Staff "without it" hold every permission of the house but the one that the route asks for. */
export async function readersOf(town: Town, other: Town, entries: readonly Entry[]): Promise<Readers> {
  const permissions = [...new Set(entries.flatMap(({ access }) => (access.who === 'staff' ? [access.permission] : [])))]
  const forPrograms = [...new Set(entries.flatMap(({ access }) => (access.who === 'machine' ? [access.permission] : [])))]
  const resident = await sessionsOf(town, 'resident', [])
  const all = await sessionsOf(town, 'staff', permissions)
  const foreign = await sessionsOf(other, 'staff', permissions, 'high')
  const person = await registerPerson(town, { kind: 'staff', givenName: 'Erika', familyName: 'Ehemals' }, new Date())
  for (const permission of permissions) await grantPermission(town, person, permission)
  const ended = await openSession(town, person, 'high', new Date(Date.now() - 9 * 3_600_000))
  const without = new Map<string, () => Promise<string>>()
  const allBut = async (access: Access): Promise<string> => {
    const wanted = access.who === 'staff' ? access.permission : ''
    const known = without.get(wanted)
    if (known) return known()
    const made = await sessionsOf(
      town,
      'staff',
      permissions.filter((permission) => permission !== wanted),
    )
    without.set(wanted, made)
    return made()
  }
  return [
    { who: 'anonymous', session: async () => undefined },
    { who: 'resident', session: resident },
    { who: 'staff without it', session: allBut },
    { who: 'staff with it', session: all },
    { who: 'staff of another town', session: foreign },
    { who: 'ended session', session: async () => ended },
    { who: 'program with it', session: async () => undefined, token: await tokenOf(town, forPrograms) },
    { who: 'program without it', session: async () => undefined, token: await tokenOf(town, ['probe.sample.nothing']) },
  ]
}

/** A path that fits the pattern and means nothing: `/services/:id` → `/services/nobody-1`. */
export const anyPathOf = (pattern: string): string =>
  pattern.replace(/:[a-zA-Z]+(\([^)]*\))?\??/g, 'nobody-1').replace(/\*$/, 'nobody-1')

const matches = (pattern: string, path: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\*$/, '.*')
      .replace(/:[a-zA-Z]+/g, '[^/]+')}$`,
  ).test(path)

const asked = (town: Town, method: string, session: string | undefined, token?: string): Asked => ({
  method,
  headers: {
    ...(method !== 'GET' && { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }),
    ...(token && { authorization: `Bearer ${token}` }),
  },
  ...(method !== 'GET' && { body: '' }),
  ...(session && { session }),
})

export type Walk = { cells: number; problems: string[] }

/** Every route with every reader. */
export async function walkRoutes(served: Served, town: Town, readers: Readers, entries: readonly Entry[]): Promise<Walk> {
  const walk: Walk = { cells: 0, problems: [] }
  const signIn = (await served.house.ask<SignInPlaces>(town, 'sign-in-places', { language: 'de' }))?.signIn
  for (const { method, path, access } of entries) {
    for (const { who, session, token } of readers) {
      const { status, headers } = await served.request(town, anyPathOf(path), asked(town, method, await session(access), token))
      walk.cells += 1
      const refused =
        status === 401 ||
        status === 403 ||
        (status === 303 && signIn !== undefined && headers.location?.startsWith(signIn) === true)
      const byHolder = access.who === 'anyone' && access.holder === true && (refused || status === 404)
      const right = byHolder || (isGranted(access, who) ? !refused && status < 500 : refused || status === 404)
      if (!right) walk.problems.push(`${method} ${path} answers ${status} to ${who}`)
    }
  }
  return walk
}

/** Every method that a path does not declare, asked by somebody who may everything. */
export async function walkOtherMethods(served: Served, town: Town, readers: Readers, entries: readonly Entry[]): Promise<Walk> {
  const walk: Walk = { cells: 0, problems: [] }
  const mighty = readers.find(({ who }) => who === 'staff with it')!
  for (const pattern of new Set(entries.map(({ path }) => path))) {
    const path = anyPathOf(pattern)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      if (entries.some((entry) => entry.method === method && matches(entry.path, path))) continue
      const { status, headers } = await served.request(town, path, asked(town, method, await mighty.session({ who: 'anyone' })))
      walk.cells += 1
      if (status !== 405 || !headers.allow) walk.problems.push(`${method} ${pattern} is not declared and answers ${status}`)
    }
  }
  return walk
}

/** Every unsafe route, asked from elsewhere by somebody who may everything. */
export async function walkForeignOrigins(
  served: Served,
  town: Town,
  other: Town,
  readers: Readers,
  entries: readonly Entry[],
): Promise<Walk> {
  const walk: Walk = { cells: 0, problems: [] }
  const mighty = readers.find(({ who }) => who === 'staff with it')!
  const senders: Record<string, Record<string, string>> = {
    'another site': { origin: 'https://evil.example' },
    'the other town': { origin: other.origin },
    'an opaque origin': { origin: 'null' },
    'a cross-site page': { 'sec-fetch-site': 'cross-site' },
    'a sibling host': { 'sec-fetch-site': 'same-site' },
    'a cross-site page that claims our origin': { 'sec-fetch-site': 'cross-site', origin: town.origin },
    'a browser that says nothing': {},
  }
  for (const { method, path } of entries.filter((entry) => entry.method !== 'GET')) {
    for (const [sender, headers] of Object.entries(senders)) {
      const session = await mighty.session({ who: 'anyone' })
      const { status } = await served.request(town, anyPathOf(path), {
        method,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: '',
        ...(session && { session }),
      })
      walk.cells += 1
      if (status !== 403) walk.problems.push(`${method} ${path} answers ${status} to ${sender}`)
    }
  }
  return walk
}
