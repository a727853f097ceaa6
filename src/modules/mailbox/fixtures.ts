// Letters as other rooms send them, for tests and demonstrations.
import type { Letter, SendLetter } from '../../contracts/letters.ts'
import type { Message, SendMessage } from '../../contracts/messages.ts'
import type { MayAct, NoteAct } from '../../contracts/representation.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { type Module, offer } from '../../kernel/module.ts'
import type { Town, TownSql, WriteDb } from '../../kernel/town.ts'
import { recordConsent } from './consent.ts'
import { legalBasis } from './letter.ts'
import { noteNotification } from './proof.ts'
import type { MailboxTables } from './tables.ts'

/** A room that takes hints and keeps them, so that a test decides what becomes of each. */
export const carrierRoom = (hints: Message[]): Module => ({
  name: 'carrier',
  officialName: 'Bote',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message, now }) => {
      hints.push(message)
      return { id: newId(now) }
    }),
  ],
})

/** A room that knows authorities: `allowed` says for whom and which matter, and may change while a test runs. */
export const authorityRoom = (allowed: { subject: string; matter: string }[], noted: string[]): Module => ({
  name: 'authority',
  officialName: 'Vollmachten',
  folder: '',
  offers: [
    offer<MayAct>('may-act', 1, async (_town, { person, matter }) => {
      const found = allowed.find((one) => one.subject === person.actsFor?.id && one.matter === matter)
      return found && { subject: found.subject }
    }),
    offer<NoteAct>('note-act', 1, async (_town, { what, now }) => {
      noted.push(what)
      return { id: newId(now) }
    }),
  ],
})

export const aLetter = (person: string, own: Partial<Letter> = {}): Letter => ({
  key: `sample/${newId()}`,
  to: { person },
  unit: '/',
  matter: { kind: 'sample.case', id: 'K-1', label: 'Bewohnerparkausweis' },
  subject: 'Uns fehlt Ihr Fahrzeugschein',
  text: 'Guten Tag Frau Muster,\n\nfür Ihren Bewohnerparkausweis fehlt uns noch der Fahrzeugschein.\n\nEin Foto mit dem Handy genügt.',
  ...own,
})

export const send = (house: House, town: Town, letter: Letter, now: Date): Promise<SendLetter['answer']> =>
  town.write(async (db) => {
    const sent = await house.ask<SendLetter>(town, 'send-letter', { db: db as TownSql, letter, now })
    if (!sent) throw new Error('There is no mailbox in this town.')
    return sent
  })

export const consentOf = (
  town: Town,
  person: string,
  delivery: 'given' | 'excluded',
  service: boolean,
  now: Date,
): Promise<void> =>
  town.personal(
    { subjects: [person], actor: 'self', purpose: 'Wahl der Bekanntgabe gespeichert', legalBasis },
    (db: WriteDb<MailboxTables>) =>
      recordConsent(
        db,
        {
          recipient: person,
          matter: { kind: 'sample.case', id: 'K-1' },
          choice: { delivery, service },
          notice: 'test',
          saidBy: person,
        },
        now,
      ),
  )

/** As if the carrier of messages had told what became of the hint. */
export async function hintBecame(town: Town, letter: string, outcome: 'delivered' | 'failed', at: Date): Promise<void> {
  const { notification_id } = await letterRow(town, letter)
  const event = { id: newId(at), type: '', subjects: [`notify.message/${notification_id}`], payload: {}, at }
  await noteNotification(town, event, outcome)
}

/** The row of a letter, for looking at its times. */
export const letterRow = (town: Town, id: string) =>
  town.write((db: WriteDb<MailboxTables>) =>
    db.selectFrom('mailbox.letter').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
