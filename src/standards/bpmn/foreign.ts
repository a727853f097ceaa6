// Attributes and elements of other makers and of our own in a BPMN file, found by their namespace.
import { type Element, elementIn, elementsIn } from './element.ts'

const namespaces = {
  own: 'urn:stadttor:bpmn:1',
  camunda: 'http://camunda.org/schema/1.0/bpmn',
} as const
export type Maker = keyof typeof namespaces

export class Foreign {
  readonly #prefixes: ReadonlyMap<Maker, string>

  constructor(definitions: Element) {
    const declared = Object.entries(definitions.$attrs ?? {})
    this.#prefixes = new Map(
      (Object.keys(namespaces) as Maker[]).map((maker) => {
        const found = declared.find(([name, value]) => name.startsWith('xmlns:') && value === namespaces[maker])
        return [maker, found ? found[0].slice('xmlns:'.length) : '\0']
      }),
    )
  }

  attribute(element: Element | undefined, maker: Maker, name: string): string | undefined {
    const value = element?.$attrs?.[`${this.#prefixes.get(maker)}:${name}`]
    return value === undefined ? undefined : value.trim()
  }

  /** Elements `name` directly inside `extensionElements`. */
  extensions(element: Element | undefined, maker: Maker, name: string): Element[] {
    const type = `${this.#prefixes.get(maker)}:${name}`
    return elementsIn(elementIn(element, 'extensionElements'), 'values').filter(({ $type }) => $type === type)
  }

  children(element: Element | undefined, maker: Maker, name: string): Element[] {
    const type = `${this.#prefixes.get(maker)}:${name}`
    return (element?.$children ?? []).filter(({ $type }) => $type === type)
  }

  /** Names of all attributes of a maker, without prefix. */
  attributeNames(element: Element, maker: Maker): string[] {
    const prefix = `${this.#prefixes.get(maker)}:`
    return Object.keys(element.$attrs ?? {})
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
  }

  /** Names of all extension elements of a maker, without prefix. */
  extensionNames(element: Element, maker: Maker): string[] {
    const prefix = `${this.#prefixes.get(maker)}:`
    return elementsIn(elementIn(element, 'extensionElements'), 'values')
      .filter(({ $type }) => $type.startsWith(prefix))
      .map(({ $type }) => $type.slice(prefix.length))
  }
}
