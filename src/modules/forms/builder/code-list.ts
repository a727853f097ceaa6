// Lists of the form's own: names and entries as lines of text.
import type { Reader } from '../../../kernel/words.ts'
import { bounds, type CodeList, type FormDocument } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { withGerman, without } from './edits.ts'
import { linesOf } from './entries.tsx'
import { keyFor, labelOfItem, listItems } from './outline.ts'
import { papersWords } from './papers-words.ts'
import type { Thing } from './thing.ts'

/** Longer ones come from an import, and are too long for a field. */
const mostEdited = 2_000
const longest = 19_000

export function listAt(reader: Reader, document: FormDocument, key: string): Thing | undefined {
  const lists = document.codeLists ?? {}
  const list = key === 'new' ? undefined : Object.hasOwn(lists, key) ? lists[key] : undefined
  if (key !== 'new' && !list) return undefined
  const text = papersWords(reader)
  const lines = list ? list.entries.map(({ value, label }) => (value === label ? label : `${value}; ${label}`)).join('\n') : ''
  const fits = !list || (list.entries.length <= mostEdited && lines.length <= longest)
  const used = listItems(document).flatMap(({ item }) =>
    item.kind === 'question' && item.type === 'codeList' && item.list === key ? [labelOfItem(item)] : [],
  )
  const set = (old: FormDocument, name: string, one: CodeList | undefined): FormDocument => {
    const rest = without(old.codeLists ?? {}, [name])
    const codeLists = one ? { ...(old.codeLists ?? {}), [name]: one } : rest
    return Object.keys(codeLists).length > 0 ? { ...old, codeLists } : without(old, ['codeLists'])
  }
  const usage = used.length > 0 ? text.listUsed(used.map((one) => `„${one}“`).join(', ')) : list ? text.listUnused : undefined
  return {
    action: 'list',
    title: list?.name.de ?? text.addList,
    label: (typed) => typed.name ?? '',
    ...(fits ? usage && { lead: usage } : { lead: text.listLong(list!.entries.length) }),
    entries: [
      { name: 'name', label: text.listName, as: 'line', atMost: 200, needed: text.listNameMissing },
      ...(fits
        ? [
            {
              name: 'entries',
              label: text.listEntries,
              hint: text.listEntriesHint,
              as: 'text' as const,
              rows: 14,
              atMost: 20_000,
              needed: text.listEntriesMissing,
            },
          ]
        : []),
    ],
    typed: list && { name: list.name.de, ...(fits && { entries: lines }) },
    back: { label: builderWords(reader).toForm, path: 'papers' },
    more: (typed) => {
      const values = entriesIn(typed.entries).map(({ value }) => value)
      const twice = values.find((value, index) => values.indexOf(value) !== index)
      if (twice !== undefined) return [{ field: 'entries', message: text.listTwice(twice) }]
      return values.length > bounds.entries ? [{ field: 'entries', message: text.listTooLong(bounds.entries) }] : []
    },
    put: (old, typed) => {
      const name = key === 'new' ? keyFor(typed.name ?? '', new Set([...Object.keys(old.codeLists ?? {}), ...house])) : key
      const before = old.codeLists?.[name]
      const entries = fits ? entriesIn(typed.entries) : (before?.entries ?? [])
      return set(old, name, { ...before, name: withGerman(before?.name, typed.name ?? '')!, entries })
    },
    drop: (old) => set(old, key, undefined),
  }
}

const house = ['countries', 'nationalities']

/** `value; label`, or one word for both. */
const entriesIn = (text: string | undefined): CodeList['entries'] =>
  linesOf(text).map((line) => {
    const [, value = '', label = ''] = /^([^;]{1,200});\s*(.+)$/.exec(line) ?? []
    return value !== '' && label !== '' ? { value: value.trim(), label } : { value: line, label: line }
  })
