// Rules of others over the answers of a form: routing, fees, letters. Pure code.
import { newRun, readExpression } from '../../../standards/feel/feel.ts'
import type { CompiledForm } from './compile.ts'
import { berlinClock, type Evaluation } from './evaluate.ts'
import { contextOf, toPlain } from './plain.ts'

type Expression = ReturnType<typeof readExpression>
const kept = new WeakMap<CompiledForm, Map<string, Expression>>()
const keptAtMost = 300

/** Rules of kinds of cases and packages come again with every answer: each is read once for the names that it sees. */
function readerFor(form: CompiledForm, names: readonly string[]): (rule: string) => Expression {
  const known = kept.get(form) ?? new Map<string, Expression>()
  kept.set(form, known)
  const seen = names.join('\n')
  return (rule) => {
    const key = `${rule}\n\n${seen}`
    const expression = known.get(key) ?? readExpression(rule, { names })
    if (known.size >= keptAtMost) known.clear()
    known.set(key, expression)
    return expression
  }
}

/**
 * Values by the name of their rule; null where one gives nothing. Rules see what the form's own rules see, calculations, and `values`.
 * @throws for a rule that cannot be read or takes too long: it was checked before
 */
export function judge(
  { form, known, calculated }: Evaluation,
  rules: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
  now: Date,
): Record<string, unknown> {
  const unanswered = [...form.places.keys()].filter((path) => !path.includes('.')).map((name): [string, null] => [name, null])
  const variables = new Map([...unanswered, ...known, ...calculated, ...contextOf(values)])
  const names = [...variables.keys(), ...[...form.places.values()].map(({ item }) => item.key)]
  const clock = berlinClock(now)
  const read = readerFor(form, names)
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, toPlain(read(rule).evaluate(variables, newRun(clock)))]),
  )
}
