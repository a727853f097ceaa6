// When a decision counts as delivered, rule by rule, with real days.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asDay, dayAt } from '../../kernel/calendar/day.ts'
import type { Place } from '../../kernel/calendar/holidays.ts'
import { endOfPeriod } from '../../kernel/calendar/periods.ts'
import { type DeliveryTimes, deliveryOf } from './delivery.ts'
import { allows, deliveryRules, findDeliveryRule, listDeliveryRules } from './delivery-rules.ts'

const munich: Place = { land: 'BY', ars: '091620000000' }
const kiel: Place = { land: 'SH', ars: '010020000000' }
/** Local time in Berlin, winter or summer as the day has it. */
const at = (day: string, time = '10:00'): Date => {
  const guess = new Date(`${day}T${time}:00+01:00`)
  const summer = new Date(`${day}T${time}:00+02:00`)
  const inBerlin = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })
  return inBerlin.format(guess) === time ? guess : summer
}

const cases: { title: string; rule: string; times: DeliveryTimes; today: string; place?: Place; expected: string }[] = [
  {
    title: 'Bavaria: the third day after the notification was sent',
    rule: 'baydig-24',
    times: { madeAvailable: at('2026-11-16'), notificationSent: at('2026-11-16') },
    today: '2026-11-19',
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'Bavaria: not yet on the second day',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16') },
    today: '2026-11-18',
    expected: 'pending 2026-11-19',
  },
  {
    title: 'Bavaria: who reads at once is not worse off',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16'), retrieved: at('2026-11-16', '10:05') },
    today: '2026-11-20',
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'Bavaria: not fetching does not help',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16') },
    today: '2027-11-16',
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'Bavaria: the deemed day may be a Sunday',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-19') },
    today: '2026-11-30',
    expected: 'delivered 2026-11-22',
  },
  {
    title: 'Bavaria: a notification of 23:59 counts from that day',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16', '23:59') },
    today: '2026-11-30',
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'Bavaria: across the clock change it is still the third day',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-10-23', '23:30') },
    today: '2026-11-30',
    expected: 'delivered 2026-10-26',
  },
  {
    title: 'Bavaria: the notification came back and nobody read: paper',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16'), notificationFailed: at('2026-11-16', '10:01') },
    today: '2026-12-30',
    expected: 'paper',
  },
  {
    title: 'Bavaria: the notification came back, but the person read',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16'), notificationFailed: at('2026-11-16', '10:01'), retrieved: at('2026-11-24') },
    today: '2026-12-30',
    expected: 'delivered 2026-11-24',
  },
  {
    title: 'Bavaria: no notification at all, the retrieval counts',
    rule: 'baydig-24',
    times: { madeAvailable: at('2026-11-16'), retrieved: at('2026-11-17') },
    today: '2026-11-17',
    expected: 'delivered 2026-11-17',
  },
  {
    title: 'Bavaria: no notification and no retrieval is not delivered, however long it lies there',
    rule: 'baydig-24',
    times: { madeAvailable: at('2026-11-16') },
    today: '2027-11-17',
    expected: 'pending',
  },
  {
    title: 'Bavaria: the notification arrived on the sixth day, the retrieval counts',
    rule: 'baydig-24',
    times: { notificationSent: at('2026-11-16'), notificationArrived: at('2026-11-22'), retrieved: at('2026-11-23') },
    today: '2026-11-30',
    expected: 'delivered 2026-11-23',
  },
  {
    title: 'Bavaria: formal service counts the same days',
    rule: 'baydig-25',
    times: { notificationSent: at('2026-11-16') },
    today: '2026-11-30',
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'OZG: the third day after it was made available',
    rule: 'ozg-9',
    times: { madeAvailable: at('2026-11-16'), notificationSent: at('2026-11-16') },
    today: '2026-11-19',
    place: kiel,
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'OZG: a lost notification changes nothing',
    rule: 'ozg-9',
    times: { madeAvailable: at('2026-11-16'), notificationFailed: at('2026-11-16') },
    today: '2026-11-20',
    place: kiel,
    expected: 'delivered 2026-11-19',
  },
  {
    title: 'VwVfG: the day after retrieval',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-16'), retrieved: at('2026-11-20') },
    today: '2026-11-21',
    place: kiel,
    expected: 'delivered 2026-11-21',
  },
  {
    title: 'VwVfG: on the day of retrieval not yet',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-16'), retrieved: at('2026-11-20') },
    today: '2026-11-20',
    place: kiel,
    expected: 'pending 2026-11-21',
  },
  {
    title: 'VwVfG: not fetched in ten days is not announced',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-16') },
    today: '2026-11-27',
    place: kiel,
    expected: 'paper',
  },
  {
    title: 'VwVfG: the tenth day is still in time',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-16') },
    today: '2026-11-26',
    place: kiel,
    expected: 'pending until 2026-11-26',
  },
  {
    title: 'VwVfG: ten days that end on a Sunday end on Monday',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-12'), retrieved: at('2026-11-23', '23:59') },
    today: '2026-11-30',
    place: kiel,
    expected: 'delivered 2026-11-24',
  },
  {
    title: 'VwVfG: a retrieval after the ten days does not revive it',
    rule: 'vwvfg-41-2a',
    times: { notificationSent: at('2026-11-16'), retrieved: at('2026-11-28') },
    today: '2026-11-30',
    place: kiel,
    expected: 'paper',
  },
  {
    title: 'Paper: the fourth day since 2025',
    rule: 'vwvfg-41-2',
    times: { posted: at('2026-11-16') },
    today: '2026-11-30',
    place: kiel,
    expected: 'delivered 2026-11-20',
  },
  {
    title: 'Paper: the third day in 2024',
    rule: 'vwvfg-41-2',
    times: { posted: at('2024-11-18') },
    today: '2024-11-30',
    place: kiel,
    expected: 'delivered 2024-11-21',
  },
  {
    title: 'Paper: provably later',
    rule: 'vwvfg-41-2',
    times: { posted: at('2026-11-16'), paperArrived: at('2026-11-25') },
    today: '2026-11-30',
    place: kiel,
    expected: 'delivered 2026-11-25',
  },
  {
    title: 'Paper: provably earlier changes nothing',
    rule: 'vwvfg-41-2',
    times: { posted: at('2026-11-16'), paperArrived: at('2026-11-17') },
    today: '2026-11-30',
    place: kiel,
    expected: 'delivered 2026-11-20',
  },
  {
    title: 'Paper in Bavaria, text not verified: the fourth day',
    rule: 'bayvwvfg-41-2',
    times: { posted: at('2026-11-16') },
    today: '2026-11-30',
    expected: 'delivered 2026-11-20',
  },
]

for (const { title, rule: key, times, today, place = munich, expected } of cases)
  test(title, () => {
    const start = times.posted ?? times.notificationSent ?? times.madeAvailable!
    const rule = findDeliveryRule(key, dayAt(start))!
    const delivery = deliveryOf(rule, times, place, asDay(today))
    const said = [
      delivery.state,
      delivery.state === 'delivered' && delivery.day,
      delivery.state === 'pending' && (delivery.expected ?? (delivery.until && `until ${delivery.until}`)),
    ]
    assert.equal(said.filter(Boolean).join(' '), expected)
    assert.ok(delivery.reason.de.includes(rule.law.law) && delivery.reason.en.includes(rule.law.law))
  })

test('The period for an objection begins with the deemed day, and its end moves although the deemed day does not', () => {
  const delivery = deliveryOf(
    findDeliveryRule('baydig-24', '2026-11-19')!,
    { notificationSent: at('2026-11-19') },
    munich,
    asDay('2026-11-30'),
  )
  assert.equal(delivery.state === 'delivered' && delivery.day, '2026-11-22', 'a Sunday')
  assert.equal(endOfPeriod(asDay('2026-11-22'), { months: 1 }, munich).lastDay, '2026-12-22')
  assert.equal(endOfPeriod(asDay('2026-11-26'), { months: 1 }, munich).lastDay, '2026-12-28', 'Boxing Day is a Saturday')
})

test('A delivered letter never becomes undelivered, and its day never changes, as time goes on', () => {
  const times = { madeAvailable: at('2026-11-16'), notificationSent: at('2026-11-16'), retrieved: at('2026-11-18') }
  for (const rule of deliveryRules.filter(({ channel }) => channel === 'mailbox')) {
    const days = new Set<string>()
    for (let today = asDay('2026-11-16'); today < '2026-12-31'; today = dayAt(new Date(at(today).getTime() + 86_400_000))) {
      const delivery = deliveryOf(rule, times, munich, today)
      if (delivery.state === 'delivered') days.add(delivery.day)
      else assert.equal(days.size, 0, `${rule.key} ${today}`)
    }
    assert.equal(days.size, 1, rule.key)
  }
})

test('Bavarian towns choose among Bavarian rules, others among the federal ones', () => {
  const keys = (place: Place, channel: 'mailbox' | 'post') =>
    listDeliveryRules(place, channel, '2026-11-22').map(({ key }) => key)
  assert.deepEqual(keys(munich, 'mailbox'), ['baydig-24', 'baydig-25'])
  assert.deepEqual(keys(munich, 'post'), ['bayvwvfg-41-2', 'ao-122-2'])
  assert.deepEqual(keys(kiel, 'mailbox'), ['ozg-9', 'vwvfg-41-2a'])
  assert.deepEqual(keys(kiel, 'post'), ['vwvfg-41-2', 'ao-122-2'])
})

test('Consent: required in Bavaria, presumed by the OZG, express for formal service, and an exclusion always holds', () => {
  const rule = (key: string) => findDeliveryRule(key, '2026-11-22')!
  const said = (key: string) => [
    allows(rule(key), {}),
    allows(rule(key), { delivery: 'given' }),
    allows(rule(key), { delivery: 'given', service: 'given' }),
    allows(rule(key), { delivery: 'excluded', service: 'given' }),
  ]
  assert.deepEqual(said('baydig-24'), [false, true, true, false])
  assert.deepEqual(said('baydig-25'), [false, false, true, false])
  assert.deepEqual(said('ozg-9'), [true, true, true, false])
  assert.deepEqual(said('vwvfg-41-2'), [true, true, true, true])
})

test('Bavaria notes all four times, and the unread law says so', () => {
  assert.deepEqual(findDeliveryRule('baydig-24', '2026-11-22')?.proof, [
    ...['made-available', 'notification-sent', 'notification-arrived', 'retrieved'],
  ])
  assert.equal(findDeliveryRule('bayvwvfg-41-2', '2026-11-22')?.law.verified, false)
  assert.equal(findDeliveryRule('baydig-24', '2020-01-01'), undefined, 'before the law')
})
