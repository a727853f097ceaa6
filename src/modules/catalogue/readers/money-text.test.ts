import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTrivialFee } from './money-text.ts'

test('One amount or “free” is a fee', () => {
  const cents = (html: string) => {
    const fee = findTrivialFee(html)
    return fee?.kind === 'fixed' ? fee.cents : fee?.kind
  }
  assert.equal(cents('25 Euro'), 2_500)
  assert.equal(cents('<p>\n10,50 Euro<br></p>'), 1_050)
  assert.equal(cents('<p>\u200b <span>1.250,00 €</span></p>'), 125_000)
  assert.equal(cents('<p>\u200bGebührenfrei</p>'), 'free')
  assert.equal(cents('Es fallen keine Gebühren an.'), 'free')
})

test('Whatever needs understanding stays text', () => {
  for (const text of [
    'ab 50 Euro',
    '12 Euro pro Person',
    '100 bis 147 Euro',
    '10,5 Euro',
    '1.25 Euro',
    'Die Beratung ist kostenlos.',
    '10 Euro<br>20 Euro',
    '<ul><li>10 Euro</li><li>5 Euro</li></ul>',
    'In der Regel 120 €',
    '20',
    '',
  ])
    assert.equal(findTrivialFee(text), undefined, text)
})
