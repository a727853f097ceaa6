// How editors write rich text without knowing HTML: empty lines, `- ` for lists, `## ` for headings, `**fett**`, `[Text](Adresse)`.
import { cleanHtml } from '../readers/rich-text.ts'

export type Refused = { refused: 'script' | 'address'; what: string }

const scriptLike = /<\s*\/?\s*(script|iframe|object|embed|style|form|svg|math|link|meta|base)\b|<[^>]*\son[a-z]+\s*=/i
const dangerous = /(?:javascript|vbscript|data)\s*:/i
const lawful = /^(https?:\/\/[^\s/]+\.[^\s]+|mailto:[^\s@]+@[^\s@]+|tel:[+\d][\d /()-]*)$/i
const markup = /<\/?(p|br|ul|ol|li|h[1-6]|a|strong|em|b|i|table|tr|td|th|div|span)\b[^>]*>/i
const link = /\[([^\]\n]+)\]\(((?:[^()\n]|\([^()\n]*\))*)\)/g

/** What was typed or pasted as sanitised HTML; '' when nothing is left. Scripts and other addresses than web, mail and phone are refused. */
export function htmlOf(typed: string): string | Refused {
  const script = scriptLike.exec(typed)
  if (script) return { refused: 'script', what: script[0].slice(0, 60) }
  for (const [, , address = ''] of typed.matchAll(link))
    if (!lawful.test(address.trim()))
      return { refused: dangerous.test(address) ? 'script' : 'address', what: address.slice(0, 80) }
  for (const [, address = ''] of typed.matchAll(/<a\b[^>]*href\s*=\s*["']?([^"'>]*)/gi))
    if (!lawful.test(address.trim()))
      return { refused: dangerous.test(address) ? 'script' : 'address', what: address.slice(0, 80) }
  return cleanHtml(markup.test(typed) ? typed : writeBlocks(typed)) ?? ''
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const inline = (text: string): string =>
  escapeHtml(text)
    .replace(link, (_, words: string, address: string) => `<a href="${address.trim()}">${words}</a>`)
    .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
    .replace(/__([^_\n]+)__/g, '<em>$1</em>')
    .replace(/^\\(?=[-#|\d\\])/, '')

const marker = /^(\s*)(?:([-•–])|(\d{1,3})[.)])\s+(.*)$/

function writeBlocks(typed: string): string {
  const lines = typed.replace(/\r\n?/g, '\n').split('\n')
  let html = ''
  let paragraph: string[] = []
  const lists: { tag: string; indent: number }[] = []
  let rows: string[][] = []
  const endParagraph = (): void => {
    if (paragraph.length > 0) html += `<p>${paragraph.map(inline).join('<br />')}</p>`
    paragraph = []
  }
  const endLists = (down = 0): void => {
    while (lists.length > down) html += `</li></${lists.pop()!.tag}>`
  }
  const endTable = (): void => {
    if (rows.length > 0) html += `<table>${rows.map(tableRow).join('')}</table>`
    rows = []
  }
  const tableRow = (cells: string[], index: number, all: string[][]): string => {
    if (isRule(cells)) return ''
    const tag = index === 0 && all[1] && isRule(all[1]) ? 'th' : 'td'
    return `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join('')}</tr>`
  }
  for (const line of lines) {
    const heading = /^(#{1,4})\s+(.+)$/.exec(line)
    const item = marker.exec(line)
    const row = /^\s*\|(.*)\|\s*$/.exec(line)
    if (!row) endTable()
    if (row) {
      endParagraph()
      endLists()
      rows.push(row[1]!.split('|').map((cell) => cell.trim()))
    } else if (line.trim() === '') {
      endParagraph()
      if (lists.length > 0) continue
    } else if (heading) {
      endParagraph()
      endLists()
      const tag = heading[1]!.length > 2 ? 'h4' : 'h3'
      html += `<${tag}>${inline(heading[2]!)}</${tag}>`
    } else if (item) {
      endParagraph()
      const indent = item[1]!.length
      const tag = item[2] ? 'ul' : 'ol'
      while (lists.length > 0 && lists.at(-1)!.indent > indent) endLists(lists.length - 1)
      const current = lists.at(-1)
      if (current && current.indent === indent && current.tag !== tag) endLists(lists.length - 1)
      if (lists.at(-1)?.indent === indent) html += `</li><li>${inline(item[4]!)}`
      else {
        lists.push({ tag, indent })
        html += `<${tag}><li>${inline(item[4]!)}`
      }
    } else if (lists.length > 0 && /^\s{2,}\S/.test(line)) html += `<br />${inline(line.trim())}`
    else {
      endLists()
      paragraph.push(line.trim())
    }
  }
  endParagraph()
  endLists()
  endTable()
  return html
}

const isRule = (cells: readonly string[]): boolean => cells.length > 0 && cells.every((cell) => /^:?-{2,}:?$/.test(cell))

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const plain = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name]!)

/** Sanitised HTML as editors read and write it. */
export function notationOf(html: string): string {
  const out: string[] = []
  let line = ''
  let cell: string[] | undefined
  let heads = false
  const lists: { tag: string; count: number }[] = []
  const links: string[] = []
  const endLine = (): void => {
    if (line.trim() !== '') out.push(line.trimEnd())
    line = ''
  }
  const gap = (): void => {
    endLine()
    if (out.length > 0 && out.at(-1) !== '') out.push('')
  }
  const indent = (): string => '   '.repeat(Math.max(0, lists.length - 1))
  for (const [token, closing, tag, attributes = ''] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>|[^<]+/g)) {
    if (tag === undefined) {
      const text = plain(token).replace(/[^\S\u00a0]+/g, ' ')
      const fresh = line === '' && !cell && lists.length === 0
      line +=
        fresh && /^\s*(?:[-•–#|\\]|\d{1,3}[.)]\s)/.test(text) ? `\\${text.trimStart()}` : line === '' ? text.trimStart() : text
    } else if (tag === 'br') {
      if (cell) line += ' '
      else {
        endLine()
        if (lists.length > 0) line = `${indent()}   `
      }
    } else if (tag === 'strong') line += '**'
    else if (tag === 'em') line += '__'
    else if (tag === 'a') {
      if (closing) line += `](${links.pop() ?? ''})`
      else {
        links.push(plain(/href="([^"]*)"/.exec(attributes)?.[1] ?? ''))
        line += '['
      }
    } else if (tag === 'ul' || tag === 'ol') {
      if (closing) {
        lists.pop()
        endLine()
        if (lists.length === 0) gap()
      } else {
        if (lists.length === 0) gap()
        else endLine()
        lists.push({ tag, count: 0 })
      }
    } else if (tag === 'li') {
      endLine()
      const list = lists.at(-1)
      if (!closing && list) {
        list.count += 1
        line = `${indent()}${list.tag === 'ul' ? '-' : `${list.count}.`} `
      }
    } else if (tag === 'td' || tag === 'th') {
      if (closing) {
        cell?.push(line.trim())
        line = ''
      } else heads ||= tag === 'th'
    } else if (tag === 'tr') {
      if (closing && cell) {
        out.push(`| ${cell.join(' | ')} |`)
        if (heads) out.push(`|${cell.map(() => '---').join('|')}|`)
        heads = false
        cell = undefined
        line = ''
      } else cell = []
    } else if (tag === 'p' && lists.length > 0) {
      if (!closing && line.trim() !== '' && !/^\s*(-|\d+\.)\s$/.test(line)) {
        endLine()
        line = `${indent()}   `
      }
    } else if (tag === 'h3' || tag === 'h4') {
      gap()
      if (!closing) line = tag === 'h3' ? '## ' : '### '
    } else gap()
  }
  gap()
  return out.join('\n').trim()
}
