// Letters of names, held against the standard's own counts and examples.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allLetters, foreignCharacters, searchForm, tidyName } from './names.ts'

test('All 649 Latin letters and sequences of the standard are known, each once and composed', () => {
  const letters = allLetters()
  assert.equal(letters.length, 649)
  assert.equal(new Set(letters.map((letter) => letter.normalize('NFC'))).size, 649)
  for (const letter of letters) assert.deepEqual(foreignCharacters(letter.normalize('NFD'), 'A'), [], letter)
})

test('Every letter is found by a form of A to Z alone', () => {
  for (const letter of allLetters()) assert.match(searchForm(letter), /^[A-Z]{1,2}$/, letter)
})

test('People are found as the standard writes them for searching', () => {
  const found: Record<string, string> = {
    Müller: 'MUELLER',
    'Groß-Gerau': 'GROSS GERAU',
    Łukasz: 'LUKASZ',
    Đorđević: 'DORDEVIC',
    Þórsdóttir: 'THORSDOTTIR',
    'O’Neill': 'ONEILL',
    "D'Angelo": 'DANGELO',
    Ångström: 'AANGSTROEM',
    Æsir: 'AESIR',
    'Nguyễn Thị Ánh': 'NGUYEN THI ANH',
    K͟Həlil: 'KHELIL',
    'Dr. Şükrü  Yıldız': 'DR SUEKRUE YILDIZ',
  }
  for (const [name, form] of Object.entries(found)) assert.equal(searchForm(name), form)
})

test('Who types a letter in two parts is the same person', () => {
  assert.equal(tidyName('  Mu\u0308ller \t von  Ou\u0301 '), 'Müller von Oú')
  assert.equal(searchForm('Mu\u0308ller'), searchForm('Müller'))
})

test('What is no letter of a name is named: digits, markup, other scripts, signs of direction', () => {
  assert.deepEqual(foreignCharacters('Anna 2 <b>', 'A'), ['2', '<', '>'])
  assert.deepEqual(foreignCharacters('Müllerstraße 2 a', 'B'), [])
  assert.deepEqual(foreignCharacters('Иван', 'A'), ['И', 'в', 'а', 'н'])
  assert.deepEqual(foreignCharacters('Anna\u202Etxt', 'A'), ['\u202E'])
  assert.deepEqual(foreignCharacters('q̌', 'A'), ['̌'])
})
