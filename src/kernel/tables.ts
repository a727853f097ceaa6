// Row types of the kernel's own town tables.
import type { Generated, JSONColumnType } from 'kysely'

export type KernelTables = {
  'kernel.event': {
    town_id: Generated<number>
    sequence: Generated<number>
    tx: Generated<string>
    id: string
    type: string
    subjects: Generated<string[]>
    payload: JSONColumnType<Record<string, unknown>, string | undefined>
    at: Generated<Date>
  }
  'kernel.person': {
    town_id: Generated<number>
    id: string
    kind: 'resident' | 'staff'
    created_at: Generated<Date>
    left_at: Date | null
  }
  'kernel.person_name': { town_id: Generated<number>; subject_id: string; given_name: string; family_name: string }
  'kernel.session': {
    town_id: Generated<number>
    token_hash: Buffer
    person_id: string
    level: Level
    created_at: Generated<Date>
    expires_at: Date
    ended_at: Date | null
    id: Generated<string>
    method: Generated<string>
    second_factor: Generated<boolean>
    device: Generated<string>
    last_seen_at: Generated<Date>
    idle_minutes: Generated<number>
    acts_for: string | null
    acts_as: 'person' | 'organisation' | null
    authority: string | null
  }
  'kernel.street': {
    town_id: Generated<number>
    name: string
    postcode: string
    words: string
    compact: string
    house_numbers: string[]
    latitude: number | null
    longitude: number | null
  }
  'kernel.unit': {
    town_id: Generated<number>
    id: string
    parent_id: string | null
    key: string
    path: string
    kind: UnitKind
    name: string
    details: JSONColumnType<UnitDetails, string | undefined, string>
    closed_at: Date | null
    source: Generated<string>
    external_id: string | null
    version: Generated<number>
    created_at: Generated<Date>
    changed_at: Generated<Date>
  }
  'kernel.staff': {
    town_id: Generated<number>
    person_id: string
    source: string
    user_name_key: string
    external_key: string | null
    mail_key: string | null
    search_keys: Generated<string[]>
    sort_key: Generated<string>
    version: Generated<number>
    created_at: Generated<Date>
    changed_at: Generated<Date>
    removed_at: Date | null
  }
  'kernel.staff_record': {
    town_id: Generated<number>
    subject_id: string
    attributes: JSONColumnType<Record<string, unknown>, string, string>
  }
  'kernel.invitation': {
    town_id: Generated<number>
    id: string
    person_id: string
    token_hash: Buffer
    purpose: 'administrator' | 'member'
    created_at: Generated<Date>
    created_by: string | null
    expires_at: Date
    accepted_at: Date | null
    withdrawn_at: Date | null
  }
  'kernel.invitation_mail': { town_id: Generated<number>; invitation_id: string; subject_id: string; mail: string }
  'kernel.membership': {
    town_id: Generated<number>
    person_id: string
    unit_id: string
    state: 'invited' | 'confirmed' | 'left'
    since: Generated<Date>
  }
  'kernel.role': { town_id: Generated<number>; id: string; key: string; name: string; permissions: string[] }
  'kernel.role_grant': {
    town_id: Generated<number>
    id: string
    person_id: string
    role_id: string
    unit_id: string | null
    deputy_of: string | null
    granted_by: string | null
    source: Generated<string>
    starts_at: Generated<Date>
    ends_at: Date | null
    revoked_at: Date | null
  }
  'kernel.machine_token': {
    town_id: Generated<number>
    id: string
    token_hash: Buffer
    name: string
    permissions: string[]
    created_at: Generated<Date>
    created_by: string | null
    expires_at: Date
    revoked_at: Date | null
  }
  'kernel.permission_grant': {
    town_id: Generated<number>
    person_id: string
    permission: string
    unit: Generated<string>
    granted_at: Generated<Date>
    ends_at: Date | null
  }
  'kernel.access_log': {
    town_id: number
    id: string
    at: Date
    subject_id: string
    actor: string
    actor_kind: 'self' | 'system' | 'staff' | 'representative' | null
    actor_id: string | null
    unit: string | null
    role: string | null
    session: string | null
    purpose: string
    legal_basis: string
    matter: string | null
    fields: string[]
    third_persons: boolean
  }
  'kernel.mass_run': {
    town_id: number
    id: string
    at: Date
    actor: string
    rule: string
    purpose: string
    legal_basis: string
    fields: string[]
    persons: number
  }
  'kernel.audit_entry': {
    town_id: Generated<number>
    sequence: Generated<number>
    at: Generated<Date>
    action: string
    actor: string
    object: string
    details: JSONColumnType<Record<string, string | number | boolean>, string | undefined>
    salt: Generated<string | null>
  }
  'kernel.audit_seal': {
    town_id: Generated<number>
    month: string
    position: number
    sequence: number
    at_us: number
    content_hash: Buffer
    hash: Buffer
  }
  'kernel.audit_head': {
    town_id: Generated<number>
    month: string
    position: number
    number: number
    hash: Buffer
    signed_at: Date
    signature: Buffer
  }
  'kernel.blob': {
    town_id: Generated<number>
    name: string
    size: number
    media_type: string
    refs: Generated<number>
    unused_since: Date | null
    created_at: Generated<Date>
  }
  'kernel.blob_piece': { town_id: Generated<number>; blob: string; number: number; name: string; size: number }
  'kernel.quarantine': { town_id: Generated<number>; blob: string; reason: QuarantineReason; since: Date }
  'kernel.upload': {
    town_id: Generated<number>
    id: string
    purpose: string
    place: string
    sealed: Buffer
    accept: string[]
    size: number
    received: Generated<number>
    state: UploadState
    reason: string | null
    kind: string | null
    blob: string | null
    lock: string | null
    locked_until: Date | null
    begun_at: Date
    expires_at: Date | null
  }
}

/** `ready` and `quarantined` are complete; `refused` has no content any more. */
export type UploadState = 'arriving' | 'checking' | 'ready' | 'quarantined' | 'refused'

/**
 * Why nobody may open a file unseen: no scanner is set up; the scanner does not answer; it is larger than the scanner or our own checks read;
 * it is locked with a password; malware was found in it later.
 */
export type QuarantineReason = 'unchecked' | 'scanner-down' | 'too-large-to-check' | 'locked' | 'malware'

/** @de Referat, Abteilung, Sachgebiet, Eigenbetrieb, Beteiligungsgesellschaft */
export type UnitKind = 'department' | 'division' | 'unit' | 'enterprise' | 'subsidiary'

export type UnitDetails = {
  /** Who answers for personal data here, where it is not the town. */
  controller?: string
  payee?: string
  imprint?: string
  competences?: string[]
  locations?: string[]
  /** The name in English, where the source knows one. */
  nameEn?: string
  /** Invented for a demonstration. */
  example?: boolean
  /** Functional mailbox, such as `gewerbe@example.org`. */
  mailbox?: string
}

/**
 * Assurance level of a sign-in (Vertrauensniveau). `low`, `substantial`, `high` are the names of Regulation (EU)
 * No 910/2014 (eIDAS) Art. 8; `basic` is our own: mail confirmed or passkey.
 */
export type Level = 'none' | 'basic' | 'low' | 'substantial' | 'high'
