// Texts of a package that a browser would run: refused before anything is shown or stored.
import { type Element, readXml, XmlError } from '../../standards/xml/tree.ts'
import { type Problem, problem } from './problems.ts'

const tags = 'script|iframe|object|embed|svg|math'
const happenings =
  'abort|animation\\w*|auxclick|before\\w*|blur|change|click|close|context\\w*|copy|cut|dblclick|drag\\w*|drop|error|focus\\w*|input|key\\w*|load\\w*|message|mouse\\w*|page\\w*|paste|play\\w*|pointer\\w*|reset|resize|scroll|select\\w*|submit|toggle|touch\\w*|transition\\w*|unload|wheel'
// A rule may say `a < b`: a browser takes only what follows the sign at once for a tag.
const running = new RegExp(
  `</?(${tags})\\b|<[a-z][^<>]*\\son(${happenings})\\s*=|(javascript|vbscript)\\s*:|data\\s*:\\s*text/html`,
  'i',
)

/** Encodings that hide a tag are looked through once. */
const decoded = (text: string): string =>
  text
    .replace(/&#(x[0-9a-f]{1,6}|[0-9]{1,7});?/gi, (_whole, code: string) => {
      const point = code[0] === 'x' || code[0] === 'X' ? Number.parseInt(code.slice(1), 16) : Number(code)
      return point <= 0x10ffff ? String.fromCodePoint(point) : ''
    })
    .replace(/&lt;?/gi, '<')
    .replace(/&gt;?/gi, '>')
    .replace(/&colon;/gi, ':')
    // Browsers read over these inside of the name of a scheme.
    .replace(/[\t\n\r\0]/g, (one) => (one === '\n' ? ' ' : ''))

const runs = (text: string): boolean => running.test(text) || running.test(decoded(text))

const refusedAt = (file: string, at: string): Problem =>
  problem(
    file,
    at,
    'Dieser Text enthält ein Skript oder aktive Inhalte. Das ist in einem Paket nicht erlaubt.',
    'This text holds a script or active content. A package must not.',
  )

function* inValue(value: unknown, file: string, at: string, depth = 0): Generator<Problem> {
  if (typeof value === 'string') {
    if (runs(value)) yield refusedAt(file, at)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth > 100) {
    yield problem(file, at, 'Das ist zu tief verschachtelt.', 'This is nested too deeply.')
    return
  }
  for (const [name, one] of Object.entries(value)) {
    const here = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (runs(name)) yield refusedAt(file, here)
    yield* inValue(one, file, here, depth + 1)
  }
}

function* inElement(element: Element, file: string): Generator<Problem> {
  const at = element.attributes.get('id') ?? element.name
  if (runs(element.text) || [...element.attributes.values()].some(runs)) yield refusedAt(file, at)
  for (const child of element.children) yield* inElement(child, file)
}

/** Of a text file, a JSON file or an XML file, by the ending of its name. */
export function unsafeTexts(file: string, text: string): Problem[] {
  if (file.endsWith('.json')) {
    try {
      return [...inValue(JSON.parse(text), file, '')]
    } catch {
      return []
    }
  }
  if (/\.(bpmn|dmn|xml)$/.test(file)) {
    try {
      return [...inElement(readXml(text), file)]
    } catch (fault) {
      if (!(fault instanceof XmlError)) throw fault
      return [problem(file, '', `Das ist kein lesbares XML: ${fault.message}`, `This is no readable XML: ${fault.message}`)]
    }
  }
  return runs(text) ? [refusedAt(file, '')] : []
}
