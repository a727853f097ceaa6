// A FIM schema becomes a form: pages, questions by their FIM ids, and a list of what people still have to do.
import {
  bounds,
  documentFormat,
  type FormDocument,
  type Group,
  type Item,
  longestRepeat,
  type Page,
} from '../../document/document.ts'
import type { Warnings } from '../report.ts'
import { freeKey, Tasks } from '../tasks.ts'
import { type DividedGroup, type PlannedItem, type PlannedPage, planPages } from './pages.ts'
import { askField, originOf, textDe } from './question.ts'
import type { Multiplicity, XdfField, XdfGroup, XdfSchema, XdfStructure } from './schema.ts'

type Making = { document: FormDocument; tasks: Tasks; warnings: Warnings; lists: Map<string, string> }

/** Where an element is put: in the answers, beside what, and whether it may be missing with the group around its page. */
type Spot = { parent: string; ids: string; taken: Set<string>; optional: boolean }

/** Every field, group and rule of the schema stands in the document, or in a warning. */
export function convertXdf(schema: XdfSchema, warnings: Warnings): FormDocument {
  const document: FormDocument = {
    format: documentFormat,
    title: textDe(schema.label),
    languages: ['de'],
    audience: ['person', 'company'],
    level: 'none',
    writtenForm: 'none',
    ...(schema.help !== undefined && { lead: textDe(schema.help) }),
    ...(schema.legal.length > 0 && { legalBasis: schema.legal.join('; ').slice(0, 2_000) }),
    pages: [],
    origin: {
      standard: `XDatenfelder ${schema.standard}`,
      id: schema.id,
      ...(schema.version !== undefined && { version: schema.version }),
      name: schema.name.slice(0, 1_000),
    },
  }
  const tasks = new Tasks()
  const making: Making = { document, tasks, warnings, lists: new Map() }
  for (const rule of schema.rules) tasks.addRule('', rule)
  for (const key of schema.leikaKeys)
    tasks.add('', 'other', `Die Vorlage nennt den Leistungsschlüssel ${key}: Bitte das Formular mit dieser Leistung verknüpfen.`)
  const taken = new Set<string>()
  const pageKeys = new Set<string>()
  const begun = new Set<XdfGroup>()
  for (const planned of planPages(schema.children, bounds.pages))
    document.pages.push(makePage(making, planned, taken, pageKeys, begun))
  nameAlike(document.pages, schema)
  if (document.pages.length === 0) {
    warnings.add('element', '', 'Das Datenschema hat keine Felder.', 'The schema has no fields.')
    tasks.add('', 'other', 'Die Vorlage hat keine Felder: Bitte Fragen hinzufügen.')
  }
  if (tasks.list.length > 0) document.tasks = tasks.list
  return document
}

function makePage(making: Making, { items }: PlannedPage, taken: Set<string>, pageKeys: Set<string>, begun: Set<XdfGroup>): Page {
  const made = items.map((item) => {
    const ids = item.around.map(({ group }) => group.id).join('')
    const optional = item.around.some((one) => one.optional)
    return { planned: item, item: makeItem(making, item.structure, { parent: '', ids, taken, optional }) }
  })
  const first = items[0]!
  const inner = first.around.at(-1)?.group
  const help = first.around.filter(({ group }) => !begun.has(group)).map(({ group }) => group.help)
  for (const { planned, item } of made) beginGroups(making, planned, item.key, begun)
  const lead = help.findLast((one) => one !== undefined)
  const title = titleOf(items) ?? inner?.label ?? making.document.title.de
  return {
    key: freeKey((made.find(({ item }) => item.kind !== 'information') ?? made[0]!).item.key, pageKeys),
    title: textDe(title),
    ...(lead !== undefined && { lead: textDe(lead) }),
    items: made.map(({ item }) => item),
  }
}

/** A page of one element is called like it. */
function titleOf(items: readonly PlannedItem[]): string | undefined {
  const asked = items.filter(({ structure: { element } }) => element.kind === 'group' || element.role !== 'label')
  return asked.length === 1 ? asked[0]!.structure.element.label : undefined
}

/** What belongs to a divided group as a whole stands at its first element. */
function beginGroups(making: Making, { around }: PlannedItem, key: string, begun: Set<XdfGroup>): void {
  for (const divided of around) {
    if (begun.has(divided.group)) continue
    begun.add(divided.group)
    for (const rule of divided.group.rules) making.tasks.addRule(key, rule)
    const multiplicity = divided.optional ? '0:1' : '1:1'
    making.warnings.add(
      'divided',
      divided.group.id,
      `Die Gruppe „${divided.group.label}“ (${multiplicity}) ist auf mehrere Seiten verteilt. Ihre Id steht in den Namen ihrer Fragen.`,
      `The group “${divided.group.label}” (${multiplicity}) is spread over several pages. Its id stands in the names of its questions.`,
    )
    tellOptional(making, divided, key)
  }
}

/** Pages of the same name are told apart by the group around them, then by numbers. */
function nameAlike(pages: readonly Page[], schema: XdfSchema): void {
  const seen = new Map<string, number>()
  const often = new Map<string, number>()
  for (const { title } of pages) often.set(title.de, (often.get(title.de) ?? 0) + 1)
  for (const page of pages) {
    const { de } = page.title
    if ((often.get(de) ?? 0) < 2) continue
    const parents = page.items[0]!.key.match(/[A-Z]\d+/g) ?? []
    const around = parents.length > 1 ? labelOf(schema.children, parents.at(-2)!) : undefined
    const name = around === undefined || around === de ? de : `${around}: ${de}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    page.title = textDe(count === 1 ? name : `${name} (${count})`)
  }
}

function labelOf(children: readonly XdfStructure[], id: string): string | undefined {
  for (const { element } of children) {
    if (element.kind !== 'group') continue
    const found = element.id === id ? element.label : labelOf(element.children, id)
    if (found !== undefined) return found
  }
  return undefined
}

function makeItem(making: Making, { element, multiplicity }: XdfStructure, spot: Spot): Item {
  const key = freeKey(`${spot.ids}${element.id}`, spot.taken)
  const path = spot.parent === '' ? key : `${spot.parent}.${key}`
  const unused = multiplicity.max === 0
  if (unused) {
    const de = 'Die Anzahl ist 0: Die Vorlage sieht hier nichts vor.'
    making.warnings.add('multiplicity', path, de, 'The multiplicity is 0: the template wants nothing here.')
    making.tasks.add(path, 'other', de)
  }
  const item =
    element.kind === 'field'
      ? makeField(making, element, multiplicity, { ...spot, path, key })
      : makeGroup(making, element, multiplicity, { ...spot, path, key })
  for (const rule of element.rules) making.tasks.addRule(path, rule)
  return unused ? { ...item, showWhen: 'false' } : item
}

type Placed = Spot & { path: string; key: string }

function makeField(making: Making, field: XdfField, multiplicity: Multiplicity, { path, key, optional }: Placed): Item {
  const asked = askField(field, {
    key,
    multiplicity,
    optional: optional || multiplicity.min === 0,
    miss: (kind, de, en, task = true) => {
      making.warnings.add(kind, path, de, en)
      if (task) making.tasks.add(path, kind === 'code-list' ? 'code-list' : 'type', de, field)
    },
    keepList: (list) => {
      const known = JSON.stringify(list.entries)
      const name = making.lists.get(known) ?? freeKey(field.id, new Set(making.lists.values()))
      making.lists.set(known, name)
      making.document.codeLists = { ...making.document.codeLists, [name]: list }
      return name
    },
  })
  if (field.prefill !== undefined) {
    const de = `Vorbefüllung „${field.prefill}“: Bitte festlegen, woher die Antwort kommt.`
    making.tasks.add(path, 'other', de, field)
  }
  if (asked.takesSeveral || (multiplicity.max ?? 2) <= 1) return asked.item
  const { need: _, showWhen, ...item } = asked.item as Item & { need?: string }
  const label = textDe(field.label)
  return {
    kind: 'group',
    key,
    title: label,
    items: [item as Item],
    ...(showWhen !== undefined && { showWhen }),
    repeat: { ...repeatOf(making, multiplicity, path, optional), one: label },
  }
}

function makeGroup(making: Making, group: XdfGroup, multiplicity: Multiplicity, { path, key, optional }: Placed): Group {
  const repeated = (multiplicity.max ?? 2) > 1
  const taken = new Set<string>()
  const items = group.children.map((child) => makeItem(making, child, { parent: path, ids: '', taken, optional: false }))
  const title = textDe(group.label)
  return {
    kind: 'group',
    key,
    title,
    ...(group.help !== undefined && group.help !== group.label && { hint: textDe(group.help) }),
    items,
    ...(repeated && { repeat: { ...repeatOf(making, multiplicity, path, optional), one: title } }),
    ...(group.choose && { choose: true }),
    ...(!repeated && (optional || multiplicity.min === 0) && { need: 'optional' as const }),
    origin: originOf(group, multiplicity),
  }
}

function repeatOf(
  making: Making,
  { text, min, max }: Multiplicity,
  path: string,
  optional: boolean,
): { min: number; max?: number } {
  if (min > longestRepeat || (max ?? 0) > longestRepeat) {
    const de = `Die Anzahl ${text} wird auf ${longestRepeat} begrenzt.`
    making.warnings.add('multiplicity', path, de, `The multiplicity ${text} is bounded to ${longestRepeat}.`)
    making.tasks.add(path, 'other', de)
  }
  return { min: optional ? 0 : Math.min(min, longestRepeat), ...(max !== undefined && { max: Math.min(max, longestRepeat) }) }
}

/** A group that may be missing, but has no frame on the pages: what it demands is demanded of nobody. */
function tellOptional(making: Making, { group, optional }: DividedGroup, path: string): void {
  if (!optional) return
  const demanded = group.children.filter(({ multiplicity }) => multiplicity.min > 0).map(({ element }) => `„${element.label}“`)
  if (demanded.length === 0) return
  making.tasks.add(
    path,
    'other',
    `Die Gruppe „${group.label}“ kann fehlen (0:1) und ist auf mehrere Seiten verteilt. Bis eine Bedingung festlegt, wann diese Seiten kommen, ist freiwillig, was in ihr Pflicht ist: ${demanded.join(', ')}.`,
    group,
  )
}
