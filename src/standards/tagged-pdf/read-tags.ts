// Reads the structure of a tagged PDF back: which elements stand in it, in order, with their hidden text.
import { inflateSync } from 'node:zlib'

export type Tags = {
  /** Depth first: `Document`, `H1`, `P`, `L`, `LI` … */
  elements: { type: string; depth: number; actual?: string }[]
  language: string | undefined
  title: string | undefined
  /** What XMP says: `1` for PDF/UA-1. */
  uaPart: string | undefined
  marked: boolean
  /** Every font brings its own file. */
  fontsEmbedded: boolean
  pages: number
  /** Pieces of content that belong neither to an element nor to an artifact. */
  untagged: number
}

/** For files as `makeTaggedPdf` writes them: one object after the other, no compressed object streams. */
export function readTags(pdf: Buffer): Tags {
  const text = pdf.toString('latin1')
  const objects = new Map([...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id!, body!]))
  const at = (reference: string | undefined): string => objects.get(/^(\d+) 0 R/.exec(reference ?? '')?.[1] ?? '') ?? ''
  const field = (body: string, name: string): string | undefined =>
    new RegExp(`/${name} (\\[[^\\]]*\\]|\\d+ 0 R|\\((?:\\\\.|[^\\\\)])*\\)|/?[^\\s/<>]+)`, 's').exec(body)?.[1]
  const catalog = [...objects.values()].find((body) => /\/Type \/Catalog/.test(body)) ?? ''
  const elements: Tags['elements'] = []
  const walk = (body: string, depth: number): void => {
    const type = field(body, 'S')?.slice(1)
    const actual = field(body, 'ActualText')
    if (type) elements.push({ type, depth, ...(actual !== undefined && { actual: stringOf(actual) ?? '' }) })
    const kids = field(body, 'K') ?? ''
    for (const [, id] of kids.matchAll(/(\d+) 0 R/g)) {
      const kid = objects.get(id!) ?? ''
      if (/\/S \//.test(kid)) walk(kid, type ? depth + 1 : depth)
    }
  }
  walk(at(field(catalog, 'StructTreeRoot')), 0)
  const fonts = [...objects.values()].filter((body) => /\/Type \/FontDescriptor/.test(body))
  const contents = [...text.matchAll(/\/FlateDecode[^>]*>>\s*stream\n([\s\S]*?)\nendstream/g)].map(([, stream]) =>
    inflated(Buffer.from(stream!, 'latin1')),
  )
  const title = [...objects.values()].map((body) => field(body, 'Title')).find(Boolean)
  const titleText = title?.startsWith('(') ? title : /^\((.*)\)$/s.exec(at(title).trim())?.[0]
  return {
    elements,
    language: stringOf(field(catalog, 'Lang')),
    title: stringOf(titleText),
    uaPart: /<pdfuaid:part>(\d)<|pdfuaid:part="(\d)"/
      .exec(text + contents.join(''))
      ?.slice(1)
      .find(Boolean),
    marked: /\/Marked true/.test(catalog) || /\/Marked true/.test(at(field(catalog, 'MarkInfo'))),
    fontsEmbedded: fonts.length > 0 && fonts.every((body) => /\/FontFile[23]? /.test(body)),
    pages: [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body)).length,
    untagged: contents.reduce((sum, content) => sum + untaggedIn(content), 0),
  }
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1')
  } catch {
    return ''
  }
}

/** Text drawn outside every marked piece. */
function untaggedIn(content: string): number {
  let open = 0
  let outside = 0
  for (const [operator] of content.matchAll(/\b(BDC|BMC|EMC|TJ|Tj)\b/g)) {
    if (operator === 'BDC' || operator === 'BMC') open += 1
    else if (operator === 'EMC') open -= 1
    else if (open === 0) outside += 1
  }
  return outside
}

/** @standard ISO 32000-1 7.9.2: text strings are UTF-16 with a mark in front, or PDFDocEncoding */
function stringOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (!value.startsWith('(')) return value
  const raw = value
    .slice(1, -1)
    .replace(/\\([nrtbf()\\])/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[sign] ?? sign)
  const bytes = Buffer.from(raw, 'latin1')
  return bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2).swap16().toString('utf16le') : raw
}
