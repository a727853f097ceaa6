// A decision model ready to be asked: read once with what it imports, evaluated often. @standard DMN 1.5.
import type { Compiled } from '../feel/compile.ts'
import { builtInScope } from '../feel/feel.ts'
import { childScope } from '../feel/scope.ts'
import { type Context, FeelFunction, isContext, nothing, type Run, type Value } from '../feel/value.ts'
import { compileFunction, compileLogic, type Reading, readingOf } from './boxed.ts'
import { ItemTypes } from './item-types.ts'
import type { Model, Node, Reference } from './model.ts'
import { DmnError } from './reader.ts'

export type Decisions = {
  names: readonly string[]
  /** Undefined: there is no decision or decision service of this name. */
  decide: (name: string, inputs: Context, run: Run) => Value | undefined
}

type Asked = { values: Map<Reference, Value>; inputs: Context; run: Run }
type Part = { node: Node; model: Model; reading: Reading; work: Compiled | undefined }

/** `others` are the models that this one imports, directly or not. @throws DmnError where a requirement leads nowhere or in a circle */
export function openModel(main: Model, others: readonly Model[] = []): Decisions {
  const models = [main, ...others]
  const byNamespace = new Map(models.map((model) => [model.namespace, model]))
  const parts = new Map<Reference, Part>()
  for (const model of models) readParts(model)

  function readParts(model: Model): void {
    const types = new ItemTypes()
    types.add(model, '')
    for (const { name, namespace } of model.imports) {
      const imported = byNamespace.get(namespace)
      if (imported) types.add(imported, name)
    }
    const names = new Set([
      ...model.nodes.flatMap(({ name, variable }) => [name, variable.name]),
      ...model.imports.map(({ name }) => name),
    ])
    for (const { name, namespace } of model.imports)
      for (const node of byNamespace.get(namespace)?.nodes ?? []) {
        names.add(node.variable.name)
        if (name === '') names.add(node.name)
      }
    for (const node of model.nodes) parts.set(node.key, { node, model, reading: readingOf(types, names, ''), work: undefined })
  }

  /** Compiled when it is first asked. */
  const workOf = (part: Part): Compiled => {
    const { node, reading } = part
    part.work ??=
      node.is === 'decision'
        ? compileLogic(node.logic, reading)
        : node.is === 'knowledge' && node.logic
          ? compileFunction(node.logic, reading)
          : () => null
    return part.work
  }

  const asking = new Set<Reference>()

  function find(reference: Reference, asked: Asked): Value {
    const known = asked.values.get(reference)
    if (known !== undefined) return known
    const part = parts.get(reference)
    if (!part) return nothing(asked.run, `The model has no "${reference.slice(reference.indexOf('#') + 1)}".`)
    if (asking.has(reference)) throw new DmnError(`"${part.node.name}" needs itself.`)
    asking.add(reference)
    try {
      const value = evaluate(part, asked)
      asked.values.set(reference, value)
      return value
    } finally {
      asking.delete(reference)
    }
  }

  function evaluate(part: Part, asked: Asked): Value {
    const { node, reading } = part
    const type = reading.type(node.variable.typeRef)
    if (node.is === 'input')
      return (
        reading.fit(inputFor(part, asked), type, asked.run) ??
        nothing(asked.run, `"${node.name}" has a value that is not allowed.`)
      )
    if (node.is === 'service') return serviceFunction(part, asked)
    const value = workOf(part)(childScope(builtInScope, requirementsOf(part, asked)), asked.run)
    if (node.is === 'knowledge') return value
    return reading.fit(value, type, asked.run) ?? nothing(asked.run, `The result of "${node.name}" is of another type than said.`)
  }

  /** An input of an imported model may be given under the import's name, or bare. */
  function inputFor({ node, model }: Part, { inputs }: Asked): Value {
    const direct = inputs.get(node.variable.name) ?? inputs.get(node.name)
    if (model === main && direct !== undefined) return direct
    const imported = main.imports.find(({ namespace }) => namespace === model.namespace)
    const inside = imported && inputs.get(imported.name)
    if (inside !== undefined && isContext(inside)) return inside.get(node.variable.name) ?? null
    return (imported && inputs.get(`${imported.name}.${node.variable.name}`)) ?? direct ?? null
  }

  function requirementsOf({ node, model }: Part, asked: Asked): Map<string, Value> {
    const bound = new Map<string, Value>()
    for (const reference of node.is === 'decision' || node.is === 'knowledge' ? node.requires : []) {
      const required = parts.get(reference)
      const value = find(reference, asked)
      if (!required) continue
      const prefix =
        required.model === model
          ? ''
          : (model.imports.find(({ namespace }) => namespace === required.model.namespace)?.name ?? '')
      if (prefix === '') bound.set(required.node.variable.name, value)
      else
        bound.set(prefix, new Map([...((bound.get(prefix) as Context | undefined) ?? []), [required.node.variable.name, value]]))
    }
    return bound
  }

  /** Called with its inputs, a service knows nothing else. */
  function serviceFunction(part: Part, asked: Asked): FeelFunction {
    const node = part.node as Extract<Node, { is: 'service' }>
    const takes = [...node.inputData, ...node.inputDecisions]
    const parameters = takes.map((reference) => {
      const required = parts.get(reference)
      return { name: required?.node.variable.name ?? '', type: required?.reading.type(required.node.variable.typeRef)?.type }
    })
    return new FeelFunction(
      parameters,
      (values, run) => {
        if (values.length !== takes.length) return nothing(run, 'The number of values does not fit the decision service.')
        const own: Asked = { values: new Map(), inputs: new Map(), run }
        for (const [index, reference] of takes.entries()) {
          const required = parts.get(reference)
          const fitted = required
            ? required.reading.fit(values[index]!, required.reading.type(required.node.variable.typeRef), run)
            : values[index]!
          if (fitted === undefined) return nothing(run, `The value of "${parameters[index]!.name}" is of another type.`)
          own.values.set(reference, fitted)
        }
        const result = outputsOf(node, own)
        return part.reading.fit(result, part.reading.type(node.variable.typeRef), run) ?? null
      },
      part.reading.type(node.variable.typeRef)?.type ?? (asked.run && undefined),
    )
  }

  function outputsOf(node: Extract<Node, { is: 'service' }>, asked: Asked): Value {
    const results = node.outputs.map(
      (reference) => [parts.get(reference)?.node.variable.name ?? '', find(reference, asked)] as const,
    )
    return results.length === 1 ? results[0]![1] : new Map(results)
  }

  function decide(name: string, inputs: Context, run: Run): Value | undefined {
    const found = main.nodes.find(
      (node) => (node.is === 'decision' || node.is === 'service') && (node.name === name || node.variable.name === name),
    )
    if (!found) return undefined
    const asked: Asked = { values: new Map(), inputs, run }
    if (found.is !== 'service') return find(found.key, asked)
    const called = serviceFunction(parts.get(found.key)!, asked)
    return called.call(
      called.parameters.map((parameter) => inputs.get(parameter.name) ?? null),
      run,
    )
  }

  return { names: main.nodes.flatMap(({ is, name }) => (is === 'decision' || is === 'service' ? [name] : [])), decide }
}
