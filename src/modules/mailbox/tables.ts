// Row types of this room, and what is sealed inside them.
import type { Generated } from 'kysely'

/** `none`: no administrative act. `paper`: not delivered here, the letter must go by post. */
export type DeliveryState = 'none' | 'pending' | 'delivered' | 'paper'

export type LetterRow = {
  id: string
  thread_id: string
  key: string
  origin: 'unit' | 'person'
  author_id: string | null
  sent_at: Date
  rule: string | null
  delivery: DeliveryState
  delivered_on: string | null
  made_available_at: Date | null
  notification_id: string | null
  notification_sent_at: Date | null
  notification_arrived_at: Date | null
  notification_failed_at: Date | null
  retrieved_at: Date | null
  retrieved_by: string | null
  posted_at: Date | null
}

export type ThreadRow = {
  id: string
  recipient_id: string
  recipient_kind: 'person' | 'organisation'
  unit: string
  matter_kind: string
  matter_id: string
  opened_at: Date
  changed_at: Date
  unread: number
  waiting: boolean
}

type OfTown<Row> = { town_id: Generated<number> } & Row

export type MailboxTables = {
  'mailbox.thread': OfTown<ThreadRow>
  'mailbox.letter': OfTown<LetterRow>
  'mailbox.text_block': OfTown<{ id: string; unit: string; title: string; body: string; changed_at: Date; changed_by: string }>
  'mailbox.thread_text': OfTown<{ thread_id: string; subject_id: string; sealed: Buffer }>
  'mailbox.letter_text': OfTown<{ letter_id: string; subject_id: string; sealed: Buffer }>
  'mailbox.attachment': OfTown<{
    id: string
    letter_id: string
    subject_id: string
    blob: string
    media_type: string
    sealed_name: Buffer
  }>
  'mailbox.consent': OfTown<{
    id: string
    subject_id: string
    matter_kind: string
    matter_id: string
    delivery: 'given' | 'excluded'
    service: boolean
    notice: string
    said_by: string
    at: Date
  }>
}
