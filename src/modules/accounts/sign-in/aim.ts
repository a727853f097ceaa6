// Where a sign-in leads: the page to go on with, the form that waits, why it is asked for and at which level.
import { nextPath } from '../../../kernel/http/answer.ts'
import { languageOf } from '../../../kernel/language.ts'
import type { Level } from '../../../kernel/tables.ts'
import { isLevel } from './levels.ts'
import { isId } from './step.ts'

export type Why = 'sign-in' | 'step-up' | 'second-factor' | 'again'
export type Aim = {
  /** A path of this town; undefined: the person's own page. */
  next?: string | undefined
  /** Id of the form that waits. */
  kept?: string | undefined
  /** What was typed could not be kept. */
  lost?: 'yes' | undefined
  why?: Why | undefined
  level?: Level | undefined
  /** The sign-in belongs to who was invited. */
  invitation?: string | undefined
}

const whys: readonly Why[] = ['sign-in', 'step-up', 'second-factor', 'again']
/** Back to the sign-in after signing in would be a circle. */
const circles = /^\/accounts\/(sign-in|sign-out|signed-out|stay)([/?]|$)/

/** From a query or a form: whatever is not ours is left out. */
export function readAim(read: (name: string) => string | undefined): Aim {
  const [wanted, kept, why, level, invitation, lost] = ['next', 'kept', 'why', 'level', 'invitation', 'lost'].map(read)
  const next = wanted && nextPath(wanted)
  const goesRound = next && circles.test(languageOf(next)[1])
  return {
    ...(next && !goesRound && { next }),
    ...(kept && isId(kept) && { kept }),
    ...(lost === 'yes' && { lost }),
    ...(whys.includes(why as Why) && { why: why as Why }),
    ...(isLevel(level) && { level }),
    ...(invitation && /^[A-Za-z0-9_-]{20,100}$/.test(invitation) && { invitation }),
  }
}

export const fieldsOf = (aim: Aim): [string, string][] =>
  Object.entries(aim).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))

/** `path` with the aim as its query. */
export function withAim(path: string, aim: Aim): string {
  const query = new URLSearchParams(fieldsOf(aim)).toString()
  return query === '' ? path : `${path}?${query}`
}
