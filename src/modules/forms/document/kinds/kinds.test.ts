// Answers of each kind: how what people type is read, what is refused, how it is shown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFormInput } from '../../../../kernel/http/forms.ts'
import type { Item, Question } from '../document.ts'
import { kindOf, kinds, questionTypes } from './kinds.ts'

const reader = { language: 'de' } as const
const list = (name: string) =>
  name === 'countries'
    ? [
        { value: 'AT', label: 'Österreich' },
        { value: 'DE', label: 'Deutschland' },
      ]
    : undefined
const t = (de: string) => ({ de })
const ask = (key: string, type: Question['type'], more: object = {}): Item =>
  ({ kind: 'question', key, type, label: t(key), ...more }) as Item
const typed = (type: Question['type'], fields: Record<string, string>, more: object = {}) =>
  kindOf({ type }).readPosted(ask('q', type, more) as never, 'q', readFormInput(new URLSearchParams(fields).toString()), reader)

test('What people type is read as they mean it', () => {
  assert.deepEqual(typed('money', { q: '1.234,50 €' }), { value: 123450 })
  assert.deepEqual(typed('money', { q: '12' }), { value: 1200 })
  assert.deepEqual(typed('number', { q: '1.000' }, { decimals: 3 }), { value: 1000 })
  assert.deepEqual(typed('number', { q: '0,25' }), { value: 0.25 })
  assert.deepEqual(typed('time', { q: '9.30 Uhr' }), { value: '09:30' })
  assert.deepEqual(typed('plate', { q: 'm ab1234e' }), { value: 'M-AB 1234E' })
  assert.deepEqual(typed('iban', { q: 'de89 3704 0044 0532 0130 00' }), { value: 'DE89370400440532013000' })
  assert.deepEqual(typed('date', { 'q-day': '1.', 'q-month': 'Dez', 'q-year': '2026' }), { value: '2026-12-01' })
  assert.equal((typed('date', { 'q-day': '1', 'q-month': '12' }) as { part?: string }).part, 'year')
  assert.match((typed('date', { 'q-day': '30', 'q-month': '2', 'q-year': '2026' }) as { problem: string }).problem, /30\.2\.2026/)
  assert.match((typed('money', { q: '1,234' }) as { problem: string }).problem, /2 Stellen/)
})

test('What does not fit is refused with what to do about it', () => {
  const wrong = (type: Question['type'], value: unknown, more: object = {}): string | undefined =>
    kindOf({ type }).check(ask('q', type, more) as never, value, { reader, list, bound: () => undefined })?.problem
  assert.equal(wrong('iban', 'DE89370400440532013000'), undefined)
  assert.match(wrong('iban', 'DE89370400440532013001')!, /stimmt nicht/)
  assert.match(wrong('iban', 'DE8937040044053201300')!, /22 Zeichen/)
  assert.equal(wrong('taxNumber', '86095742719'), undefined)
  assert.match(wrong('taxNumber', '86095742718')!, /11 Ziffern/)
  assert.equal(wrong('name', 'Þór Ğölü-Łukasz'), undefined)
  assert.match(wrong('name', 'Ада')!, /Zeichen/)
  assert.match(wrong('number', 1.5)!, /ganze Zahl/)
  assert.match(
    wrong('address', { street: 'Weg', houseNumber: '1', postcode: '8033', city: 'München' })!,
    /Sie haben 4 eingegeben/,
  )
  assert.equal(
    wrong('address', { street: 'Weg', houseNumber: '', postcode: '', city: 'Wien', country: 'AT' }, { abroad: true }),
    undefined,
  )
  assert.match(wrong('choice', 'b', { choices: [{ value: 'a', label: t('A') }] })!, /eine der Antworten/)
  assert.match(wrong('codeList', 'x', { list: 'nobody-knows' })!, /steht nicht in der Liste/)
  assert.match(wrong('place', { text: '', geometry: { type: 'Point', coordinates: [500, 1] } }, { shape: 'point' })!, /Karte/)
  assert.match(wrong('text', 'abc', { pattern: '[0-9]+' })!, /Form/)
  for (const type of questionTypes)
    for (const value of [{ a: 1 }, [[]], Number.POSITIVE_INFINITY, Symbol.iterator, new Date()])
      assert.notEqual(
        wrong(type, value, { choices: [], list: 'countries', shape: 'area' }),
        undefined,
        `${type} takes ${String(value)}`,
      )
})

test('Every kind shows what it has checked', () => {
  assert.equal(kinds.money.show(ask('q', 'money') as never, 5000, { reader, list }), '50,00\u00a0€')
  assert.equal(
    kinds.address.show(
      ask('q', 'address') as never,
      { street: 'Weg', houseNumber: '1', postcode: '80331', city: 'München' },
      { reader, list },
    ),
    'Weg 1, 80331 München',
  )
  assert.equal(
    kinds.files.show(ask('q', 'files') as never, [{ id: '1', name: 'a.pdf', mediaType: 'application/pdf', size: 1_258_291 }], {
      reader,
      list,
    }),
    'a.pdf, 1,2\u00a0MB',
  )
})
