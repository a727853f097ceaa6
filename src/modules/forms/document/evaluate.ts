// What the rules of a form say about some answers: what is shown, what is computed, what it costs. Pure code.
import { newRun } from '../../../standards/feel/feel.ts'
import { type Context, Decimal, FeelDate, FeelLimit, isNumber, type Run, type Value } from '../../../standards/feel/value.ts'
import type { CompiledForm, RuleAt, RuleFault } from './compile.ts'
import { type Answer, type Answers, type Exit, type Group, type Item, longestRepeat, type Page } from './document.ts'
import { kindOf } from './kinds/kinds.ts'
import { isObject, withoutNumbers } from './places.ts'

export type Evaluation = {
  form: CompiledForm
  /** What counts: answers to questions that are shown, nothing else. */
  answers: Answers
  /** Pages with something to answer or to read, in order. */
  pages: readonly Page[]
  /** Whether the item at a path with numbers (`family.0.given`) is shown. */
  shown: (path: string) => boolean
  calculated: ReadonlyMap<string, Value>
  /** What rules of the whole form see: answers and groups by name, null where nothing was answered. */
  known: ReadonlyMap<string, Value>
  /** Integer cents; undefined while an answer it needs is missing. */
  fee: number | undefined
  /** Rules that could not be evaluated: nothing is sent with them. */
  faults: readonly RuleFault[]
  /** The exit that a page's answers lead to. */
  exitOf: (page: Page) => Exit | undefined
  /** A day `YYYY-MM-DD`. */
  boundOf: (which: 'earliest' | 'latest', path: string) => string | undefined
  /** Checks that say that something is wrong, with the path of their message. */
  failedChecks: () => readonly { path: string; index: number }[]
}

/** Values by name, the innermost group first. */
type Scope = readonly Map<string, Value>[]

const ruleBounds = { steps: 200_000, milliseconds: 100 }
const allTogether = 500

export function evaluateForm(form: CompiledForm, answers: Answers, now: Date): Evaluation {
  const { document, rules } = form
  const clock = berlinClock(now)
  const until = Date.now() + allTogether
  const faults = new Map<RuleAt, RuleFault>()
  const shown = new Set<string>()
  const scopes = new Map<string, Scope>()
  const top: Scope = [new Map()]
  const calculations = new Map((document.calculations ?? []).map((one) => [one.name, one]))
  const computing = new Set<string>()
  let spots: Map<string, string[]> | undefined

  const fault = (at: RuleAt, de: string, en: string): void => void faults.set(at, { at, message: { de, en } })

  const lookUp = (name: string, scope: Scope): Value => {
    for (const level of scope) if (level.has(name)) return level.get(name)!
    if (!calculations.has(name) || computing.has(name)) return null
    computing.add(name)
    const value = evaluate(`calculation:${name}`, scope)
    computing.delete(name)
    return value
  }

  /** Null where it gives nothing, cannot be read or cannot be evaluated; the last two are faults. */
  function evaluate(at: RuleAt, scope: Scope): Value {
    const rule = rules.get(at)
    if (!rule) {
      if (form.faults.some((known) => known.at === at)) fault(at, 'Diese Regel ist nicht lesbar.', 'This rule cannot be read.')
      return null
    }
    const variables: Context = new Map(rule.names.map((name) => [name, lookUp(name, scope)]))
    const run: Run = { ...newRun(clock, ruleBounds), until: Math.min(until, Date.now() + ruleBounds.milliseconds) }
    try {
      const value = rule.expression.evaluate(variables, run)
      const complete = [...variables.values()].every((one) => one !== null)
      if (value === null && complete) {
        const why = run.warnings[0] ?? ''
        fault(at, `Diese Regel gibt kein Ergebnis. ${why}`.trim(), `This rule gives no result. ${why}`.trim())
      }
      return value
    } catch (problem) {
      if (!(problem instanceof FeelLimit)) throw problem
      fault(at, 'Diese Regel braucht zu lange oder zu viel Platz.', 'This rule takes too long or too much space.')
      return null
    }
  }

  /** Whether a condition holds. What cannot be evaluated hides nothing: the fault keeps the form from being sent. */
  const holds = (at: RuleAt, scope: Scope): boolean => {
    if (!rules.has(at) && !form.faults.some((known) => known.at === at)) return true
    const value = evaluate(at, scope)
    if (faults.has(at)) return true
    if (value !== null && typeof value !== 'boolean')
      fault(at, 'Diese Regel sagt weder Ja noch Nein.', 'This rule says neither yes nor no.')
    return value === true || faults.has(at)
  }

  const walk = (items: readonly Item[], given: unknown, before: string, scope: Scope): Answers => {
    const kept: Answers = {}
    for (const item of items) {
      const path = before === '' ? item.key : `${before}.${item.key}`
      if (item.showWhen !== undefined && !holds(`item:${withoutNumbers(path)}`, scope)) continue
      shown.add(path)
      const value = isObject(given) && Object.hasOwn(given, item.key) ? (given[item.key] as Answer) : undefined
      if (item.kind === 'group') {
        const answer = item.repeat ? walkEntries(item, value, path, scope) : walkGroup(item, value, path, scope)
        if (answer !== undefined) kept[item.key] = answer
      } else if (item.kind === 'question') {
        scope[0]!.set(item.key, value === undefined || value === null ? null : kindOf(item).inRules(value))
        if (value !== undefined && value !== null) kept[item.key] = value
      }
    }
    return kept
  }

  const walkGroup = (group: Group, value: unknown, path: string, scope: Scope): Answers | undefined => {
    const own = new Map<string, Value>()
    scope[0]!.set(group.key, own)
    const inner = [own, ...scope]
    scopes.set(path, inner)
    const kept = walk(group.items, value, path, inner)
    return Object.keys(kept).length > 0 ? kept : undefined
  }

  const walkEntries = (group: Group, value: unknown, path: string, scope: Scope): Answers[] | undefined => {
    const entries = Array.isArray(value) ? value.slice(0, longestRepeat + 1) : []
    const list: Map<string, Value>[] = []
    scope[0]!.set(group.key, list)
    const kept = entries.map((entry, index) => {
      const own = new Map<string, Value>()
      list.push(own)
      const inner = [own, ...scope]
      scopes.set(`${path}.${index}`, inner)
      shown.add(`${path}.${index}`)
      return walk(group.items, entry, `${path}.${index}`, inner)
    })
    return kept.length > 0 ? kept : undefined
  }

  const kept: Answers = {}
  const pages: Page[] = []
  for (const page of document.pages) {
    if (page.showWhen !== undefined && !holds(`page:${page.key}`, top)) continue
    Object.assign(kept, walk(page.items, answers, '', top))
    if (page.items.some(({ key }) => shown.has(key)) || (page.items.length === 0 && page.lead)) pages.push(page)
  }
  const calculated = new Map([...calculations.keys()].map((name) => [name, lookUp(name, top)]))
  const fee = document.fee ? feeOf(evaluate('fee', top), fault) : undefined

  const scopeOf = (path: string): Scope => {
    const cut = path.lastIndexOf('.')
    return cut < 0 ? top : (scopes.get(path.slice(0, cut)) ?? top)
  }
  const bounds = new Map<string, string | undefined>()
  return {
    form,
    answers: kept,
    pages,
    shown: (path) => shown.has(path),
    calculated,
    known: top[0]!,
    fee,
    get faults() {
      return [...faults.values()]
    },
    exitOf: (page) =>
      page.exits?.find((_exit, index) => {
        const at = `exit:${page.key}/${index}`
        return evaluate(at, top) === true && !faults.has(at)
      }),
    boundOf: (which, path) => {
      const key = `${which}:${path}`
      if (!bounds.has(key)) bounds.set(key, dayOfValue(`${which}:${withoutNumbers(path)}`, scopeOf(path)))
      return bounds.get(key)
    },
    failedChecks: () =>
      (document.checks ?? []).flatMap(({ at }, index) =>
        spotsOf(at)
          .filter((path) => evaluate(`check:${index}`, scopeOf(path)) === true)
          .map((path) => ({ path, index })),
      ),
  }

  function dayOfValue(at: RuleAt, scope: Scope): string | undefined {
    if (!rules.has(at)) return undefined
    const value = evaluate(at, scope)
    if (value === null) return undefined
    if (value instanceof FeelDate) return dayText(value)
    fault(at, 'Diese Regel ergibt keinen Tag.', 'This rule does not give a day.')
    return undefined
  }

  /** Where a path without numbers stands in these answers. */
  function spotsOf(path: string): readonly string[] {
    if (!spots) {
      spots = new Map()
      for (const one of shown) {
        if (/\.\d+$/.test(one)) continue
        const bare = withoutNumbers(one)
        const known = spots.get(bare)
        if (known) known.push(one)
        else spots.set(bare, [one])
      }
    }
    return spots.get(path) ?? []
  }
}

function feeOf(value: Value, fault: (at: RuleAt, de: string, en: string) => void): number | undefined {
  if (value === null) return undefined
  const cents = isNumber(value) ? value.times(100) : undefined
  if (!cents?.isInteger() || cents.isNegative() || cents.greaterThan(Number.MAX_SAFE_INTEGER)) {
    fault(
      'fee',
      'Die Gebühr ist kein Betrag in Euro mit höchstens zwei Stellen nach dem Komma. Runden Sie sie in der Regel.',
      'The fee is no amount in euros with at most two decimals. Round it in the rule.',
    )
    return undefined
  }
  return new Decimal(cents).toNumber()
}

const dayText = ({ year, month, day }: FeelDate): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' })
/** An instant whose UTC fields read like the clock in Berlin: what `today()` and `now()` say in rules. @law § 4 EinhZeitG */
export const berlinClock = (now: Date): Date => new Date(`${wallClock.format(now).replace(' ', 'T')}Z`)
