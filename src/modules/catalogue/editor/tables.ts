// Row types of the editors' desk, beside those of the catalogue.
import type { ColumnType, Generated } from 'kysely'
import type { Localized } from '../record.ts'
import type { CatalogueTables } from '../tables.ts'

type Json<T> = ColumnType<T, string, string>
type Day = string

/** What editors work on. `synonyms` is one thing per town, number 1. */
export const nouns = ['service', 'office', 'topic', 'situation', 'synonyms'] as const
export type EditedNoun = (typeof nouns)[number]

/** What was typed, by field; null gives the field back to the import. */
export type Typed = Record<string, string | null>
/** One field of a version: what people saw before and after, and whether an editor's value stood there. */
export type Change = { field: string; before: string; after: string; wasEdited: boolean; typedBefore?: string }

type Of = { town_id: Generated<number>; noun: EditedNoun; thing_id: number }

export type EditorTables = CatalogueTables & {
  'catalogue.draft': Of & {
    fields: Json<Typed>
    state: Generated<'open' | 'waiting'>
    editors: string[]
    note: Generated<string>
    undoes: number | null
    begun_at: Date
    changed_at: Date
  }
  'catalogue.version': Omit<Of, 'noun'> & {
    noun: EditedNoun | 'fact'
    number: number
    at: Date
    editors: string[]
    publisher: string
    changes: Json<Change[]>
    note: Generated<string>
    undoes: number | null
  }
  'catalogue.review': Of & {
    due: Day | null
    unit: Generated<string>
    person_id: string | null
    reminded_for: Day | null
  }
  'catalogue.import_conflict': {
    town_id: Generated<number>
    noun: 'service' | 'office' | 'topic' | 'authority'
    thing_id: number
    field: string
    found_at: Date
  }
  'catalogue.shared_fact': {
    town_id: Generated<number>
    id: number
    key: string
    label: string
    value: string
    value_en: Generated<string>
    proposed: string | null
    proposed_en: Generated<string>
    proposed_by: string | null
    changed_at: Date
  }
  'catalogue.fact_use': Of & { field: string; typed: string; keys: string[] }
  'catalogue.link_check': {
    town_id: Generated<number>
    url: string
    state: Generated<LinkState>
    answer: Generated<string>
    failures: Generated<number>
    checked_at: Date | null
  }
  'catalogue.link_place': {
    town_id: Generated<number>
    noun: 'service' | 'office'
    thing_id: number
    field: string
    url: string
  }
  'catalogue.translation': {
    town_id: Generated<number>
    service_id: number
    language: string
    german_hash: string
    confirmed_at: Date
  }
  'catalogue.banner': {
    town_id: Generated<number>
    id: number
    place: string
    from_at: Date
    to_at: Date
    title: Json<Localized>
    text: Json<Localized>
    link: string | null
    told: Generated<'waiting' | 'shown' | 'over'>
    editor: string
    changed_at: Date
  }
  'catalogue.synonyms': { town_id: Generated<number>; groups: string; changed_at: Date }
  'catalogue.picture': {
    town_id: Generated<number>
    id: number
    service_id: number
    blob: string
    media_type: string
    width: number
    height: number
    alt: Json<Localized>
    caption: Json<Localized>
    rights: string
    editor: string
    released_by: string | null
    added_at: Date
  }
}

export type LinkState = 'unknown' | 'ok' | 'moved' | 'dead' | 'unsure' | 'insecure'
