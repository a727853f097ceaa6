// Reads XML piece by piece into small trees, by namespace and never by prefix; refuses what XML allows but nobody needs.
import { SaxesParser } from 'saxes'
import { UnreadableFile } from './fields.ts'
import { decodeUtf8, type FileContent } from './file-text.ts'

export type Element = {
  uri: string
  name: string
  /** Attributes without namespace. */
  attributes: Record<string, string>
  /** `xsi:type`, resolved to the namespace its prefix stands for. */
  type?: { uri: string; name: string }
  children: Element[]
  text: string
}

export type Wanted = {
  root: (root: Element) => void
  /** Whether this element is a record of its own, given the names of the elements around it (outermost first). */
  isRecord: (name: string, around: readonly string[]) => boolean
  /** `tooLarge`: the record was longer than the limit and its inside was thrown away. */
  record: (element: Element, around: readonly string[], tooLarge: boolean) => void
}

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'
const deepest = 40
const longestRecord = 16_000_000

/** @throws UnreadableFile with line and column for anything that is not well formed, has a DTD, or nests too deeply */
export function readXml(content: FileContent, wanted: Wanted): void {
  const text = decodeUtf8(content)
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([^"']+)/.exec(text)?.[1]
  if (declared && !/^utf-?8$/i.test(declared))
    throw new UnreadableFile(`The file says its encoding is ${declared}; XÖV demands UTF-8.`)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const around: string[] = []
  const building: Element[] = []
  let size = 0
  const stop = (why: string): never => {
    throw new UnreadableFile(`Line ${parser.line}, column ${parser.column}: ${why}`)
  }
  parser.on('error', (fault) => stop(fault.message.replace(/^\S*\d+:\d+: /, '')))
  parser.on('doctype', () => stop('a document type (DTD) is not allowed.'))
  parser.on('opentag', (tag) => {
    if (around.length + building.length >= deepest) stop(`elements are nested more than ${deepest} deep.`)
    const element: Element = { uri: tag.uri, name: tag.local, attributes: {}, children: [], text: '' }
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (uri === '') element.attributes[local] = value
      else if (uri === schemaInstance && local === 'type')
        element.type = resolveType(value.trim(), (prefix) => parser.resolve(prefix))
      size += value.length
    }
    if (building.length > 0) {
      if (size < longestRecord) building.at(-1)!.children.push(element)
      building.push(element)
      size += 100
      return
    }
    if (around.length === 0) wanted.root(element)
    if (wanted.isRecord(tag.local, around)) {
      size = 0
      building.push(element)
    } else around.push(tag.local)
  })
  const append = (piece: string): void => {
    const open = building.at(-1)
    size += piece.length
    if (open && size < longestRecord) open.text += piece
  }
  parser.on('text', append)
  parser.on('cdata', append)
  parser.on('closetag', () => {
    const element = building.pop()
    if (!element) around.pop()
    else if (building.length === 0) wanted.record(element, around, size >= longestRecord)
  })
  for (let at = 0; at < text.length; at += 65_536) parser.write(text.slice(at, at + 65_536))
  parser.close()
}

function resolveType(value: string, resolve: (prefix: string) => string | undefined): { uri: string; name: string } {
  const [first, second] = value.split(':')
  return second === undefined ? { uri: resolve('') ?? '', name: first ?? '' } : { uri: resolve(first ?? '') ?? '', name: second }
}

/** Children of that name in the element's own namespace, or in none: XÖV code elements stand in no namespace. */
export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter((child) => child.name === name && (child.uri === element.uri || child.uri === ''))

export const findChild = (element: Element, name: string): Element | undefined => childrenOf(element, name)[0]

/** The text of a child, or of a way of children; undefined when absent or blank. */
export function findText(element: Element | undefined, ...way: string[]): string | undefined {
  let here = element
  for (const name of way) here = here && findChild(here, name)
  const text = here?.text.trim()
  return text === '' ? undefined : text
}

const longestCode = 200
const boundedCode = (text: string | undefined): string | undefined =>
  text !== undefined && text.length <= longestCode ? text : undefined

/** A code: `<typ><code>001</code></typ>`, or written directly as `<typ>001</typ>`. */
export const findCode = (element: Element, name: string): string | undefined =>
  boundedCode(findText(element, name, 'code') ?? findText(element, name))

export const codesOf = (element: Element, name: string): string[] =>
  childrenOf(element, name).flatMap((child) => boundedCode(findText(child, 'code') ?? findText(child)) ?? [])
