// A paper as headings, paragraphs and lists becomes a tagged PDF that a screen reader reads in order.
import PDFDocument from 'pdfkit'

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; small?: boolean }
  | { kind: 'list'; items: readonly string[] }
  /** Pairs of what something is called and what it says. */
  | { kind: 'facts'; items: readonly { label: string; value: string; more?: string | undefined }[] }
  /** A few short columns; the first row of cells is the head. */
  | { kind: 'table'; caption: string; head: readonly string[]; rows: readonly (readonly string[])[] }

export type Paper = {
  title: string
  /** Of the text: `de`, `en`. */
  language: string
  author: string
  /** Stands small on every page, with the number of the page: `Seite 1 von 3`. */
  footer: string
  pageOf: (page: number, count: number) => string
  blocks: readonly Block[]
  made: Date
}

/** Font files (TTF, OTF, WOFF2) that are embedded, cut down to the letters used. */
export type Faces = { regular: Buffer; bold: Buffer }

const sizes = { 1: 20, 2: 15, 3: 12.5, text: 11, small: 9 }
const margin = 64
const ink = '#1a1611'
const inkLight = '#5d5953'

type Glyphs = { hasGlyphForCodePoint: (codePoint: number) => boolean }
/** What the face cannot draw: base letter and mark apart; a mark it does not have is left to the paper's hidden text. */
function drawable(text: string, face: Glyphs): string {
  const has = (letter: string) => face.hasGlyphForCodePoint(letter.codePointAt(0)!)
  return [...text]
    .map((letter) => {
      if (has(letter)) return letter
      const parts = [...letter.normalize('NFD')]
      if (parts.length === 1) return /\p{M}/u.test(letter) ? '' : '\ufffd'
      return parts.filter(has).join('') || '\ufffd'
    })
    .join('')
}

/**
 * PDF 1.7 with structure tags, language, title, embedded fonts and the identifier of PDF/UA-1. Our own test reads the tags back; no
 * certificate is claimed.
 * @standard ISO 14289-1 (PDF/UA-1), the part that papers of text need
 */
export function makeTaggedPdf(paper: Paper, faces: Faces): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin + 16, left: margin, right: margin },
    pdfVersion: '1.7',
    tagged: true,
    lang: paper.language,
    displayTitle: true,
    subset: 'PDF/UA' as never,
    bufferPages: true,
    info: { Title: paper.title, Author: paper.author, CreationDate: paper.made, ModDate: paper.made },
  })
  const parts: Buffer[] = []
  const finished = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
  })
  doc.registerFont('regular', faces.regular)
  doc.registerFont('bold', faces.bold)
  const root = doc.struct('Document')
  doc.addStructure(root)
  for (const block of paper.blocks) addBlock(doc, root, block)
  root.end()
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] } as never)
    const line = `${paper.footer} · ${paper.pageOf(page + 1, count)}`
    const face = faceOf(doc, 'regular')
    doc.fontSize(sizes.small).fillColor(inkLight)
    doc.text(drawable(line, face), margin, doc.page.height - margin, { lineBreak: false })
    doc.endMarkedContent()
  }
  doc.end()
  return finished
}

type Doc = InstanceType<typeof PDFDocument>
type Element = ReturnType<Doc['struct']>

function faceOf(doc: Doc, name: 'regular' | 'bold'): Glyphs {
  doc.font(name)
  return (doc as unknown as { _font: { font: Glyphs } })._font.font
}

type Looks = { size: number; bold?: boolean; light?: boolean; indent?: number; after: number }

/** One element of text; where letters had to be taken apart, the true text stands behind it for readers and copies. */
function addText(doc: Doc, parent: Element, type: string, text: string, looks: Looks): void {
  const clean = text.normalize('NFC').replace(/\p{Cc}+/gu, ' ')
  const face = faceOf(doc, looks.bold ? 'bold' : 'regular')
  const shown = drawable(clean, face)
  const element = doc.struct(type, shown === clean ? {} : { actual: clean }, () => {
    doc.font(looks.bold ? 'bold' : 'regular').fontSize(looks.size)
    doc.fillColor(looks.light ? inkLight : ink)
    const left = margin + (looks.indent ?? 0)
    doc.text(shown || ' ', left, doc.y, { width: doc.page.width - margin - left, lineGap: looks.size * 0.3 })
  })
  parent.add(element)
  element.end()
  doc.y += looks.after
}

function addBlock(doc: Doc, root: Element, block: Block): void {
  if (block.kind === 'heading') {
    const size = sizes[block.level]
    if (doc.y > margin) doc.y += size * 0.8
    // A heading never stands alone at the foot of a page.
    if (doc.y > doc.page.height - 160) doc.addPage()
    addText(doc, root, `H${block.level}`, block.text, { size, bold: true, after: 4 })
    return
  }
  if (block.kind === 'paragraph') {
    addText(doc, root, 'P', block.text, { size: block.small ? sizes.small : sizes.text, light: block.small === true, after: 6 })
    return
  }
  if (block.kind === 'table') {
    addText(doc, root, 'P', block.caption, { size: sizes.text, bold: true, after: 4 })
    addTable(doc, root, block)
    return
  }
  const list = doc.struct('L')
  root.add(list)
  if (block.kind === 'list')
    for (const item of block.items) addItem(doc, list, [['LBody', `– ${item}`, { size: sizes.text, after: 3, indent: 12 }]])
  else
    for (const { label, value, more } of block.items)
      addItem(doc, list, [
        ['Lbl', label, { size: sizes.small, light: true, after: 0 }],
        ['LBody', more ? `${value} (${more})` : value, { size: sizes.text, after: 6 }],
      ])
  list.end()
  doc.y += 4
}

function addItem(doc: Doc, list: Element, parts: [type: string, text: string, looks: Looks][]): void {
  const item = doc.struct('LI')
  list.add(item)
  for (const [type, text, looks] of parts) addText(doc, item, type, text, looks)
  item.end()
}

const gap = 10
function addTable(doc: Doc, root: Element, { head, rows }: Extract<Block, { kind: 'table' }>): void {
  const table = doc.struct('Table')
  root.add(table)
  const width = (doc.page.width - 2 * margin + gap) / head.length - gap
  for (const [index, cells] of [head, ...rows].entries()) {
    const type = index === 0 ? 'TH' : 'TD'
    const size = index === 0 ? sizes.small : sizes.text
    const face = faceOf(doc, 'regular')
    doc.fontSize(size)
    const shown = cells.map((cell) => {
      const clean = cell.normalize('NFC').replace(/\p{Cc}+/gu, ' ')
      return { clean, text: drawable(clean, face) || ' ' }
    })
    const height = Math.max(...shown.map(({ text }) => doc.heightOfString(text, { width, lineGap: size * 0.3 })))
    if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage()
    const top = doc.y
    const row = doc.struct('TR')
    table.add(row)
    for (const [column, { clean, text }] of shown.entries()) {
      const cell = doc.struct(type, text === clean || clean === '' ? {} : { actual: clean }, () => {
        doc
          .font('regular')
          .fontSize(size)
          .fillColor(index === 0 ? inkLight : ink)
        doc.text(text, margin + column * (width + gap), top, { width, lineGap: size * 0.3 })
      })
      // pdfkit has no option for attributes of an element; the scope tells readers what a head stands over.
      if (index === 0) scopeOf(cell).A = { O: 'Table', Scope: 'Column' }
      row.add(cell)
      cell.end()
    }
    row.end()
    doc.y = top + height + 4
  }
  table.end()
  doc.y += 6
}

const scopeOf = (element: Element): Record<string, unknown> =>
  (element as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary.data
