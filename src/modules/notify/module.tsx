// The door: messages that other rooms ask for, and how they leave.
import type { SendMessage } from '../../contracts/messages.ts'
import { anyone } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import { notFound, page } from '../../kernel/http/answer.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import { listShownMail } from './demo-mail.ts'
import { DemoMailPage } from './demo-pages.tsx'
import { storeMessage, waitingEvent } from './message.ts'
import { startWorker, type Worker } from './worker.ts'

const workers = new WeakMap<House, Worker>()

const door: ModuleDoor = {
  name: 'notify',
  officialName: 'Benachrichtigungen',
  roots: ['/demo/mail'],
  offers: [offer<SendMessage>('send-message', 1, (town, asked) => storeMessage(town, asked))],
  hears: [{ type: waitingEvent, receive: async (town, _event, house) => workers.get(house)?.wake(town.id) }],
  opened: (house) => {
    const worker = startWorker(house)
    workers.set(house, worker)
    return async () => {
      workers.delete(house)
      await worker.stop()
    }
  },
  routes: (on) => {
    on.page('/demo/mail', anyone, {}, async ({ house, town, frame }) => {
      if (house.mailer.by !== 'demo') return notFound
      return page(<DemoMailPage frame={frame} mails={await listShownMail(town)} />, {
        headers: { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' },
      })
    })
  },
}

export default door
