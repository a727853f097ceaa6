// Writes XML elements as text, escaped, in the one namespace prefix of the message.

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML 1.0 cannot carry at all.
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

export const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(impossible, '')
    .replace(/[&<>"\r]/g, (one) => escapes[one]!)

export type Attributes = Record<string, string | undefined>

/** `children` are finished markup. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeText(value)}"`],
  )
  const inside = children.join('')
  return inside === '' ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>${inside}</${name}>`
}

/** An element around plain text; nothing at all where the text is absent. */
export const leaf = (name: string, text: string | undefined, attributes: Attributes = {}): string =>
  text === undefined ? '' : element(name, attributes, escapeText(text))

/** Plain text as HTML, lines kept apart. */
export const asHtml = (text: string): string => text.replace(/[&<>]/g, (one) => escapes[one]!).replaceAll('\n', '<br />')
