// Writes a small graph as JSON-LD and as Turtle: named nodes only, texts with language, values with type.

export const prefixes = {
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dct: 'http://purl.org/dc/terms/',
  dcat: 'http://www.w3.org/ns/dcat#',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  locn: 'http://www.w3.org/ns/locn#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

type Name = `${keyof typeof prefixes}:${string}`
export type Term = { '@id': string } | { '@value': string; '@language'?: string; '@type'?: Name }
/** `properties` with an empty list are not written. */
export type Node = { id: string; type: Name; properties: Record<Name, Term[]> }

/** An address as an IRI: what Turtle may not hold between angle brackets is percent-encoded. */
export const iri = (address: string): Term & { '@id': string } => ({ '@id': safeIri(address) })
// biome-ignore lint/suspicious/noControlCharactersInRegex: an IRI holds none of these.
const forbidden = /[\u0000-\u0020<>"{}|^`\\]/g
const safeIri = (address: string): string =>
  address.replace(forbidden, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

export const value = (text: string, type?: Name): Term =>
  type === undefined ? { '@value': text } : { '@value': text, '@type': type }

export function* writeJsonLd(nodes: Iterable<Node>): Generator<string> {
  yield `{"@context":${JSON.stringify(prefixes)},"@graph":[`
  let first = true
  for (const { id, type, properties } of nodes) {
    const filled = Object.fromEntries(Object.entries(properties).filter(([, terms]) => terms.length > 0))
    yield `${first ? '' : ','}\n${JSON.stringify({ '@id': safeIri(id), '@type': type, ...filled })}`
    first = false
  }
  yield ']}\n'
}

export function* writeTurtle(nodes: Iterable<Node>): Generator<string> {
  yield Object.entries(prefixes)
    .map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`)
    .join('')
  for (const { id, type, properties } of nodes) {
    const lines = Object.entries(properties).flatMap(([name, terms]) =>
      terms.length === 0 ? [] : [` ;\n  ${name} ${terms.map(turtleTerm).join(' , ')}`],
    )
    yield `\n<${safeIri(id)}> a ${type}${lines.join('')} .\n`
  }
}

function turtleTerm(term: Term): string {
  if ('@id' in term) return `<${term['@id']}>`
  const text = `"${escapeTurtle(term['@value'])}"`
  if (term['@language']) return `${text}@${term['@language']}`
  return term['@type'] ? `${text}^^${term['@type']}` : text
}

const named: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are written as escapes.
const special = /[\\"\u0000-\u001f\u007f]/g
const escapeTurtle = (text: string): string =>
  text.toWellFormed().replace(special, (one) => named[one] ?? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
