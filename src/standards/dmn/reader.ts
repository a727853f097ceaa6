// Reads DMN 1.2 to 1.5 from XML; elements are told by their local names, since each version has a namespace of its own.
import { childOf, childrenOf, type Element, readXml, textIn } from '../xml/tree.ts'
import type { Aggregation, DecisionTable, HitPolicy, ItemDefinition, Logic, Model, Node, Reference, Variable } from './model.ts'

export class DmnError extends Error {
  override name = 'DmnError'
}

const logicNames = [
  'literalExpression',
  'decisionTable',
  'context',
  'list',
  'relation',
  'functionDefinition',
  'invocation',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
]
const hitPolicies: readonly HitPolicy[] = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER']

/** @throws XmlError, DmnError */
export function readDmn(xml: string): Model {
  const root = readXml(xml)
  if (root.name !== 'definitions' || !/\/spec\/DMN\//.test(root.namespace)) throw new DmnError('This is no DMN model.')
  const namespace = root.attributes.get('namespace') ?? ''
  const nodes = childrenOf(root, 'inputData', 'decision', 'businessKnowledgeModel', 'decisionService').map((element) =>
    readNode(element, namespace),
  )
  const keys = new Set<string>()
  for (const { key, name } of nodes) {
    if (keys.has(key)) throw new DmnError(`"${name}" stands twice in the model.`)
    keys.add(key)
  }
  return {
    namespace,
    name: root.attributes.get('name') ?? '',
    imports: childrenOf(root, 'import').map((one) => ({
      name: one.attributes.get('name') ?? '',
      namespace: one.attributes.get('namespace') ?? '',
    })),
    types: childrenOf(root, 'itemDefinition').map(readType),
    nodes,
  }
}

function readNode(element: Element, namespace: string): Node {
  const name = element.attributes.get('name') ?? ''
  const id = element.attributes.get('id') ?? name
  const variable = childOf(element, 'variable')
  const typeRef = readTypeRef(variable)
  const base = { key: `${namespace}#${id}`, id, name, variable: { name: variable?.attributes.get('name') ?? name, typeRef } }
  const refs = (...names: string[]): Reference[] => childrenOf(element, ...names).map((one) => resolve(one, namespace))
  if (element.name === 'inputData') return { ...base, is: 'input' }
  if (element.name === 'decisionService')
    return {
      ...base,
      is: 'service',
      outputs: refs('outputDecision'),
      encapsulated: refs('encapsulatedDecision'),
      inputDecisions: refs('inputDecision'),
      inputData: refs('inputData'),
    }
  const requires = childrenOf(element, 'informationRequirement', 'knowledgeRequirement').flatMap((requirement) =>
    childrenOf(requirement, 'requiredInput', 'requiredDecision', 'requiredKnowledge').map((one) => resolve(one, namespace)),
  )
  if (element.name === 'decision') return { ...base, is: 'decision', requires, logic: readLogicIn(element) }
  const encapsulated = childOf(element, 'encapsulatedLogic')
  return { ...base, is: 'knowledge', requires, logic: encapsulated && readFunction(encapsulated) }
}

function resolve(element: Element, namespace: string): Reference {
  const href = element.attributes.get('href') ?? ''
  const [place = '', id] = href.includes('#') ? href.split('#') : ['', href]
  return `${place === '' ? namespace : place}#${id ?? ''}`
}

const readTypeRef = (element: Element | undefined): string | undefined =>
  element?.attributes.get('typeRef') ?? textIn(element, 'typeRef')?.trim()

function readType(element: Element): ItemDefinition {
  const item = childOf(element, 'functionItem')
  return {
    name: element.attributes.get('name') ?? '',
    typeRef: readTypeRef(element),
    isCollection: element.attributes.get('isCollection') === 'true',
    allowedValues: textIn(childOf(element, 'allowedValues'), 'text'),
    typeConstraint: textIn(childOf(element, 'typeConstraint'), 'text'),
    components: childrenOf(element, 'itemComponent').map(readType),
    functionItem: item && {
      parameters: childrenOf(item, 'parameters').map(readVariable),
      result: item.attributes.get('outputTypeRef'),
    },
  }
}

const readVariable = (element: Element): Variable => ({
  name: element.attributes.get('name') ?? '',
  typeRef: readTypeRef(element),
})

const readLogicIn = (element: Element | undefined): Logic | undefined => {
  const [found] = childrenOf(element, ...logicNames)
  return found && readLogic(found)
}

function readLogic(element: Element): Logic {
  const typeRef = readTypeRef(element)
  const inside = (name: string) => readLogicIn(childOf(element, name))
  switch (element.name) {
    case 'literalExpression':
      return { is: 'literal', typeRef, text: textIn(element, 'text') ?? '' }
    case 'decisionTable':
      return { is: 'table', typeRef, table: readTable(element) }
    case 'context':
      return {
        is: 'context',
        typeRef,
        entries: childrenOf(element, 'contextEntry').map((entry) => {
          const variable = childOf(entry, 'variable')
          return { variable: variable && readVariable(variable), logic: readLogicIn(entry) }
        }),
      }
    case 'list':
      return { is: 'list', typeRef, items: childrenOf(element, ...logicNames).map(readLogic) }
    case 'relation':
      return {
        is: 'relation',
        typeRef,
        columns: childrenOf(element, 'column').map(readVariable),
        rows: childrenOf(element, 'row').map((row) => childrenOf(row, ...logicNames).map(readLogic)),
      }
    case 'functionDefinition':
      return readFunction(element)
    case 'invocation':
      return {
        is: 'invocation',
        typeRef,
        called: readLogicIn(element),
        bindings: childrenOf(element, 'binding').map((binding) => ({
          name: childOf(binding, 'parameter')?.attributes.get('name') ?? '',
          logic: readLogicIn(binding),
        })),
      }
    case 'conditional':
      return { is: 'conditional', typeRef, condition: inside('if'), whenTrue: inside('then'), whenFalse: inside('else') }
    case 'filter':
      return { is: 'filter', typeRef, list: inside('in'), match: inside('match') }
    default:
      return {
        is: element.name as 'for',
        typeRef,
        iterator: element.attributes.get('iteratorVariable') ?? '',
        list: inside('in'),
        body: inside(element.name === 'for' ? 'return' : 'satisfies'),
      }
  }
}

function readFunction(element: Element): Extract<Logic, { is: 'function' }> {
  const kind = element.attributes.get('kind') ?? 'FEEL'
  return {
    is: 'function',
    typeRef: readTypeRef(element),
    parameters: childrenOf(element, 'formalParameter').map(readVariable),
    body: readLogicIn(element),
    kind: kind === 'Java' || kind === 'PMML' ? kind : 'FEEL',
  }
}

function readTable(element: Element): DecisionTable {
  const written = element.attributes.get('hitPolicy') ?? 'UNIQUE'
  const hitPolicy = hitPolicies.find((one) => one === written)
  if (!hitPolicy) throw new DmnError(`The hit policy "${written}" does not exist.`)
  const text = (entry: Element): string => textIn(entry, 'text') ?? ''
  return {
    hitPolicy,
    aggregation: element.attributes.get('aggregation') as Aggregation | undefined,
    inputs: childrenOf(element, 'input').map((input) => {
      const expression = childOf(input, 'inputExpression')
      return {
        expression: textIn(expression, 'text') ?? '',
        typeRef: readTypeRef(expression),
        values: textIn(childOf(input, 'inputValues'), 'text'),
      }
    }),
    outputs: childrenOf(element, 'output').map((output) => ({
      name: output.attributes.get('name'),
      typeRef: readTypeRef(output),
      values: textIn(childOf(output, 'outputValues'), 'text'),
      otherwise: textIn(childOf(output, 'defaultOutputEntry'), 'text'),
    })),
    rules: childrenOf(element, 'rule').map((rule, index) => ({
      id: rule.attributes.get('id') ?? String(index + 1),
      inputs: childrenOf(rule, 'inputEntry').map(text),
      outputs: childrenOf(rule, 'outputEntry').map(text),
    })),
  }
}
