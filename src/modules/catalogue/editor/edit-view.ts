// Gathers what the page of one thing shows: fields of the chosen part, hints on reading, what stands beside them.
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { type Finding, findingsIn } from '../../../standards/readability/readability.ts'
import { officePath, servicePath, situationPath, topicPath } from '../paths.ts'
import { plainText } from '../readers/rich-text.ts'
import { deskPath, nameOf } from './desk-address.ts'
import { type Clash, markOf, type Opened, typedNow } from './draft.ts'
import type { EditView, FieldView } from './edit-pages.tsx'
import { type Field, fieldsOf, languageOf, rare } from './fields.ts'
import { htmlOf } from './notation.ts'
import type { EditedNoun } from './tables.ts'
import type { Thing } from './thing.ts'
import { asideOf } from './thing-aside.ts'
import type { Wrong } from './typed-value.ts'
import { type EditorWords, editorWords } from './words.ts'

/** What a form sent that was not saved. */
export type Shown = {
  part?: string
  typed?: Record<string, string>
  wrong?: ReadonlyMap<string, Wrong>
  clashes?: readonly Clash[]
  reviewWrong?: { day: string; month: string; year: string; unit: string }
}

const partsOf: Record<EditedNoun, readonly string[]> = {
  service: ['de', 'facts', 'en', 'leicht'],
  office: ['de', 'en', 'leicht'],
  topic: ['de', 'en', 'leicht'],
  situation: ['de', 'en', 'leicht'],
  synonyms: ['de'],
}

/** Facts hang on no language: services have a part of their own for them, shorter things show them beside the German words. */
const partOf = (noun: EditedNoun, field: Field): string => languageOf(field) ?? (noun === 'service' ? 'facts' : 'de')

export async function editViewOf(visit: Visit, opened: Opened, shown: Shown): Promise<EditView> {
  const { thing, draft } = opened
  const { noun, id } = thing
  const text = editorWords(visit)
  const parts = partsOf[noun]
  const wrongPart = [...(shown.wrong?.keys() ?? [])].map(
    (path) => parts.find((part) => path.startsWith(`${part}.`)) ?? (noun === 'service' ? 'facts' : 'de'),
  )[0]
  const asked = shown.part && parts.includes(shown.part) ? shown.part : visit.query.part
  const part = wrongPart ?? (asked && parts.includes(asked) ? asked : 'de')
  const url = linkTo(visit, deskPath(noun, id))
  const fields = fieldsOf[noun]
    .filter((field) => partOf(noun, field) === part)
    .filter(
      (field) => !rare.includes(field.name) || typedNow(opened, field.path) !== '' || thing.values[field.path]!.imported !== '',
    )
    .map((field) => fieldView(opened, field, shown))
  const aside = noun === 'synonyms' ? undefined : await asideOf(visit.town, thing, part, visit.today)
  return {
    title: thing.title || text[noun],
    noun,
    state: stateOf(text, opened),
    note: draft?.note ?? '',
    url,
    part,
    parts: parts.map((one) => ({ part: one, label: labelOfPart(text, noun, one), url: `${url}?part=${one}` })),
    fields,
    hasDraft: draft !== undefined,
    publicUrl: thing.status === 'published' ? publicUrlOf(visit, thing) : undefined,
    said: saidOf(text, visit.query.done),
    aside,
    isMine: aside?.review?.personId === visit.person?.personId,
    reviewWrong: shown.reviewWrong,
    back:
      noun === 'synonyms'
        ? { label: text.back, url: linkTo(visit, '/desk/catalogue/topics') }
        : { label: text[noun], url: linkTo(visit, `/desk/catalogue/${noun}s`) },
  }
}

const labelOfPart = (text: EditorWords, noun: EditedNoun, part: string): string =>
  part === 'facts' || noun === 'synonyms' ? text.partfacts : text[`part${part as 'de' | 'en' | 'leicht'}`]

export const stateOf = (text: EditorWords, { thing, draft }: Opened): string =>
  [thing.noun === 'synonyms' ? '' : text[thing.status], draft && (draft.state === 'waiting' ? text.hasWaiting : text.hasDraft)]
    .filter(Boolean)
    .join(' · ')

function publicUrlOf(visit: Visit, { noun, id, title, kind }: Thing): string | undefined {
  if (noun === 'service') return linkTo(visit, servicePath(id, title))
  if (noun === 'office') return linkTo(visit, officePath(id, title))
  if (noun === 'topic') return linkTo(visit, topicPath(id, title))
  return noun === 'situation' ? linkTo(visit, situationPath(kind ?? 'life', id, title)) : undefined
}

const tones: Record<string, 'ok' | 'plain'> = { unchanged: 'plain', discarded: 'plain' }
const told = [
  'saved',
  'returned',
  'unchanged',
  'discarded',
  'reviewSaved',
  'reviewIsDone',
  'linksChecked',
  'translationConfirmed',
] as const

function saidOf(text: EditorWords, done: string | undefined): EditView['said'] {
  const key = told.find((one) => one === done)
  return key && { text: text[key], tone: tones[key] ?? 'ok' }
}

function fieldView(opened: Opened, field: Field, { typed, wrong, clashes }: Shown): FieldView {
  const { thing } = opened
  const stored = typedNow(opened, field.path)
  const clash = clashes?.find(({ path }) => path === field.path)
  const value = typed?.[field.path] ?? stored
  const own = thing.values[field.path]!
  const language = languageOf(field)
  const german = language && language !== 'de' ? typedNow(opened, field.path.replace(/^[a-z]+/, 'de')) : undefined
  const fromSource =
    own.edited && own.imported !== '' && own.imported !== value && field.at.in !== 'relation' ? own.imported : undefined
  return {
    field,
    name: nameOf(field.path),
    value,
    mark: markOf(stored),
    wrong: wrong?.get(field.path),
    theirs: clash?.theirs,
    german: german || undefined,
    imported: fromSource,
    findings: language === 'de' && thing.noun === 'service' ? findingsOf(field, value) : [],
  }
}

function findingsOf(field: Field, typed: string): Finding[] {
  if (field.kind !== 'rich' && field.kind !== 'text') return []
  if (field.kind === 'text') return findingsIn(typed)
  const html = htmlOf(typed)
  return typeof html === 'string' ? findingsIn(plainText(html)) : []
}
