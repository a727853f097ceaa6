// Reads the HTML fragment of one page: its one h1 is the title, the rest is reduced to a small allow-list.
import sanitizeHtml from 'sanitize-html'

export type Fragment = { title: string; html: string }

const rules: sanitizeHtml.IOptions = {
  allowedTags: ['h2', 'h3', 'p', 'br', 'ul', 'ol', 'li', 'a', 'strong', 'em', 'span', 'table', 'caption', 'tr', 'th', 'td'],
  allowedAttributes: { '*': ['lang'], a: ['href', 'hreflang', 'lang'], th: ['scope', 'lang'] },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 20,
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** What a reader sees of sanitised HTML, one line. */
export const plainText = (html: string): string =>
  html
    .replace(/<(br|\/p|\/li|\/h[23]|\/tr)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim()

/** Undefined when there is no h1 or nothing readable after it. */
export function readFragment(text: string): Fragment | undefined {
  const heading = /<h1[^>]*>([\s\S]*?)<\/h1>/i.exec(text)
  if (!heading) return undefined
  const title = plainText(sanitizeHtml(heading[1]!, { allowedTags: [], allowedAttributes: {} }))
  const html = sanitizeHtml(text.replace(heading[0], ''), rules).replaceAll(' />', '>').trim()
  return title === '' || plainText(html) === '' ? undefined : { title, html }
}

/** The words in square brackets that only the town can replace. */
export const bracketsIn = (html: string): string[] => [...new Set(plainText(html).match(/\[[^\][]*\p{L}[^\][]*\]/gu) ?? [])]
