// Reads a FIM message of XDatenfelder 2 or 3 into a schema: namespaces by address, unknown things with a warning.
import { type Element, readXml, XmlError } from '../../../../standards/xml/tree.ts'
import { tidyLine, tidyText } from '../file-text.ts'
import { Refused } from '../refusal.ts'
import type { Warnings } from '../report.ts'
import { readField } from './field.ts'
import {
  type Counts,
  codeOf,
  countIn,
  identityOf,
  knownIn,
  nameOf,
  nodeOf,
  nodesOf,
  type Reading,
  textOf,
  warnOfUnknown,
} from './nodes.ts'
import { readMultiplicity } from './precision.ts'
import type { XdfElement, XdfGroup, XdfRule, XdfSchema, XdfStructure } from './schema.ts'

const deepest = 40
const mostElements = 5_000

/** @standard XDatenfelder 2 and 3.0.0; @throws Refused with the one reason why this is no schema */
export function readXdf(text: string, warnings: Warnings): { schema: XdfSchema; counts: Counts } {
  const root = parse(text)
  const standard = /^urn:xoev-de:fim:standard:xdatenfelder_([23](?:\.\d+)*)$/.exec(root.namespace)?.[1]
  if (standard === undefined) {
    const given = root.namespace.slice(0, 200)
    throw new Refused(
      `Das ist kein Datenschema nach XDatenfelder 2 oder 3: <${root.name}> steht im Namensraum „${given}“.`,
      `This is no schema of XDatenfelder 2 or 3: <${root.name}> stands in the namespace “${given}”.`,
    )
  }
  const counts = countIn(root)
  if (counts.fields + counts.groups > mostElements)
    throw new Refused(
      `Das Schema hat mehr als ${mostElements} Felder und Gruppen.`,
      `The schema has more than ${mostElements} fields and groups.`,
    )
  const reading: Reading = { namespace: root.namespace, warnings, counts: { fields: 0, groups: 0, rules: 0, structures: 0 } }
  const schema = readMessage(reading, root, standard)
  warnOfLost(counts, reading)
  return { schema, counts }
}

function parse(text: string): Element {
  try {
    return readXml(text.trimStart())
  } catch (fault) {
    if (!(fault instanceof XmlError)) throw fault
    const [, line, column, why = fault.message] = /^(?:.*?:)?(\d+):(\d+): (.*)$/s.exec(fault.message) ?? []
    const at =
      line === undefined
        ? { de: '', en: '' }
        : { de: ` Zeile ${line}, Zeichen ${column}:`, en: ` Line ${line}, character ${column}:` }
    throw new Refused(`Das ist kein lesbares XML.${at.de} ${why}`, `This is no readable XML.${at.en} ${why}`)
  }
}

/** What a message is about: a schema, or one group or field of the catalogue of building blocks. */
function readMessage(reading: Reading, root: Element, standard: string): XdfSchema {
  const found = ['stammdatenschema', 'datenfeldgruppe', 'datenfeld'].flatMap((name) => nodesOf(reading, root, name))
  const [subject, second] = found
  if (!subject)
    throw new Refused(
      `Die Nachricht <${root.name}> enthält kein Datenschema und keine Datenfeldgruppe.`,
      `The message <${root.name}> holds neither a schema nor a group of fields.`,
    )
  if (second) throw new Refused('Die Nachricht enthält mehr als ein Datenschema.', 'The message holds more than one schema.')
  warnOfUnknown(reading, root, '', ['header', subject.name])
  if (subject.name === 'stammdatenschema') return readSchema(reading, subject, standard)
  const element = readElement(reading, subject, '', [])
  return {
    standard,
    id: element.id,
    ...(element.version !== undefined && { version: element.version }),
    name: element.name,
    label: element.label,
    legal: legalOf(reading, subject),
    leikaKeys: [],
    rules: [],
    children: [{ multiplicity: { text: '1:1', min: 1, max: 1 }, element }],
  }
}

function readSchema(reading: Reading, element: Element, standard: string): XdfSchema {
  const identity = identityOf(reading, element, '')
  const { id } = identity
  const name = nameOf(reading, element, id)
  const label = textOf(reading, element, 'bezeichnung', id) ?? textOf(reading, element, 'bezeichnungEingabe', id)
  if (name === undefined && label === undefined)
    throw new Refused(`Das Datenschema ${id} hat keinen Namen.`, `The schema ${id} has no name.`)
  warnOfUnknown(reading, element, id, knownIn.stammdatenschema!)
  warnOfStatus(reading, element, id)
  const help = textOf(reading, element, 'hilfetext', id) ?? textOf(reading, element, 'hilfetextEingabe', id)
  const description = textOf(reading, element, 'beschreibung', id) ?? ''
  return {
    standard,
    ...identity,
    name: name ?? tidyLine(label),
    label: tidyLine(label ?? name),
    ...(help !== undefined && { help }),
    legal: legalOf(reading, element),
    leikaKeys: [...new Set(description.match(/\b99\d{12}\b/g) ?? [])],
    rules: readRules(reading, element, id),
    children: readStructures(reading, element, '', []),
  }
}

const legalOf = (reading: Reading, element: Element): string[] => [
  ...new Set(nodesOf(reading, element, 'bezug').flatMap(({ text }) => tidyLine(text) || [])),
]

/** @standard XDatenfelder 3 code list of XProzess: 1 in planning … 5 silver, 6 gold, 7 inactive, 8 to be deleted */
function warnOfStatus(reading: Reading, element: Element, id: string): void {
  const status = codeOf(reading, element, 'freigabestatus', id) ?? codeOf(reading, element, 'status', id)
  if (status === undefined || /^([1-6]|aktiv|inVorbereitung)$/.test(status)) return
  const retired = /^([78]|inaktiv)$/.test(status)
  if (retired && element.name !== 'stammdatenschema') return
  reading.warnings.add(
    'status',
    id,
    retired ? 'Dieses Datenschema ist als nicht mehr gültig gekennzeichnet.' : `Den Freigabestatus „${status}“ gibt es nicht.`,
    retired ? 'This schema is marked as no longer valid.' : `There is no release state “${status}”.`,
  )
}

function readStructures(reading: Reading, parent: Element, path: string, around: readonly Element[]): XdfStructure[] {
  return nodesOf(reading, parent, 'struktur').flatMap((structure) => {
    reading.counts.structures += 1
    const holders = nodesOf(reading, structure, 'enthaelt')
    const inside = (holders.length > 0 ? holders : [structure]).flatMap((holder) =>
      holder.children.filter(
        ({ name, namespace }) => namespace === reading.namespace && (name === 'datenfeld' || name === 'datenfeldgruppe'),
      ),
    )
    warnOfUnknown(
      reading,
      structure,
      path,
      holders.length > 0 ? knownIn.struktur! : [...knownIn.struktur!, 'datenfeld', 'datenfeldgruppe'],
    )
    if (inside.length === 0) reading.warnings.add('element', path, 'Eine Struktur ist leer.', 'A structure is empty.')
    return inside.map((child) => {
      const element = readElement(reading, child, path, around)
      const own = path === '' ? element.id : `${path}.${element.id}`
      return { multiplicity: readMultiplicity(structure, own, reading.warnings), element }
    })
  })
}

/** @throws Refused for a group inside itself, and for groups nested without end */
function readElement(reading: Reading, element: Element, path: string, around: readonly Element[]): XdfElement {
  const identity = identityOf(reading, element, path)
  const own = path === '' ? identity.id : `${path}.${identity.id}`
  warnOfUnknown(reading, element, own, knownIn[element.name]!)
  warnOfStatus(reading, element, own)
  const name = nameOf(reading, element, own)
  const label = tidyLine(textOf(reading, element, 'bezeichnungEingabe', own))
  if (label === '' && name === undefined)
    reading.warnings.add(
      'element',
      own,
      'Das Element hat weder Bezeichnung noch Namen.',
      'The element has neither label nor name.',
    )
  const help = textOf(reading, element, 'hilfetextEingabe', own)
  const common = {
    ...identity,
    name: name ?? (label || identity.id),
    label: label || (name ?? identity.id),
    ...(help !== undefined && { help }),
    rules: readRules(reading, element, own),
  }
  if (element.name === 'datenfeld') {
    reading.counts.fields += 1
    return { kind: 'field', ...common, ...readField(reading, element, own) }
  }
  reading.counts.groups += 1
  if (around.length >= deepest)
    throw new Refused(
      `Mehr als ${deepest} Gruppen liegen ineinander (${identity.id}).`,
      `More than ${deepest} groups are nested (${identity.id}).`,
    )
  const same = around.find((outer) => {
    const other = identityOf(reading, outer, '')
    return other.id === identity.id && other.version === identity.version
  })
  if (same) throw new Refused(`Die Gruppe ${own} enthält sich selbst.`, `The group ${own} contains itself.`)
  const art = codeOf(reading, element, 'art', own)
  if (art !== undefined && art !== 'X')
    reading.warnings.add('type', own, `Die Gruppenart „${art}“ ist nicht bekannt.`, `The kind of group “${art}” is not known.`)
  const group: XdfGroup = {
    kind: 'group',
    ...common,
    choose: art === 'X',
    children: readStructures(reading, element, own, [...around, element]),
  }
  if (group.children.length === 0) reading.warnings.add('element', own, 'Die Gruppe ist leer.', 'The group is empty.')
  return group
}

/** In 2 the prose stands in `definition`, in 3 in `freitextRegel`; a script is kept as text and never run. */
function readRules(reading: Reading, element: Element, path: string): XdfRule[] {
  return nodesOf(reading, element, 'regel').map((rule) => {
    reading.counts.rules += 1
    const identity = identityOf(reading, rule, path)
    warnOfUnknown(reading, rule, path, knownIn.regel!)
    const name = nameOf(reading, rule, identity.id) ?? identity.id
    const text =
      textOf(reading, rule, 'freitextRegel', path) ??
      textOf(reading, rule, 'definition', path) ??
      textOf(reading, rule, 'beschreibung', path)
    if (text === undefined)
      reading.warnings.add(
        'rule',
        path,
        `Die Regel ${identity.id} „${name}“ hat keinen Text.`,
        `The rule ${identity.id} “${name}” has no text.`,
      )
    const script = tidyText(nodeOf(reading, rule, 'skript', path)?.text) || tidyText(nodeOf(reading, rule, 'script', path)?.text)
    const own = /^function script\(\) \{\s*\}$/.test(script) ? '' : script
    return { ...identity, name, text: text ?? name, ...(own !== '' && { script: own }) }
  })
}

function warnOfLost(counts: Counts, reading: Reading): void {
  const names = {
    fields: ['Datenfelder', 'fields'],
    groups: ['Datenfeldgruppen', 'groups'],
    rules: ['Regeln', 'rules'],
    structures: ['Strukturen', 'structures'],
  } as const
  for (const kind of Object.keys(names) as (keyof Counts)[]) {
    const lost = counts[kind] - reading.counts[kind]
    if (lost > 0)
      reading.warnings.add(
        'element',
        '',
        `${names[kind][0]} an unerwarteter Stelle, nicht übernommen: ${lost}.`,
        `${names[kind][1]} in an unexpected place, not taken over: ${lost}.`,
      )
  }
}
