// The types that a model defines: their shape for FEEL, and the values they allow.

import { coerce, conforms } from '../feel/conformance.ts'
import { type Expression, readTests } from '../feel/feel.ts'
import { anyType, simpleType } from '../feel/type-parser.ts'
import { type FeelType, isContext, isList, type Run, type Value } from '../feel/value.ts'
import type { ItemDefinition, Model } from './model.ts'

export type ItemType = { type: FeelType; allows: (value: Value, run: Run) => boolean }

export class ItemTypes {
  readonly #definitions = new Map<string, ItemDefinition>()
  readonly #known = new Map<string, ItemType>()
  readonly names: Set<string> = new Set()

  /** `prefix` is the name of the import, '' for the model itself. */
  add(model: Model, prefix: string): void {
    const collect = (definition: ItemDefinition): void => {
      this.names.add(definition.name)
      definition.components.forEach(collect)
    }
    for (const definition of model.types) {
      this.#definitions.set(prefix ? `${prefix}.${definition.name}` : definition.name, definition)
      for (const component of definition.components) collect(component)
    }
    this.#prefixOf.set(model, prefix)
  }
  readonly #prefixOf = new Map<Model, string>()

  feelTypes(): ReadonlyMap<string, FeelType> {
    return new Map([...this.#definitions.keys()].map((name) => [name, this.find(name)!.type]))
  }

  /** Undefined: any value fits. */
  find(typeRef: string | undefined, prefix = ''): ItemType | undefined {
    if (typeRef === undefined || typeRef === '') return undefined
    const name = prefix && this.#definitions.has(`${prefix}.${typeRef}`) ? `${prefix}.${typeRef}` : typeRef
    const known = this.#known.get(name)
    if (known) return known
    const definition = this.#definitions.get(name)
    if (!definition) {
      const simple = simpleType(typeRef.includes(':') ? typeRef.slice(typeRef.indexOf(':') + 1) : typeRef)
      return simple && { type: simple, allows: () => true }
    }
    // A type that holds itself stops at "any".
    this.#known.set(name, { type: anyType, allows: () => true })
    const made = this.#build(definition, name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '')
    this.#known.set(name, made)
    return made
  }

  #build(definition: ItemDefinition, prefix: string): ItemType {
    const { components, functionItem, typeRef, isCollection } = definition
    let base: ItemType
    if (functionItem) {
      const parameters = functionItem.parameters.map(({ typeRef: one }) => this.find(one, prefix)?.type ?? anyType)
      base = {
        type: { kind: 'function', parameters, result: this.find(functionItem.result, prefix)?.type ?? anyType },
        allows: () => true,
      }
    } else if (components.length > 0) {
      const parts = components.map((component) => [component.name, this.#build(component, prefix)] as const)
      base = {
        type: { kind: 'context', entries: new Map(parts.map(([name, { type }]) => [name, type])) },
        allows: (value, run) =>
          value === null || !isContext(value) || parts.every(([name, { allows }]) => allows(value.get(name) ?? null, run)),
      }
    } else base = this.find(typeRef, prefix) ?? { type: anyType, allows: () => true }
    const allowed = testOf(definition.allowedValues, this.names)
    const constrained = testOf(definition.typeConstraint, this.names)
    const each: ItemType['allows'] = (value, run) => base.allows(value, run) && (allowed?.(value, run) ?? true)
    if (!isCollection) return { type: base.type, allows: (value, run) => each(value, run) && (constrained?.(value, run) ?? true) }
    return {
      type: { kind: 'list', of: base.type },
      allows: (value, run) =>
        (value === null || !isList(value) || value.every((item) => each(item, run))) && (constrained?.(value, run) ?? true),
    }
  }
}

function testOf(text: string | undefined, names: ReadonlySet<string>): ItemType['allows'] | undefined {
  if (text === undefined || text.trim() === '') return undefined
  let tests: Expression | undefined
  return (value, run) => {
    tests ??= readTests(text, { names })
    return value === null || tests.evaluate(new Map([['?', value]]), run) === true
  }
}

/** The value as the type wants it; undefined where it does not fit or is not allowed. */
export function fitted(value: Value, item: ItemType | undefined, run: Run): Value | undefined {
  if (!item) return value
  const made = coerce(value, item.type)
  if (made === null && value !== null) return undefined
  return conforms(made, item.type) && item.allows(made, run) ? made : undefined
}
