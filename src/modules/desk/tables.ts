// Row types of the desk's own tables.
import type { Generated } from 'kysely'

export type DeskTables = {
  'desk.preference': { town_id: Generated<number>; person_id: string; one_line: boolean; keys: boolean }
  'desk.saved_filter': { town_id: Generated<number>; id: string; person_id: string; title: string; path: string }
  'desk.notice': {
    town_id: Generated<number>
    id: string
    person_id: string
    at: Date
    text_de: string
    text_en: string
    path: string | null
    read_at: Date | null
  }
}
