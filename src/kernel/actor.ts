// Who acts: the person themselves, somebody for them, a member of staff, or the software; written the same in every log.

export type Actor =
  | 'self'
  | { self: true /** Looks of one session are shown as one. */; session?: string | undefined }
  | { system: string }
  | {
      staff: string /** Path of the unit, `/` for the whole town. */
      unit: string /** As it is called at this time. */
      role?: string | undefined
    }
  | { representative: string; session?: string | undefined }

/** As the logs store it: `self`, `system:<module>`, `staff:<person id>@<unit>`, `representative:<person id>`. */
export function actorText(actor: Actor | string): string {
  if (typeof actor === 'string') return actor
  if ('self' in actor) return 'self'
  if ('system' in actor) return `system:${actor.system}`
  if ('staff' in actor) return `staff:${actor.staff}@${actor.unit}`
  return `representative:${actor.representative}`
}

export const roleOf = (actor: Actor | string): string | undefined =>
  typeof actor === 'object' && 'staff' in actor ? actor.role : undefined

export const sessionOf = (actor: Actor | string): string | undefined =>
  typeof actor === 'object' && 'session' in actor ? actor.session : undefined

type AtWork = { personId: string; units?: ReadonlyMap<string, readonly string[]> }

/** A member of staff at work with a permission: the unit is the one that it was given for. */
export function staffActor({ personId, units }: AtWork, permission: string, role?: string): Actor {
  const [unit = '/'] = units?.get(permission) ?? []
  return { staff: personId, unit, role }
}
