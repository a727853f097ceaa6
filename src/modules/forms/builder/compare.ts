// What differs between two versions of a form: things added, gone, moved or changed, with the words before and after.
import type { FormDocument, Item } from '../document/document.ts'
import { labelOfItem, listItems } from './outline.ts'

export type Changed = { field: string; before: string; after: string }
export type VersionDifference = { kind: 'added' | 'removed' | 'changed'; thing: string; fields: readonly Changed[] }

type Thing = { name: string; values: Record<string, unknown> }

/** In the order of the newer version; what is gone stands last. */
export function differencesBetween(before: FormDocument, after: FormDocument): VersionDifference[] {
  const [old, fresh] = [thingsOf(before), thingsOf(after)]
  const found: VersionDifference[] = []
  for (const [at, { name, values }] of fresh) {
    const was = old.get(at)
    if (!was) {
      found.push({ kind: 'added', thing: name, fields: [] })
      continue
    }
    const fields = [...new Set([...Object.keys(was.values), ...Object.keys(values)])]
      .map((field) => ({ field, before: shown(was.values[field]), after: shown(values[field]) }))
      .filter((one) => one.before !== one.after)
    if (fields.length > 0) found.push({ kind: 'changed', thing: name, fields })
  }
  for (const [at, { name }] of old) if (!fresh.has(at)) found.push({ kind: 'removed', thing: name, fields: [] })
  return found
}

function thingsOf(document: FormDocument): Map<string, Thing> {
  const things = new Map<string, Thing>()
  const { pages, calculations = [], checks = [], codeLists = {}, examples: _examples, tasks: _tasks, ...papers } = document
  things.set('form', { name: document.title.de, values: papers })
  for (const [index, { key, items, exits, ...values }] of pages.entries())
    things.set(`page:${key}`, {
      name: values.title.de,
      values: {
        ...values,
        exits: exits?.map(({ title, when }) => `${title.de}: ${when}`).join('\n'),
        place: index + 1,
        items: items.map(labelOfItem).join(', '),
      },
    })
  for (const { item, path, page } of listItems(document))
    things.set(`item:${path}`, { name: labelOfItem(item), values: { ...valuesOf(item), page: page.title.de } })
  for (const { name, ...values } of calculations) things.set(`calculation:${name}`, { name, values })
  for (const check of checks) things.set(`check:${check.at}/${check.message.de}`, { name: check.message.de, values: check })
  for (const [key, { name, entries }] of Object.entries(codeLists))
    things.set(`list:${key}`, { name: name.de, values: { name, entries: entries.map(({ label }) => label).join('\n') } })
  return things
}

function valuesOf(item: Item): Record<string, unknown> {
  const { key: _key, kind: _kind, ...values } = item
  if (item.kind !== 'group') return values
  return { ...values, items: item.items.map(labelOfItem).join(', ') }
}

/** A value as text: the words of each language, the labels of choices. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(shown).join('\n')
  if (typeof value !== 'object') return String(value)
  const { de, en, leicht, label } = value as { de?: string; en?: string; leicht?: string; label?: unknown }
  if (typeof de === 'string') return [de, en, leicht].filter(Boolean).join('\n')
  if (label !== undefined) return shown(label)
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${shown(part)}`)
    .join('\n')
}
