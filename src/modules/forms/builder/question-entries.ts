// What can be set on one question, group or note: the fields of its page by its kind, read from it and put back.
import type { FormDocument, Group, Item, Question } from '../document/document.ts'
import { present, withGerman, without } from './edits.ts'
import { type Entry, isTicked, linesOf, numberIn, type Typed } from './entries.tsx'
import { limitEntries } from './limit-entries.ts'
import { kindName, prefillsFor, questionTypes } from './question-kinds.ts'
import { limitsOf, withLimits } from './question-limits.ts'
import type { QuestionWords } from './question-words.ts'
import type { TypeWords } from './type-words.ts'

type Words = { text: QuestionWords; types: TypeWords }

export function entriesFor(item: Item, document: FormDocument, { text, types }: Words): Entry[] {
  const { key } = item
  if (item.kind === 'information')
    return [
      { name: 'title', label: text.title, as: 'line' },
      { name: 'text', label: text.noteText, as: 'text', rows: 6, atMost: 20_000, needed: text.noteMissing },
    ]
  if (item.kind === 'summary') {
    const pages = document.pages.map(({ key: value, title }) => ({ value, label: title.de }))
    return [
      { name: 'title', label: text.title, as: 'line' },
      { name: 'pages', label: text.summaryPages, hint: text.summaryPagesHint, as: 'ticks', choices: pages },
    ]
  }
  if (item.kind === 'group') return groupEntries(text)
  const consent = item.type === 'consent'
  const prefills = prefillsFor(item.type)
  return [
    {
      name: 'label',
      label: consent ? text.consentLabel : text.label,
      hint: consent ? undefined : text.labelHint,
      as: 'line',
      atMost: consent ? 1_000 : 300,
      needed: text.labelMissing,
    },
    ...limitEntries(item, document, text).filter(({ early }) => early),
    { name: 'hint', label: text.hint, hint: text.hintHint, as: 'line', atMost: 500 },
    ...(consent ? [] : [{ name: 'example', label: text.example, hint: text.exampleHint, as: 'line' } as const]),
    ...(consent
      ? []
      : [
          {
            name: 'need',
            label: text.need,
            as: 'radios',
            bare: true,
            choices: [
              { value: 'needed', label: text.needed },
              { value: 'optional', label: text.neededNot },
              { value: 'reason', label: text.neededReason },
            ],
          } as const,
        ]),
    { name: 'help', label: text.help, hint: text.helpHint, as: 'text', atMost: 20_000 },
    ...limitEntries(item, document, text).filter(({ early }) => !early),
    ...(prefills.length > 0
      ? [
          {
            name: 'prefill',
            label: text.prefill,
            hint: text.prefillHint,
            as: 'select',
            choices: prefills.map((value) => ({ value, label: text[value as 'account.mail'] })),
          } as const,
        ]
      : []),
    ...(consent ? [] : [{ name: 'sensitive', label: text.sensitive, hint: text.sensitiveHint, as: 'tick' } as const]),
    {
      name: 'type',
      label: text.kind,
      as: 'select',
      needed: text.labelMissing,
      choices: questionTypes.map((value) => ({ value, label: kindName(types, value) })),
    },
    { name: 'key', label: text.key, hint: text.keyHint, as: 'line', needed: text.keyMissing, atMost: 64 },
  ].filter((entry) => entry.name !== 'key' || key !== '') as Entry[]
}

const groupEntries = (text: QuestionWords): Entry[] => [
  { name: 'title', label: text.groupTitle, as: 'line', needed: text.titleMissing },
  { name: 'hint', label: text.hint, as: 'line', atMost: 500 },
  {
    name: 'repeat',
    label: text.repeat,
    as: 'radios',
    bare: true,
    choices: [
      { value: 'no', label: text.repeatNo },
      { value: 'yes', label: text.repeatYes },
    ],
  },
  { name: 'one', label: text.repeatOne, hint: text.repeatOneHint, as: 'line' },
  { name: 'min', label: text.repeatMin, as: 'number', least: 0, most: 50 },
  { name: 'max', label: text.repeatMax, hint: text.repeatMaxHint, as: 'number', least: 1, most: 50 },
  { name: 'choose', label: text.choose, as: 'tick' },
  { name: 'key', label: text.key, hint: text.keyHint, as: 'line', needed: text.keyMissing, atMost: 64 },
]

export function typedOf(item: Item): Typed {
  if (item.kind === 'information') return { title: item.title?.de ?? '', text: item.text.de }
  if (item.kind === 'summary') return { title: item.title?.de ?? '', pages: (item.pages ?? []).join('\n') }
  if (item.kind === 'group') {
    const { repeat } = item
    return {
      title: item.title.de,
      hint: item.hint?.de ?? '',
      repeat: repeat ? 'yes' : 'no',
      one: repeat?.one.de ?? '',
      min: repeat ? String(repeat.min) : '',
      max: repeat?.max === undefined ? '' : String(repeat.max),
      choose: item.choose ? 'yes' : '',
      key: item.key,
    }
  }
  return {
    label: item.label.de,
    hint: item.hint?.de ?? '',
    example: item.example?.de ?? '',
    help: item.help?.de ?? '',
    need: item.need ?? 'needed',
    prefill: item.prefill ?? '',
    sensitive: item.sensitive ? 'yes' : '',
    type: item.type,
    key: item.key,
    ...limitsOf(item),
  }
}

/** What was typed, put on the item; the key is renamed apart, since rules go with it. */
export function withTyped(item: Item, typed: Typed): Item {
  if (item.kind === 'information')
    return { ...without(item, ['title']), text: withGerman(item.text, typed.text ?? '')!, ...titled(item, typed) }
  if (item.kind === 'summary') {
    const pages = linesOf(typed.pages)
    return { ...without(item, ['title', 'pages']), ...titled(item, typed), ...(pages.length > 0 && { pages }) }
  }
  if (item.kind === 'group') return groupWith(item, typed)
  const { hint, example, help, label } = item
  const fresh = {
    hint: withGerman(hint, typed.hint ?? ''),
    example: withGerman(example, typed.example ?? ''),
    help: withGerman(help, typed.help ?? ''),
    need: typed.need === 'optional' || typed.need === 'reason' ? typed.need : undefined,
    prefill: item.prefill?.startsWith('register.') && !typed.prefill ? item.prefill : typed.prefill || undefined,
    sensitive: isTicked(typed, 'sensitive') || undefined,
  }
  const kept = without(item, ['hint', 'example', 'help', 'need', 'prefill', 'sensitive']) as Question
  return withLimits({ ...kept, label: withGerman(label, typed.label ?? '')!, ...present(fresh) } as Question, typed)
}

const titled = (item: { title?: { de: string } }, typed: Typed) => {
  const title = withGerman(item.title, typed.title ?? '')
  return title ? { title } : {}
}

function groupWith(item: Group, typed: Typed): Group {
  const { title, hint, repeat } = item
  const one = withGerman(repeat?.one, typed.one ?? '')
  const max = numberIn(typed.max ?? '')
  const again = typed.repeat === 'yes' && one && { min: numberIn(typed.min ?? '') ?? 1, ...(max !== undefined && { max }), one }
  return {
    ...without(item, ['hint', 'repeat', 'choose']),
    title: withGerman(title, typed.title ?? '')!,
    ...present({
      hint: withGerman(hint, typed.hint ?? ''),
      repeat: again || undefined,
      choose: isTicked(typed, 'choose') || undefined,
    }),
  } as Group
}
