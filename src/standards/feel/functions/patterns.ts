// Regular expressions of XPath as those of the language: flags `s m i x q`, classes with subtraction, `\i` and `\c`. @standard XQuery and XPath Functions 3.1 §5.6.

const nameStart =
  ':A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}'
const namePart = `${nameStart}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}`
const classes: Record<string, string> = {
  i: `[${nameStart}]`,
  I: `[^${nameStart}]`,
  c: `[${namePart}]`,
  C: `[^${namePart}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '[^\\p{P}\\p{Z}\\p{C}]',
  W: '[\\p{P}\\p{Z}\\p{C}]',
  s: '[ \\t\\n\\r]',
  S: '[^ \\t\\n\\r]',
}
/** Blocks of Unicode that the language does not know by name. */
const blocks: Record<string, string> = {
  IsBasicLatin: '\\u{0}-\\u{7f}',
  'IsLatin-1Supplement': '\\u{80}-\\u{ff}',
  'IsLatinExtended-A': '\\u{100}-\\u{17f}',
  'IsLatinExtended-B': '\\u{180}-\\u{24f}',
  IsGreek: '\\u{370}-\\u{3ff}',
  IsCyrillic: '\\u{400}-\\u{4ff}',
}
const longest = 1_000
const known = new Map<string, RegExp | undefined>()

/** Undefined: this is no pattern of XPath, or it may run for ever. */
export function compilePattern(pattern: string, flags: string, everywhere = false): RegExp | undefined {
  const key = `${everywhere} ${flags} ${pattern}`
  if (known.has(key)) return known.get(key)
  const made = translate(pattern, flags, everywhere)
  if (known.size > 500) known.clear()
  known.set(key, made)
  return made
}

function translate(pattern: string, flags: string, everywhere: boolean): RegExp | undefined {
  if (/[^smixq]/.test(flags) || pattern.length > longest || mayExplode(pattern)) return undefined
  const own = `v${everywhere ? 'g' : ''}${flags.includes('s') ? 's' : ''}${flags.includes('m') ? 'm' : ''}${flags.includes('i') ? 'i' : ''}`
  try {
    if (flags.includes('q')) return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|/&!#%,:;<=>@`~-]/g, '\\$&'), own)
    const source = flags.includes('x') ? withoutSpaces(pattern) : pattern
    const made = body(source)
    return made === undefined ? undefined : new RegExp(made, own)
  } catch {
    return undefined
  }
}

/** A repeated group that itself repeats may take exponential time: such patterns are refused. */
const mayExplode = (pattern: string): boolean => /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]/.test(pattern)

/** Flag `x`: spaces outside of classes say nothing. */
function withoutSpaces(pattern: string): string {
  let depth = 0
  let made = ''
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!
    if (character === '\\') {
      while (/\s/.test(pattern[at + 1] ?? '')) at += 1
      made += character + (pattern[at + 1] ?? '')
      at += 1
      continue
    }
    if (character === '[') depth += 1
    if (character === ']') depth -= 1
    if (depth > 0 || !/\s/.test(character)) made += character
  }
  return made
}

function body(pattern: string): string | undefined {
  let made = ''
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!
    if (character === '\\') {
      const taken = escaped(pattern, at)
      if (!taken) return undefined
      made += taken.text
      at += taken.length - 1
    } else if (character === '[') {
      const group = classAt(pattern, at)
      if (!group) return undefined
      made += group.text
      at += group.length - 1
    } else if (character === '(' && pattern.startsWith('(?', at) && !pattern.startsWith('(?:', at)) return undefined
    else if (character === ']' || character === '}')
      made += character === '}' && /\{\d+(,\d*)?$/.test(made) ? character : `\\${character}`
    else made += character
  }
  return made
}

function escaped(pattern: string, at: number): { text: string; length: number } | undefined {
  const next = pattern[at + 1]
  if (next === undefined) return undefined
  const named = classes[next]
  if (named) return { text: named, length: 2 }
  const property = /^\\([pP])\{(\^?)([^}]+)\}/.exec(pattern.slice(at, at + 60))
  if (property) {
    const block = blocks[property[3]!]
    if (block) return { text: property[1] === 'p' ? `[${block}]` : `[^${block}]`, length: property[0].length }
    return { text: property[0], length: property[0].length }
  }
  if (/[0-9]/.test(next)) {
    const [reference = ''] = /^\d+/.exec(pattern.slice(at + 1)) ?? []
    return { text: `(?:\\${reference})`, length: reference.length + 1 }
  }
  if (/[nrt\\|.?*+(){}[\]^$\-/]/.test(next)) return { text: `\\${next}`, length: 2 }
  return undefined
}

/** A class with its brackets; `[a-z-[aeiou]]` becomes `[[a-z]--[aeiou]]`. */
function classAt(pattern: string, start: number): { text: string; length: number } | undefined {
  let at = start + 1
  let made = '['
  if (pattern[at] === '^') {
    made += '^'
    at += 1
  }
  let inner = ''
  for (; at < pattern.length; at += 1) {
    const character = pattern[at]!
    if (character === ']' && inner !== '') return { text: `${made}${inner}]`, length: at - start + 1 }
    if (character === '-' && pattern[at + 1] === '[') {
      const taken = classAt(pattern, at + 1)
      if (!taken || pattern[at + 1 + taken.length] !== ']') return undefined
      const own = made === '[^' ? `[^${inner}]` : `[${inner}]`
      return { text: `[${own}--${taken.text}]`, length: at + 1 + taken.length - start + 1 }
    }
    if (character === '[') return undefined
    if (character === '\\') {
      const taken = escaped(pattern, at)
      if (!taken || taken.text.startsWith('(')) return undefined
      inner += taken.text
      at += taken.length - 1
    } else inner += /[()[\]{}/|&!#$%*+,.:;<=>?@`~]/.test(character) ? `\\${character}` : character
  }
  return undefined
}

/** `$1` as the language means it; `$0` is the whole match; a number without a group means nothing. */
export function replacement(text: string, pattern: RegExp, flags: string): (...caught: unknown[]) => string {
  const groups = (new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length ?? 1) - 1
  return (...caught) => {
    if (flags.includes('q')) return text
    return text.replace(/\\([\\$])|\$(\d+)/g, (_all, literal: string | undefined, digits: string | undefined) => {
      if (literal) return literal
      let used = digits!
      while (used.length > 1 && Number(used) > groups) used = used.slice(0, -1)
      const value = Number(used) > groups ? '' : (caught[Number(used)] as string | undefined)
      return `${value ?? ''}${digits!.slice(used.length)}`
    })
  }
}
