// A form as data: one portable JSON document of pages, questions, groups, rules and papers; what is stored, compared and exchanged.
import type { Language } from '../../../kernel/language.ts'
import type { Level } from '../../../kernel/tables.ts'

/** Rises when a document can no longer be read by older code. */
export const documentFormat = 'stadttor-form/1'

/** A text in the languages of the form. `basis` names, for each translation, the German text it was made from (see `textMark`). */
export type Text = { de: string; en?: string; leicht?: string; basis?: { en?: string; leicht?: string } }

/** An expression of the rule language, read against the answers: `children > 2 and income < 30000`. @standard DMN 1.5 FEEL */
export type Feel = string

export type FormDocument = {
  format: typeof documentFormat
  title: Text
  /** One sentence on the start page: what comes of it. */
  lead?: Text
  languages: Language[]
  audience: Audience[]
  /** Sign-in needed to begin; `none`: nobody must sign in. */
  level: Level
  writtenForm: WrittenForm
  /** What people should have at hand, one line each. */
  needs?: Text[]
  /** Minutes that it takes, until real figures are known. */
  minutes?: number
  legalBasis?: string
  privacy?: Text
  contact?: { name: string; phone?: string; mail?: string; address?: string }
  /** Days after sending in which the answers are kept here. */
  retentionDays?: number
  /** What happens after sending. */
  next?: Text
  pages: Page[]
  calculations?: Calculation[]
  /** Rules over several answers; `when` true means: something is wrong. */
  checks?: Check[]
  fee?: Fee
  codeLists?: Record<string, CodeList>
  /** Answers with what is expected of them: kept as tests of the form. */
  examples?: Example[]
  /** Where the form was taken from, such as a FIM schema. */
  origin?: { standard: string; id: string; version?: string; name?: string }
  /** What an import could not take over, waiting for somebody. */
  tasks?: Task[]
}

export type Audience = 'person' | 'company' | 'staff'
/** `eid`: in the form itself, Art. 3a (3) BayVwVfG (wording not verified here); `qualified`: signature or seal by an adapter. */
export type WrittenForm = 'none' | 'eid' | 'qualified'

export type Page = {
  key: string
  title: Text
  lead?: Text
  /** Help beside this page. */
  help?: Text
  showWhen?: Feel
  /** Sign-in needed from this page on. */
  level?: Level
  items: Item[]
  exits?: Exit[]
}

/** Ends the form before anyone types in vain. Looked at when its page is sent. */
export type Exit = { when: Feel; title: Text; text: Text; link?: { url: string; label: Text } }

export type Item = Question | Group | Information | Summary

export type Information = { kind: 'information'; key: string; text: Text; title?: Text; showWhen?: Feel }
/** Repeats what was answered so far, of the pages named; all without names. */
export type Summary = { kind: 'summary'; key: string; title?: Text; pages?: string[]; showWhen?: Feel }

/** Questions that belong together; with `repeat` a set that is given several times, such as the members of a family. */
export type Group = {
  kind: 'group'
  key: string
  title: Text
  hint?: Text
  items: Item[]
  showWhen?: Feel
  /** `max` absent: as many as one likes, at most `longestRepeat`. */
  repeat?: { min: number; max?: number; one: Text }
  /** Exactly one of the items is answered. @standard XDatenfelder 3 Gruppenart X */
  choose?: boolean
  /** Nothing in it is demanded as long as nothing in it is answered. @standard XDatenfelder multiplicity 0:1 of a group */
  need?: 'optional'
  origin?: Origin
}

/** The element of a foreign standard that this one came from. */
export type Origin = { id: string; version?: string; multiplicity?: string }

type Asked<Type extends string, Own = object> = {
  kind: 'question'
  key: string
  type: Type
  label: Text
  hint?: Text
  /** Stands under the hint: `Zum Beispiel: …`. */
  example?: Text
  /** Longer help, opened by who needs it. */
  help?: Text
  /** Absent: must be answered. */
  need?: 'optional' | /** May be left open with a reason. */ 'reason'
  showWhen?: Feel
  /** Filled from there, visibly, never for `consent`. */
  prefill?: Prefill
  /** About ids, health or bank: no help of the browser's memory. */
  sensitive?: boolean
  origin?: Origin
} & Own

export type Prefill =
  | 'account.givenName'
  | 'account.familyName'
  | 'account.birthDate'
  | 'account.address'
  | 'account.mail'
  | 'account.phone'
  | `register.${string}`

export type Choice = { value: string; label: Text; hint?: Text }

export type Question =
  | Asked<'text', { minLength?: number; maxLength?: number; pattern?: string; patternHint?: Text }>
  | Asked<'longText', { minLength?: number; maxLength?: number }>
  /** `decimals` places after the point, 0 where absent. */
  | Asked<'number', { min?: number; max?: number; decimals?: number; unit?: Text }>
  /** Answer and bounds in cents; in rules an exact number of euros. */
  | Asked<'money', { min?: number; max?: number }>
  /** Bounds are rules that give a date: `today() - duration("P18Y")`. */
  | Asked<'date', { earliest?: Feel; latest?: Feel }>
  | Asked<'dateRange', { earliest?: Feel; latest?: Feel; longestDays?: number }>
  | Asked<'time', { earliest?: string; latest?: string }>
  | Asked<'yesNo', { yes?: Text; no?: Text }>
  | Asked<'choice', { choices: Choice[] }>
  | Asked<'choices', { choices: Choice[]; min?: number; max?: number }>
  /** `list` names one of the document's code lists or one of the house (`countries`, `nationalities`). */
  | Asked<'codeList', { list: string }>
  | Asked<'email'>
  | Asked<'phone'>
  /** Letters as registers write them. @standard DIN 91379 data type A */
  | Asked<'name', { part?: 'given' | 'family' | 'full' }>
  /** `local`: in this town only, its streets are known. */
  | Asked<'address', { abroad?: boolean; local?: boolean }>
  | Asked<'country'>
  | Asked<'nationality'>
  | Asked<'iban'>
  /** Steuer-Identifikationsnummer (11 digits with check) or Steuernummer. */
  | Asked<'taxNumber', { of?: 'person' | 'company' }>
  | Asked<'plate'>
  /** `labels`: what is shown on the files; one file each. `maxMegabytes` for one file. */
  | Asked<'files', { accept?: string[]; maxFiles?: number; maxMegabytes?: number; labels?: Choice[] }>
  | Asked<'place', { shape: 'point' | 'line' | 'area' }>
  /** `label` is what is agreed to; never filled in beforehand, each on its own. */
  | Asked<'consent'>

export type QuestionType = Question['type']
export type QuestionOf<Type extends QuestionType> = Extract<Question, { type: Type }>

/** Its value stands under `name` in every rule after it. */
export type Calculation = { name: string; feel: Feel; label?: Text /** Cents stay euros in rules. */; money?: boolean }
/** `at`: path of the question where the message stands, inside repeated groups without numbers: `family.given`. */
export type Check = { when: Feel; at: string; message: Text }
/** `amount` gives euros, at most two decimals. */
export type Fee = { amount: Feel; note?: Text }

export type CodeList = { name: Text; uri?: string; version?: string; entries: { value: string; label: string }[] }

export type Example = {
  name: string
  answers: Answers
  /** Absent: nothing is expected of it. */
  expect: { complete?: boolean; problems?: string[]; fee?: string; pages?: string[] }
}

/** A rule in prose, an unknown code list, a field type without counterpart: to be done by a person, shown beside its question. */
export type Task = {
  path: string
  kind: 'rule' | 'code-list' | 'type' | 'other'
  text: string
  source?: Origin
  done?: { by: string; note?: string }
}

/** Answers by key; groups are objects, repeated groups arrays of objects. */
export type Answers = { [key: string]: Answer }
export type Answer =
  | string
  | number
  | boolean
  | null
  | string[]
  | Address
  | DateRange
  | FileAnswer[]
  | PlaceAnswer
  | Answers
  | Answers[]
export type Address = { street: string; houseNumber: string; postcode: string; city: string; country?: string; more?: string }
/** Days `YYYY-MM-DD`. */
export type DateRange = { from: string; to: string }
/** A file of the draft; `id` is known to the draft alone. `size` in bytes. */
export type FileAnswer = { id: string; name: string; mediaType: string; size: number; label?: string }
/** `geometry` as in GeoJSON (WGS 84, longitude first); `text` says the place in words. */
export type PlaceAnswer = { text: string; geometry?: { type: 'Point' | 'LineString' | 'Polygon'; coordinates: unknown } }

export const longestRepeat = 50
export const bounds = {
  pages: 200,
  items: 2_000,
  depth: 12,
  text: 20_000,
  rule: 4_000,
  choices: 500,
  entries: 20_000,
  bytes: 8_000_000,
}

/** Keys are names in rules and in addresses. */
export const keyShape = /^[A-Za-z][A-Za-z0-9]{0,63}$/
