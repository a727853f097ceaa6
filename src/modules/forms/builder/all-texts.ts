// Every text of a form that people read, with its place and the page on which it is mended.
import type { FormDocument, Item, Text } from '../document/document.ts'
import { labelOfItem, listItems } from './outline.ts'

export type TextPlace = {
  /** Names the text within the form: `item:plate/label`. */
  at: string
  /** Its thing, as editors call it. */
  thing: string
  /** Which text of the thing. */
  part: TextPart
  text: Text
  /** Page of the builder where the German text stands. */
  path: string
  /** Read by everybody on the way; the others are looked up. */
  main: boolean
  write: (text: Text) => void
}
export type TextPart =
  | 'title'
  | 'lead'
  | 'need'
  | 'privacy'
  | 'next'
  | 'help'
  | 'label'
  | 'hint'
  | 'example'
  | 'choice'
  | 'unit'
  | 'yes'
  | 'no'
  | 'patternHint'
  | 'one'
  | 'text'
  | 'link'
  | 'message'
  | 'note'

/** `write` changes `document` itself. */
export function listTexts(document: FormDocument): TextPlace[] {
  const found: TextPlace[] = []
  const own = <Thing extends object>(
    at: string,
    thing: string,
    path: string,
    holder: Thing,
    parts: readonly (readonly [keyof Thing & string, TextPart, boolean?])[],
  ): void => {
    for (const [field, part, main = false] of parts) {
      const text = holder[field] as Text | undefined
      if (text)
        found.push({
          at: `${at}/${field}`,
          thing,
          part,
          text,
          path,
          main,
          write: (fresh) => Object.assign(holder, { [field]: fresh }),
        })
    }
  }
  own('form', document.title.de, 'papers', document, [
    ['title', 'title', true],
    ['lead', 'lead', true],
    ['privacy', 'privacy'],
    ['next', 'next', true],
  ])
  document.needs?.forEach((text, index) => {
    const { needs = [] } = document
    found.push({
      at: `form/needs/${index}`,
      thing: document.title.de,
      part: 'need',
      text,
      path: 'papers',
      main: true,
      write: (fresh) => {
        needs[index] = fresh
      },
    })
  })
  for (const page of document.pages) {
    const path = `pages/${page.key}`
    own(`page:${page.key}`, page.title.de, path, page, [
      ['title', 'title', true],
      ['lead', 'lead', true],
      ['help', 'help'],
    ])
    page.exits?.forEach((exit, index) => {
      const at = `exit:${page.key}/${index}`
      own(at, exit.title.de, `${path}/exits/${index}`, exit, [
        ['title', 'title', true],
        ['text', 'text', true],
      ])
      if (exit.link) own(`${at}/link`, exit.title.de, `${path}/exits/${index}`, exit.link, [['label', 'link', true]])
    })
  }
  for (const { item, path } of listItems(document)) ofItem(item, path, own)
  for (const one of document.calculations ?? [])
    own(`calculation:${one.name}`, one.label?.de ?? one.name, `calculations/${one.name}`, one, [['label', 'label']])
  for (const [index, check] of (document.checks ?? []).entries())
    own(`check:${index}`, check.message.de, `checks/${index}`, check, [['message', 'message', true]])
  if (document.fee) own('fee', document.title.de, 'fee', document.fee, [['note', 'note', true]])
  for (const [key, list] of Object.entries(document.codeLists ?? {}))
    own(`list:${key}`, list.name.de, `lists/${key}`, list, [['name', 'title']])
  return found
}

type Own = <Thing extends object>(
  at: string,
  thing: string,
  path: string,
  holder: Thing,
  parts: readonly (readonly [keyof Thing & string, TextPart, boolean?])[],
) => void

function ofItem(item: Item, path: string, own: Own): void {
  const at = `item:${path}`
  const thing = labelOfItem(item)
  const place = `items/${path}`
  if (item.kind === 'information') {
    own(at, thing, place, item, [
      ['title', 'title', true],
      ['text', 'text', true],
    ])
    return
  }
  if (item.kind === 'summary') {
    own(at, thing, place, item, [['title', 'title', true]])
    return
  }
  if (item.kind === 'group') {
    own(at, thing, place, item, [
      ['title', 'title', true],
      ['hint', 'hint', true],
    ])
    if (item.repeat) own(`${at}/repeat`, thing, place, item.repeat, [['one', 'one', true]])
    return
  }
  own(at, thing, place, item, [
    ['label', 'label', true],
    ['hint', 'hint', true],
    ['example', 'example', true],
    ['help', 'help'],
  ])
  if (item.type === 'text') own(at, thing, place, item, [['patternHint', 'patternHint', true]])
  if (item.type === 'number') own(at, thing, place, item, [['unit', 'unit', true]])
  if (item.type === 'yesNo')
    own(at, thing, place, item, [
      ['yes', 'yes', true],
      ['no', 'no', true],
    ])
  const choices =
    item.type === 'choice' || item.type === 'choices' ? item.choices : item.type === 'files' ? (item.labels ?? []) : []
  for (const choice of choices)
    own(`${at}/choice:${choice.value}`, thing, place, choice, [
      ['label', 'choice', true],
      ['hint', 'hint', true],
    ])
}
