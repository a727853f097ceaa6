import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitCompound } from './compounds.ts'
import { correct, createSpelling, distanceWithin } from './spelling.ts'
import { stemEnglish } from './stem-english.ts'
import { stemGerman } from './stem-german.ts'
import { parseSynonyms } from './synonyms.ts'
import { fold, foldedWords } from './text.ts'

const stemOf = (word: string) => stemGerman(fold(word))

test('all forms of an administrative word have one stem', () => {
  const families = [
    ['anmelden', 'Anmeldung', 'Anmeldungen', 'angemeldet', 'angemeldete', 'anzumelden'],
    ['beglaubigen', 'Beglaubigung', 'beglaubigt', 'beglaubigte', 'beglaubigten'],
    ['verlängern', 'Verlängerung', 'verlängert', 'verlängerte'],
    ['Reisepass', 'Reisepässe', 'Reisepasses', 'Reisepässen'],
    ['verloren', 'Verlust', 'verliere', 'verlorene'],
    ['umziehen', 'Umzug', 'umgezogen', 'Umzüge'],
    ['umschreiben', 'Umschreibung', 'umgeschriebene'],
    ['Einbürgerung', 'eingebürgert', 'einbürgern'],
    ['Behinderung', 'behindert', 'Behinderte', 'Behinderten'],
    ['Zeugnis', 'Zeugnisse', 'Zeugnissen'],
  ]
  for (const family of families)
    assert.deepEqual(new Set(family.map(stemOf)).size, 1, `${family.join()} → ${family.map(stemOf).join()}`)
})

test('words that only look alike keep their own stems', () => {
  for (const [one, other] of [
    ['Gewerbe', 'werben'],
    ['Ausländer', 'Ausland'],
    ['Zeitung', 'Zeit'],
    ['Geburt', 'Bürde'],
    ['Gebühr', 'Büro'],
  ] as const) {
    assert.notEqual(stemOf(one), stemOf(other))
  }
})

test('English plurals and verb forms are one word', () => {
  assert.equal(stemEnglish('licences'), stemEnglish('licence'))
  assert.equal(stemEnglish('moving'), stemEnglish('moved'))
  assert.equal(stemEnglish('cities'), stemEnglish('city'))
})

test('ae, oe and ue are umlauts only where they can be', () => {
  assert.equal(fold('Fuehrerschein'), fold('Führerschein'))
  assert.equal(fold('neue Steuer'), 'neue steuer')
  assert.equal(fold('ŁÓDŹ Ñandú'), 'lodz nandu')
})

test('hyphenated words and gendered endings are read as people mean them', () => {
  assert.deepEqual(foldedWords('Kfz-Zulassung'), ['kfz', 'zulassung', 'kfzzulassung'])
  assert.deepEqual(foldedWords('EU-Bürger*innen'), ['eu', 'burger', 'euburger'])
})

test('compounds are taken apart at their joints, and other words are left whole', () => {
  const compounds = { isWord: (stem: string) => ['grundstuck', 'bewohn'].includes(stem), remembered: new Map() }
  assert.deepEqual(splitCompound(fold('Witwenrente'), compounds), ['witw', 'rent'])
  assert.deepEqual(splitCompound(fold('Personenbeförderungsschein'), compounds), ['person', 'beforder', 'schein'].map(stemGerman))
  assert.deepEqual(splitCompound(fold('Verlust'), compounds), [])
  assert.deepEqual(splitCompound(fold('Gesundheit'), compounds), [])
})

test('the distance of two words counts swapped letters once', () => {
  assert.equal(distanceWithin('reisepass', 'resiepass', 2), 1)
  assert.equal(distanceWithin('reisepass', 'reisepass', 2), 0)
  assert.equal(distanceWithin('reisepass', 'personalausweis', 2), 3)
})

test('short words are not corrected into others', () => {
  const spelling = createSpelling(['fund', 'hund', 'reisepass', 'rente'])
  assert.deepEqual(correct(spelling, 'mund'), [])
  assert.deepEqual(correct(spelling, 'tor'), [])
  assert.deepEqual(
    correct(spelling, 'reisepas').map(({ word }) => word),
    ['reisepass'],
  )
  assert.deepEqual(correct(spelling, '1234567'), [])
})

test('a list of synonyms is read with notes, groups, meanings and kinds', () => {
  const list = parseSynonyms('# note\nperso, personalausweis # note\nperso weg => verlust\nhund =>! steuer\nausland < polen')
  assert.equal(list.words.get('perso')?.length, 1)
  assert.deepEqual(list.phrases.get('perso')?.[0]?.left, ['perso', 'weg'])
  assert.equal(list.words.get('hund')?.[0]?.only, true)
  assert.equal(list.leaders.get(stemOf('Personalausweis')), 'perso')
  assert.equal(list.leaders.get(stemOf('Polen')), 'ausland')
  assert.deepEqual(parseSynonyms('\n\n=>\n, ,\n<').words.size, 0)
})
