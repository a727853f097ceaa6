// Hints on reading, tried on sentences of Munich's own catalogue; and the notation in which editors write.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedFile, sharedSkip } from '../../../../test/ground.ts'
import { findingsIn, sentencesOf } from '../../../standards/readability/readability.ts'
import { readMunich } from '../readers/munich.ts'
import { plainText } from '../readers/rich-text.ts'
import { htmlOf, notationOf } from './notation.ts'

const munich = () =>
  readMunich({
    services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
    offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
  })
const texts = (): string[] =>
  munich().services.flatMap(({ texts: { de } }) =>
    [de?.description, de?.requiredDocumentsText, de?.feesText, de?.steps].flatMap((html) => html ?? []),
  )

const kindsOf = (sentence: string): string[] => findingsIn(sentence).map(({ kind }) => kind)

test('Every text of Munich can be edited without HTML: no letter is lost on the way there and back', { skip: sharedSkip }, () => {
  const letters = (text: string): string => text.replace(/[\s*_]+/g, '')
  const all = texts()
  let exact = 0
  for (const html of all) {
    const back = htmlOf(notationOf(html))
    assert.equal(typeof back, 'string', JSON.stringify(back))
    assert.equal(letters(plainText(back as string)), letters(plainText(html)))
    if (plainText(back as string) === plainText(html)) exact += 1
  }
  assert.ok(all.length > 400 && exact / all.length > 0.98, `${exact} of ${all.length}`)
})

test('Of Munich’s sentences about a quarter is longer than advised, and a seventh is passive: hints stay readable', {
  skip: sharedSkip,
}, () => {
  const all = texts().map(plainText)
  const sentences = all.reduce((sum, text) => sum + sentencesOf(text).length, 0)
  const found = Map.groupBy(all.flatMap(findingsIn), ({ kind }) => kind)
  const share = (kind: 'long' | 'very-long' | 'nouns' | 'passive' | 'abbreviation') => (found.get(kind)?.length ?? 0) / sentences
  assert.ok(share('long') + share('very-long') > 0.2 && share('long') + share('very-long') < 0.28)
  assert.ok(share('passive') > 0.1 && share('passive') < 0.18)
  assert.ok(share('nouns') > 0.01 && share('nouns') < 0.04)
  assert.ok(share('abbreviation') < 0.02)
})

test('Real sentences get the hint they deserve', () => {
  const passive = findingsIn(
    'Die neue Adresse wird auf einem Adressaufkleber auf der Rückseite des Personalausweises angebracht.',
  )
  assert.deepEqual(
    passive.map(({ kind, words }) => [kind, words]),
    [['passive', ['wird', 'angebracht']]],
  )
  const [nouns] = findingsIn('Antrag auf Erteilung oder Verlängerung eines Aufenthaltstitels')
  assert.deepEqual([nouns?.kind, nouns?.words], ['nouns', ['Erteilung', 'Verlängerung']])
  assert.deepEqual(kindsOf('Wichtig ist der Termin im KVR.'), ['abbreviation'])
  assert.deepEqual(
    kindsOf(
      'Haben Sie Ihre PIN für Ihre Online-Ausweis-Funktion nicht mehr, so können Sie sich in jedem Bürgerbüro eine neue PIN vergeben lassen.',
    ),
    ['very-long'],
  )
  assert.deepEqual(kindsOf('Wenn eine Wohnsitzbeschränkung besteht, kann diese auf Antrag aufgehoben werden.'), ['passive'])
})

test('Plain sentences get no hint', () => {
  for (const sentence of [
    'Bitte buchen Sie einen Termin.',
    'Sie werden den Bescheid nächste Woche erhalten.',
    'Bringen Sie z. B. Ihren Ausweis und ca. 20 Euro mit.',
    'Der Abfallwirtschaftsbetrieb München (AWM) leert die Tonne. Fragen Sie den AWM.',
    'Am 3. Dezember 2026 um 8.30 Uhr geht es los.',
    'Die Wohnung hat eine Heizung und eine Rechnung.',
  ])
    assert.deepEqual(findingsIn(sentence), [], sentence)
})

test('Abbreviations and numbers with a dot end no sentence', () => {
  assert.deepEqual(sentencesOf('Das kostet ca. 8,20 Euro. Am 1.8.2021 galt § 47 Abs. 4 Nr. 7 FeV. Danach nicht.'), [
    'Das kostet ca. 8,20 Euro.',
    'Am 1.8.2021 galt § 47 Abs. 4 Nr. 7 FeV.',
    'Danach nicht.',
  ])
})

test('Lists, headings, links and tables are written as people write them', () => {
  const typed =
    '## Was Sie brauchen\n\n- ein **Foto**\n- [Antrag](https://example.org/a_(1).pdf)\n   als Ausdruck\n\n1. Kommen\n2. Zahlen\n\n| Alter | Preis |\n|---|---|\n| bis 6 | kostenlos |'
  const html = htmlOf(typed)
  assert.equal(
    html,
    '<h3>Was Sie brauchen</h3><ul><li>ein <strong>Foto</strong></li><li><a href="https://example.org/a_(1).pdf">Antrag</a><br />als Ausdruck</li></ul><ol><li>Kommen</li><li>Zahlen</li></ol><table><tr><th>Alter</th><th>Preis</th></tr><tr><td>bis 6</td><td>kostenlos</td></tr></table>',
  )
  assert.equal(htmlOf(notationOf(html as string)), html)
})
