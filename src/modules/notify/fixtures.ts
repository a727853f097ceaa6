// A room that sends messages and knows two people, for tests and benchmarks; asked through the same contracts as any other.
import type { Contact, ContactOf, Message, MessageTemplates, SendMessage } from '../../contracts/messages.ts'
import type { House } from '../../kernel/house.ts'
import { type Module, offer } from '../../kernel/module.ts'
import type { Town } from '../../kernel/town.ts'

export { startWorker } from './worker.ts'

/** `contacts`: who wants to be reached how, by person. */
export const senderRoom = (contacts: ReadonlyMap<string, Contact> = new Map()): Module => ({
  name: 'sender',
  officialName: 'Absender',
  folder: '',
  offers: [
    offer<MessageTemplates>('message-templates', 1, async () => [
      {
        key: 'sender.code',
        sentWhen: { de: 'Jemand meldet sich an.', en: 'Somebody signs in.' },
        placeholders: ['code', 'name'],
        texts: {
          de: { subject: 'Ihr Code für {town}', text: 'Guten Tag {name},\n\nIhr Code: {code}\n{user.__proto__} {constructor}' },
          en: { subject: 'Your code for {town}', text: 'Hello {name},\n\nyour code: {code}' },
        },
      },
      {
        key: 'sender.mail-waits',
        sentWhen: { de: 'Im Postfach liegt Post.', en: 'There is mail in the mailbox.' },
        placeholders: [],
        texts: {
          de: { subject: 'Sie haben Post', text: 'In Ihrem Postfach liegt eine neue Nachricht.' },
          en: { subject: 'You have mail', text: 'There is a new message in your mailbox.' },
        },
      },
    ]),
    offer<ContactOf>('contact-of', 1, async (_town, { person }) => contacts.get(person)),
  ],
})

export const codeFor = (key: string, address: string, values: Record<string, string> = {}): Message => ({
  key,
  template: 'sender.code',
  to: { address, language: 'de' },
  values: { code: '123456', name: 'Ada', ...values },
  urgent: true,
})

export const send = (house: House, town: Town, message: Message, now: Date): Promise<{ id: string } | undefined> =>
  town.write((db) => house.ask<SendMessage>(town, 'send-message', { db, message, now }))
