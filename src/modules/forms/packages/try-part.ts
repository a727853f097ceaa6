// Example answers in a service package: run through the form's rules, compared with what its author expects.
import type { TryPart } from '../../../contracts/package-parts.ts'
import { type Ran, runAnswers } from '../builder/example.ts'
import { compileForm } from '../document/compile.ts'
import type { Answers } from '../document/document.ts'
import { isObject } from '../document/places.ts'
import { unknownPaths } from '../document/problems.ts'
import { readDocument } from '../document/read-document.ts'

const dayShape = /^\d{4}-\d{2}-\d{2}$/

/** What an example may expect, each read from what happened. */
const findings: Readonly<Record<string, (ran: Ran) => unknown>> = {
  sendable: ({ problems, exits }) => problems.length === 0 && exits.length === 0,
  fee: ({ fee }) => (fee === undefined ? null : (fee / 100).toFixed(2)),
  problems: ({ problems }) => [...new Set(problems.map(({ path }) => path))].sort(),
  pages: ({ pages }) => pages,
  exits: ({ exits }) => exits,
  faults: ({ faults }) => faults,
}

/** `given`: `{ "answers": …, "today": "2027-03-01" }`. */
export function tryPart({ part, example, now }: TryPart['input']): TryPart['answer'] {
  if (part.kind !== 'form') return undefined
  const failed = (...differences: string[]) => ({ passed: false, differences })
  const read = readDocument(part.content)
  if ('faults' in read) return failed(...read.faults.map(({ at, message }) => `${part.file}${at}: ${message.en}`))
  const { given, expected } = example
  if (!isObject(given) || !isObject(given.answers)) return failed('given.answers: the answers are missing')
  if (!isObject(expected) || Object.keys(expected).length === 0) return failed('expected: nothing is expected')
  const { answers, today } = given
  if (today !== undefined && (typeof today !== 'string' || !dayShape.test(today)))
    return failed('given.today: this is no day such as 2027-03-01')
  const unknown = unknownPaths(compileForm(read.document), answers)
  if (unknown.length > 0) return failed(`given.answers: the form has no ${unknown.join(', ')}`)
  // Noon in Berlin is that day, in summer and in winter.
  const at = today === undefined ? now : new Date(`${today}T11:00:00Z`)
  const ran = runAnswers({ language: 'en' }, read.document, answers as Answers, at)
  const differences = Object.entries(expected).flatMap(([what, wanted]) => differencesIn(what, wanted, ran))
  return { passed: differences.length === 0, differences }
}

function differencesIn(what: string, wanted: unknown, ran: Ran): string[] {
  if (what === 'shown' || what === 'hidden')
    return listOf(wanted)
      .filter((path) => ran.shown(path) !== (what === 'shown'))
      .map((path) => `${path}: expected to be ${what}`)
  if (what === 'calculated')
    return Object.entries(isObject(wanted) ? wanted : {}).flatMap(([name, value]) =>
      compare(`calculated.${name}`, value, ran.calculated[name]),
    )
  const find = findings[what]
  if (!find)
    return [`expected.${what}: this cannot be expected; known are ${Object.keys(findings).join(', ')}, shown, hidden, calculated`]
  const found = find(ran)
  const said = what === 'problems' ? listOf(wanted).sort() : what === 'fee' ? feeOf(wanted) : wanted
  const why = what === 'sendable' && said === true ? ran.problems.map(({ path, message }) => `${path}: ${message}`) : []
  return [...compare(what, said, found), ...(JSON.stringify(said) === JSON.stringify(found) ? [] : why)]
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** `60`, `"60.00"` and `"60,00"` are the same fee; null: none. */
const feeOf = (value: unknown): string | null =>
  value === null || value === '' ? null : Number(String(value).replace(',', '.')).toFixed(2)

const compare = (what: string, wanted: unknown, found: unknown): string[] =>
  JSON.stringify(wanted) === JSON.stringify(found ?? null)
    ? []
    : [`${what}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found ?? null)}`]
