// Built-in functions over texts; positions count characters, not UTF-16 units. @standard DMN 1.5 §10.3.4.3.
import { type FeelFunction, FeelLimit, isList, number, sizeLimit, type Value } from '../value.ts'
import { define, type Signature, type Work } from './definition.ts'
import { wholeNumber } from './numbers.ts'
import { compilePattern, replacement } from './patterns.ts'

const text = (value: Value | undefined): string => value as string

const two = (second: string): Signature => [
  ['string', 'string'],
  [second, 'string'],
]
const plain = (name: string, takes: Signature, work: (...values: string[]) => Value | undefined): [string, FeelFunction] =>
  define(name, { takes, work: (values) => work(...values.map(text)) })

const substring: Work = ([string, start, length]) => {
  const characters = [...text(string)]
  const from = wholeNumber(start)
  const size = length === undefined || length === null ? characters.length : wholeNumber(length)
  if (from === undefined || from === 0 || size === undefined || Math.abs(from) > characters.length || size < 1) return undefined
  const begin = from > 0 ? from - 1 : characters.length + from
  return characters.slice(begin, begin + size).join('')
}

const join: Work = ([list, delimiter]) => {
  const items = (list as readonly Value[]).filter((item) => item !== null)
  if (items.some((item) => typeof item !== 'string')) return undefined
  const made = (items as string[]).join((delimiter as string | null | undefined) ?? '')
  if (made.length > sizeLimit.characters) throw new FeelLimit('This text is too long.')
  return made
}

export const textFunctions: readonly [string, FeelFunction][] = [
  define('substring', {
    takes: [
      ['string', 'string'],
      ['start position', 'number'],
      ['length?', 'number'],
    ],
    work: substring,
  }),
  plain('string length', [['string', 'string']], (string) => number([...string!].length)),
  plain('upper case', [['string', 'string']], (string) => string!.toUpperCase()),
  plain('lower case', [['string', 'string']], (string) => string!.toLowerCase()),
  plain('substring before', two('match'), (string, match) => {
    const at = string!.indexOf(match!)
    return at < 0 ? '' : string!.slice(0, at)
  }),
  plain('substring after', two('match'), (string, match) => {
    const at = string!.indexOf(match!)
    return at < 0 ? '' : string!.slice(at + match!.length)
  }),
  plain('contains', two('match'), (string, match) => string!.includes(match!)),
  plain('starts with', two('match'), (string, match) => string!.startsWith(match!)),
  plain('ends with', two('match'), (string, match) => string!.endsWith(match!)),
  define('matches', {
    takes: [
      ['input', 'string'],
      ['pattern', 'string'],
      ['flags?', 'string'],
    ],
    work: ([input, pattern, flags]) =>
      compilePattern(text(pattern), (flags as string | null | undefined) ?? '')?.test(text(input)),
  }),
  define('replace', {
    takes: [
      ['input', 'string'],
      ['pattern', 'string'],
      ['replacement', 'string'],
      ['flags?', 'string'],
    ],
    work: ([input, pattern, by, flags]) => {
      const compiled = compilePattern(text(pattern), `${(flags as string | null | undefined) ?? ''}`, true)
      const made = compiled && text(input).replace(compiled, replacement(text(by), compiled, (flags as string | null) ?? ''))
      if (made && made.length > sizeLimit.characters) throw new FeelLimit('This text is too long.')
      return made
    },
  }),
  define('split', {
    takes: two('delimiter'),
    work: ([string, delimiter]) => {
      const compiled = compilePattern(text(delimiter), '')
      return compiled && splitAt(text(string), compiled)
    },
  }),
  define('string join', {
    takes: [
      ['list', 'list'],
      ['delimiter?', 'string'],
    ],
    work: join,
  }),
]

/** Without what groups caught, which the language's own `split` mixes in. */
function splitAt(string: string, pattern: RegExp): Value {
  const parts: string[] = []
  let from = 0
  for (const match of string.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))) {
    if (match[0] === '' && (match.index === 0 || match.index === string.length)) continue
    parts.push(string.slice(from, match.index))
    from = match.index + match[0].length
  }
  parts.push(string.slice(from))
  return isList(parts) ? parts : null
}
