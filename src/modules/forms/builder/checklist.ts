// What a form must have before people get it: each point done, or what is missing and where it is mended.
import type { Reader } from '../../../kernel/words.ts'
import { findingsIn, sentencesOf, wordsOf } from '../../../standards/readability/readability.ts'
import { compileForm } from '../document/compile.ts'
import type { FormDocument } from '../document/document.ts'
import { readDocument } from '../document/read-document.ts'
import { translationState } from '../document/text.ts'
import type { FormRow } from '../tables.ts'
import { listTexts } from './all-texts.ts'
import { runExamples } from './example.ts'
import { labelOfItem, listItems } from './outline.ts'
import { unreachableRules } from './reachable.ts'
import { listRules } from './rules.ts'

export const points = [
  'pages',
  'privacy',
  'legalBasis',
  'contact',
  'retention',
  'next',
  'exits',
  'answerable',
  'rules',
  'reachable',
  'writtenForm',
  'languages',
  'readable',
  'structure',
  'tasks',
  'examples',
  'document',
] as const
export type Point = (typeof points)[number]

/** `path` is the page of the builder where it is mended. */
export type Finding = { text: FindingText; name: string; path: string; more?: string }
export type FindingText =
  | 'missing'
  | 'noPages'
  | 'emptyPage'
  | 'noExits'
  | 'noChoices'
  | 'unknownList'
  | 'bounds'
  | 'fault'
  | 'never'
  | 'choice'
  | 'later'
  | 'contradiction'
  | 'afterExit'
  | 'eidLevel'
  | 'noAdapter'
  | 'untranslated'
  | 'outdated'
  | 'tooLong'
  | 'long'
  | 'structure'
  | 'task'
  | 'example'
  | 'document'

export type PointState = { point: Point; state: 'done' | 'blocks' | 'hint'; findings: readonly Finding[] }

export type Looking = {
  reader: Reader
  kind: FormRow['kind']
  now: Date /** What the look at the drawn pages found. */
  structure: readonly Finding[]
}

/** In the order of the page; points that do not concern such a form are left out. */
export function checkForm(document: FormDocument, { reader, kind, now, structure }: Looking): PointState[] {
  const sends = kind === 'application'
  const missing = (there: boolean, path: string): Finding[] => (there ? [] : [{ text: 'missing', name: '', path }])
  const language = reader.language === 'en' ? 'en' : 'de'
  const compiled = compileForm(document)
  const rules = new Map(listRules(document).map((rule) => [rule.at, rule]))
  const broken = new Set(compiled.faults.map(({ at }) => at))
  const readability = readabilityOf(document)
  const all: (readonly [Point, readonly Finding[], 'hint'?] | undefined)[] = [
    ['pages', pagesOf(document)],
    sends ? ['privacy', missing(document.privacy !== undefined, 'papers#privacy')] : undefined,
    sends ? ['legalBasis', missing(document.legalBasis !== undefined, 'papers#legalBasis')] : undefined,
    ['contact', missing(document.contact !== undefined, 'papers#contactName')],
    sends ? ['retention', missing(document.retentionDays !== undefined, 'papers#retentionDays')] : undefined,
    sends ? ['next', missing(document.next !== undefined, 'papers#next')] : undefined,
    sends
      ? undefined
      : ['exits', document.pages.some(({ exits }) => exits?.length) ? [] : [{ text: 'noExits', name: '', path: '' }]],
    ['answerable', answerableOf(document)],
    [
      'rules',
      compiled.faults.map(({ at, message }) => ({
        text: 'fault',
        name: rules.get(at)?.label ?? '',
        path: pathOfRule(at),
        more: message[language],
      })),
    ],
    [
      'reachable',
      [
        ...unreachableRules(document)
          .filter(({ at }) => !broken.has(at))
          .map(
            ({ at, why, names }): Finding => ({
              text: why,
              name: rules.get(at)?.label ?? '',
              path: pathOfRule(at),
              more: names.join(', '),
            }),
          ),
        ...afterExitOf(document),
      ],
    ],
    ['writtenForm', writtenFormOf(document)],
    document.languages.length > 1 ? ['languages', languagesOf(document)] : undefined,
    readability.blocking.length > 0 ? ['readable', readability.blocking] : ['readable', readability.hints, 'hint'],
    ['structure', structure],
    (document.tasks ?? []).length > 0 ? ['tasks', tasksOf(document)] : undefined,
    (document.examples ?? []).length > 0
      ? [
          'examples',
          runExamples(reader, document, now).flatMap(({ example, differences }, index): Finding[] =>
            differences.length > 0 ? [{ text: 'example', name: example.name, path: `try/${index}` }] : [],
          ),
        ]
      : undefined,
    ['document', documentFaults(document, language)],
  ]
  return all.flatMap((one) => {
    if (!one) return []
    const [point, findings, hint] = one
    return [{ point, state: findings.length === 0 ? 'done' : (hint ?? 'blocks'), findings: findings.slice(0, 50) }]
  })
}

export const blocksPublishing = (states: readonly PointState[]): boolean => states.some(({ state }) => state === 'blocks')

/** The page of the builder on which a rule is changed. */
export function pathOfRule(at: string): string {
  const [kind, rest] = [at.slice(0, at.indexOf(':')), at.slice(at.indexOf(':') + 1)]
  if (at === 'fee') return 'fee'
  if (kind === 'calculation') return `calculations/${rest}`
  if (kind === 'earliest' || kind === 'latest') return `items/${rest}`
  return `rule?at=${encodeURIComponent(at)}`
}

function pagesOf({ pages }: FormDocument): Finding[] {
  if (pages.length === 0) return [{ text: 'noPages', name: '', path: '' }]
  return pages
    .filter(({ items, lead }) => items.length === 0 && !lead)
    .map(({ key, title }) => ({ text: 'emptyPage', name: title.de, path: `pages/${key}` }))
}

const houseLists = new Set(['countries', 'nationalities'])

/** A question that must be answered and cannot be keeps everybody from sending. */
function answerableOf(document: FormDocument): Finding[] {
  return listItems(document).flatMap(({ item, path }): Finding[] => {
    const found = (text: FindingText): Finding[] => [{ text, name: labelOfItem(item), path: `items/${path}` }]
    if (item.kind === 'group') {
      const { min = 0, max = 50 } = item.repeat ?? {}
      return item.items.length === 0 ? found('emptyPage') : min > max ? found('bounds') : []
    }
    if (item.kind !== 'question') return []
    switch (item.type) {
      case 'choice':
        return item.choices.length === 0 ? found('noChoices') : []
      case 'choices':
        if (item.choices.length === 0) return found('noChoices')
        return (item.min ?? 0) > (item.max ?? item.choices.length) || (item.min ?? 0) > item.choices.length ? found('bounds') : []
      case 'codeList': {
        const list = document.codeLists?.[item.list]
        if (!list && !houseLists.has(item.list)) return found('unknownList')
        return list?.entries.length === 0 ? found('noChoices') : []
      }
      case 'number':
      case 'money':
        return (item.min ?? Number.NEGATIVE_INFINITY) > (item.max ?? Number.POSITIVE_INFINITY) ? found('bounds') : []
      case 'text':
      case 'longText':
        return (item.minLength ?? 0) > (item.maxLength ?? Number.POSITIVE_INFINITY) ? found('bounds') : []
      case 'time':
        return item.earliest !== undefined && item.latest !== undefined && item.earliest > item.latest ? found('bounds') : []
      default:
        return []
    }
  })
}

/** An exit that always holds cuts off everything after it. */
function afterExitOf({ pages }: FormDocument): Finding[] {
  const index = pages.findIndex(
    ({ exits, showWhen }) => showWhen === undefined && exits?.some(({ when }) => when.trim() === 'true'),
  )
  if (index < 0) return []
  return pages.slice(index + 1).map(({ key, title }) => ({ text: 'afterExit', name: title.de, path: `pages/${key}` }))
}

/** @law Art. 3a Abs. 2, 3 BayVwVfG (wording not verified here) */
function writtenFormOf({ writtenForm, level, pages }: FormDocument): Finding[] {
  if (writtenForm === 'qualified') return [{ text: 'noAdapter', name: '', path: 'papers#writtenForm' }]
  if (writtenForm === 'none') return []
  return [level, ...pages.map((page) => page.level)].includes('high')
    ? []
    : [{ text: 'eidLevel', name: '', path: 'papers#level' }]
}

function languagesOf(document: FormDocument): Finding[] {
  const texts = listTexts(document)
  return document.languages.flatMap((language): Finding[] => {
    if (language === 'de') return []
    const states = texts.map(({ text }) => translationState(text, language))
    const count = (state: string): number => states.filter((one) => one === state).length
    const path = `languages?to=${language}`
    return [
      ...(count('missing') > 0 ? [{ text: 'untranslated' as const, name: language, path, more: String(count('missing')) }] : []),
      ...(count('outdated') > 0 ? [{ text: 'outdated' as const, name: language, path, more: String(count('outdated')) }] : []),
    ]
  })
}

/** Nobody keeps a sentence of more words than this in mind. */
export const longestSentence = 30

function readabilityOf(document: FormDocument): { blocking: Finding[]; hints: Finding[] } {
  const blocking: Finding[] = []
  const hints: Finding[] = []
  for (const { text, thing, path, main } of listTexts(document)) {
    if (!main) continue
    const sentence = sentencesOf(text.de).find((one) => wordsOf(one).length > longestSentence)
    if (sentence) blocking.push({ text: 'tooLong', name: thing, path, more: `${sentence.slice(0, 80)} …` })
    else if (findingsIn(text.de).some(({ kind }) => kind === 'very-long')) hints.push({ text: 'long', name: thing, path })
  }
  return { blocking, hints }
}

const tasksOf = (document: FormDocument): Finding[] =>
  (document.tasks ?? []).flatMap((task): Finding[] => {
    if (task.done) return []
    const placed = listItems(document).find(({ path }) => path === task.path)
    const path = placed ? `items/${task.path}` : 'tasks'
    return [{ text: 'task', name: placed ? labelOfItem(placed.item) : document.title.de, path, more: task.text.slice(0, 120) }]
  })

/** Whatever else keeps the document from being read: none of the points above says it. */
function documentFaults(document: FormDocument, language: 'de' | 'en'): Finding[] {
  const read = readDocument(document)
  if (!('faults' in read)) return []
  return read.faults
    .filter(({ at }) => !/\/choices$/.test(at))
    .map(({ at, message }) => ({ text: 'document', name: at, path: '', more: message[language] }))
}
