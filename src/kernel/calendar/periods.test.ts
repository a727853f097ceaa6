// Legal periods and working days, against cases from the law and properties that always hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, asDay, type Day, daysBetween, endOfDay, startOfDay, weekdayOf } from './day.ts'
import { findHoliday, type Place } from './holidays.ts'
import { endOfPeriod, endOfSetPeriod, extendPeriod, type Period, type PeriodRule, partOfMonth } from './periods.ts'
import { addWorkingDays, countWorkingDays, isWorkingDay, workingDayFrom } from './working-days.ts'

const munich: Place = { land: 'BY', ars: '091620000000' }
const augsburg: Place = { land: 'BY', ars: '097610000000' }
const nuremberg: Place = { land: 'BY', ars: '095640000000' }

const cases: { title: string; start: string; period: Period; rule?: PeriodRule; place?: Place; last: string }[] = [
  {
    title: 'One month after delivery on 31 January ends with February',
    start: '2025-01-31',
    period: { months: 1 },
    last: '2025-02-28',
  },
  {
    title: 'One month after delivery on 28 February ends on 28 March',
    start: '2025-02-28',
    period: { months: 1 },
    last: '2025-03-28',
  },
  { title: 'In a leap year it ends on 29 February', start: '2024-01-31', period: { months: 1 }, last: '2024-02-29' },
  { title: 'Two weeks after a Thursday end on a Thursday', start: '2026-11-05', period: { weeks: 2 }, last: '2026-11-19' },
  { title: 'Fourteen days are two weeks', start: '2026-11-05', period: { days: 14 }, last: '2026-11-19' },
  {
    title: 'A month that would end on a Saturday ends on Monday',
    start: '2026-10-21',
    period: { months: 1 },
    last: '2026-11-23',
  },
  { title: 'A month that would end on a Sunday ends on Monday', start: '2026-10-22', period: { months: 1 }, last: '2026-11-23' },
  { title: 'An end on Good Friday moves past Easter Monday', start: '2026-03-03', period: { months: 1 }, last: '2026-04-07' },
  {
    title: 'An end on Christmas Day 2026 moves past the weekend',
    start: '2026-11-25',
    period: { months: 1 },
    last: '2026-12-28',
  },
  {
    title: 'An end on New Year’s Day 2027, a Friday, moves to Monday',
    start: '2026-12-01',
    period: { months: 1 },
    last: '2027-01-04',
  },
  {
    title: 'A fixed day stays on a Sunday',
    start: '2026-10-22',
    period: { months: 1 },
    rule: { stays: 'fixed-day' },
    last: '2026-11-22',
  },
  {
    title: 'A benefit ends on its last day, also a Sunday',
    start: '2026-11-01',
    period: { months: 1 },
    rule: { begins: 'start-of-day', stays: 'benefit' },
    last: '2026-11-30',
  },
  {
    title: 'A year from the start of 1 January ends on 31 December',
    start: '2026-01-01',
    period: { years: 1 },
    rule: { begins: 'start-of-day' },
    last: '2026-12-31',
  },
  {
    title: 'Eighteen years from the start of 29 February end on 28 February',
    start: '2008-02-29',
    period: { years: 18 },
    rule: { begins: 'start-of-day', stays: 'benefit' },
    last: '2026-02-28',
  },
  {
    title: 'A month from the start of 31 January ends with February',
    start: '2025-01-31',
    period: { months: 1 },
    rule: { begins: 'start-of-day' },
    last: '2025-02-28',
  },
  {
    title: 'A week from the start of a Monday ends on Sunday, which moves',
    start: '2026-11-02',
    period: { weeks: 1 },
    rule: { begins: 'start-of-day' },
    last: '2026-11-09',
  },
  {
    title: 'A Thursday that is the Feast of Peace moves nothing in Munich',
    start: '2024-07-08',
    period: { months: 1 },
    last: '2024-08-08',
  },
  { title: 'In Augsburg it moves to Friday', start: '2024-07-08', period: { months: 1 }, place: augsburg, last: '2024-08-09' },
  {
    title: 'Assumption on a Friday moves an end in Munich to Monday',
    start: '2025-07-15',
    period: { months: 1 },
    last: '2025-08-18',
  },
  { title: 'In Nuremberg it stays', start: '2025-07-15', period: { months: 1 }, place: nuremberg, last: '2025-08-15' },
]
for (const { title, start, period, rule, place = munich, last } of cases)
  test(title, () => assert.equal(endOfPeriod(asDay(start), period, place, rule).lastDay, last))

test('Why an end moved can be said in words', () => {
  assert.deepEqual(endOfPeriod(asDay('2024-07-08'), { months: 1 }, augsburg).moved, {
    from: 'holiday',
    holiday: { de: 'Hohes Friedensfest', en: 'Peace Festival' },
  })
  assert.deepEqual(endOfPeriod(asDay('2026-10-21'), { months: 1 }, munich).moved, { from: 'saturday' })
  assert.equal(endOfPeriod(asDay('2026-11-05'), { days: 14 }, munich).moved, undefined)
})

test('A period set by an authority begins on the day after it was made known', () => {
  assert.equal(endOfSetPeriod(asDay('2026-11-05'), { weeks: 2 }, munich).lastDay, '2026-11-19')
  assert.equal(endOfSetPeriod(asDay('2026-11-30'), { months: 1 }, munich).lastDay, '2026-12-31')
})

test('More time is counted from the end of the former period', () => {
  const former = endOfPeriod(asDay('2026-10-21'), { months: 1 }, munich)
  assert.equal(extendPeriod(former, { weeks: 2 }, munich).lastDay, '2026-12-07')
})

test('Beginning, middle and end of a month are the 1st, the 15th and the last day', () => {
  const day = asDay('2024-02-10')
  assert.deepEqual(
    (['beginning', 'middle', 'end'] as const).map((part) => partOfMonth(day, part)),
    ['2024-02-01', '2024-02-15', '2024-02-29'],
  )
})

test('A period of nothing, of a half or of minus one day is refused', () => {
  for (const days of [0, -1, 1.5, Number.NaN]) assert.throws(() => endOfPeriod(asDay('2026-01-01'), { days }, munich), /whole/)
})

const everyDay = (visit: (day: Day) => void, step = 1): void => {
  for (let day = asDay('2024-01-01'); day < '2030-01-01'; day = addDays(day, step)) visit(day)
}

test('However it is counted, no end falls on a Saturday, a Sunday or a holiday, and moves by at most five days', () => {
  for (const period of [{ days: 3 }, { weeks: 2 }, { months: 1 }, { months: 3 }, { years: 1 }])
    everyDay((day) => {
      const { lastDay, counted, over } = endOfPeriod(day, period, munich)
      assert.ok(weekdayOf(lastDay) <= 5 && !findHoliday(lastDay, munich), `${day} ${JSON.stringify(period)}`)
      assert.ok(lastDay >= counted && daysBetween(counted, lastDay) <= 5)
      assert.equal(over.getTime(), startOfDay(addDays(lastDay, 1)).getTime())
    }, 3)
})

test('A clock change inside a period, or on its last day, neither lengthens nor shortens it', () => {
  for (const change of ['2026-03-29', '2026-10-25']) {
    for (let before = 0; before < 10; before += 1) {
      const start = addDays(asDay(change), -before)
      const end = endOfPeriod(start, { days: 10 }, munich, { stays: 'fixed-day' })
      assert.equal(daysBetween(start, end.lastDay), 10)
      assert.equal(end.over.getTime(), endOfDay(addDays(start, 10)).getTime())
    }
    const onTheDay = endOfPeriod(addDays(asDay(change), -3), { days: 3 }, munich, { stays: 'fixed-day' })
    assert.equal(onTheDay.lastDay, change)
  }
})

test('A period never ends before a shorter one that began on the same day', () => {
  everyDay((day) => {
    const ends = [1, 2, 3, 4, 5, 6].map((months) => endOfPeriod(day, { months }, munich).lastDay)
    assert.deepEqual([...ends].sort(), ends)
  }, 5)
})

test('Saturday is a Werktag and no Arbeitstag, Sunday and holidays are neither', () => {
  assert.deepEqual(
    ['2026-11-20', '2026-11-21', '2026-11-22', '2026-12-25'].map((day) => [
      isWorkingDay(asDay(day), munich, 'werktag'),
      isWorkingDay(asDay(day), munich, 'arbeitstag'),
    ]),
    [
      [true, true],
      [true, false],
      [false, false],
      [false, false],
    ],
  )
  assert.equal(workingDayFrom(asDay('2026-12-25'), munich), '2026-12-28')
})

test('Five working days after a Friday are the next Friday, five Werktage the Thursday', () => {
  assert.equal(addWorkingDays(asDay('2026-11-20'), 5, munich), '2026-11-27')
  assert.equal(addWorkingDays(asDay('2026-11-20'), 5, munich, 'werktag'), '2026-11-26')
  assert.equal(addWorkingDays(asDay('2026-12-28'), -1, munich), '2026-12-24')
})

test('Adding and counting working days agree for every start', () => {
  everyDay((day) => {
    for (const kind of ['werktag', 'arbeitstag'] as const)
      for (const count of [1, 5, 12]) {
        const later = addWorkingDays(day, count, munich, kind)
        assert.equal(countWorkingDays(day, later, munich, kind), count)
        assert.ok(isWorkingDay(later, munich, kind))
      }
  }, 11)
})
