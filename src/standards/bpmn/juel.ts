// Expressions of Camunda 7 (`${amount > 100 && ok}`) as FEEL, where they are simple; what calls into Java is refused.
import type { Rule } from './model.ts'

const words: Readonly<Record<string, string>> = {
  '==': '=',
  eq: '=',
  '!=': '!=',
  ne: '!=',
  '&&': 'and',
  and: 'and',
  '||': 'or',
  or: 'or',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  div: '/',
}
const token =
  /\s*(?:(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<sign>==|!=|<=|>=|&&|\|\||[<>+\-*/()!]))/y

/** The inside of `${…}`. Undefined: it calls methods or uses what FEEL has no word for. */
export function feelFrom(source: string): string | undefined {
  const parts: string[] = []
  /** Depth of brackets at which a `not(` of ours closes after one operand. */
  let pending = 0
  token.lastIndex = 0
  const rest = source.trimEnd()
  while (token.lastIndex < rest.length) {
    const { groups } = token.exec(rest) ?? {}
    if (!groups) return undefined
    const { text, number, name, sign } = groups
    const isCall = name !== undefined && /^\s*\(/.test(rest.slice(token.lastIndex))
    if (isCall || name === 'empty' || name === 'execution' || name?.startsWith('execution.') || name === 'mod') return undefined
    if (name === 'not' || sign === '!') {
      // Only before one name: what stands in brackets after it would need a parser.
      if (/^\s*\(/.test(rest.slice(token.lastIndex))) return undefined
      parts.push('not(')
      pending += 1
      continue
    }
    if (text !== undefined) parts.push(JSON.stringify(text.slice(1, -1).replace(/\\(.)/g, '$1')))
    else parts.push(words[name ?? sign ?? ''] ?? number ?? name ?? sign ?? '')
    for (; pending > 0; pending -= 1) parts.push(')')
  }
  return pending > 0 || parts.length === 0 ? undefined : parts.join(' ')
}

/**
 * A value as modellers write it: `= FEEL`, `${…}` and texts with `${…}` inside of Camunda 7, else a fixed text.
 * Undefined: it cannot be translated.
 */
export function ruleFrom(source: string): Rule | undefined {
  const trimmed = source.trim()
  if (trimmed.startsWith('=')) return { feel: trimmed.slice(1).trim() }
  if (!/[$#]\{/.test(trimmed)) return { text: trimmed }
  const whole = /^[$#]\{([^{}]*)\}$/.exec(trimmed)
  if (whole) {
    const feel = feelFrom(whole[1] ?? '')
    return feel === undefined ? undefined : { feel }
  }
  const parts = trimmed.split(/[$#]\{([^{}]*)\}/)
  const feel = parts.flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [JSON.stringify(part)]
    const inner = feelFrom(part)
    return [inner === undefined ? undefined : `string(${inner})`]
  })
  return feel.includes(undefined) ? undefined : { feel: feel.join(' + ') }
}

/** A condition: FEEL with or without `=`, or `${…}`. */
export function conditionFrom(source: string): Rule | undefined {
  const rule = ruleFrom(source)
  return rule && 'text' in rule ? { feel: rule.text } : rule
}
