// The door: messages that other rooms ask for, how they leave, and what the desk sees of them.
import type { DeskWork } from '../../contracts/desk-work.ts'
import type { Health } from '../../contracts/health.ts'
import type { SendMessage } from '../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import { anyone } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import { notFound, page } from '../../kernel/http/answer.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import { bouncesCommand } from './commands.ts'
import { legalBasis } from './content.ts'
import { listShownMail } from './demo-mail.ts'
import { DemoMailPage } from './demo-pages.tsx'
import { listDeskWork } from './desk-work.ts'
import { listHealth } from './health.ts'
import { storeMessage, waitingEvent } from './message.ts'
import { erasePerson, listMyData } from './my-data.ts'
import { queuePath } from './queue-pages.tsx'
import { queueRoutes } from './queue-routes.tsx'
import { destroyOldEverywhere } from './retention.ts'
import { templatesPath } from './template-pages.tsx'
import { templateRoutes } from './template-routes.tsx'
import { startWorker, type Worker } from './worker.ts'

const workers = new WeakMap<House, Worker>()

const door: ModuleDoor = {
  name: 'notify',
  officialName: 'Benachrichtigungen',
  roots: ['/demo/mail'],
  permissions: {
    'queue.manage': {
      de: 'Nachrichten und ihren Stand sehen, noch einmal senden',
      en: 'See messages and their state, send them again',
      wholeTown: true,
    },
    'templates.edit': { de: 'Texte der Nachrichten ändern', en: 'Change the texts of messages', wholeTown: true },
  },
  processing: [
    {
      purpose: { de: 'Menschen benachrichtigen, zum Beispiel über neue Post', en: 'To notify people, for example of new mail' },
      legalBasis,
      subjects: { de: 'Einwohnerinnen und Einwohner, Beschäftigte', en: 'Residents and staff' },
      categories: {
        de: 'Mail-Adresse oder Telefonnummer, Inhalt des Hinweises, Zeit und Stand',
        en: 'Mail address or phone number, content of the hint, time and state',
      },
      recipients: { de: 'Mail-Server der Stadt', en: 'The mail server of the town' },
      erasedAfter: {
        de: 'Inhalt und Empfänger nach 30 Tagen, Zeit und Stand nach 400 Tagen',
        en: 'Content and recipient after 30 days, time and state after 400 days',
      },
    },
    {
      purpose: { de: 'Texte der Nachrichten pflegen, mit Fassungen', en: 'Keeping the texts of messages, with versions' },
      legalBasis,
      subjects: { de: 'Beschäftigte', en: 'Staff' },
      categories: { de: 'wer welche Fassung wann geschrieben hat', en: 'who wrote which version and when' },
      recipients: { de: 'Beschäftigte mit dieser Aufgabe', en: 'Staff with this task' },
      erasedAfter: { de: 'mit der Fassung', en: 'with the version' },
    },
  ],
  desk: [
    { path: queuePath, permission: 'notify.queue.manage', label: { de: 'Nachrichten', en: 'Messages' }, rare: true },
    {
      path: templatesPath,
      permission: 'notify.templates.edit',
      label: { de: 'Texte der Nachrichten', en: 'Message texts' },
      rare: true,
    },
  ],
  offers: [
    offer<SendMessage>('send-message', 1, (town, asked) => storeMessage(town, asked)),
    offer<DeskWork>('desk-work', 1, listDeskWork),
    offer<Health>('health', 1, listHealth),
    offer<MyData>('my-data', 1, listMyData),
    offer<ErasePerson>('erase-person', 1, erasePerson),
  ],
  hears: [{ type: waitingEvent, receive: async (town, _event, house) => workers.get(house)?.wake(town.id) }],
  jobs: [{ name: 'notify.retention', schedule: '10 4 * * *', work: destroyOldEverywhere }],
  commands: [bouncesCommand],
  opened: (house) => {
    const worker = startWorker(house)
    workers.set(house, worker)
    return async () => {
      workers.delete(house)
      await worker.stop()
    }
  },
  routes: (on) => {
    queueRoutes(on)
    templateRoutes(on)
    on.page('/demo/mail', anyone, {}, async ({ house, town, frame, onThisMachine }) => {
      if (house.mailer.by !== 'demo' || !onThisMachine) return notFound
      return page(<DemoMailPage frame={frame} mails={await listShownMail(town)} />, {
        headers: { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' },
      })
    })
  },
}

export default door
