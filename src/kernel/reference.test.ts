// References that people type: what is accepted, and which slips are noticed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lettersOf, newReference, readLetters, readReference, showReference } from './reference.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const some = Array.from({ length: 200 }, newReference)

test('A new reference is read back, grouped or not, in small letters and with O for 0 and L for 1', () => {
  for (const reference of some) {
    assert.match(reference, /^[0-9A-HJKMNP-TV-Z]{8}$/)
    assert.equal(readReference(reference), reference)
    const typed = ` ${showReference(reference).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
    assert.equal(readReference(typed), reference)
  }
  assert.equal(showReference('7K3M9QX2'), '7K3M-9QX2')
})

test('Every single wrong character is noticed', () => {
  for (const reference of some.slice(0, 40))
    for (let place = 0; place < 8; place += 1)
      for (const letter of alphabet) {
        const wrong = reference.slice(0, place) + letter + reference.slice(place + 1)
        if (wrong !== reference) assert.equal(readReference(wrong), undefined, `${reference} typed as ${wrong}`)
      }
})

test('Every swap of two characters is noticed, neighbours or not', () => {
  for (const reference of some)
    for (let first = 0; first < 7; first += 1)
      for (let second = first + 1; second < 8; second += 1) {
        const swapped = [...reference]
        swapped[first] = reference[second]!
        swapped[second] = reference[first]!
        const wrong = swapped.join('')
        if (wrong !== reference) assert.equal(readReference(wrong), undefined, `${reference} typed as ${wrong}`)
      }
})

test('Too short, too long and foreign characters are no reference', () => {
  for (const typed of ['', '7K3M', `${some[0]}0`, 'U'.repeat(8), '*~$=1234', '7K3M-9QX2'.repeat(1_000)])
    assert.equal(readReference(typed), undefined)
})

test('References drawn at the same time share nothing', () => {
  assert.equal(new Set(some).size, some.length)
  const firsts = new Set(some.map((reference) => reference[0]))
  assert.ok(firsts.size > 16, 'the first character says nothing about the time')
})

test('Bytes become characters of the same alphabet', () => {
  assert.equal(lettersOf(Buffer.from([0, 31, 32, 255]), 4), '0Z0Z')
  assert.equal(readLetters('ab-o1'), 'AB01')
  assert.equal(readLetters('u'), undefined)
})
