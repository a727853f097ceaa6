// Reads a type: `list<number>`, `context<a: string>`, `function<number> -> boolean`, `date and time`, or one that a model defines.
import { normalName, type Scanner } from './scanner.ts'
import type { FeelType, TypeName } from './value.ts'

const simple: Record<string, TypeName> = {
  any: 'Any',
  null: 'Null',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  datetime: 'date and time',
  'days and time duration': 'days and time duration',
  daytimeduration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearmonthduration: 'years and months duration',
}

export const anyType: FeelType = { kind: 'simple', name: 'Any' }

/** The simple type of this name, in the spelling of FEEL or of an item definition (`dateTime`). */
export function simpleType(name: string): FeelType | undefined {
  const bare = name.replace(/^feel:/, '')
  const found = simple[bare] ?? simple[bare.toLowerCase()]
  if (bare === 'list') return { kind: 'list', of: anyType }
  if (bare === 'context') return { kind: 'context', entries: new Map() }
  if (bare === 'range') return { kind: 'range', of: anyType }
  if (bare === 'function') return { kind: 'function', parameters: [], result: anyType }
  return found && { kind: 'simple', name: found }
}

/** Undefined: nobody defines this type. */
export function parseType(scanner: Scanner, known: ReadonlyMap<string, FeelType> = new Map(), depth = 0): FeelType | undefined {
  if (depth > 50) scanner.fail('this type is nested too deeply')
  const found = scanner.longestKnown((name) => known.has(name) || simpleType(name) !== undefined)
  if (!found) {
    let name = normalName(scanner.greedyName('expected a type'))
    while (scanner.sees('.') && !scanner.sees('..')) {
      scanner.need('.')
      name += `.${scanner.greedyName('expected a type')}`
    }
    return known.get(name)
  }
  scanner.at = found.end
  const { name } = found
  if (known.has(name)) return known.get(name)
  const nested = () => parseType(scanner, known, depth + 1) ?? anyType
  if ((name === 'list' || name === 'range') && scanner.take('<')) {
    const of = nested()
    scanner.need('>')
    return { kind: name, of }
  }
  if (name === 'context' && scanner.take('<')) {
    const entries = new Map<string, FeelType>()
    do {
      const key = scanner.nameBeforeColon()
      if (key === undefined) scanner.fail('expected the name of an entry')
      scanner.need(':')
      entries.set(key, nested())
    } while (scanner.take(','))
    scanner.need('>')
    return { kind: 'context', entries }
  }
  if (name === 'function' && scanner.take('<')) {
    const parameters: FeelType[] = []
    if (!scanner.take('>')) {
      do parameters.push(nested())
      while (scanner.take(','))
      scanner.need('>')
    }
    scanner.need('->')
    return { kind: 'function', parameters, result: nested() }
  }
  return simpleType(name)
}
