// Conditions, reachability, choices, examples, translations, differences: the builder's thinking without a server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FormDocument } from '../document/document.ts'
import { textMark } from '../document/text.ts'
import { keptChoices } from './choice-lines.ts'
import { differencesBetween } from './compare.ts'
import { conditionOf, feelOf, standpointOf, subjectsFor } from './condition.ts'
import { sayRule } from './condition-words.ts'
import { runExamples } from './example.ts'
import { parkingForm } from './fixtures.ts'
import { faultsIn } from './page-structure.tsx'
import { unreachableRules } from './reachable.ts'
import { renameKey } from './renaming.ts'
import { countStates, withTranslations } from './translation.ts'

const reader = { language: 'de' } as const
const now = new Date('2026-11-22T12:00:00Z')

test('A condition of rows becomes a rule and comes back as the same rows', () => {
  const subjects = subjectsFor(standpointOf(parkingForm, 'item:bestaetigung'))
  const condition = {
    join: 'and',
    rows: [
      { path: 'halter', comparison: 'is', value: 'firma' },
      { path: 'wohntHier', comparison: 'is', value: 'true' },
      { path: 'kennzeichen', comparison: 'answered', value: '' },
    ],
  } as const
  const feel = feelOf(condition, subjects)
  assert.equal(feel, 'halter = "firma" and wohntHier = true and kennzeichen != null')
  assert.deepEqual(conditionOf(parkingForm, feel, subjects), condition)
  assert.equal(
    sayRule(reader, parkingForm, 'halter = "firma" or kennzeichen = null'),
    '„Wem gehört das Fahrzeug?“ ist „Meiner Firma“ oder „Wie lautet Ihr Kennzeichen?“ ist nicht beantwortet',
  )
  assert.equal(conditionOf(parkingForm, 'count([1,2]) > 1', subjects), undefined)
})

test('Rules that can never hold are found: unknown choices, later questions, contradictions', () => {
  const withRule = (feel: string): FormDocument => ({
    ...parkingForm,
    pages: parkingForm.pages.map((page) =>
      page.key === 'fahrzeug'
        ? { ...page, items: page.items.map((item) => (item.key === 'bestaetigung' ? { ...item, showWhen: feel } : item)) }
        : page,
    ),
  })
  const why = (feel: string) => unreachableRules(withRule(feel)).map((found) => found.why)
  assert.deepEqual(why('halter = "firma"'), [])
  assert.deepEqual(why('halter = "verein"'), ['choice'])
  assert.deepEqual(why('halter = "verein" or halter = "firma"'), [])
  assert.deepEqual(why('halter = "mir" and halter = "firma"'), ['contradiction'])
  assert.deepEqual(why('false'), ['never'])
  const [page] = parkingForm.pages
  const early: FormDocument = { ...parkingForm, pages: [{ ...page!, showWhen: 'halter = "mir"' }, parkingForm.pages[1]!] }
  assert.deepEqual(
    unreachableRules(early).map(({ at, why: reason }) => `${at} ${reason}`),
    ['page:wohnung later'],
  )
})

test('Choices keep their values when their words or their order change', () => {
  const old = [
    { value: 'a', label: { de: 'Ein Jahr', en: 'One year' } },
    { value: 'b', label: { de: 'Zwei Jahre' } },
  ]
  assert.deepEqual(
    keptChoices(old, ['Zwei Jahre', 'Ein Jahr', 'Drei Jahre']).map(({ value }) => value),
    ['b', 'a', 'dreiJahre'],
  )
  assert.deepEqual(keptChoices(old, ['1 Jahr', 'Zwei Jahre'])[0], { value: 'a', label: { de: '1 Jahr', en: 'One year' } })
})

test('A key in quoted text is not renamed, and a key that two questions share stops the renaming', () => {
  const document: FormDocument = {
    ...parkingForm,
    fee: { amount: 'if halter = "halter" then 10 else 20' },
  }
  const renamed = renameKey(document, 'halter', 'eigentuemer')
  assert.equal('refused' in renamed ? renamed.refused : renamed.fee?.amount, 'if eigentuemer = "halter" then 10 else 20')
  const group = { kind: 'group' as const, key: 'zweites', title: { de: 'Zweites' }, items: [parkingForm.pages[1]!.items[1]!] }
  const twins = { ...document, pages: [...document.pages, { key: 'mehr', title: { de: 'Mehr' }, items: [group] }] }
  const refused = renameKey(twins, 'halter', 'eigentuemer')
  assert.equal('refused' in refused && refused.refused, 'used')
})

test('An example fails as soon as the form gives something else than expected', () => {
  const examples = [
    { name: 'Nicht hier', answers: { wohntHier: false }, expect: { complete: false, pages: ['wohnung', 'fahrzeug'] } },
  ]
  assert.deepEqual(runExamples(reader, { ...parkingForm, examples }, now)[0]?.differences, [])
  const shorter = { ...parkingForm, pages: parkingForm.pages.slice(0, 1), examples }
  assert.deepEqual(
    runExamples(reader, shorter, now)[0]?.differences.map(({ what }) => what),
    ['complete', 'pages'],
  )
})

test('A translation is outdated once the German text changed, and current again when it is confirmed', () => {
  const at = 'item:halter/label'
  const mark = '00000000'
  const once = withTranslations(parkingForm, 'en', [{ at, words: 'Whose vehicle is it?', mark, stillRight: false }])
  assert.equal(countStates(once, 'en').outdated, 1)
  const right = withTranslations(once, 'en', [{ at, words: 'Whose vehicle is it?', mark: markNow(), stillRight: true }])
  assert.equal(countStates(right, 'en').outdated, 0)
})
const markNow = () => textMark('Wem gehört das Fahrzeug?')

test('Two versions are compared in words', () => {
  const fresh = renameTitle(parkingForm, 'Ihr Auto')
  assert.deepEqual(
    differencesBetween(parkingForm, fresh)
      .filter(({ thing }) => thing === 'Ihr Auto')
      .map(({ kind, fields }) => [kind, fields.map(({ before, after }) => `${before} → ${after}`)]),
    [['changed', ['Ihr Fahrzeug → Ihr Auto']]],
  )
  assert.deepEqual(differencesBetween(parkingForm, structuredClone(parkingForm)), [])
})
const renameTitle = (document: FormDocument, de: string): FormDocument => ({
  ...document,
  pages: document.pages.map((page) => (page.key === 'fahrzeug' ? { ...page, title: { de } } : page)),
})

test('The look at a drawn page finds fields without names, double ids and empty links', () => {
  assert.deepEqual(faultsIn('<label for="a">Name</label><input id="a" type="text"/><a href="/x">Weiter</a>'), [])
  assert.equal(faultsIn('<input id="a" type="text"/>').length, 1)
  assert.equal(faultsIn('<p id="a">x</p><p id="a">y</p>').length, 1)
  assert.equal(faultsIn('<a href="/x"><svg></svg></a>').length, 1)
})
