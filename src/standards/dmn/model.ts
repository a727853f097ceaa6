// A DMN model as it is read: what it decides, from what, by which logic. @standard DMN 1.5 (formal/24-01-01).

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
export type Aggregation = 'COUNT' | 'SUM' | 'MIN' | 'MAX'

export type Variable = { name: string; typeRef?: string | undefined }

export type Logic = { typeRef?: string | undefined } & (
  | { is: 'literal'; text: string }
  | { is: 'table'; table: DecisionTable }
  | { is: 'context'; entries: readonly { variable?: Variable | undefined; logic: Logic | undefined }[] }
  | { is: 'list'; items: readonly (Logic | undefined)[] }
  | { is: 'relation'; columns: readonly Variable[]; rows: readonly (readonly (Logic | undefined)[])[] }
  | { is: 'function'; parameters: readonly Variable[]; body: Logic | undefined; kind: 'FEEL' | 'Java' | 'PMML' }
  | { is: 'invocation'; called: Logic | undefined; bindings: readonly { name: string; logic: Logic | undefined }[] }
  | { is: 'conditional'; condition: Logic | undefined; whenTrue: Logic | undefined; whenFalse: Logic | undefined }
  | { is: 'filter'; list: Logic | undefined; match: Logic | undefined }
  | { is: 'for' | 'some' | 'every'; iterator: string; list: Logic | undefined; body: Logic | undefined }
)

export type DecisionTable = {
  hitPolicy: HitPolicy
  aggregation?: Aggregation | undefined
  inputs: readonly { expression: string; typeRef?: string | undefined; values?: string | undefined }[]
  outputs: readonly {
    name?: string | undefined
    typeRef?: string | undefined
    values?: string | undefined
    otherwise?: string | undefined
  }[]
  rules: readonly { id: string; inputs: readonly string[]; outputs: readonly string[] }[]
}

export type ItemDefinition = {
  name: string
  typeRef?: string | undefined
  isCollection: boolean
  allowedValues?: string | undefined
  typeConstraint?: string | undefined
  components: readonly ItemDefinition[]
  functionItem?: { parameters: readonly Variable[]; result?: string | undefined } | undefined
}

/** `namespace#id` of what is needed. */
export type Reference = string

export type Node = { key: Reference; id: string; name: string; variable: Variable } & (
  | { is: 'input' }
  | { is: 'decision'; requires: readonly Reference[]; logic: Logic | undefined }
  | { is: 'knowledge'; requires: readonly Reference[]; logic: Extract<Logic, { is: 'function' }> | undefined }
  | {
      is: 'service'
      outputs: readonly Reference[]
      encapsulated: readonly Reference[]
      inputDecisions: readonly Reference[]
      inputData: readonly Reference[]
    }
)

export type Model = {
  namespace: string
  name: string
  imports: readonly { name: string; namespace: string }[]
  types: readonly ItemDefinition[]
  nodes: readonly Node[]
}
