// Days and their instants: a clock change never shifts a legal day.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, addMonths, asDay, dayAt, daysBetween, endOfDay, isInTime, readDay, startOfDay, weekdayOf } from './day.ts'

const hour = 3_600_000

test('Only real days are days', () => {
  for (const text of [
    '2026-02-29',
    '2026-2-3',
    '2026-13-01',
    '2026-00-10',
    '1899-12-31',
    '',
    'morgen',
    '2026-02-03T10:00',
    '02026-01-01',
  ])
    assert.equal(readDay(text), undefined, text)
  assert.equal(readDay('2024-02-29'), '2024-02-29')
  assert.throws(() => asDay('2026-02-30'), /no day/)
})

test('The day of the spring clock change has 23 hours, that of autumn 25, every other day 24', () => {
  const odd: Record<string, number> = {}
  for (let day = asDay('2026-01-01'); day < '2029-01-01'; day = addDays(day, 1)) {
    const length = (endOfDay(day).getTime() - startOfDay(day).getTime()) / hour
    if (length !== 24) odd[day] = length
  }
  assert.deepEqual(odd, {
    '2026-03-29': 23,
    '2026-10-25': 25,
    '2027-03-28': 23,
    '2027-10-31': 25,
    '2028-03-26': 23,
    '2028-10-29': 25,
  })
})

test('Every day ends exactly where the next begins, through both clock changes', () => {
  for (let day = asDay('2026-03-01'); day < '2026-11-30'; day = addDays(day, 1)) {
    assert.equal(dayAt(startOfDay(day)), day)
    assert.equal(dayAt(new Date(endOfDay(day).getTime() - 1)), day)
    assert.equal(dayAt(endOfDay(day)), addDays(day, 1))
  }
})

test('On the day that has 02:30 twice both are that day, and a letter at 23:59 is in time', () => {
  for (const instant of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z']) {
    assert.equal(dayAt(new Date(instant)), '2026-10-25')
    assert.equal(isInTime(new Date(instant), asDay('2026-10-25')), true)
  }
  assert.equal(isInTime(new Date('2026-10-25T23:00:00Z'), asDay('2026-10-25')), false)
})

test('A clock that jumps by an hour in either direction within a day does not change what is counted from it', () => {
  for (const day of ['2026-03-29', '2026-10-25', '2026-06-15'].map(asDay)) {
    for (const shift of [-1, 0, 1]) {
      const noonish = new Date(startOfDay(day).getTime() + 12 * hour + shift * hour)
      assert.equal(addDays(dayAt(noonish), 30), addDays(day, 30))
    }
  }
})

test('Adding days and counting them are each other’s reverse, over 30 years', () => {
  const start = asDay('2000-01-01')
  for (let count = 0; count < 11_000; count += 37) {
    assert.equal(daysBetween(start, addDays(start, count)), count)
    assert.equal(addDays(addDays(start, count), -count), start)
    assert.equal((weekdayOf(start) - 1 + count) % 7, weekdayOf(addDays(start, count)) - 1)
  }
})

test('A month after 31 January is the last day of February', () => {
  assert.equal(addMonths(asDay('2026-01-31'), 1), '2026-02-28')
  assert.equal(addMonths(asDay('2024-01-31'), 1), '2024-02-29')
})
