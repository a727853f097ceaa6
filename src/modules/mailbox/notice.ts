// What is said before somebody chooses how decisions reach them, for any page of the house that asks.
import type { DeliveryNotice } from '../../contracts/letters.ts'
import { placeOf } from '../../kernel/calendar/holidays.ts'
import type { Town } from '../../kernel/town.ts'
import { noticeVersion } from './consent.ts'
import { listDeliveryRules } from './delivery-rules.ts'
import { mailboxWords } from './words.ts'

export function noticeOf(town: Town, { language, today }: DeliveryNotice['input']): DeliveryNotice['answer'] {
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  const rules = listDeliveryRules(placeOf(town.settings), 'mailbox', today).filter(({ service }) => !service)
  const lines = rules.flatMap((rule) => [
    rule.trigger === 'retrieved' && 'lapsesAfterDays' in rule.notFetched
      ? text.noticeFetch(rule.notFetched.lapsesAfterDays)
      : text.noticeDay(
          rule.days,
          rule.trigger === 'made-available' ? text['trigger-made-available'] : text['trigger-notification-sent'],
        ),
    text.noticeLaw(rule.law.law),
  ])
  return { version: noticeVersion, lines }
}
