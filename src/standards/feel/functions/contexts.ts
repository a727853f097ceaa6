// Built-in functions over contexts. @standard DMN 1.5 §10.3.4.8.
import { type Context, type FeelFunction, isContext, type Value } from '../value.ts'
import { define } from './definition.ts'

const context = (value: Value | undefined): Context => value as Context

function put(into: Context, keys: readonly Value[], value: Value): Context | undefined {
  const [key, ...rest] = keys
  if (typeof key !== 'string') return undefined
  if (rest.length === 0) return new Map([...into].concat([[key, value]]))
  const inner = into.get(key)
  const made = inner !== undefined && isContext(inner) ? put(inner, rest, value) : undefined
  return made && new Map([...into].concat([[key, made]]))
}

/** From entries `{ key, value }`. */
function fromEntries(entries: readonly Value[]): Context | undefined {
  const made = new Map<string, Value>()
  for (const entry of entries) {
    if (!isContext(entry)) return undefined
    const [key, value] = [entry.get('key'), entry.get('value')]
    if (typeof key !== 'string' || value === undefined || made.has(key)) return undefined
    made.set(key, value)
  }
  return made
}

export const contextFunctions: readonly [string, FeelFunction][] = [
  define('get value', {
    takes: [
      ['m', 'context'],
      ['key', 'string'],
    ],
    work: ([m, key]) => context(m).get(key as string),
  }),
  define('get entries', {
    takes: [['m', 'context']],
    work: ([m]) =>
      [...context(m)].map(
        ([key, value]) =>
          new Map<string, Value>([
            ['key', key],
            ['value', value],
          ]),
      ),
  }),
  define(
    'context put',
    {
      takes: [
        ['context', 'context'],
        ['key', 'string'],
        ['value', 'Any'],
      ],
      work: ([into, key, value]) => put(context(into), [key!], value!),
    },
    {
      takes: [
        ['context', 'context'],
        ['keys', 'list'],
        ['value', 'Any'],
      ],
      work: ([into, keys, value]) => put(context(into), keys as readonly Value[], value!),
    },
  ),
  define('context merge', {
    takes: [['contexts', 'list']],
    work: ([contexts]) => {
      const all = contexts as readonly Value[]
      return all.every((one) => one !== null && isContext(one)) ? new Map(all.flatMap((one) => [...context(one)])) : undefined
    },
  }),
  define('context', { takes: [['entries', 'list']], work: ([entries]) => fromEntries(entries as readonly Value[]) }),
]
