// An element of a BPMN file as bpmn-moddle gives it: names of the standard, references resolved, foreign attributes apart.

export type Element = {
  readonly $type: string
  readonly $attrs?: Readonly<Record<string, string>>
  readonly $parent?: Element
  readonly $children?: readonly Element[]
  readonly $body?: string
  readonly id?: string
  readonly name?: string
  readonly [property: string]: unknown
}

/** `bpmn:UserTask` → `UserTask`; foreign elements keep their prefix. */
export const kindOf = ({ $type }: Element): string => $type.replace(/^bpmn:/, '')

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null && '$type' in value

export const elementIn = (element: Element | undefined, property: string): Element | undefined => {
  const value = element?.[property]
  return isElement(value) ? value : undefined
}
export const elementsIn = (element: Element | undefined, property: string): readonly Element[] => {
  const value = element?.[property]
  return Array.isArray(value) ? value.filter(isElement) : []
}
/** An attribute of the standard as text; '' where it is missing. */
export const textOf = (element: Element | undefined, property: string): string => {
  const value = element?.[property]
  return typeof value === 'string' ? value.trim() : ''
}
/** The text of an expression such as `conditionExpression`. */
export const bodyOf = (element: Element | undefined, property: string): string => textOf(elementIn(element, property), 'body')

/** For people: the name, else the id. */
export const titleOf = ({ id, name, $type }: Element): string => name?.trim().replace(/\s+/g, ' ') || id || $type
