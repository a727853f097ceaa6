// Conditions as rows that editors choose: question, comparison, value; turned into a rule and read back from one.
import { readExpression } from '../../../standards/feel/feel.ts'
import type { Node } from '../../../standards/feel/syntax.ts'
import { Decimal } from '../../../standards/feel/value.ts'
import type { Feel, FormDocument, Group, Question } from '../document/document.ts'
import { findItem, findPage, keysOf, listItems, type Placed } from './outline.ts'

export type Comparison = 'is' | 'not' | 'contains' | 'lacks' | 'more' | 'less' | 'atLeast' | 'atMost' | 'answered' | 'open'
/** `value` as it is kept in answers: a choice's value, `true`, a number with a point, a day. */
export type Row = { path: string; comparison: Comparison; value: string }
export type Condition = { join: 'and' | 'or'; rows: readonly Row[] }

/** What a rule is about stands here, so names are looked up from here: the groups around it, outermost first. */
export type Standpoint = { groups: readonly Group[] /** What comes before it, in order. */; before: readonly Placed[] }

export function standpointOf(document: FormDocument, at: string): Standpoint {
  const all = listItems(document)
  const [kind, rest = ''] = [at.slice(0, at.indexOf(':')), at.slice(at.indexOf(':') + 1)]
  const upTo = (found: number): readonly Placed[] => (found < 0 ? all : all.slice(0, found))
  if (kind === 'item' || kind === 'earliest' || kind === 'latest') {
    const placed = findItem(document, rest)
    return { groups: placed?.groups ?? [], before: upTo(all.findIndex(({ path }) => path === rest)) }
  }
  const later = (page: string, own: boolean): readonly Placed[] => {
    const index = document.pages.findIndex(({ key }) => key === page)
    return all.filter((placed) => document.pages.indexOf(placed.page) < index + (own ? 1 : 0))
  }
  if (kind === 'page') return { groups: [], before: findPage(document, rest) ? later(rest, false) : all }
  if (kind === 'exit') return { groups: [], before: later(rest.split('/')[0] ?? '', true) }
  const check = kind === 'check' ? document.checks?.[Number(rest)] : undefined
  const spot = check && findItem(document, check.at)
  return { groups: spot?.groups ?? [], before: all }
}

export type Subject = { placed: Placed; name: string; comparisons: readonly Comparison[] }

const always: readonly Comparison[] = ['answered', 'open']
const ordered: readonly Comparison[] = ['is', 'not', 'more', 'less', 'atLeast', 'atMost', ...always]

export function comparisonsFor(question: Question): readonly Comparison[] {
  switch (question.type) {
    case 'yesNo':
      return ['is', ...always]
    case 'consent':
      return always
    case 'choices':
      return ['contains', 'lacks', ...always]
    case 'number':
    case 'money':
    case 'date':
      return ordered
    case 'choice':
    case 'codeList':
    case 'country':
    case 'nationality':
    case 'text':
    case 'plate':
      return ['is', 'not', ...always]
    default:
      return always
  }
}

/** What a condition here can ask about, with the name it goes by here. */
export function subjectsFor({ groups, before }: Standpoint): Subject[] {
  return before.flatMap((placed) => {
    const { item } = placed
    const shared = placed.groups.findIndex((group, index) => groups[index] !== group)
    const own = shared < 0 ? placed.groups.length : shared
    const outer = placed.groups.slice(own)
    if (outer.some(({ repeat }) => repeat)) return []
    const name = [...outer, item].map(({ key }) => key).join('.')
    if (item.kind === 'question') return [{ placed, name, comparisons: comparisonsFor(item) }]
    return item.kind === 'group' && item.repeat && !groups.includes(item)
      ? [{ placed, name, comparisons: ['is', 'more', 'less'] as const }]
      : []
  })
}

const signs = { is: '=', not: '!=', more: '>', less: '<', atLeast: '>=', atMost: '<=' } as const

export function feelOf(condition: Condition, subjects: readonly Subject[]): Feel {
  return condition.rows
    .map(({ path, comparison, value }) => {
      const subject = subjects.find(({ placed }) => placed.path === path)
      const name = subject?.name ?? path
      if (comparison === 'answered') return `${name} != null`
      if (comparison === 'open') return `${name} = null`
      const item = subject?.placed.item
      const literal = item ? literalOf(item, value) : JSON.stringify(value)
      if (comparison === 'contains') return `list contains(${name}, ${literal})`
      if (comparison === 'lacks') return `not(list contains(${name}, ${literal}))`
      return `${item?.kind === 'group' ? `count(${name})` : name} ${signs[comparison]} ${literal}`
    })
    .join(` ${condition.join} `)
}

function literalOf(item: Placed['item'], value: string): string {
  if (item.kind === 'group') return value
  if (item.kind !== 'question') return JSON.stringify(value)
  if (item.type === 'yesNo' || item.type === 'number' || item.type === 'money') return value
  if (item.type === 'date') return `date(${JSON.stringify(value)})`
  return JSON.stringify(value)
}

/** Undefined where the rule says more than rows can say. */
export function conditionOf(document: FormDocument, feel: Feel, subjects: readonly Subject[]): Condition | undefined {
  let node: Node
  try {
    node = readExpression(feel, { names: keysOf(document) }).node
  } catch {
    return undefined
  }
  const join = node.is === 'or' ? 'or' : 'and'
  const parts: Node[] = []
  const collect = (part: Node): void => {
    if (part.is === join && 'left' in part) {
      collect(part.left)
      collect(part.right)
    } else parts.push(part)
  }
  collect(node)
  const rows = parts.map((part) => rowOf(part, subjects))
  return rows.every((row) => row !== undefined) ? { join, rows } : undefined
}

const comparisonOf: Record<string, Comparison> = {
  '=': 'is',
  '!=': 'not',
  '>': 'more',
  '<': 'less',
  '>=': 'atLeast',
  '<=': 'atMost',
}

function rowOf(node: Node, subjects: readonly Subject[]): Row | undefined {
  const find = (of: Node): Subject | undefined => {
    const name = nameOf(of)
    return name === undefined ? undefined : subjects.find((subject) => subject.name === name)
  }
  if (node.is === 'call') {
    const called = node.of.is === 'name' ? node.of.name : ''
    const [first, second] = node.values
    if (called === 'not' && first && node.values.length === 1) {
      const row = rowOf(first, subjects)
      return row?.comparison === 'contains' ? { ...row, comparison: 'lacks' } : undefined
    }
    if (called !== 'list contains' || !first || !second) return undefined
    const subject = find(first)
    const value = answerIn(second)
    return subject?.comparisons.includes('contains') && value !== undefined
      ? { path: subject.placed.path, comparison: 'contains', value }
      : undefined
  }
  if (node.is !== 'comparison') return undefined
  const comparison = comparisonOf[node.op]!
  const counted =
    node.left.is === 'call' && node.left.of.is === 'name' && node.left.of.name === 'count' ? node.left.values[0] : undefined
  const subject = find(counted ?? node.left)
  if (!subject || (counted !== undefined) !== (subject.placed.item.kind === 'group')) return undefined
  if (node.right.is === 'literal' && node.right.value === null)
    return comparison === 'is' || comparison === 'not'
      ? { path: subject.placed.path, comparison: comparison === 'is' ? 'open' : 'answered', value: '' }
      : undefined
  const value = answerIn(node.right)
  return value !== undefined && subject.comparisons.includes(comparison)
    ? { path: subject.placed.path, comparison, value }
    : undefined
}

export function nameOf(node: Node): string | undefined {
  if (node.is === 'name') return node.name
  if (node.is !== 'path') return undefined
  const outer = nameOf(node.of)
  return outer === undefined ? undefined : `${outer}.${node.name}`
}

/** A literal as answers keep it. */
export function answerIn(node: Node): string | undefined {
  if (node.is === 'negation') {
    const inner = answerIn(node.of)
    return inner === undefined ? undefined : `-${inner}`
  }
  if (node.is === 'call' && node.of.is === 'name' && node.of.name === 'date' && node.values.length === 1)
    return node.values[0] && answerIn(node.values[0])
  if (node.is !== 'literal') return undefined
  const { value } = node
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return value instanceof Decimal ? String(value) : undefined
}
