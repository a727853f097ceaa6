// Where the components of a Form.io form stand here: keys, paths, and how rules name their answers.
import { freeKey } from '../tasks.ts'
import { type Json, objectsIn } from './source.ts'

export type Spot = {
  key: string
  path: string
  /** Number of its step. */
  step: number
  /** Path of the repeated group around it; empty: none. */
  within: string
}

/** Containers that only arrange; what is in them stands where they stand. */
const arranging = new Set(['columns', 'well', 'table', 'tabs', 'panel', 'content-panel'])
export const isArranging = (component: Json): boolean => arranging.has(String(component.type))
const grouping = new Set(['fieldset', 'container', 'editgrid', 'datagrid'])
export const isGroup = (component: Json): boolean => grouping.has(String(component.type))
export const isRepeated = ({ type }: Json): boolean => type === 'editgrid' || type === 'datagrid'

/** What is inside, whatever the container calls it. */
export function componentsIn(component: Json): Json[] {
  const columns = objectsIn(component.columns).flatMap((column) => objectsIn(column.components))
  const rows = Array.isArray(component.rows)
    ? component.rows.flatMap((row) => (Array.isArray(row) ? row.flatMap((cell: Json) => objectsIn(cell?.components)) : []))
    : []
  return [...objectsIn(component.components), ...columns, ...rows]
}

/** Words that rules take for themselves, and names that every object has. */
const reserved =
  /^(and|or|not|if|then|else|for|in|return|some|every|satisfies|between|instance|of|function|external|true|false|null|item|partial|today|now|date|time|constructor|prototype|toString|valueOf|hasOwnProperty|isPrototypeOf|toLocaleString|propertyIsEnumerable)$/

const shaped = (key: unknown): string => {
  const words = String(key ?? '')
    .slice(0, 200)
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const joined = words.map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('') || 'frage'
  return reserved.test(joined) ? `${joined}Answer` : joined
}

export class Spots {
  readonly #spots = new Map<Json, Spot>()
  readonly #byKey = new Map<string, Spot>()

  constructor(steps: readonly { components: Json[] }[]) {
    const top = new Set<string>()
    for (const [step, { components }] of steps.entries())
      this.#walk(components, { step, parent: '', own: '', within: '', taken: top })
  }

  #walk(
    components: readonly Json[],
    around: { step: number; parent: string; own: string; within: string; taken: Set<string> },
  ): void {
    const { step, parent, own, within, taken } = around
    for (const component of components) {
      if (isArranging(component)) {
        this.#walk(componentsIn(component), around)
        continue
      }
      const key = freeKey(shaped(component.key), taken)
      const path = parent === '' ? key : `${parent}.${key}`
      const spot: Spot = { key, path, step, within }
      this.#spots.set(component, spot)
      const given = String(component.key ?? '')
      for (const name of own === '' ? [given] : [given, `${own}.${given}`])
        if (!this.#byKey.has(name)) this.#byKey.set(name, spot)
      if (isGroup(component))
        this.#walk(componentsIn(component), {
          step,
          parent: path,
          own: given,
          within: isRepeated(component) ? path : within,
          taken: new Set(),
        })
    }
  }

  of(component: Json): Spot {
    return this.#spots.get(component)!
  }

  find(key: string): Spot | undefined {
    return this.#byKey.get(key)
  }

  /** How a rule at a place names an answer; undefined: it cannot, such as one of many entries from outside. */
  namesAt({ within }: Pick<Spot, 'within'>): (key: string) => string | undefined {
    return (key) => {
      const spot = this.find(key)
      if (!spot || (spot.within !== '' && spot.within !== within)) return undefined
      return spot.within === '' ? spot.path : spot.path.slice(spot.within.length + 1)
    }
  }
}
