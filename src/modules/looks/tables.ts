// Row types of this room.
import type { Generated } from 'kysely'

export type LooksTables = {
  'looks.objection': {
    town_id: Generated<number>
    id: string
    person_id: string
    look_id: string
    state: Generated<'open' | 'answered'>
    made_at: Date
    due: string
    answered_at: Date | null
    answered_by: string | null
  }
  'looks.objection_text': {
    town_id: Generated<number>
    subject_id: string
    objection_id: string
    reason: string
    answer: string
  }
  'looks.inquiry': {
    town_id: Generated<number>
    id: string
    person_id: string
    purpose: string
    made_by: string
    made_at: Date
  }
  'looks.hidden': {
    town_id: number
    look_id: string
    at: Date
    until: string
    law: string
    reason: string
    hidden_by: string
  }
}
