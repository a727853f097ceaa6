// The elements of a FIM message: by name in the standard's namespace, codes in none; what is doubled or unknown is told.
import type { Element } from '../../../../standards/xml/tree.ts'
import { tidyText } from '../file-text.ts'
import { Refused } from '../refusal.ts'
import type { Warnings } from '../report.ts'

/** One message being read. */
export type Reading = { namespace: string; warnings: Warnings; counts: Counts }
export type Counts = { fields: number; groups: number; rules: number; structures: number }

const counted = { datenfeld: 'fields', datenfeldgruppe: 'groups', regel: 'rules', struktur: 'structures' } as const

/** Every occurrence in the file, wherever it stands. */
export function countIn(root: Element): Counts {
  const counts: Counts = { fields: 0, groups: 0, rules: 0, structures: 0 }
  const waiting = [root]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.namespace === root.namespace && Object.hasOwn(counted, one.name))
      counts[counted[one.name as keyof typeof counted]] += 1
    for (const child of one.children) waiting.push(child)
  }
  return counts
}

/** @workaround The standard puts `code` in no namespace; FIM tools also write it in theirs. */
export const nodesOf = ({ namespace }: Reading, element: Element | undefined, name: string): Element[] =>
  (element?.children ?? []).filter((child) => child.name === name && (child.namespace === namespace || child.namespace === ''))

/** The only child of that name. Of several, the first that says something. */
export function nodeOf(reading: Reading, element: Element | undefined, name: string, path: string): Element | undefined {
  const found = nodesOf(reading, element, name)
  if (found.length > 1)
    reading.warnings.add(
      'element',
      path,
      `<${name}> steht ${found.length}-mal da, erlaubt ist es einmal.`,
      `<${name}> stands ${found.length} times where it may stand once.`,
    )
  return found.find((one) => one.text.trim() !== '' || one.children.length > 0 || one.attributes.size > 0) ?? found[0]
}

/** Undefined where it is missing or blank. */
export const textOf = (reading: Reading, element: Element | undefined, name: string, path: string): string | undefined =>
  tidyText(nodeOf(reading, element, name, path)?.text) || undefined

/** `<typ><code>001</code></typ>`, or written directly. */
export function codeOf(reading: Reading, element: Element, name: string, path: string): string | undefined {
  const node = nodeOf(reading, element, name, path)
  return textOf(reading, node, 'code', path) ?? (tidyText(node?.text) || undefined)
}

const placeOf = (path: string): { de: string; en: string } =>
  path === '' ? { de: '', en: '' } : { de: ` (in ${path})`, en: ` (in ${path})` }

/** @throws Refused without id, with an empty or a second one: nothing could name this element */
export function identityOf(reading: Reading, element: Element, path: string): { id: string; version?: string } {
  const holders = nodesOf(reading, element, 'identifikation')
  const ids = holders.flatMap((holder) => nodesOf(reading, holder, 'id'))
  const place = placeOf(path)
  if (holders.length > 1 || ids.length > 1)
    throw new Refused(`<${element.name}> hat mehr als eine Id${place.de}.`, `<${element.name}> has more than one id${place.en}.`)
  const id = tidyText(ids[0]?.text)
  if (id === '') throw new Refused(`<${element.name}> hat keine Id${place.de}.`, `<${element.name}> has no id${place.en}.`)
  if (id.length > 60 || /\s/.test(id))
    throw new Refused(`„${id.slice(0, 60)}“ ist keine Id von FIM${place.de}.`, `“${id.slice(0, 60)}” is no id of FIM${place.en}.`)
  warnOfUnknown(reading, holders[0]!, path === '' ? id : `${path}.${id}`, ['id', 'version'])
  const version = textOf(reading, holders[0], 'version', id)
  return { id, ...(version !== undefined && { version: version.slice(0, 40) }) }
}

/** @throws Refused with two names: it is not clear what this element is */
export function nameOf(reading: Reading, element: Element, path: string): string | undefined {
  const names = nodesOf(reading, element, 'name')
  if (names.length > 1)
    throw new Refused(
      `<${element.name}> ${path} hat ${names.length} Namen.`,
      `<${element.name}> ${path} has ${names.length} names.`,
    )
  return tidyText(names[0]?.text).replace(/\s+/g, ' ') || undefined
}

export function warnOfUnknown({ warnings }: Reading, element: Element, path: string, known: Iterable<string>): void {
  const names = new Set(known)
  const unknown = new Set(element.children.filter(({ name }) => !names.has(name)).map(({ name }) => name))
  for (const name of unknown)
    warnings.add(
      'element',
      path,
      `<${name}> in <${element.name}> ist nicht bekannt und wurde nicht übernommen.`,
      `<${name}> in <${element.name}> is not known and was not taken over.`,
    )
}

const everywhere =
  'identifikation name beschreibung definition bezug status freigabestatus statusGesetztAm statusGesetztDurch gueltigAb gueltigBis versionshinweis freigabedatum veroeffentlichungsdatum letzteAenderung fachlicherErsteller stichwort relation bezeichnung bezeichnungEingabe bezeichnungAusgabe hilfetext hilfetextEingabe hilfetextAusgabe schemaelementart regel struktur'
const named = (more: string): readonly string[] => `${everywhere} ${more}`.split(' ')

export const knownIn: Record<string, readonly string[]> = {
  stammdatenschema: named('ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation dokumentsteckbrief'),
  datenfeldgruppe: named('art'),
  datenfeld: named(
    'feldart datentyp praezisierung inhalt vorbefuellung werte codelisteReferenz codeKey nameKey helpKey maxSize mediaType',
  ),
  regel: named('freitextRegel typ param ziel skript script fehler'),
  struktur: ['anzahl', 'bezug', 'enthaelt'],
}
