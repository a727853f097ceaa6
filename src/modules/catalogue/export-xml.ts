// Writes XML elements as text, escaped, in the one namespace prefix of the message.

import { escapeXml } from '../../standards/xml/escape.ts'

export type Attributes = Record<string, string | undefined>

/** `children` are finished markup. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(value)}"`],
  )
  const inside = children.join('')
  return inside === '' ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>${inside}</${name}>`
}

/** An element around plain text; nothing at all where the text is absent. */
export const leaf = (name: string, text: string | undefined, attributes: Attributes = {}): string =>
  text === undefined ? '' : element(name, attributes, escapeXml(text))

/** Plain text as HTML, lines kept apart. */
export const asHtml = (text: string): string => escapeXml(text).replaceAll('\n', '<br />')
