// Who carries short messages (mail, SMS, push) to people: asked inside the transaction that causes them, sent after its commit.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

export type Message = {
  /** One key is one message, however often it is asked for: `accounts.sign-in-code/01J…`. */
  key: string
  /** A template that some module offers: `accounts.sign-in-code`. */
  template: string
  /** A person is reached by the channels they chose; an address is for people without an account. */
  to: { person: string } | { address: string; language: Language }
  /** Values of the template's placeholders; nothing else resolves. */
  values: Readonly<Record<string, string>>
  /** Codes and the like: no quiet hours, no digest. */
  urgent?: boolean
}

/** Stores the message in the transaction of `db`: nothing leaves before its commit, nothing leaves without it. */
export type SendMessage = Contract<'send-message', 1, { db: TownSql; message: Message; now: Date }, { id: string }>

export type MessageTemplate = {
  /** `<module>.<what-happened>` */
  key: string
  /** What the editor reads: when this message is sent. */
  sentWhen: { de: string; en: string }
  placeholders: readonly string[]
  /** Placeholders are written `{name}`. Subject and text hold no personal content: they say that something waits. */
  texts: Readonly<Record<'de' | 'en', { subject: string; text: string }>>
}

/** Each module offers the templates of its own messages; a town may word them anew. */
export type MessageTemplates = Contract<'message-templates', 1, Record<string, never>, readonly MessageTemplate[]>

export type Contact = {
  mail?: string | undefined
  phone?: string | undefined
  language: Language
  channel: 'mail' | 'sms' | 'push' | 'none'
  /** Hours of the day in Europe/Berlin in which nothing but urgent messages leaves: `{ from: 22, to: 7 }`. */
  quiet?: { from: number; to: number } | undefined
  /** One message a day instead of one each. */
  digest: boolean
}

/** Who knows how a person wants to be reached. Undefined: there is no such account any more. Read inside a logged look. */
export type ContactOf = Contract<'contact-of', 1, { db: TownSql; person: string }, Contact | undefined>
