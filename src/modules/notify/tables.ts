// Row types of this room.
import type { Generated } from 'kysely'

export const messageStates = [
  'created',
  'sending',
  'delivered',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
] as const
export type MessageState = (typeof messageStates)[number]
export type ChannelName = 'mail' | 'sms' | 'push'

/** Why a message did not arrive; the first seven are the mail server's. */
export const reasons = [
  'no-connection',
  'no-answer',
  'certificate',
  'login',
  'sender',
  'address',
  'refused',
  'bounced',
  'no-contact',
  'not-wanted',
  'no-channel',
  'unknown-template',
  'missing-value',
  'unreadable',
] as const
export type Reason = (typeof reasons)[number]

export type NotifyTables = {
  'notify.message': {
    town_id: Generated<number>
    id: string
    key: string
    template: string
    recipient_id: string | null
    channel: ChannelName | null
    state: Generated<MessageState>
    urgent: Generated<boolean>
    digest: Generated<boolean>
    tries: Generated<number>
    reason: Reason | null
    status: string | null
    carrier_id: string | null
    next_try_at: Date | null
    lease: string | null
    created_at: Date
    sent_at: Date | null
    destroyed_at: Date | null
  }
  'notify.content': { town_id: Generated<number>; message_id: string; subject_id: string; sealed: Buffer }
  'notify.wording': {
    town_id: Generated<number>
    template: string
    language: 'de' | 'en'
    version: number
    subject: string | null
    body: string | null
    author_id: string
    written_at: Date
  }
}
