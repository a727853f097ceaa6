// Which names mean what at one place of an expression: the nearest wins.
import type { Value } from './value.ts'

export type Scope = { entries: ReadonlyMap<string, Value>; outer: Scope | undefined }

export const childScope = (outer: Scope | undefined, entries: ReadonlyMap<string, Value>): Scope => ({ entries, outer })

export function findIn(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const value = at.entries.get(name)
    if (value !== undefined) return value
  }
  return undefined
}
