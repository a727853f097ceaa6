// A task for people: who may do it, until when, how urgent.
import type { Rule, Task } from '../../../standards/bpmn/model.ts'
import { textOf } from '../../../standards/feel/functions/conversions.ts'
import { isList, isNumber } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { later } from './periods.ts'
import { Stuck } from './rules.ts'
import type { Walk } from './walk.ts'

export function openTask(walk: Walk, token: TokenRow, node: Task & { is: 'user' }): void {
  const { assignment } = node
  const texts = (rules: typeof assignment.units): string[] =>
    rules
      .flatMap((rule) => {
        const value = walk.evaluate(rule, token)
        return isList(value) ? value.map((one) => textOf(one)) : value === null ? [] : [textOf(value)]
      })
      .map((text) => text.trim())
      .filter((text) => text !== '')
  const units = texts(assignment.units)
  const people = texts(assignment.people)
  const priority = assignment.priority ? walk.evaluate(assignment.priority, token) : null
  const rank = isNumber(priority)
    ? priority.toNumber()
    : typeof priority === 'string' && /^\d{1,3}$/.test(priority)
      ? Number(priority)
      : 50
  walk.wanted.push({
    id: walk.around.newId(),
    instance_id: walk.instance.id,
    model_id: walk.instance.model_id,
    token_id: token.id,
    node: node.id,
    name: node.name || node.id,
    units: units.length > 0 || node.unit === undefined ? units : [node.unit],
    people,
    assignee: assignment.assignee ? walk.evaluateText(assignment.assignee, token) || null : null,
    state: 'open',
    due_at: instantOf(walk, token, assignment.due),
    follow_up_at: instantOf(walk, token, assignment.followUp),
    priority: Math.min(100, Math.max(0, Math.round(rank))),
    form: assignment.form ?? null,
    created_at: walk.around.now,
    ended_at: null,
    ended_by: null,
  })
}

/** A day, an instant, or a duration from now: `P3D`, `P3D working`. */
function instantOf(walk: Walk, token: TokenRow, rule: Rule | undefined): Date | null {
  if (!rule) return null
  const value = walk.evaluate(rule, token)
  if (value === null || value === '') return null
  const [text = '', days = 'calendar'] = textOf(value).split(' ')
  const count = days === 'working' || days === 'legal' ? days : 'calendar'
  try {
    if (text.startsWith('P')) return later(walk.around.now, text, count, walk.around.place)
  } catch {
    // Told below, as for every other text that is no time.
  }
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T22:59:59Z` : text)
  if (Number.isNaN(at.getTime()))
    throw new Stuck(
      'timer',
      `Die Frist »${text.slice(0, 60)}« kann nicht gelesen werden.`,
      `The deadline "${text.slice(0, 60)}" cannot be read.`,
    )
  return at
}
