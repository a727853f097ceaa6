// Row types of the profile.
import type { Generated, JSONColumnType } from 'kysely'
import type { ErasureReport, ErasureStep } from '../../../contracts/my-data.ts'
import type { Language } from '../../../kernel/language.ts'

export const fieldNames = [
  'given-name',
  'family-name',
  'academic-title',
  'birth-name',
  'date-of-birth',
  'street',
  'postal-code',
  'city',
  'country',
  'mail',
  'phone',
] as const
export type FieldName = (typeof fieldNames)[number]

/** `typed`: by the person; `staff`: at the counter; `provider`: came with a sign-in; `register`: from a register of the town. */
export type FieldSource = 'typed' | 'staff' | 'provider' | 'register'
export type Channel = 'mail' | 'sms' | 'push' | 'none'

export type ProfileTables = {
  'accounts.field': {
    town_id: Generated<number>
    subject_id: string
    name: FieldName
    source: FieldSource
    source_name: string
    value: string
    since: Date
  }
  'accounts.preference': {
    town_id: Generated<number>
    subject_id: string
    language: Language
    channel: Channel
    quiet_from: number | null
    quiet_to: number | null
    digest: boolean
    interests: string[]
    offers: boolean
    changed_at: Date
  }
  'accounts.mail_change': {
    town_id: Generated<number>
    subject_id: string
    mail: string
    code_hash: string
    tries: Generated<number>
    asked_at: Date
    expires_at: Date
  }
  'accounts.account_number': { town_id: Generated<number>; person_id: string; number: string }
  'accounts.find_key': { town_id: Generated<number>; person_id: string; kind: 'family' | 'given' | 'mail'; key: string }
  'accounts.consent': {
    town_id: Generated<number>
    subject_id: string
    id: string
    purpose: string
    receiver: string
    version: number
    wording: string
    given_at: Date
    withdrawn_at: Date | null
  }
  'accounts.correction': {
    town_id: Generated<number>
    id: string
    person_id: string
    asked_at: Date
    answered_at: Date | null
    taken_by: Generated<string | null>
  }
  'accounts.correction_text': {
    town_id: Generated<number>
    subject_id: string
    correction_id: string
    wish: string
    answer: Generated<string>
  }
  'accounts.erasure': {
    town_id: Generated<number>
    id: string
    person_id: string
    language: Language
    asked_at: Date
    finished_at: Date | null
    receipt_hash: Buffer
  }
  'accounts.erasure_step': {
    town_id: Generated<number>
    erasure_id: string
    room: string
    step: ErasureStep
    done_at: Date
    report: JSONColumnType<ErasureReport, string, string>
  }
}
