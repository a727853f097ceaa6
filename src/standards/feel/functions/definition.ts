// How a built-in function is declared: its parameters by name and kind, and what it does with values that fit.
import { coerce } from '../conformance.ts'
import { FeelFunction, type FeelType, nothing, type Run, type TypeName, type Value } from '../value.ts'

export type Kind = TypeName | 'list' | 'context' | 'range' | 'function' | 'duration'

/** `name` or `name?` where it may be left out; `name*` where any number may follow. */
export type Signature = readonly (readonly [name: string, kind: Kind])[]

/** Values fit their kinds and none is null, unless its kind is `Any`. `undefined` becomes null with a warning. */
export type Work = (values: readonly Value[], run: Run) => Value | undefined

const anything: FeelType = { kind: 'simple', name: 'Any' }

function typeOf(kind: Kind): FeelType | undefined {
  if (kind === 'list') return { kind: 'list', of: anything }
  if (kind === 'context') return { kind: 'context', entries: new Map() }
  if (kind === 'range') return { kind: 'range', of: anything }
  if (kind === 'function') return { kind: 'function', parameters: [], result: anything }
  return kind === 'duration' ? undefined : { kind: 'simple', name: kind }
}

const bare = (name: string): string => name.replace(/[?*]$/, '')

/** The first form that the number of values fits, and all of whose kinds they fit. */
export function define(name: string, ...forms: readonly { takes: Signature; work: Work }[]): [string, FeelFunction] {
  const attempt = (form: { takes: Signature; work: Work }, values: readonly Value[], run: Run): Value | undefined => {
    const fitted = fit(form.takes, values)
    return fitted && form.work(fitted, run)
  }
  const refuse = (run: Run): null => nothing(run, `${name}() does not fit these values.`)
  const parametersOf = (takes: Signature) => takes.map(([parameter, kind]) => ({ name: bare(parameter), type: typeOf(kind) }))
  const call = (values: readonly Value[], run: Run): Value => {
    for (const form of forms) {
      const made = attempt(form, values, run)
      if (made !== undefined) return made
    }
    return refuse(run)
  }
  const made = new FeelFunction(parametersOf(forms[0]!.takes), call)
  made.forms = forms.map(
    (form) => new FeelFunction(parametersOf(form.takes), (values, run) => attempt(form, values, run) ?? refuse(run)),
  )
  return [name, made]
}

function fit(takes: Signature, values: readonly Value[]): readonly Value[] | undefined {
  const rest = takes.at(-1)?.[0].endsWith('*') === true
  const needed = takes.filter(([name]) => !/[?*]$/.test(name)).length
  if (values.length < needed || (!rest && values.length > takes.length)) return undefined
  const fitted: Value[] = []
  for (const [index, value] of values.entries()) {
    const [name, kind] = takes[Math.min(index, takes.length - 1)]!
    if (kind === 'Any') {
      fitted.push(value)
      continue
    }
    if (value === null) {
      if (!name.endsWith('?')) return undefined
      fitted.push(null)
      continue
    }
    const type = typeOf(kind)
    const made = type ? coerce(value, type) : value
    if (made === null) return undefined
    fitted.push(made)
  }
  return fitted
}
