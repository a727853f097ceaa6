// A scenario as it stands in a package or beside a model: what is given, what happens, what is expected; played and compared.
import type { Place } from '../../../kernel/calendar/holidays.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { Decide } from '../decision.ts'
import { fromJson, toJson, UnfitValue } from '../value.ts'
import { type Outcome, variablesFrom, variablesOf } from '../work.ts'
import { Family } from './family.ts'
import { differencesOf, isRecord, keysBeside } from './same.ts'

export type Scenario = { name: string; given: unknown; expected: unknown }
export type Ground = { processes: ReadonlyMap<string, Process>; decide: Decide; place: Place }
type Done = { topic: string; variables: Record<string, unknown> }

class Unreadable extends Error {}
const unreadable = (text: string): never => {
  throw new Unreadable(text)
}

/** Empty: everything came as expected. */
export function playScenario(ground: Ground, process: string, scenario: Scenario, now: Date): string[] {
  try {
    return play(ground, process, scenario, now)
  } catch (fault) {
    if (fault instanceof Unreadable || fault instanceof UnfitValue || fault instanceof RangeError) return [fault.message]
    throw fault
  }
}

const record = (value: unknown, where: string): Record<string, unknown> =>
  value === undefined ? {} : isRecord(value) ? value : unreadable(`${where} must be an object.`)
const text = (value: unknown, where: string): string =>
  typeof value === 'string' && value !== '' ? value : unreadable(`${where} must be a text.`)
const list = (value: unknown, where: string): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : unreadable(`${where} must be a list.`)
const instant = (value: unknown, where: string): Date => {
  const at = new Date(text(value, where))
  return Number.isNaN(at.getTime()) ? unreadable(`${where} is no time.`) : at
}
function only(object: Record<string, unknown>, known: readonly string[], where: string): void {
  const unknown = keysBeside(object, known)
  if (unknown.length > 0) unreadable(`${where} has unknown entries: ${unknown.join(', ')}. Known: ${known.join(', ')}.`)
}

function play(ground: Ground, process: string, scenario: Scenario, now: Date): string[] {
  const given = record(scenario.given, 'given')
  only(given, ['variables', 'businessKey', 'at', 'work', 'happens'], 'given')
  const done: Done[] = []
  const answers = new Map(Object.entries(record(given.work, 'given.work')).map(([key, value]) => [key, answersOf(value)]))
  const businessKey = given.businessKey === undefined ? 'scenario' : text(given.businessKey, 'given.businessKey')
  const family = new Family(
    {
      ...ground,
      work: (job, walk) => {
        const outcome = nextAnswer(answers.get(job.node) ?? answers.get(job.target))
        if (outcome) done.push({ topic: job.target, variables: variablesOf(walk, job) })
        return outcome
      },
    },
    process,
    variablesFrom(given.variables),
    given.at === undefined ? now : instant(given.at, 'given.at'),
    businessKey,
  )
  const by = new Map<string, string>()
  const wrong: string[] = []
  for (const [index, step] of list(given.happens, 'given.happens').entries()) {
    const stopped = happen(family, record(step, `happens[${index}]`), `happens[${index}]`, by, businessKey)
    if (stopped) return [...wrong, stopped, whereItStands(family)]
  }
  return [...wrong, ...compare(family, record(scenario.expected, 'expected'), done)]
}

const openAt = (family: Family): string[] => family.tasks.map(({ node }) => node).sort()
const whereItStands = (family: Family): string =>
  `At that point: path ${JSON.stringify(pathOf(family))}, open ${JSON.stringify(openAt(family))}${incidentText(family)}.`
const incidentText = (family: Family): string =>
  family.incidents.map(({ node, message_en }) => `, incident at ${node}: ${message_en}`).join('')

/** Why it could not happen; undefined: it did. */
function happen(
  family: Family,
  step: Record<string, unknown>,
  where: string,
  by: Map<string, string>,
  businessKey: string,
): string | undefined {
  const variables = variablesFrom(step.variables)
  if ('complete' in step) {
    only(step, ['complete', 'variables', 'by'], where)
    const task = family.tasks.find(({ node, name }) => node === step.complete || name === step.complete)
    if (!task) return `${where}: there is no open task "${String(step.complete)}".`
    const node = family.nodeOf(task)
    if (step.by !== undefined) {
      const person = text(step.by, `${where}.by`)
      const before = node?.is === 'user' ? node.assignment.notBy.find((other) => by.get(other) === person) : undefined
      if (before) return `${where}: "${person}" did ${before} and may not do ${task.node} (four eyes).`
      by.set(task.node, person)
    }
    family.complete(task, variables)
  } else if ('message' in step || 'signal' in step) {
    only(step, ['message', 'signal', 'variables', 'key'], where)
    const kind = 'message' in step ? 'message' : 'signal'
    const key = kind === 'signal' ? '' : step.key === undefined ? businessKey : text(step.key, `${where}.key`)
    family.send({ kind, name: text(step[kind], `${where}.${kind}`), key, variables })
  } else if ('passes' in step) {
    only(step, ['passes'], where)
    family.pass(text(step.passes, `${where}.passes`))
  } else if ('until' in step) {
    only(step, ['until'], where)
    family.passUntil(instant(step.until, `${where}.until`))
  } else return `${where}: one of complete, message, signal, passes, until is needed.`
  return undefined
}

type Answers = { one: Outcome | undefined } | { many: (Outcome | undefined)[] }

function answersOf(value: unknown): Answers {
  return Array.isArray(value) ? { many: value.map(answerOf) } : { one: answerOf(value) }
}

/** `{ … }` are variables, `{ "error": … }` and `{ "incident": … }` what they say; null: it is not done yet. */
function answerOf(value: unknown): Outcome | undefined {
  if (value === null) return undefined
  const said = record(value, 'An answer of work')
  if (isRecord(said.error)) return { error: { code: String(said.error.code ?? ''), message: String(said.error.message ?? '') } }
  if (typeof said.incident === 'string') return { incident: { de: said.incident, en: said.incident } }
  return { done: variablesFrom(said) }
}

/** Work that nothing is said of is simply done. */
function nextAnswer(answers: Answers | undefined): Outcome | undefined {
  if (!answers) return { done: [] }
  if ('one' in answers) return answers.one
  return answers.many.length > 1 ? answers.many.shift() : answers.many[0]
}

/** Each step when it is reached, each event and gateway when it is passed; repetitions once. */
export const pathOf = (family: Family): string[] =>
  family.log.flatMap(({ what, node, details }) =>
    node !== null && (what === 'passed' || (what === 'entered' && !('position' in details))) ? [node] : [],
  )

function compare(family: Family, expected: Record<string, unknown>, done: readonly Done[]): string[] {
  only(expected, ['path', 'passes', 'never', 'state', 'open', 'variables', 'work', 'sent', 'incident'], 'expected')
  const wrong: string[] = []
  const path = pathOf(family)
  const differ = (what: string, actual: unknown, wanted: unknown) =>
    wrong.push(...differencesOf(actual, wanted).map((one) => `${what}${one}`))
  if (expected.path !== undefined) differ('path', path, expected.path)
  let from = 0
  for (const node of list(expected.passes, 'expected.passes')) {
    const at = path.indexOf(String(node), from)
    if (at < 0) wrong.push(`passes: "${String(node)}" is not on the path ${JSON.stringify(path.slice(from))}`)
    else from = at + 1
  }
  for (const node of list(expected.never, 'expected.never'))
    if (path.includes(String(node))) wrong.push(`never: "${String(node)}" is on the path`)
  if (expected.state !== undefined) differ('state', family.instance?.state, expected.state)
  if (expected.open !== undefined) differ('open', openAt(family), [...list(expected.open, 'expected.open')].map(String).sort())
  if (expected.sent !== undefined)
    differ(
      'sent',
      family.sent.map(({ name }) => name),
      expected.sent,
    )
  if (expected.work !== undefined) {
    const wanted = list(expected.work, 'expected.work')
    differ(
      'work',
      done.map(({ topic, variables }, index) => (typeof wanted[index] === 'string' ? topic : { topic, variables })),
      wanted,
    )
  }
  for (const [name, value] of Object.entries(record(expected.variables, 'expected.variables')))
    differ(`variables.${name}`, plain(family.variables.get(name)), toJson(fromJson(value)))
  const [incident] = family.incidents
  if (expected.incident === undefined || expected.incident === false) {
    if (incident) wrong.push(`incident at ${incident.node}: ${incident.message_en}`)
  } else if (!incident) wrong.push('incident: there is none')
  else if (typeof expected.incident === 'string' && !`${incident.message_de} ${incident.message_en}`.includes(expected.incident))
    wrong.push(`incident: ${JSON.stringify(incident.message_en)} does not hold ${JSON.stringify(expected.incident)}`)
  return wrong
}

const plain = (value: Value | undefined): unknown => (value === undefined ? undefined : toJson(value))
