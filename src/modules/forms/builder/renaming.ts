// Renaming the key of a question: every rule that uses it is rewritten, or the renaming is refused with their names.
import { readExpression } from '../../../standards/feel/feel.ts'
import type { FormDocument } from '../document/document.ts'
import { keyShape } from '../document/document.ts'
import { findItem, isReserved, keysOf, listItems } from './outline.ts'
import { listRules } from './rules.ts'
import type { Refusal } from './working-copy.ts'

/** Outside of quoted text, as a whole word. */
const uses = (feel: string, key: string): boolean => replaced(feel, key, ' ') !== feel

const replaced = (feel: string, from: string, to: string): string =>
  feel.replace(/"(?:\\.|[^"\\])*"|[A-Za-z_][A-Za-z0-9_]*/g, (piece) => (piece === from ? to : piece))

/** Read again, the rule must say the same of the new name; otherwise the old name stood for something else. */
function saysTheSame(before: string, after: string, from: string, to: string, names: ReadonlySet<string>): boolean {
  try {
    const renamed = new Set([...names].map((name) => (name === from ? to : name)))
    const old = readExpression(before, { names }).node
    const fresh = readExpression(after, { names: renamed }).node
    const swap = (key: string, value: unknown): unknown => (key === 'name' && value === from ? to : value)
    return JSON.stringify(old, swap) === JSON.stringify(fresh)
  } catch {
    return false
  }
}

/** Refusals: `gone`, `shape` (not a key), `taken`, `used` (rules that cannot be rewritten, by their labels). */
export function renameKey(document: FormDocument, path: string, to: string): FormDocument | Refusal {
  const copy = structuredClone(document)
  const placed = findItem(copy, path)
  if (!placed) return { refused: 'gone', names: [] }
  const from = placed.item.key
  if (from === to) return copy
  if (!keyShape.test(to) || isReserved(to)) return { refused: 'shape', names: [] }
  const names = keysOf(document)
  if (names.has(to)) return { refused: 'taken', names: [] }
  const twins = listItems(document).filter(({ item }) => item.key === from).length > 1
  const stuck: string[] = []
  for (const { feel, label, write } of listRules(copy)) {
    if (!uses(feel, from)) continue
    const after = replaced(feel, from, to)
    if (twins || !saysTheSame(feel, after, from, to, names)) stuck.push(label)
    else write(after)
  }
  if (stuck.length > 0) return { refused: 'used', names: [...new Set(stuck)] }
  placed.item.key = to
  const fresh = [...placed.groups.map(({ key }) => key), to].join('.')
  const moved = (old: string): string => (old === path || old.startsWith(`${path}.`) ? fresh + old.slice(path.length) : old)
  for (const check of copy.checks ?? []) check.at = moved(check.at)
  for (const task of copy.tasks ?? []) task.path = moved(task.path)
  for (const example of copy.examples ?? []) {
    if (example.expect.problems) example.expect.problems = example.expect.problems.map((at) => movedWithNumbers(at, path, fresh))
    renameIn(example.answers, path.split('.'), to)
  }
  return copy
}

/** Problems of examples count the sets of repeated groups: `family.0.given`. */
function movedWithNumbers(at: string, path: string, fresh: string): string {
  const parts = at.split('.')
  const [old, wanted] = [path.split('.'), fresh.split('.')]
  let index = 0
  const result = parts.map((part) => {
    if (/^\d+$/.test(part)) return part
    if (index >= old.length || part !== old[index]) {
      index = Number.POSITIVE_INFINITY
      return part
    }
    index += 1
    return index === old.length ? wanted[old.length - 1]! : part
  })
  return result.join('.')
}

function renameIn(answers: unknown, path: readonly string[], to: string): void {
  if (Array.isArray(answers)) {
    for (const one of answers) renameIn(one, path, to)
    return
  }
  if (typeof answers !== 'object' || answers === null) return
  const held = answers as Record<string, unknown>
  const [first = '', ...rest] = path
  if (rest.length > 0) renameIn(held[first], rest, to)
  else if (Object.hasOwn(held, first)) {
    held[to] = held[first]
    delete held[first]
  }
}

/** Labels of the rules that use a question, to be told before it is removed. */
export const rulesThatUse = (document: FormDocument, key: string): string[] => [
  ...new Set(
    listRules(document)
      .filter(({ feel }) => uses(feel, key))
      .map(({ label }) => label),
  ),
]
