// The mail of a demonstration: the newest that would have left, for whoever tries the house on this machine.
import { sql } from 'kysely'
import { logAccess, type Town, type WriteDb } from '../../kernel/town.ts'
import { legalBasis, openContent } from './content.ts'
import type { NotifyTables } from './tables.ts'

export type ShownMail = { id: string; address: string; subject: string; text: string; sentAt: Date }

const shownAtMost = 50

export const listShownMail = (town: Town): Promise<ShownMail[]> =>
  town.write(async (db: WriteDb<NotifyTables>) => {
    const messages = await db
      .selectFrom('notify.message')
      .select(['id', 'recipient_id', 'sent_at'])
      .where('state', '=', 'delivered')
      .where('carrier_id', 'is', null)
      .where('recipient_id', 'is not', null)
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(shownAtMost)
      .execute()
    if (messages.length === 0) return []
    const recipients = [...new Set(messages.map(({ recipient_id }) => recipient_id!))]
    const purpose = 'Mails der Vorführung angezeigt'
    await logAccess(db, recipients, { actor: 'system:notify', purpose, legalBasis })
    const { rows } = await sql<{ message_id: string; sealed: Buffer }>`SELECT message_id, sealed FROM notify.content
      WHERE subject_id = ANY (${recipients}::uuid[]) AND message_id = ANY (${messages.map(({ id }) => id)}::uuid[])`.execute(db)
    const sealedOf = new Map(rows.map(({ message_id, sealed }) => [message_id, sealed]))
    return messages.flatMap(({ id, sent_at }) => {
      const sealed = sealedOf.get(id)
      const shown = sealed && openContent(town.dataKey, id, sealed).shown
      return shown ? [{ id, ...shown, sentAt: sent_at! }] : []
    })
  })
