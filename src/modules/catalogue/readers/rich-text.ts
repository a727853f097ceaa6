// Turns markup and text of any source into the little we show: safe, well-formed, without empty shells.
import sanitizeHtml from 'sanitize-html'

const allowedTags = ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'h3', 'h4', 'table', 'tr', 'th', 'td']
const linkPattern = /^(https?:\/\/|mailto:|tel:)/i

const rules: sanitizeHtml.IOptions = {
  allowedTags,
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 40,
  transformTags: {
    b: 'strong',
    i: 'em',
    h1: 'h3',
    h2: 'h3',
    h5: 'h4',
    h6: 'h4',
    div: 'p',
    // A relative link would lead into our own house: its text stays, the link goes.
    a: (_tag, attributes) =>
      linkPattern.test(attributes.href?.trim() ?? '')
        ? { tagName: 'a', attribs: { href: attributes.href!.trim() } }
        : { tagName: 'span', attribs: {} },
  },
}

/** Sanitised, well-formed HTML of paragraphs, lists, headings and tables; undefined when nothing readable is left. */
export function cleanHtml(html: string): string | undefined {
  if (!/[<>&"]/.test(html)) return paragraph(html)
  const safe = sanitizeHtml(html.toWellFormed(), rules).replace(invisible, '').replace(control, '')
  const tidy = arrange(safe)
  return tidy === '' ? undefined : tidy
}

/** Text without any markup needs no parser: most names and many short texts are like that. */
function paragraph(text: string): string | undefined {
  const line = text.toWellFormed().replace(invisible, '').replace(control, '').replace(/\s+/g, ' ').trim()
  return line === '' ? undefined : `<p>${line}</p>`
}

// Zero-width characters and byte order marks, but not the joiner U+200D, which some scripts need.
const invisible = /[\u200b\u2060\ufeff\u00ad]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/** One line of plain text without control characters. Markup is not interpreted. */
export const cleanLine = (text: string): string =>
  text.toWellFormed().normalize('NFC').replace(invisible, '').replace(control, '').replace(/\s+/g, ' ').trim()

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What a reader would see of cleaned HTML, paragraphs and list items on lines of their own. */
export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/li|\/h[34]|\/tr|\/td|\/th)[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name]!)
    .split('\n')
    .map(cleanLine)
    .filter((line) => line !== '')
    .join('\n')
}

/** `kept`: written even when empty, as a cell of the source must be. */
type Open = { tag: string; at: number; seen: boolean; kept: boolean }

const blocks = new Set(['p', 'ul', 'ol', 'h3', 'h4', 'table'])
const parents: Record<string, string[]> = {
  li: ['ul', 'ol'],
  tr: ['table'],
  td: ['tr'],
  th: ['tr'],
}
/** Where text and inline elements may stand. */
const inlineHomes = new Set(['p', 'li', 'h3', 'h4', 'td', 'th', 'strong', 'em', 'a'])
const flowHomes = new Set(['li', 'td', 'th'])

function withoutTrailingSpace(html: string): string {
  let end = html.length
  for (;;) {
    if (html.endsWith('<br />', end)) end -= 6
    else if (html.endsWith('&nbsp;', end)) end -= 6
    else if (/\s/.test(html.charAt(end - 1))) end -= 1
    else return html.slice(0, end)
  }
}

/** Puts sanitised elements where HTML allows them: no list inside a paragraph, no bare text, nothing empty. */
function arrange(html: string): string {
  let out = ''
  const stack: Open[] = []
  const top = (): string => stack.at(-1)?.tag ?? ''
  const open = (tag: string, attributes = '', kept = false): void => {
    stack.push({ tag, at: out.length, seen: false, kept })
    out += `<${tag}${attributes}>`
  }
  const close = (): void => {
    const { tag, at, seen, kept } = stack.pop()!
    if (seen || kept) {
      out = `${withoutTrailingSpace(out)}</${tag}>`
      const parent = stack.at(-1)
      if (parent) parent.seen = true
    } else out = out.slice(0, at)
  }
  const closeUntil = (fits: (tag: string) => boolean): void => {
    while (stack.length > 0 && !fits(top())) close()
  }
  const openInline = (): void => {
    if (inlineHomes.has(top())) return
    if (top() === 'ul' || top() === 'ol') open('li')
    else if (stack.some(({ tag }) => tag === 'table')) openCell()
    else open('p')
  }
  const openCell = (): void => {
    if (top() !== 'tr') open('tr')
    open('td')
  }

  for (const [token, closing, tag, attributes = ''] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>|[^<]+/g)) {
    if (tag === undefined) {
      // One way to read each character: with \u00a0 beside \s, thirty of them in a row never came to an end.
      if (/^(?:\s|&nbsp;)*$/.test(token)) {
        if (inlineHomes.has(top()) && stack.at(-1)!.seen && !out.endsWith(' ') && !out.endsWith('<br />')) out += ' '
        continue
      }
      openInline()
      const text = token.replace(/\s+/g, ' ')
      const starts = /<(p|li|h3|h4|td|th|br \/)>$/.test(out.slice(-6))
      out += starts || out.endsWith(' ') ? text.trimStart() : text
      stack.at(-1)!.seen = true
    } else if (tag === 'br') {
      if (inlineHomes.has(top()) && stack.at(-1)!.seen) out += '<br />'
    } else if (closing) {
      if (!stack.some((one) => one.tag === tag)) continue
      closeUntil((one) => one === tag)
      close()
    } else if (blocks.has(tag)) {
      closeUntil((one) => flowHomes.has(one) || ((one === 'ul' || one === 'ol') && tag !== one))
      if (top() === 'ul' || top() === 'ol') open('li')
      if (tag !== 'p' || !flowHomes.has(top()) || stack.at(-1)!.seen) open(tag)
    } else if (parents[tag]) {
      const homes = parents[tag]
      const home = stack.findLastIndex((one) => homes.includes(one.tag))
      if (home < 0 && tag !== 'li') continue
      while (stack.length > home + 1) close()
      if (home < 0) open('ul')
      open(tag, '', tag === 'td' || tag === 'th')
    } else {
      if (tag === 'a' && stack.some((one) => one.tag === 'a')) continue
      openInline()
      open(tag, attributes.replace(/\s*\/$/, ''))
    }
  }
  while (stack.length > 0) close()
  return out.trim()
}
