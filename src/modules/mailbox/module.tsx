// The door: letters between residents and offices, and when a decision counts as delivered.
import type { AccountLinks } from '../../contracts/account-links.ts'
import type { DeskWork } from '../../contracts/desk-work.ts'
import type { DeliveryConsent, DeliveryNotice, PostDelivery, SendLetter } from '../../contracts/letters.ts'
import type { MessageTemplates } from '../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { PersonalHall } from '../../contracts/personal-hall.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import { logAccess } from '../../kernel/town.ts'
import { mailboxCommands } from './commands.ts'
import { recordConsent } from './consent.ts'
import { deskRoutes } from './desk-routes.tsx'
import { sendLetter } from './letter.ts'
import { mailboxRoutes } from './mailbox-routes.tsx'
import { newLetterRoutes } from './new-letter-routes.tsx'
import { noticeOf } from './notice.ts'
import { accountLinkOf, chaptersOf, deskListsOf, eraseIn, tasksOf, templates } from './offers.ts'
import { type Db, legalBasis, noteNotification, postDelivery, settlePending } from './proof.ts'
import { dropOldThreads } from './retention.ts'

const door: ModuleDoor = {
  name: 'mailbox',
  officialName: 'Postkorb',
  permissions: {
    'letter.read': { de: 'Schriftwechsel der eigenen Stelle lesen', en: 'Read the correspondence of the own unit' },
    'letter.write': { de: 'Briefe für die eigene Stelle schreiben', en: 'Write letters for the own unit' },
  },
  processing: [
    {
      purpose: {
        de: 'Briefe und Bescheide elektronisch überbringen und ihre Bekanntgabe nachweisen',
        en: 'To deliver letters and decisions electronically and to prove their delivery',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, Art. 24 und 25 BayDiG',
      subjects: {
        de: 'Einwohnerinnen und Einwohner, Organisationen, Vertretungen',
        en: 'Residents, organisations, representatives',
      },
      categories: {
        de: 'Betreff und Text der Briefe, Anlagen, wer für die Stelle geschrieben hat, Zeitpunkte der Bekanntgabe, Einwilligungen',
        en: 'Subject and text of letters, attachments, who wrote for the unit, times of delivery, consents',
      },
      recipients: {
        de: 'Die Stelle, die den Vorgang bearbeitet; wen die Person selbst bestimmt',
        en: 'The unit that deals with the matter; whom the person names',
      },
      erasedAfter: {
        de: '5 Jahre nach dem letzten Brief, sofern die Stadt nichts anderes bestimmt',
        en: '5 years after the last letter unless the town sets another time',
      },
    },
  ],
  account: [{ path: '/mailbox', label: { de: 'Postfach', en: 'Mailbox' }, order: 10, residentsOnly: true }],
  desk: [{ path: '/desk/mailbox', permission: 'mailbox.letter.read', label: { de: 'Schriftwechsel', en: 'Correspondence' } }],
  offers: [
    offer<SendLetter>('send-letter', 1, (town, asked, house) => sendLetter(house, town, asked)),
    offer<DeliveryConsent>('delivery-consent', 1, async (_town, { db, now, ...said }) => {
      const look = { actor: { system: 'mailbox' }, purpose: 'Ihre Wahl der Bekanntgabe gespeichert', legalBasis }
      await logAccess(db, [said.recipient], look)
      await recordConsent(db as unknown as Db, said, now)
      return { recorded: true }
    }),
    offer<DeliveryNotice>('delivery-notice', 1, async (town, asked) => noticeOf(town, asked)),
    offer<PostDelivery>('post-delivery', 1, async (town, asked) => postDelivery(town, asked)),
    offer<MessageTemplates>('message-templates', 1, async () => templates),
    offer<PersonalHall>('personal-hall', 1, (town, { person, language }) => tasksOf(town, person, language)),
    offer<AccountLinks>('account-links', 1, async (town, { person, kind, language }) =>
      kind === 'resident' ? accountLinkOf(town, person, language) : [],
    ),
    offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as unknown as Db, person, language)),
    offer<ErasePerson>('erase-person', 1, (town, asked) => eraseIn(town, asked)),
    offer<DeskWork>('desk-work', 1, (town, { person, language }) => deskListsOf(town, person, language)),
  ],
  hears: [
    { type: 'notify.message-delivered.v1', receive: (town, event) => noteNotification(town, event, 'delivered') },
    { type: 'notify.message-failed.v1', receive: (town, event) => noteNotification(town, event, 'failed') },
  ],
  jobs: [
    { name: 'mailbox.deliveries', schedule: '7 * * * *', work: settlePending },
    {
      name: 'mailbox.retention',
      schedule: '20 4 * * *',
      work: async (house, now) => {
        const dropped = await dropOldThreads(house, now)
        if (dropped > 0) house.log.info('old correspondence was erased', { threads: dropped, module: 'mailbox' })
      },
    },
  ],
  commands: mailboxCommands,
  routes: (on) => {
    mailboxRoutes(on)
    newLetterRoutes(on)
    deskRoutes(on)
  },
}

export default door
