// What a person said about getting decisions of one matter into the mailbox: recorded before the first goes there.
import { newId } from '../../kernel/ids.ts'
import type { WriteDb } from '../../kernel/town.ts'
import type { Consent } from './delivery-rules.ts'
import type { MailboxTables } from './tables.ts'

/** The wording of the notice on the page of consent; raised whenever that wording changes. */
export const noticeVersion = '2026-11'

export type Matter = { kind: string; id: string }
export type Choice = { delivery: 'given' | 'excluded'; service: boolean }

/** Inside a logged look at the person. */
export async function findConsent(
  db: WriteDb<MailboxTables>,
  recipient: string,
  matter: Matter,
): Promise<Consent & { at?: Date }> {
  const said = await db
    .selectFrom('mailbox.consent')
    .select(['delivery', 'service', 'at'])
    .where('subject_id', '=', recipient)
    .where('matter_kind', '=', matter.kind)
    .where('matter_id', '=', matter.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!said) return {}
  return { delivery: said.delivery, service: said.service ? 'given' : undefined, at: said.at }
}

/**
 * A new row each time: what was said before stays provable. Formal service without plain delivery is not possible.
 * Inside a logged look at the person. @law Art. 24 Abs. 1, Art. 25 BayDiG; § 9 Abs. 1 OZG; § 41 Abs. 2a VwVfG
 */
export async function recordConsent(
  db: WriteDb<MailboxTables>,
  said: { recipient: string; matter: Matter; choice: Choice; notice: string; saidBy: string },
  now: Date,
): Promise<void> {
  const { recipient, matter, choice, notice, saidBy } = said
  await db
    .insertInto('mailbox.consent')
    .values({
      id: newId(now),
      subject_id: recipient,
      matter_kind: matter.kind,
      matter_id: matter.id,
      delivery: choice.delivery,
      service: choice.service && choice.delivery === 'given',
      notice,
      said_by: saidBy,
      at: now,
    })
    .execute()
}
