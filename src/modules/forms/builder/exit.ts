// Exits of a page: where people turn when the form is not for them.
import type { Reader } from '../../../kernel/words.ts'
import type { Exit, FormDocument } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { unwritten } from './condition-words.ts'
import { withGerman, without } from './edits.ts'
import { logicWords } from './logic-words.ts'
import { findPage } from './outline.ts'
import { type Thing, withAt } from './thing.ts'

export function exitAt(reader: Reader, document: FormDocument, key: string, index: string): Thing | undefined {
  const page = findPage(document, key)
  const number = index === 'new' ? undefined : Number(index)
  const exit = number === undefined ? undefined : page?.exits?.[number]
  if (!page || (number !== undefined && !exit)) return undefined
  const text = logicWords(reader)
  const set = (old: FormDocument, one: Exit | undefined): FormDocument => ({
    ...old,
    pages: old.pages.map((other) => {
      if (other.key !== key) return other
      const exits = withAt(other.exits, number, one)
      return exits.length > 0 ? { ...other, exits } : without(other, ['exits'])
    }),
  })
  return {
    action: 'exit',
    title: exit?.title.de ?? text.exitNew,
    label: (typed) => typed.title ?? '',
    entries: [
      { name: 'title', label: text.exitTitle, hint: text.exitTitleHint, as: 'line', needed: text.exitTitleMissing },
      { name: 'text', label: text.exitText, as: 'text', rows: 4, atMost: 20_000, needed: text.exitTextMissing },
      { name: 'url', label: text.exitUrl, hint: text.exitUrlHint, as: 'line', atMost: 2_000 },
      { name: 'label', label: text.exitLabel, as: 'line' },
    ],
    typed: exit && { title: exit.title.de, text: exit.text.de, url: exit.link?.url ?? '', label: exit.link?.label.de ?? '' },
    back: { label: builderWords(reader).toPage(page.title.de), path: `pages/${key}` },
    ...(exit && { rule: { at: `exit:${key}/${index}`, feel: exit.when, title: text.whenExit } }),
    more: ({ url, label }) => [
      ...(url && !/^(https:\/\/|\/(?!\/))\S*$/.test(url) ? [{ field: 'url', message: text.exitUrlWrong }] : []),
      ...(url && !label ? [{ field: 'label', message: text.exitLabelMissing }] : []),
    ],
    put: (old, typed) => {
      const before = number === undefined ? undefined : findPage(old, key)?.exits?.[number]
      const label = withGerman(before?.link?.label, typed.label ?? '')
      return set(old, {
        when: before?.when ?? unwritten,
        title: withGerman(before?.title, typed.title ?? '')!,
        text: withGerman(before?.text, typed.text ?? '')!,
        ...(typed.url && label && { link: { url: typed.url, label } }),
      })
    },
    drop: (old) => set(old, undefined),
    ...(exit === undefined && {
      onwards: (after) => `rule?at=${encodeURIComponent(`exit:${key}/${(findPage(after, key)?.exits?.length ?? 1) - 1}`)}`,
    }),
  }
}
