// Row types of representation and of help at the counter.
import type { Generated } from 'kysely'
import type { EnteredHow } from '../../../contracts/representation.ts'

/** `owner`: everything, and who else may; `all`: all matters; `matters`: only some; `read`: sees everything, does nothing. */
export const roles = ['owner', 'all', 'matters', 'read'] as const
export type Role = (typeof roles)[number]

/** @de Eltern, Vormund, Betreuerin oder Betreuer, Bevollmächtigte */
export type Ground = 'parent' | 'guardian' | 'carer' | 'attorney'

export type RepresentationTables = {
  'accounts.organisation': {
    town_id: Generated<number>
    id: string
    kind: 'company' | 'association'
    state: 'unverified' | 'verified'
    source_key: string | null
    opened_at: Date
    closed_at: Date | null
  }
  'accounts.organisation_name': {
    town_id: Generated<number>
    subject_id: string
    name: string
    register: string
    source: 'typed' | 'provider'
    source_name: string
    since: Date
  }
  'accounts.representative': {
    town_id: Generated<number>
    id: string
    organisation_id: string
    person_id: string
    role: Role
    matters: string[]
    source: 'typed' | 'provider' | 'invitation'
    since: Date
    ended_at: Date | null
  }
  'accounts.invitation': {
    town_id: Generated<number>
    id: string
    organisation_id: string
    token_hash: Buffer
    mail_key: string
    role: Role
    matters: string[]
    invited_by: string
    invited_at: Date
    expires_at: Date
    accepted_at: Date | null
    revoked_at: Date | null
  }
  'accounts.invitation_mail': { town_id: Generated<number>; subject_id: string; invitation_id: string; mail: string }
  'accounts.authority': {
    town_id: Generated<number>
    id: string
    principal_id: string
    agent_id: string | null
    code_hash: Buffer | null
    code_expires_at: Date | null
    matters: string[]
    starts_at: Date
    ends_at: Date
    revoked_at: Date | null
  }
  'accounts.authority_ground': {
    town_id: Generated<number>
    subject_id: string
    authority_id: string
    kind: Ground
    proof: string
    proof_seen_by: string | null
    proof_unit: string
  }
  'accounts.act': {
    town_id: Generated<number>
    subject_id: string
    id: string
    by_person: string
    how: EnteredHow
    unit: string
    matter: string
    what: string
    at: Date
  }
  'accounts.assistance': {
    town_id: Generated<number>
    id: string
    staff_id: string
    unit: string
    person_id: string
    how: 'counter' | 'phone'
    began_at: Date
    ended_at: Date | null
  }
  'accounts.assistance_text': {
    town_id: Generated<number>
    subject_id: string
    assistance_id: string
    purpose: string
    identity_check: string
  }
}
