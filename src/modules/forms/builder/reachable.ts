// Rules that can never hold, as far as it can be told without answers: unknown choices, later questions, bounds that exclude each other.
import { readExpression } from '../../../standards/feel/feel.ts'
import type { Node } from '../../../standards/feel/syntax.ts'
import type { RuleAt } from '../document/compile.ts'
import type { Feel, FormDocument, Item } from '../document/document.ts'
import { answerIn, nameOf, standpointOf, subjectsFor } from './condition.ts'
import { findItem, findPage, keysOf, listItems } from './outline.ts'
import { listRules } from './rules.ts'

export type Unreachable = { at: RuleAt; why: 'never' | 'choice' | 'later' | 'contradiction'; names: readonly string[] }

/** What a condition asks of one question: equal to, unlike, above, below. */
type Demand = { name: string; item: Item; op: '=' | '!=' | '<' | '<=' | '>' | '>='; value: string }

/** Every condition of the form that cannot hold, with the reason. Rules that cannot be read are told elsewhere. */
export function unreachableRules(document: FormDocument): Unreachable[] {
  return listRules(document).flatMap(({ at, feel }) => {
    if (!/^(page|item|exit|check):/.test(at)) return []
    const later = laterNames(document, at, feel)
    if (later.length > 0) return [{ at, why: 'later' as const, names: later }]
    const found = hindranceOf(document, at, [feel, ...conditionsAround(document, at)])
    return found ? [{ at, ...found }] : []
  })
}

/** Conditions of the page and the groups around an item hold too when it is shown. */
function conditionsAround(document: FormDocument, at: RuleAt): Feel[] {
  const path = /^item:(.+)$/.exec(at)?.[1]
  const placed = path === undefined ? undefined : findItem(document, path)
  const page = /^exit:([^/]+)\//.exec(at)?.[1]
  const own = placed?.page ?? (page === undefined ? undefined : findPage(document, page))
  return [own?.showWhen, ...(placed?.groups ?? []).map(({ showWhen }) => showWhen)].filter((feel) => feel !== undefined)
}

function read(document: FormDocument, feel: Feel): Node | undefined {
  try {
    return readExpression(feel, { names: keysOf(document) }).node
  } catch {
    return undefined
  }
}

/** Names of questions that are asked only after the rule is looked at. */
function laterNames(document: FormDocument, at: RuleAt, feel: Feel): string[] {
  const node = read(document, feel)
  if (!node || !/^(page|item|exit):/.test(at)) return []
  const { before, groups } = standpointOf(document, at)
  const known = new Set([...before.map(({ item }) => item.key), ...groups.map(({ key }) => key)])
  const calculated = new Set((document.calculations ?? []).map(({ name }) => name))
  const asked = new Map(listItems(document).map(({ item }) => [item.key, item]))
  return [...new Set(topNames(node))].filter((name) => asked.has(name) && !known.has(name) && !calculated.has(name))
}

function topNames(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(topNames)
  if (typeof node !== 'object' || node === null || node.constructor !== Object) return []
  const { is, name } = node as { is?: string; name?: string }
  if (is === 'name') return [name ?? '']
  return Object.entries(node).flatMap(([key, value]) => (is === 'literal' && key === 'value' ? [] : topNames(value)))
}

function hindranceOf(document: FormDocument, at: RuleAt, feels: readonly Feel[]): Omit<Unreachable, 'at'> | undefined {
  const subjects = new Map(subjectsFor(standpointOf(document, at)).map(({ name, placed }) => [name, placed.item]))
  const demands: Demand[] = []
  for (const feel of feels) {
    const node = read(document, feel)
    if (!node) continue
    if (isNever(node, document, subjects)) return { why: 'never', names: [] }
    const choice = unknownChoice(node, document, subjects)
    if (choice) return { why: 'choice', names: [choice] }
    demands.push(...demandsOf(node, subjects))
  }
  const clash = contradictionIn(demands)
  return clash === undefined ? undefined : { why: 'contradiction', names: [clash] }
}

type Subjects = ReadonlyMap<string, Item>

function isNever(node: Node, document: FormDocument, subjects: Subjects): boolean {
  if (node.is === 'literal') return node.value === false || node.value === null
  if (node.is === 'and') return isNever(node.left, document, subjects) || isNever(node.right, document, subjects)
  if (node.is === 'or') return isNever(node.left, document, subjects) && isNever(node.right, document, subjects)
  if (node.is !== 'comparison') return false
  const [demand] = demandsOf(node, subjects)
  return demand !== undefined && outOfBounds(demand)
}

/** The value of a choice that is asked for and does not exist. In one half of an "or" the other one may still hold. */
function unknownChoice(node: Node, document: FormDocument, subjects: Subjects): string | undefined {
  if (node.is === 'and') return unknownChoice(node.left, document, subjects) ?? unknownChoice(node.right, document, subjects)
  if (node.is === 'or') {
    const left = unknownChoice(node.left, document, subjects)
    return left === undefined ? undefined : unknownChoice(node.right, document, subjects) && left
  }
  const asked =
    node.is === 'comparison' && node.op === '='
      ? { of: node.left, value: node.right }
      : node.is === 'call' && node.of.is === 'name' && node.of.name === 'list contains' && node.values.length === 2
        ? { of: node.values[0]!, value: node.values[1]! }
        : undefined
  const item = asked && subjects.get(nameOf(asked.of) ?? '')
  const value = asked && answerIn(asked.value)
  if (item?.kind !== 'question' || value === undefined) return undefined
  const values =
    item.type === 'choice' || item.type === 'choices'
      ? item.choices.map((choice) => choice.value)
      : item.type === 'yesNo'
        ? ['true', 'false']
        : item.type === 'codeList'
          ? document.codeLists?.[item.list]?.entries.map((entry) => entry.value)
          : undefined
  return values === undefined || values.includes(value) ? undefined : value
}

/** What must hold together: the parts of an "and". */
function demandsOf(node: Node, subjects: Subjects): Demand[] {
  if (node.is === 'and') return [...demandsOf(node.left, subjects), ...demandsOf(node.right, subjects)]
  if (node.is !== 'comparison') return []
  const name = nameOf(node.left) ?? ''
  const item = subjects.get(name)
  const value = answerIn(node.right)
  return item && value !== undefined ? [{ name, item, op: node.op, value }] : []
}

function outOfBounds({ item, op, value }: Demand): boolean {
  if (item.kind !== 'question' || (item.type !== 'number' && item.type !== 'money')) return false
  const scale = item.type === 'money' ? 100 : 1
  const [min, max] = [(item.min ?? Number.NEGATIVE_INFINITY) / scale, (item.max ?? Number.POSITIVE_INFINITY) / scale]
  const number = Number(value)
  if (op === '=') return number < min || number > max
  if (op === '>') return number >= max
  if (op === '>=') return number > max
  if (op === '<') return number <= min
  return op === '<=' && number < min
}

/** The name of which too much is asked: two different values, or above and below at once. */
function contradictionIn(demands: readonly Demand[]): string | undefined {
  for (const name of new Set(demands.map((demand) => demand.name))) {
    const own = demands.filter((demand) => demand.name === name)
    const equal = new Set(own.filter(({ op }) => op === '=').map(({ value }) => value))
    if (equal.size > 1 || own.some(({ op, value }) => op === '!=' && equal.has(value))) return name
    const ordered = own.every(({ value }) => /^-?\d+(\.\d+)?$/.test(value))
      ? Number
      : own.every(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(value))
        ? Date.parse
        : undefined
    if (!ordered) continue
    const low = Math.max(...own.filter(({ op }) => op === '>' || op === '>=' || op === '=').map(({ value }) => ordered(value)))
    const high = Math.min(...own.filter(({ op }) => op === '<' || op === '<=' || op === '=').map(({ value }) => ordered(value)))
    const open = own.some(({ op, value }) => (op === '>' && ordered(value) === low) || (op === '<' && ordered(value) === high))
    if (low > high || (low === high && open)) return name
  }
  return undefined
}
