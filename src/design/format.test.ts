// Tests of how dates, money and phone numbers read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  dayOf,
  formatDay,
  formatDayInList,
  formatMoney,
  formatMoneyRange,
  formatSum,
  formatTime,
  formatWeekday,
  phoneUrl,
} from './format.ts'

const de = { language: 'de' } as const
const en = { language: 'en' } as const

test('A date names its month, and day and month never break apart', () => {
  assert.equal(formatDay('de', '2026-06-08'), '8.\u00a0Juni 2026')
  assert.equal(formatDay('en', '2026-06-08'), '8\u00a0June 2026')
  assert.equal(formatWeekday('de', '2026-12-04'), 'Freitag, 4.\u00a0Dezember 2026')
  assert.equal(formatDayInList('de', '2026-12-04'), 'Fr., 4.\u00a0Dezember')
})

test('A time is the time in Berlin, in summer and in winter', () => {
  assert.equal(formatTime(de, new Date('2026-06-08T07:40:00Z')), '9:40\u00a0Uhr')
  assert.equal(formatTime(de, new Date('2026-06-07T22:00:00Z')), '0:00\u00a0Uhr')
  assert.equal(formatTime(de, new Date('2026-12-08T08:40:00Z')), '9:40\u00a0Uhr')
  assert.equal(dayOf(new Date('2026-06-30T22:30:00Z')), '2026-07-01')
})

test('Money in a text has cents only where there are any, and nothing is called free in two ways', () => {
  assert.equal(formatMoney(de, 3750), '37,50\u00a0Euro')
  assert.equal(formatMoney(de, 4000), '40\u00a0Euro')
  assert.equal(formatMoney(de, 0), 'kostenlos')
  assert.equal(formatMoney(en, 3750), '37.50\u00a0euros')
  assert.equal(formatMoneyRange(de, 5000, 6000), '50 bis 60\u00a0Euro')
  assert.equal(formatMoneyRange(de, 820, undefined), 'ab\u00a08,20\u00a0Euro')
  assert.equal(formatMoneyRange(de, 4000, 4000), '40\u00a0Euro')
})

test('Money in a sum always shows its cents', () => {
  assert.equal(formatSum('de', 5000), '50,00\u00a0€')
  assert.equal(formatSum('de', 123456), '1.234,56\u00a0€')
  assert.equal(formatSum('en', 5000), '€50.00')
})

test('A phone number can be dialled from abroad, a short number stays as it is', () => {
  assert.equal(phoneUrl('115'), 'tel:115')
  assert.equal(phoneUrl('089 233-96000'), 'tel:+498923396000')
  assert.equal(phoneUrl('+49 (0)89 233-0'), 'tel:+49892330')
  assert.equal(phoneUrl('0049 89 2330'), 'tel:+49892330')
})
