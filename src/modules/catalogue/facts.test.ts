// How fees, spans and hours read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letterOf } from './a-z.ts'
import { addressInWords, costInWords, hoursInWords, spanInWords } from './facts.ts'
import { findId, servicePath, slugOf } from './paths.ts'
import type { Fee, OpeningHours, Span } from './record.ts'

const german = { language: 'de' } as const
const english = { language: 'en' } as const
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')
const euros = (cents: number): Fee => ({ kind: 'fixed', cents, currency: 'EUR' })

test('Fees read as people say them', () => {
  const said: [Fee[], string | undefined, string | undefined][] = [
    [[], undefined, undefined],
    [[{ kind: 'free' }], 'kostenlos', 'free of charge'],
    [[euros(3750)], '37,50 Euro', '37.50 euros'],
    [[euros(5000), euros(6000)], '50 bis 60 Euro', '50 to 60 euros'],
    [[{ kind: 'range', fromCents: 820, currency: 'EUR' }], 'ab 8,20 Euro', 'from 8.20 euros'],
    [[{ kind: 'range', toCents: 2000, currency: 'EUR' }], 'bis 20 Euro', 'up to 20 euros'],
    [[euros(1000), { kind: 'range', fromCents: 500, currency: 'EUR' }], 'ab 5 Euro', 'from 5 euros'],
    [[euros(1000), { kind: 'fixed', cents: 900, currency: 'CHF' }], undefined, undefined],
  ]
  for (const [fees, de, en] of said)
    assert.deepEqual([plain(costInWords(german, fees)), plain(costInWords(english, fees))], [de, en])
})

test('Spans keep the kind of day that the law means', () => {
  const said: [Span, string][] = [
    [{ kind: 'duration', value: 1, unit: 'week' }, '1 Woche'],
    [{ kind: 'duration', value: 3, unit: 'arbeitstag', valueTo: 6 }, '3 bis 6 Arbeitstage'],
    [{ kind: 'duration', value: 2, unit: 'werktag' }, '2 Werktage'],
    [{ kind: 'duration', value: 2, unit: 'week', valueTo: 3, unitTo: 'month' }, '2 Wochen bis 3 Monate'],
    [{ kind: 'date', to: '2027-03-31' }, 'bis 31. März 2027'],
    [{ kind: 'date', to: '--03-31' }, 'jedes Jahr am 31. März'],
  ]
  for (const [span, words] of said) assert.equal(plain(spanInWords(german, span)), words)
})

test('Days with the same hours stand together', () => {
  const on = (weekday: OpeningHours['weekday'], from: string, to: string): OpeningHours => ({ weekday, from, to })
  const hours = [on(1, '08:00', '12:00'), on(2, '08:00', '12:00'), on(4, '14:00', '18:30'), on(4, '08:00', '12:00')]
  assert.deepEqual(
    hoursInWords(german, hours).map(({ days, times }) => [days, times.map(plain)]),
    [
      ['Montag bis Dienstag', ['8 bis 12 Uhr']],
      ['Donnerstag', ['8 bis 12 Uhr', '14 bis 18:30 Uhr']],
    ],
  )
})

test('An address leaves out what is not known', () => {
  assert.equal(addressInWords({ street: 'Musterweg', houseNumber: '1', city: 'Musterstadt' }), 'Musterweg 1, Musterstadt')
  assert.equal(addressInWords({}), undefined)
  assert.equal(addressInWords(undefined), undefined)
})

test('A slug is short, plain and never ends in half a word', () => {
  assert.equal(slugOf('Straßenfest für Bürger*innen – Anträge'), 'strassenfest-fuer-buergerinnen-antraege')
  assert.equal(slugOf(`${'a'.repeat(40)} ${'b'.repeat(40)}`), 'a'.repeat(40))
  assert.equal(servicePath(3, '漢字'), '/services/3')
})

test('Only a whole positive number is an id', () => {
  assert.equal(findId('17-reisepass'), 17)
  assert.equal(findId('17'), 17)
  for (const wrong of ['', '0', '-1', '017', '17x', '1.5', '9999999999', '17-Reisepass', undefined])
    assert.equal(findId(wrong), undefined, wrong)
})

test('Umlauts stand under their letter, everything else under #', () => {
  assert.deepEqual(['Änderung', 'É', '„Pass“', '3D', 'über', ''].map(letterOf), ['A', 'E', 'P', '#', 'U', '#'])
})
