// The worker that sends messages, and a room that asks for numbered ones; looked for by name, so that the house still builds when that room is gone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Message, MessageTemplates } from '../../src/contracts/messages.ts'
import { House } from '../../src/kernel/house.ts'
import { type Module, offer } from '../../src/kernel/module.ts'
import { place } from '../../src/main.ts'

export type MailWorker = { wake: (townId: number) => void; idle: () => Promise<void>; stop: () => Promise<void> }
type StartWorker = (house: House, options?: { leaseMs?: number; sweepMs?: number }) => MailWorker

/** Undefined when no room sends messages. */
export async function findWorker(): Promise<StartWorker | undefined> {
  const file = join(place.dist, 'src', 'modules', 'notify', 'fixtures.js')
  if (!existsSync(file)) return undefined
  return ((await import(pathToFileURL(file).href)) as { startWorker: StartWorker }).startWorker
}

const texts = { subject: 'Probe', text: 'Nummer {number}' }
const sender: Module = {
  name: 'sender',
  officialName: 'Absender',
  folder: '',
  offers: [
    offer<MessageTemplates>('message-templates', 1, async () => [
      { key: 'sender.probe', sentWhen: { de: 'Probe', en: 'Trial' }, placeholders: ['number'], texts: { de: texts, en: texts } },
    ]),
  ],
}

/** The same house with the sending room in it. */
export const withSender = ({ modules, towns, platform, database, files, log, mailer, demo }: House, townsDir: string): House =>
  new House({ modules: [...modules, sender], towns, platform, database, files, log, mailer, demo, townsDir })

export const probeFor = (number: number): Message => ({
  key: `sender.probe/${number}`,
  template: 'sender.probe',
  to: { address: `p${number}@example.org`, language: 'de' },
  values: { number: String(number) },
})
