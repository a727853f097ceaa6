// Rules of others over the answers of a form: routing, fees, letters. Pure code.
import { newRun, readExpression } from '../../../standards/feel/feel.ts'
import { berlinClock, type Evaluation } from './evaluate.ts'
import { contextOf, toPlain } from './plain.ts'

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
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      toPlain(readExpression(rule, { names }).evaluate(variables, newRun(clock))),
    ]),
  )
}
