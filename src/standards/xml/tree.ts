// An XML document as a tree of elements, matched by namespace and local name; no document types, no entities of its own, bounded.
import { SaxesParser } from 'saxes'

export type Element = {
  name: string
  namespace: string
  attributes: ReadonlyMap<string, string>
  /** Prefix → namespace, as declared on this element or above. */
  prefixes: Readonly<Record<string, string>>
  children: readonly Element[]
  /** All characters directly inside. */
  text: string
}

export class XmlError extends Error {
  override name = 'XmlError'
}

const bounds = { characters: 50_000_000, depth: 500, elements: 1_000_000 }

type Growing = Element & { children: Element[] }

/** Attributes without namespace stand under their name, others under `{namespace}name`. @throws XmlError with line and column */
export function readXml(text: string): Element {
  if (text.length > bounds.characters) throw new XmlError('This document is too large.')
  const parser = new SaxesParser({ xmlns: true })
  const stack: Growing[] = []
  let root: Growing | undefined
  let elements = 0
  parser.on('error', (fault) => {
    throw new XmlError(fault.message)
  })
  parser.on('doctype', () => {
    throw new XmlError('A document type is not read.')
  })
  parser.on('opentag', (tag) => {
    elements += 1
    if (stack.length >= bounds.depth || elements > bounds.elements)
      throw new XmlError('This document is nested too deeply or too large.')
    const attributes = Object.values(tag.attributes).map(
      ({ local, uri, value }) => [uri === '' ? local : `{${uri}}${local}`, value] as const,
    )
    const parent = stack.at(-1)
    const made: Growing = {
      name: tag.local,
      namespace: tag.uri,
      attributes: new Map(attributes),
      prefixes: { ...parent?.prefixes, ...tag.ns },
      children: [],
      text: '',
    }
    parent?.children.push(made)
    root ??= made
    stack.push(made)
  })
  const characters = (part: string) => {
    const top = stack.at(-1)
    if (top) top.text += part
  }
  parser.on('text', characters)
  parser.on('cdata', characters)
  parser.on('closetag', () => void stack.pop())
  parser.write(text).close()
  if (!root) throw new XmlError('This document is empty.')
  return root
}

export const childrenOf = (element: Element | undefined, ...names: readonly string[]): Element[] =>
  (element?.children ?? []).filter(({ name }) => names.includes(name))
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name)
export const textIn = (element: Element | undefined, name: string): string | undefined => childOf(element, name)?.text
