// Who may call a route. Every route declares one of these; a route without one stops the start-up.
import type { Level } from './tables.ts'

export type Access =
  | { who: 'anyone'; holder?: true }
  | { who: 'resident'; level: Level }
  | { who: 'staff'; permission: string }
  | { who: 'machine'; permission: string }
  | { who: 'self' }

export const anyone: Access = { who: 'anyone' }
/**
 * Whoever holds what opens this one thing, such as the secret of a draft in their browser; the route itself looks, and leads everybody else to
 * the sign-in or says that there is nothing.
 */
export const holder: Access = { who: 'anyone', holder: true }
/** A signed-in person whose session reached `level`. */
export const resident = (level: Level): Access => ({ who: 'resident', level })
/** A member of staff who was granted `permission`, written `<module>.<noun>.<verb>`, for any unit; the unit is checked with `mayIn`. */
export const staff = (permission: string): Access => ({ who: 'staff', permission })
/** Another program with a token of this town that holds `permission`. */
export const machine = (permission: string): Access => ({ who: 'machine', permission })
/** Any signed-in person, about themselves only. */
export const self: Access = { who: 'self' }

export const levels: readonly Level[] = ['none', 'basic', 'low', 'substantial', 'high']
export const reaches = (level: Level, wanted: Level): boolean => levels.indexOf(level) >= levels.indexOf(wanted)

/** The person of a session, as far as a decision about access needs it. */
export type SignedIn = {
  personId: string
  sessionId: string
  kind: 'resident' | 'staff'
  level: Level
  /** How they proved who they are: `passkey`, `mail-code`, `oidc:<provider>`, `command`. */
  method: string
  secondFactor: boolean
  /** Everything permitted for at least one unit. */
  permissions: ReadonlySet<string>
  /** Permission → paths of the units it was given for, children included; `/` is the whole town. */
  units: ReadonlyMap<string, readonly string[]>
  /** For whom the person acts in this session. */
  actsFor?: { kind: 'person' | 'organisation'; id: string; authority: string } | undefined
  /** When the session ends without another request, and when it ends anyway. */
  idleUntil: Date
  expiresAt: Date
}

/** Whether `person` holds `permission` for the unit at `path`. */
export const mayIn = (person: Pick<SignedIn, 'units'>, permission: string, path: string): boolean =>
  (person.units.get(permission) ?? []).some((granted) => path.startsWith(granted))

export type Admission = 'admitted' | 'sign-in' | 'step-up' | 'second-factor' | 'refused'

/** `secondFactorNeeded`: the staff member comes from a public network, or the permission is an administrator's. */
export function admit(access: Access, person: SignedIn | undefined, secondFactorNeeded = false): Admission {
  if (access.who === 'anyone') return 'admitted'
  if (access.who === 'machine') return 'refused'
  if (!person) return 'sign-in'
  if (access.who === 'self') return 'admitted'
  if (access.who === 'staff') {
    if (person.kind !== 'staff' || !person.permissions.has(access.permission)) return 'refused'
    return secondFactorNeeded && !person.secondFactor ? 'second-factor' : 'admitted'
  }
  return reaches(person.level, access.level) ? 'admitted' : 'step-up'
}
