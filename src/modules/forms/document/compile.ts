// A form made ready: its items by path, its rules read once, and what is wrong with them.
import { type Expression, readExpression } from '../../../standards/feel/feel.ts'
import { FeelSyntaxError, type Node } from '../../../standards/feel/syntax.ts'
import type { Feel, FormDocument } from './document.ts'
import { type Place, placesOf } from './places.ts'

/** Where a rule stands: `page:<key>`, `item:<path>`, `exit:<page>/<number>`, `calculation:<name>`, `check:<number>`, `fee`, `earliest:<path>` … */
export type RuleAt = string
export type Rule = {
  at: RuleAt
  expression: Expression /** Names of answers and calculations it speaks of. */
  names: readonly string[]
}
export type RuleFault = { at: RuleAt; message: { de: string; en: string } }

export type CompiledForm = {
  document: FormDocument
  places: ReadonlyMap<string, Place>
  rules: ReadonlyMap<RuleAt, Rule>
  faults: readonly RuleFault[]
}

/** Every rule of a form with its place, in the order of the form. */
export function* rulesOf(document: FormDocument, places: ReadonlyMap<string, Place>): Generator<[RuleAt, Feel]> {
  for (const page of document.pages) {
    if (page.showWhen !== undefined) yield [`page:${page.key}`, page.showWhen]
    for (const [index, exit] of (page.exits ?? []).entries()) yield [`exit:${page.key}/${index}`, exit.when]
  }
  for (const { path, item } of places.values()) {
    if (item.showWhen !== undefined) yield [`item:${path}`, item.showWhen]
    if (item.kind !== 'question' || (item.type !== 'date' && item.type !== 'dateRange')) continue
    if (item.earliest !== undefined) yield [`earliest:${path}`, item.earliest]
    if (item.latest !== undefined) yield [`latest:${path}`, item.latest]
  }
  for (const { name, feel } of document.calculations ?? []) yield [`calculation:${name}`, feel]
  for (const [index, { when }] of (document.checks ?? []).entries()) yield [`check:${index}`, when]
  if (document.fee) yield ['fee', document.fee.amount]
}

export function compileForm(document: FormDocument): CompiledForm {
  const places = placesOf(document)
  const known = new Set([...places.values()].map(({ item }) => item.key))
  for (const { name } of document.calculations ?? []) known.add(name)
  const rules = new Map<RuleAt, Rule>()
  const faults: RuleFault[] = []
  for (const [at, source] of rulesOf(document, places)) {
    try {
      const expression = readExpression(source, { names: known })
      const names = [...namesIn(expression.node)]
      const unknown = names.filter((name) => !known.has(name) && !fieldsOfAnswers.has(name))
      for (const name of unknown)
        faults.push({
          at,
          message: {
            de: `In dieser Regel steht „${name}“. So heißt keine Frage und keine Berechnung des Formulars.`,
            en: `This rule speaks of “${name}”. No question and no calculation of the form has that name.`,
          },
        })
      rules.set(at, { at, expression, names: names.filter((name) => known.has(name)) })
    } catch (fault) {
      if (!(fault instanceof FeelSyntaxError)) throw fault
      const seen = source.slice(fault.at, fault.at + 12)
      faults.push({
        at,
        message: {
          de: `Diese Regel ist nicht lesbar ab Zeichen ${fault.at + 1}${seen ? ` („${seen}“)` : ', dem Ende'}.`,
          en: `This rule cannot be read from character ${fault.at + 1}${seen ? ` (“${seen}”)` : ', its end'} on.`,
        },
      })
    }
  }
  return { document, places, rules, faults }
}

/** What answers of several parts are made of. */
const fieldsOfAnswers = new Set([
  'street',
  'houseNumber',
  'postcode',
  'city',
  'country',
  'more',
  'from',
  'to',
  'name',
  'size',
  'text',
])

/** Names that an expression takes from outside; what it binds itself is not among them. */
function* namesIn(node: Node, bound: ReadonlySet<string> = new Set()): Generator<string> {
  if (node.is === 'name') {
    if (!bound.has(node.name) && node.name !== '?') yield node.name
    return
  }
  if (node.is === 'call' || node.is === 'named-call') {
    if (node.of.is !== 'name') yield* namesIn(node.of, bound)
    for (const value of node.values) yield* namesIn('value' in value && !('is' in value) ? value.value : (value as Node), bound)
    return
  }
  if (node.is === 'filter') {
    yield* namesIn(node.of, bound)
    yield* namesIn(node.condition, new Set([...bound, 'item']))
    return
  }
  const own =
    node.is === 'for' || node.is === 'some' || node.is === 'every'
      ? new Set([...bound, ...node.iterators.map(({ name }) => name), 'partial'])
      : node.is === 'function'
        ? new Set([...bound, ...node.parameters.map(({ name }) => name)])
        : bound
  for (const child of childrenOf(node)) yield* namesIn(child, own)
}

function childrenOf(node: Node): Node[] {
  const found: Node[] = []
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one)
    else if (typeof value === 'object' && value !== null && value.constructor === Object) {
      if ('is' in value) found.push(value as Node)
      else for (const one of Object.values(value)) look(one)
    }
  }
  for (const [key, value] of Object.entries(node)) if (key !== 'is' && !(node.is === 'literal' && key === 'value')) look(value)
  return found
}
