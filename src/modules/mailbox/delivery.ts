// On which day a letter counts as delivered: a rule and the noted times give the day, and the reason in words.
import { formatDay } from '../../design/format.ts'
import { addDays, type Day, dayAt } from '../../kernel/calendar/day.ts'
import type { Place } from '../../kernel/calendar/holidays.ts'
import { endOfPeriod } from '../../kernel/calendar/periods.ts'
import { workingDayFrom } from '../../kernel/calendar/working-days.ts'
import type { DeliveryRule } from './delivery-rules.ts'

export type DeliveryTimes = {
  madeAvailable?: Date | undefined
  notificationSent?: Date | undefined
  notificationArrived?: Date | undefined
  notificationFailed?: Date | undefined
  retrieved?: Date | undefined
  posted?: Date | undefined
  /** Only where the person showed that the paper came later. */
  paperArrived?: Date | undefined
}

type Both = { de: string; en: string }
export type Delivery =
  | { state: 'delivered'; day: Day; reason: Both }
  /** `expected`: on that day it counts, whatever happens; `until`: after that day it lapses. */
  | { state: 'pending'; expected?: Day; until?: Day; reason: Both }
  /** Not delivered this way: paper must follow. */
  | { state: 'paper'; reason: Both }

const because = (rule: DeliveryRule, de: string, en: string): Both => ({
  de: `${de} (${rule.law.law})`,
  en: `${en} (${rule.law.law})`,
})

/** Pure: the same times give the same answer, whoever asks and when; `today` only parts "will" from "did". */
export function deliveryOf(rule: DeliveryRule, times: DeliveryTimes, place: Place, today: Day): Delivery {
  if (rule.trigger === 'retrieved') return byRetrieval(rule, times, place, today)
  const { notificationSent, notificationArrived, notificationFailed } = times
  const start = { 'notification-sent': notificationSent, 'made-available': times.madeAvailable, posted: times.posted }[
    rule.trigger
  ]
  const retrievalCounts = rule.notificationLost === 'retrieval-counts'
  if (retrievalCounts && (notificationFailed || !start)) return withoutNotification(rule, times)
  if (!start) {
    const [de, en] =
      rule.channel === 'post'
        ? ['Der Brief ist noch nicht bei der Post', 'The letter has not been posted yet']
        : ['Der Bescheid ist noch nicht bereitgestellt', 'The decision has not been made available yet']
    return { state: 'pending', reason: because(rule, de, en) }
  }
  const from = dayAt(start)
  const counted = addDays(from, rule.days)
  const deemed = rule.moves ? workingDayFrom(counted, place) : counted
  if (retrievalCounts && notificationArrived && dayAt(notificationArrived) > deemed) return withoutNotification(rule, times)
  const later = times.paperArrived && dayAt(times.paperArrived)
  if (later && later > deemed)
    return {
      state: 'delivered',
      day: later,
      reason: because(rule, 'Der Brief kam nachweislich später an', 'The letter provably arrived later'),
    }
  const [de, en] = began[rule.trigger]
  const reason = because(
    rule,
    `${de} am ${formatDay('de', from)}. Es zählt der ${rule.days}. Tag danach`,
    `${en} on ${formatDay('en', from)}. Day ${rule.days} after that counts`,
  )
  return today >= deemed ? { state: 'delivered', day: deemed, reason } : { state: 'pending', expected: deemed, reason }
}

const began = {
  'notification-sent': ['Unsere Nachricht an Sie ging ab', 'Our message to you left'],
  'made-available': ['Der Bescheid lag im Postfach', 'The decision was put into the mailbox'],
  posted: ['Der Brief ging zur Post', 'The letter was posted'],
} as const

/** @law Art. 24 Abs. 2 Satz 2 bis 4 BayDiG: without a notification that provably arrived in time, only the retrieval counts */
function withoutNotification(rule: DeliveryRule, { retrieved, notificationFailed, notificationSent }: DeliveryTimes): Delivery {
  if (retrieved)
    return {
      state: 'delivered',
      day: dayAt(retrieved),
      reason: because(
        rule,
        'Die Benachrichtigung ist nicht nachgewiesen, es zählt der Abruf',
        'The notification is not proven, the retrieval counts',
      ),
    }
  if (notificationFailed)
    return {
      state: 'paper',
      reason: because(
        rule,
        'Die Benachrichtigung kam nicht an und der Bescheid wurde nicht abgerufen',
        'The notification did not arrive and the decision was not retrieved',
      ),
    }
  return {
    state: 'pending',
    reason: notificationSent
      ? because(
          rule,
          'Die Benachrichtigung kam zu spät an, es zählt der Abruf',
          'The notification arrived too late, the retrieval counts',
        )
      : because(rule, 'Die Benachrichtigung ist noch nicht abgesendet', 'The notification has not been sent yet'),
  }
}

/** @law § 41 Abs. 2a Satz 3 bis 5 VwVfG */
function byRetrieval(rule: DeliveryRule, { retrieved, notificationSent }: DeliveryTimes, place: Place, today: Day): Delivery {
  const lapse = 'lapsesAfterDays' in rule.notFetched ? rule.notFetched.lapsesAfterDays : undefined
  const until =
    notificationSent && lapse !== undefined ? endOfPeriod(dayAt(notificationSent), { days: lapse }, place).lastDay : undefined
  if (retrieved && (until === undefined || dayAt(retrieved) <= until)) {
    const counted = addDays(dayAt(retrieved), rule.days)
    const day = rule.moves ? workingDayFrom(counted, place) : counted
    const reason = because(
      rule,
      `Abgerufen am ${formatDay('de', dayAt(retrieved))}, es zählt der Tag danach`,
      `Retrieved on ${formatDay('en', dayAt(retrieved))}, the day after counts`,
    )
    return today >= day ? { state: 'delivered', day, reason } : { state: 'pending', expected: day, reason }
  }
  if (until !== undefined && today > until)
    return {
      state: 'paper',
      reason: because(rule, `Bis ${formatDay('de', until)} nicht abgerufen`, `Not retrieved by ${formatDay('en', until)}`),
    }
  return {
    state: 'pending',
    ...(until && { until }),
    reason: because(rule, 'Noch nicht abgerufen', 'Not retrieved yet'),
  }
}
