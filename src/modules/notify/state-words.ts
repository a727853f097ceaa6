// States and reasons of messages in words.
import type { Reader } from '../../kernel/words.ts'
import type { MessageState, Reason } from './tables.ts'
import { notifyWords } from './words.ts'

export function stateWord(reader: Reader, state: MessageState): string {
  const text = notifyWords(reader)
  const all: Record<MessageState, string> = {
    created: text.stateCreated,
    sending: text.stateSending,
    delivered: text.stateDelivered,
    'temporary-failure': text.stateTemporary,
    'permanent-failure': text.statePermanent,
    'technical-failure': text.stateTechnical,
  }
  return all[state]
}

export function reasonWord(reader: Reader, reason: Reason): string {
  const text = notifyWords(reader)
  const all: Record<Reason, string> = {
    'no-connection': text.reasonNoConnection,
    'no-answer': text.reasonNoAnswer,
    certificate: text.reasonCertificate,
    login: text.reasonLogin,
    sender: text.reasonSender,
    address: text.reasonAddress,
    refused: text.reasonRefused,
    bounced: text.reasonBounced,
    'no-contact': text.reasonNoContact,
    'not-wanted': text.reasonNotWanted,
    'no-channel': text.reasonNoChannel,
    'unknown-template': text.reasonUnknownTemplate,
    'missing-value': text.reasonMissingValue,
    unreadable: text.reasonUnreadable,
  }
  return all[reason]
}

const shortTimes = new Map<string, Intl.DateTimeFormat>()

/** `22.11.2026, 12:04` */
export function shortTime({ language }: Pick<Reader, 'language'>, at: Date): string {
  const locale = language === 'en' ? 'en-GB' : 'de-DE'
  let format = shortTimes.get(locale)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone: 'Europe/Berlin',
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
    shortTimes.set(locale, format)
  }
  return format.format(at)
}
