// Row types of the sign-in.
import type { Generated } from 'kysely'

export type WayKind = 'mail' | 'passkey' | 'provider'

export type SignInTables = {
  'accounts.way': {
    town_id: Generated<number>
    id: string
    person_id: string
    kind: WayKind
    name: string
    provider: string | null
    credential_id: Buffer | null
    public_key: Buffer | null
    counter: number | null
    backed_up: boolean | null
    created_at: Date
    last_used_at: Date
  }
  'accounts.way_label': { town_id: Generated<number>; subject_id: string; way_id: string; label: string }
  'accounts.step': {
    town_id: Generated<number>
    id: string
    kind: string
    browser: Buffer
    sealed: Buffer
    tries: Generated<number>
    created_at: Date
    expires_at: Date
  }
  'accounts.tries': { town_id: Generated<number>; name: string; failed: number; last_at: Date; wait_until: Date }
  'accounts.provider_session': {
    town_id: Generated<number>
    session_id: string
    provider: string
    sealed: Buffer
    expires_at: Date
  }
}
