// Who may call a route. Every route declares one of these; a route without one stops the start-up.
import type { Level } from './tables.ts'

export type Access =
  | { who: 'anyone' }
  | { who: 'resident'; level: Level }
  | { who: 'staff'; permission: string }
  | { who: 'self' }

export const anyone: Access = { who: 'anyone' }
/** A signed-in person whose session reached `level`. */
export const resident = (level: Level): Access => ({ who: 'resident', level })
/** A member of staff who was granted `permission`, written `<module>.<noun>.<verb>`. */
export const staff = (permission: string): Access => ({ who: 'staff', permission })
/** Any signed-in person, about themselves only. */
export const self: Access = { who: 'self' }

export const levels: readonly Level[] = ['none', 'basic', 'low', 'substantial', 'high']
export const reaches = (level: Level, wanted: Level): boolean => levels.indexOf(level) >= levels.indexOf(wanted)

/** The person of a session, as far as a decision about access needs it. */
export type SignedIn = { personId: string; kind: 'resident' | 'staff'; level: Level; permissions: ReadonlySet<string> }

export type Admission = 'admitted' | 'sign-in' | 'step-up' | 'refused'

export function admit(access: Access, person: SignedIn | undefined): Admission {
  if (access.who === 'anyone') return 'admitted'
  if (!person) return 'sign-in'
  if (access.who === 'self') return 'admitted'
  if (access.who === 'staff') return person.kind === 'staff' && person.permissions.has(access.permission) ? 'admitted' : 'refused'
  return reaches(person.level, access.level) ? 'admitted' : 'step-up'
}
