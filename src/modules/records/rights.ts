// Who may see and change what: the unit of a procedure or file, units it was opened to, confidentiality, and nobody in their own matter.
import { type RawBuilder, sql } from 'kysely'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import type { Confidentiality } from './tables.ts'

export const mayRead = 'records.file.read'
export const mayWrite = 'records.file.write'
export const mayReadConfidential = 'records.confidential.read'
export const mayRepair = 'records.task.repair'
export const mayHold = 'records.hold.set'
export const mayDispose = 'records.disposal.run'
export const mayChangePlan = 'records.plan.change'

const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`
/** Patterns of the units for which a permission was given. */
export const patternsFor = (person: SignedIn, permission: string): string[] => (person.units.get(permission) ?? []).map(asPattern)

const open: readonly Confidentiality[] = ['public', 'internal']

/** For a query on `records.procedure p`. A unit that was let in by name sees what its own permission covers. */
export function seesProcedure(person: SignedIn, permission: string = mayRead): RawBuilder<boolean> {
  const patterns = patternsFor(person, permission)
  const kinds = permission === mayRead ? ['read', 'write'] : ['write']
  return sql<boolean>`((p.unit LIKE ANY (${patterns}::text[]) OR EXISTS (SELECT FROM records.unit_right r WHERE r.town_id = p.town_id
      AND (r.procedure_id = p.id OR r.file_id = p.file_id) AND r.may = ANY (${kinds}::text[]) AND r.unit LIKE ANY (${patterns}::text[])))
    AND (p.confidentiality = ANY (${[...open]}::text[]) OR p.unit LIKE ANY (${patternsFor(person, mayReadConfidential)}::text[]))
    AND p.person_id IS DISTINCT FROM ${person.personId}::uuid)`
}

/** For a query on `records.file f`. */
export function seesFile(person: SignedIn, permission: string = mayRead): RawBuilder<boolean> {
  const patterns = patternsFor(person, permission)
  const kinds = permission === mayRead ? ['read', 'write'] : ['write']
  return sql<boolean>`((f.unit LIKE ANY (${patterns}::text[]) OR EXISTS (SELECT FROM records.unit_right r WHERE r.town_id = f.town_id
      AND r.file_id = f.id AND r.may = ANY (${kinds}::text[]) AND r.unit LIKE ANY (${patterns}::text[])))
    AND (f.confidentiality = ANY (${[...open]}::text[]) OR f.unit LIKE ANY (${patternsFor(person, mayReadConfidential)}::text[])))`
}

/** For what belongs to one unit alone, such as a task or the post basket. */
export const inUnits = (person: SignedIn, permission: string, column: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`${column} LIKE ANY (${patternsFor(person, permission)}::text[])`

/** Whether the person holds any permission of this room for the unit; several are asked in the order given. */
export const holdsIn = (person: SignedIn, unit: string, ...permissions: readonly string[]): boolean =>
  permissions.some((permission) => mayIn(person, permission, unit))
