// The office's side: threads of one's units, a thread with its proof, and writing letters.
import { sql } from 'kysely'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/actor.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import { type Place, placeOf } from '../../kernel/calendar/holidays.ts'
import type { House } from '../../kernel/house.ts'
import type { KeptFile } from '../../kernel/http/send-blob.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { UploadedFile } from '../../kernel/uploads/check.ts'
import { attachmentOf, keepUploads } from './attachment.ts'
import { findConsent } from './consent.ts'
import type { Consent } from './delivery-rules.ts'
import { type DeliveryRule, listDeliveryRules } from './delivery-rules.ts'
import { sendLetter } from './letter.ts'
import { type Db, legalBasis, settle } from './proof.ts'
import { openLetterText, openThreadText } from './sealing.ts'
import type { DeliveryState, MailboxTables, ThreadRow } from './tables.ts'
import { readThread, type ShownThread } from './thread.ts'
import { unitNames } from './unit.ts'

export const mayRead = 'mailbox.letter.read'
export const mayWrite = 'mailbox.letter.write'

export const deskViews = ['waiting', 'paper', 'pending', 'all'] as const
export type DeskView = (typeof deskViews)[number]

export type DeskLine = {
  id: string
  subject: string
  label: string
  recipient: string
  unit: string
  changedAt: Date
  waiting: boolean
  unread: number
  delivery: DeliveryState
}

export const perPage = 25
type Readable = ReadDb<MailboxTables> | Db
const grantedFor = (person: SignedIn, permission: string): readonly string[] => person.units.get(permission) ?? []
const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`

const threadsOf = (db: Readable, person: SignedIn, view: DeskView) => {
  const paths = grantedFor(person, mayRead).map(asPattern)
  const query = db.selectFrom('mailbox.thread as t').where(sql<boolean>`t.unit LIKE ANY (${paths}::text[])`)
  if (view === 'waiting') return query.where('t.waiting', '=', true)
  if (view === 'all') return query
  return query.where((where) =>
    where.exists(
      where
        .selectFrom('mailbox.letter as l')
        .select('l.id')
        .whereRef('l.thread_id', '=', 't.id')
        .where('l.delivery', '=', view)
        .$if(view === 'paper', (of) => of.where('l.posted_at', 'is', null)),
    ),
  )
}

/** How many threads each view holds; ids and names stay untouched. */
export const countViews = (town: Town, person: SignedIn): Promise<Record<DeskView, number>> =>
  town.read(async (db: ReadDb<MailboxTables>) => {
    const counts: Record<DeskView, number> = { waiting: 0, paper: 0, pending: 0, all: 0 }
    for (const view of deskViews) {
      const { count } = await threadsOf(db, person, view)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      counts[view] = Number(count)
    }
    return counts
  })

export const deskPages = (count: number): number => Math.max(1, Math.ceil(count / perPage))
const actorOf = (person: SignedIn, unit: string): Actor => ({ staff: person.personId, unit })

/** The page in view, with names: one entry in the log for each person on it. */
export async function listDeskThreads(town: Town, person: SignedIn, view: DeskView, page: number): Promise<DeskLine[]> {
  let found: ThreadRow[] = []
  const look = {
    subjects: async (db: ReadDb<MailboxTables>) => {
      found = await threadsOf(db, person, view)
        .selectAll('t')
        .orderBy('t.changed_at', 'desc')
        .limit(perPage)
        .offset((page - 1) * perPage)
        .execute()
      return [...new Set(found.map(({ recipient_id }) => recipient_id))]
    },
    actor: actorOf(person, grantedFor(person, mayRead)[0] ?? '/'),
    purpose: 'Liste der Schriftwechsel der eigenen Stelle angezeigt',
    legalBasis,
  }
  return town.personal(look, async (db: Db) => {
    if (found.length === 0) return []
    const ids = found.map(({ id }) => id)
    const labels = await db
      .selectFrom('mailbox.thread_text')
      .select(['thread_id', 'sealed'])
      .where('thread_id', 'in', ids)
      .execute()
    const letters = await db
      .selectFrom('mailbox.letter as l')
      .innerJoin('mailbox.letter_text as x', (on) => on.onRef('x.town_id', '=', 'l.town_id').onRef('x.letter_id', '=', 'l.id'))
      .select(['l.id', 'l.thread_id', 'l.delivery', 'l.posted_at', 'x.sealed'])
      .where('l.thread_id', 'in', ids)
      .orderBy('l.sent_at', 'desc')
      .execute()
    const recipients = await recipientNames(
      db,
      found.map(({ recipient_id }) => recipient_id),
    )
    const units = await unitNames(
      db,
      found.map(({ unit }) => unit),
    )
    return found.map((thread) => {
      const label = labels.find(({ thread_id }) => thread_id === thread.id)
      const own = letters.filter(({ thread_id }) => thread_id === thread.id)
      const texts = own.map(({ id, sealed }) => openLetterText(town.dataKey, id, sealed))
      const open = own.find(({ delivery, posted_at }) => delivery === 'paper' && posted_at === null)
      return {
        id: thread.id,
        subject: texts.find(({ subject }) => subject !== '')?.subject ?? '–',
        label: label ? openThreadText(town.dataKey, thread.id, label.sealed).label : '–',
        recipient: recipients(thread.recipient_id),
        unit: units(thread.unit) ?? town.settings.officialName,
        changedAt: thread.changed_at,
        waiting: thread.waiting,
        unread: thread.unread,
        delivery: open?.delivery ?? own.find(({ delivery }) => delivery !== 'none')?.delivery ?? 'none',
      }
    })
  })
}

/** Names of persons, inside a look at them; an organisation, or somebody who is no longer there, has none here. */
export async function recipientNames(db: Db, ids: readonly string[]): Promise<(id: string) => string> {
  const rows = await (db as unknown as WriteDb<KernelTables>)
    .selectFrom('kernel.person_name')
    .select(['subject_id', 'given_name', 'family_name'])
    .where('subject_id', 'in', [...new Set(ids)])
    .execute()
  const names = new Map(rows.map((row) => [row.subject_id, `${row.given_name} ${row.family_name}`.trim()]))
  return (id) => names.get(id) ?? '–'
}

export type DeskThread = ShownThread & {
  recipient: string
  unitPath: string
  consent: Consent
  rules: DeliveryRule[]
  mayWrite: boolean
}

async function withDeskThread<Result>(
  town: Town,
  person: SignedIn,
  { id, permission, purpose }: { id: string; permission: string; purpose: string },
  work: (db: Db, thread: ThreadRow) => Promise<Result>,
): Promise<Result | undefined> {
  if (!isUuid(id)) return undefined
  const thread = await town.read((db: ReadDb<MailboxTables>) =>
    db.selectFrom('mailbox.thread').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  if (!thread || !mayIn(person, permission, thread.unit)) return undefined
  const matter = `${thread.matter_kind}/${thread.matter_id}`
  const look = { subjects: [thread.recipient_id], actor: actorOf(person, thread.unit), purpose, legalBasis, matter }
  return town.personal(look, (db: Db) => work(db, thread))
}

const place = (town: Town): Place => placeOf(town.settings)

/** Opening it is seeing the answer: the thread no longer waits for the unit. */
export const openDeskThread = (town: Town, person: SignedIn, id: string, now: Date): Promise<DeskThread | undefined> =>
  withDeskThread(town, person, { id, permission: mayRead, purpose: 'Schriftwechsel mit Ihnen gelesen' }, async (db, thread) => {
    const pending = db.selectFrom('mailbox.letter').selectAll().where('thread_id', '=', id).where('delivery', '=', 'pending')
    for (const letter of await pending.forUpdate().execute()) await settle(db, town, letter, now)
    const names = await recipientNames(db, [thread.recipient_id])
    return {
      ...(await readThread(db, town, thread, true)),
      recipient: names(thread.recipient_id),
      unitPath: thread.unit,
      consent: await findConsent(db, thread.recipient_id, { kind: thread.matter_kind, id: thread.matter_id }),
      rules: listDeliveryRules(place(town), 'mailbox', dayAt(now)),
      mayWrite: mayIn(person, mayWrite, thread.unit),
    }
  })

export type DeskLetter = { subject: string; text: string; rule: string; once: string }

/** @returns undefined where there is no such thread for this member of staff */
export const writeInThread = (
  house: House,
  town: Town,
  person: SignedIn,
  id: string,
  letter: DeskLetter & { files: readonly UploadedFile[] },
  now: Date,
) =>
  withDeskThread(town, person, { id, permission: mayWrite, purpose: 'Brief an Sie geschrieben' }, async (db, thread) => {
    const label = await db
      .selectFrom('mailbox.thread_text')
      .select('sealed')
      .where('thread_id', '=', id)
      .executeTakeFirstOrThrow()
    const asked = {
      key: `desk/${id}/${letter.once}`,
      to: thread.recipient_kind === 'person' ? { person: thread.recipient_id } : { organisation: thread.recipient_id },
      unit: thread.unit,
      matter: { kind: thread.matter_kind, id: thread.matter_id, ...openThreadText(town.dataKey, id, label.sealed) },
      subject: letter.subject,
      text: letter.text,
      attachments: await keepUploads(house, town, db, letter.files),
      ...(letter.rule !== '' && { formal: { rule: letter.rule } }),
    }
    return sendLetter(house, town, { db, letter: asked, now }, person.personId)
  })

/** The office has dealt with the answer. */
export const markDone = (town: Town, person: SignedIn, id: string): Promise<true | undefined> =>
  withDeskThread(town, person, { id, permission: mayWrite, purpose: 'Ihre Antwort als erledigt vermerkt' }, async (db) => {
    await db.updateTable('mailbox.thread').set({ waiting: false }).where('id', '=', id).execute()
    return true as const
  })

/** The day a decision that could not go to the mailbox was posted. */
export const notePosted = (town: Town, person: SignedIn, id: string, letter: string, now: Date): Promise<boolean | undefined> =>
  withDeskThread(
    town,
    person,
    { id, permission: mayWrite, purpose: 'Versand Ihres Bescheids mit der Post vermerkt' },
    async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('mailbox.letter')
        .set({ posted_at: now })
        .where('thread_id', '=', id)
        .where(sql<boolean>`id::text = ${letter}`)
        .where('delivery', '=', 'paper')
        .where('posted_at', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
  )

export const findDeskAttachment = (town: Town, person: SignedIn, thread: string, id: string): Promise<KeptFile | undefined> =>
  withDeskThread(town, person, { id: thread, permission: mayRead, purpose: 'Anlage heruntergeladen' }, (db, row) =>
    attachmentOf(db, town, row.id, id, false),
  )
