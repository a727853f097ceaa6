// What can be edited of each thing: every field has an address, a kind, and a place where its value is stored.
import { languages } from '../../../kernel/language.ts'
import type { ServiceText } from '../record.ts'
import type { EditedNoun } from './tables.ts'

export type FieldKind =
  | 'line'
  | 'text'
  | 'rich'
  | 'list'
  | 'fees'
  | 'links'
  | 'hours'
  | 'address'
  | 'url'
  | 'phone'
  | 'mail'
  | 'choice'
  | 'things'
  | 'steps'
  | 'groups'

/** `text`: a row of texts per language. `facts`: the edited layer. `way`: one channel of a service. `column`: of a situation. */
export type Place =
  | { in: 'text'; language: string; key: keyof ServiceText }
  | { in: 'facts'; key: string; language?: string }
  | { in: 'way'; kind: 'online-form' | 'appointment' }
  | { in: 'wheelchair' }
  | { in: 'relation'; table: 'service_office' | 'service_topic' | 'topic_parent'; owner: string; other: string; of: EditedNoun }
  | { in: 'column'; key: string; language?: string }
  | { in: 'steps' }
  | { in: 'status' }
  | { in: 'groups' }

export type Field = {
  /** `de.title`, `fees`, `status` */
  path: string
  /** Its words: `title`, `fees`. */
  name: FieldName
  kind: FieldKind
  at: Place
  needed?: boolean
  choices?: readonly string[]
  atMost: number
}

export type FieldName =
  | 'title'
  | 'summary'
  | 'shortText'
  | 'description'
  | 'prerequisites'
  | 'requiredDocumentsText'
  | 'feesText'
  | 'processingTimeText'
  | 'deadlinesText'
  | 'steps'
  | 'hints'
  | 'remedy'
  | 'legalBasisText'
  | 'formsText'
  | 'furtherInformation'
  | 'additional'
  | 'competentUnitText'
  | 'contactText'
  | 'keywords'
  | 'fees'
  | 'links'
  | 'online'
  | 'appointment'
  | 'offices'
  | 'topics'
  | 'status'
  | 'name'
  | 'otherNames'
  | 'unit'
  | 'address'
  | 'phone'
  | 'fax'
  | 'mail'
  | 'website'
  | 'hours'
  | 'hoursNote'
  | 'wheelchair'
  | 'parents'
  | 'services'
  | 'order'
  | 'main'
  | 'groups'

const statusField: Field = {
  path: 'status',
  name: 'status',
  kind: 'choice',
  at: { in: 'status' },
  choices: ['published', 'retired'],
  needed: true,
  atMost: 20,
}

const serviceTexts: readonly [keyof ServiceText & FieldName, FieldKind, number][] = [
  ['title', 'line', 200],
  ['summary', 'text', 600],
  ['description', 'rich', 19_000],
  ['shortText', 'rich', 19_000],
  ['prerequisites', 'rich', 19_000],
  ['requiredDocumentsText', 'rich', 19_000],
  ['feesText', 'rich', 19_000],
  ['processingTimeText', 'rich', 19_000],
  ['deadlinesText', 'rich', 19_000],
  ['steps', 'rich', 19_000],
  ['hints', 'rich', 19_000],
  ['formsText', 'rich', 19_000],
  ['furtherInformation', 'rich', 19_000],
  ['additional', 'rich', 19_000],
  ['competentUnitText', 'rich', 19_000],
  ['contactText', 'rich', 19_000],
  ['remedy', 'rich', 19_000],
  ['legalBasisText', 'rich', 19_000],
  ['keywords', 'list', 5_000],
]

const facts = (name: FieldName, kind: FieldKind, key: string, atMost: number, needed = false): Field => ({
  path: name,
  name,
  kind,
  at: { in: 'facts', key },
  atMost,
  needed,
})

const inLanguages = (name: FieldName, kind: FieldKind, key: string, atMost: number, place: 'facts' | 'column'): Field[] =>
  languages.map((language) => ({
    path: `${language}.${name}`,
    name,
    kind,
    at: { in: place, key, language },
    atMost,
    needed: name === 'name' && language === 'de',
  }))

const related = (
  name: FieldName,
  table: 'service_office' | 'service_topic' | 'topic_parent',
  owner: string,
  other: string,
  of: EditedNoun,
): Field => ({ path: name, name, kind: 'things', at: { in: 'relation', table, owner, other, of }, atMost: 19_000 })

const service: Field[] = [
  ...languages.flatMap((language) =>
    serviceTexts.map(
      ([key, kind, atMost]): Field => ({
        path: `${language}.${key}`,
        name: key,
        kind,
        at: { in: 'text', language, key },
        atMost,
        needed: key === 'title' && language === 'de',
      }),
    ),
  ),
  facts('fees', 'fees', 'fees', 4_000),
  { path: 'online', name: 'online', kind: 'url', at: { in: 'way', kind: 'online-form' }, atMost: 1_000 },
  { path: 'appointment', name: 'appointment', kind: 'url', at: { in: 'way', kind: 'appointment' }, atMost: 1_000 },
  facts('links', 'links', 'links', 8_000),
  related('offices', 'service_office', 'service_id', 'office_id', 'office'),
  related('topics', 'service_topic', 'service_id', 'topic_id', 'topic'),
  statusField,
]

const office: Field[] = [
  ...inLanguages('name', 'line', 'name', 200, 'facts'),
  facts('otherNames', 'list', 'alternativeNames', 4_000),
  facts('unit', 'line', 'unit', 200),
  facts('address', 'address', 'address', 600),
  facts('hours', 'hours', 'openingHours', 2_000),
  ...inLanguages('hoursNote', 'rich', 'openingHoursText', 4_000, 'facts'),
  facts('phone', 'phone', 'phone', 60),
  facts('fax', 'phone', 'fax', 60),
  facts('mail', 'mail', 'email', 200),
  facts('website', 'url', 'website', 1_000),
  {
    path: 'wheelchair',
    name: 'wheelchair',
    kind: 'choice',
    at: { in: 'wheelchair' },
    choices: ['yes', 'limited', 'no'],
    atMost: 20,
  },
  statusField,
]

const topic: Field[] = [
  ...inLanguages('name', 'line', 'name', 200, 'facts'),
  related('parents', 'topic_parent', 'topic_id', 'parent_id', 'topic'),
  related('services', 'service_topic', 'topic_id', 'service_id', 'service'),
  statusField,
]

const situation: Field[] = [
  ...inLanguages('name', 'line', 'name', 200, 'column'),
  ...inLanguages('summary', 'text', 'summary', 1_000, 'column'),
  ...inLanguages('keywords', 'list', 'keywords', 4_000, 'column'),
  { path: 'order', name: 'order', kind: 'steps', at: { in: 'steps' }, atMost: 19_000 },
  {
    path: 'main',
    name: 'main',
    kind: 'choice',
    at: { in: 'column', key: 'main' },
    choices: ['yes', 'no'],
    needed: true,
    atMost: 10,
  },
  statusField,
]

const synonyms: Field[] = [{ path: 'groups', name: 'groups', kind: 'groups', at: { in: 'groups' }, atMost: 19_000 }]

export const fieldsOf: Record<EditedNoun, readonly Field[]> = { service, office, topic, situation, synonyms }

/** Rare text modules of a delivery: offered only where they hold something. */
export const rare: readonly FieldName[] = [
  'shortText',
  'formsText',
  'furtherInformation',
  'additional',
  'competentUnitText',
  'contactText',
  'remedy',
]

export const languageOf = ({ path }: Pick<Field, 'path'>): string | undefined => /^([a-z]+)\./.exec(path)?.[1]

export const findField = (noun: EditedNoun, path: string): Field | undefined =>
  fieldsOf[noun].find((field) => field.path === path)
