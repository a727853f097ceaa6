// One letter of an office: put into the mailbox in the transaction that causes it, once per key.
import type { SendLetter } from '../../contracts/letters.ts'
import type { SendMessage } from '../../contracts/messages.ts'
import type { RepresentativesOf } from '../../contracts/representation.ts'
import { releaseBlob } from '../../kernel/blobs.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import { logAccess, type Town } from '../../kernel/town.ts'
import { attach } from './attachment.ts'
import { findConsent } from './consent.ts'
import { allows, type DeliveryRule, findDeliveryRule } from './delivery-rules.ts'
import { type Db, legalBasis, recount } from './proof.ts'
import { sealLetter, sealThread } from './sealing.ts'

export const limits = { subject: 200, text: 20_000, attachments: 20 }

type Asked = SendLetter['input']
type Sent = SendLetter['answer']

/**
 * Stores the letter in the transaction of `db`, which must be one of `town.write` or `town.personal` (it is written to). The look at the
 * recipient is logged here, in the same transaction; the hint "you have mail" leaves after the commit and never without it.
 * The same key again answers the first letter and changes nothing. A decision that the person does not want electronically is kept for
 * the office only (`paper`) and must be posted.
 * @throws Error for an unknown rule, unit or an oversized text: nothing of the caller's transaction is kept then
 */
export async function sendLetter(house: House, town: Town, asked: Asked, author?: string): Promise<Sent> {
  const { letter, now } = asked
  const db = asked.db as unknown as Db
  const recipient = 'person' in letter.to ? letter.to.person : letter.to.organisation
  const before = await findByKey(db, letter.key)
  if (before) return giveBack(db, asked, before)
  checkLetter(letter)
  const rule = ruleOf(letter, now)
  const matter = `${letter.matter.kind}/${letter.matter.id}`
  await logAccess(db, [recipient], {
    actor: { system: 'mailbox' },
    purpose: 'Brief an Sie ins Postfach gelegt',
    legalBasis,
    matter,
  })
  const consent = rule ? await findConsent(db, recipient, letter.matter) : {}
  const refused = rule && !allows(rule, consent) ? paperReason(rule, consent.delivery === 'excluded') : undefined
  const threadId = await threadFor(db, town, letter, recipient, now)
  const id = newId(now)
  const stored = await db
    .insertInto('mailbox.letter')
    .values({
      ...noTimes,
      id,
      thread_id: threadId,
      key: letter.key,
      origin: 'unit',
      author_id: author ?? null,
      sent_at: now,
      rule: rule?.key ?? null,
      delivery: refused ? 'paper' : rule ? 'pending' : 'none',
      made_available_at: refused ? null : now,
    })
    .onConflict((same) => same.columns(['town_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!stored) return giveBack(db, asked, (await findByKey(db, letter.key))!)
  const text = { subject: letter.subject, text: letter.text }
  await db
    .insertInto('mailbox.letter_text')
    .values({ letter_id: id, subject_id: recipient, sealed: sealLetter(town.dataKey, id, text) })
    .execute()
  await attach(db, town, { letter: id, subject: recipient }, letter.attachments ?? [], now)
  await recount(db, threadId)
  if (!refused) await hint(house, town, asked, id, rule)
  await tell(db, { type: 'mailbox.letter-sent.v1', subjects: [`mailbox.thread/${threadId}`, matter], payload: { letter: id } })
  return { thread: threadId, letter: id, ...(refused && { paper: { reason: refused } }) }
}

export const noTimes = {
  delivered_on: null,
  notification_id: null,
  notification_sent_at: null,
  notification_arrived_at: null,
  notification_failed_at: null,
  retrieved_at: null,
  retrieved_by: null,
  posted_at: null,
} as const

/** The same letter asked for again: its files were kept once too often. */
async function giveBack(db: Db, { letter, now }: Asked, sent: Sent): Promise<Sent> {
  for (const { blob } of letter.attachments ?? []) await releaseBlob(db, blob, now)
  return sent
}

async function findByKey(db: Db, key: string): Promise<Sent | undefined> {
  const row = await db
    .selectFrom('mailbox.letter')
    .select(['id', 'thread_id', 'delivery'])
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  const paper = row.delivery === 'paper' && { reason: { de: 'Der Bescheid geht auf Papier.', en: 'The decision goes on paper.' } }
  return { thread: row.thread_id, letter: row.id, ...(paper && { paper }) }
}

function checkLetter({ subject, text, attachments = [], key }: Asked['letter']): void {
  if (key.length > 200) throw new Error('The key of a letter has at most 200 characters.')
  if (subject.trim() === '' || subject.length > limits.subject)
    throw new Error('A letter needs a subject of at most 200 characters.')
  if (text.trim() === '' || text.length > limits.text) throw new Error('A letter needs a text of at most 20,000 characters.')
  if (attachments.length > limits.attachments) throw new Error('A letter takes at most 20 attachments.')
}

function ruleOf({ formal }: Asked['letter'], now: Date): DeliveryRule | undefined {
  if (!formal) return undefined
  const rule = findDeliveryRule(formal.rule, dayAt(now))
  if (rule?.channel !== 'mailbox') throw new Error(`${formal.rule} is no rule of delivery by mailbox in force.`)
  return rule
}

const paperReason = (rule: DeliveryRule, excluded: boolean): { de: string; en: string } =>
  excluded
    ? { de: 'Die Person will Bescheide auf Papier.', en: 'The person wants decisions on paper.' }
    : {
        de: `Es fehlt die Einwilligung nach ${rule.law.law}.`,
        en: `There is no consent under ${rule.law.law}.`,
      }

/** One thread per matter, recipient and unit. */
async function threadFor(
  db: Db,
  town: Town,
  { matter, unit, to }: Asked['letter'],
  recipient: string,
  now: Date,
): Promise<string> {
  const { id } = await db
    .insertInto('mailbox.thread')
    .values({
      id: newId(now),
      recipient_id: recipient,
      recipient_kind: 'person' in to ? 'person' : 'organisation',
      unit,
      matter_kind: matter.kind,
      matter_id: matter.id,
      opened_at: now,
      changed_at: now,
      unread: 0,
      waiting: false,
    })
    .onConflict((same) =>
      same
        .columns(['town_id', 'recipient_id', 'matter_kind', 'matter_id', 'unit'])
        .doUpdateSet({ changed_at: now, waiting: false }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  const sealed = sealThread(town.dataKey, id, { label: matter.label, url: matter.url })
  await db
    .insertInto('mailbox.thread_text')
    .values({ thread_id: id, subject_id: recipient, sealed })
    .onConflict((same) => same.columns(['town_id', 'thread_id']).doUpdateSet({ sealed }))
    .execute()
  return id
}

/** The hint says that something waits, nothing more. Without a carrier of messages only the retrieval can count. */
async function hint(
  house: House,
  town: Town,
  { db, letter, now }: Asked,
  id: string,
  rule: DeliveryRule | undefined,
): Promise<void> {
  const { to, matter } = letter
  const about = `${matter.kind}/${matter.id}`
  const readers =
    'person' in to
      ? [to.person]
      : ((await house.ask<RepresentativesOf>(town, 'representatives-of', { db, organisation: to.organisation, matter: about })) ??
        [])
  // Of several representatives the first one's hint is the proof; each is told.
  for (const person of [...readers].reverse()) {
    const message = {
      key: 'person' in to ? `mailbox.letter/${id}` : `mailbox.letter/${id}/${person}`,
      template: rule ? 'mailbox.decision-waits' : 'mailbox.letter-waits',
      to: { person },
      values: { link: `${town.origin}/mailbox` },
      urgent: rule !== undefined,
    }
    const stored = await house.ask<SendMessage>(town, 'send-message', { db, message, now })
    if (!stored) return
    await (db as unknown as Db).updateTable('mailbox.letter').set({ notification_id: stored.id }).where('id', '=', id).execute()
  }
}
