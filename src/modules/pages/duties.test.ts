// What `town check` says about the pages of a town.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Duty } from '../../contracts/town-duties.ts'
import type { TownSettings } from '../../kernel/town-settings.ts'
import { listDuties } from './duties.ts'
import { laender } from './laender.ts'
import { takePages } from './page.ts'
import type { PageText } from './page-files.ts'
import { pageKinds } from './tables.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T08:00:00Z')
const today = '2026-11-22'
const securityContact = 'mailto:sicherheit@stadt.example'

const complete: PageText[] = [
  ...pageKinds.flatMap((kind) =>
    (['de', 'en'] as const).map((language): PageText => ({ kind, language, title: kind, html: '<p>Text</p>', source: 'file' })),
  ),
  { kind: 'easy-language', language: 'leicht', title: 'Leicht', html: '<p>Text</p>', source: 'file' },
]

async function dutiesOf(settings: Partial<TownSettings>, texts: readonly PageText[] = complete, day = today): Promise<Duty[]> {
  const town = await freshTown(house, { securityContact, ...settings })
  await takePages(town, texts, now)
  return listDuties(town, day, 'de')
}
const brief = (duties: readonly Duty[]) => duties.map(({ what, state }) => `${state}: ${what}`)
const without = (kind: string, language?: string) =>
  complete.filter((text) => text.kind !== kind || (language !== undefined && text.language !== language))

test('A town with all its pages owes nothing but a look at its enforcement body', async () => {
  assert.deepEqual(brief(await dutiesOf({})), ['check: Durchsetzungsstelle'])
})

test('A town without pages owes imprint, privacy, statement, feedback, easy and sign language', async () => {
  const duties = await dutiesOf({ securityContact: null }, [])
  assert.deepEqual(brief(duties), [
    'missing: Seite „Impressum“',
    'missing: Seite „Datenschutz“',
    'missing: Seite „Erklärung zur Barrierefreiheit“',
    'missing: Seite „Barriere melden“',
    'missing: Seite „Leichte Sprache“',
    'missing: Seite „Gebärdensprache“',
    'check: Durchsetzungsstelle',
    'missing: Kontakt für Sicherheitslücken (security.txt)',
  ])
  assert.match(duties[0]!.how, /towns\/stadt-\d+\/pages\/imprint\.de\.html/)
})

test('Easy and sign language are owed by default, not where the town switched them off, and a duty of the Land is recalled', async () => {
  const texts = complete.filter(({ kind }) => kind !== 'easy-language' && kind !== 'sign-language')
  const off = { statementDate: today, easyLanguageDuty: 'off', signLanguageDuty: 'off' }
  assert.deepEqual(brief(await dutiesOf({}, texts)).slice(0, 2), [
    'missing: Seite „Leichte Sprache“',
    'missing: Seite „Gebärdensprache“',
  ])
  assert.deepEqual(brief(await dutiesOf({ accessibility: off }, texts)), ['check: Durchsetzungsstelle'])
  assert.deepEqual(brief(await dutiesOf({ land: 'NW', accessibility: off }, texts)).slice(0, 2), [
    'check: Seite „Leichte Sprache“',
    'check: Seite „Gebärdensprache“',
  ])
})

test('The text of the template is no sign-language video', async () => {
  const texts = [...without('sign-language'), { ...complete[0]!, kind: 'sign-language' as const, source: 'starter' as const }]
  assert.ok(brief(await dutiesOf({}, texts)).includes('missing: Seite „Gebärdensprache“'))
})

test('Words in square brackets are listed one by one, ordinary brackets are not', async () => {
  const html = '<p>Stadt [Straße und Hausnummer], [PLZ], [1] und (Rathaus)</p>'
  const duties = await dutiesOf({}, [...without('imprint', 'de'), { ...complete[0]!, kind: 'imprint', html }])
  const found = duties.find(({ what }) => what === 'Seite „Impressum“ (de)')
  assert.match(found?.how ?? '', /: \[Straße und Hausnummer\] \[PLZ\]$/)
})

test('A statement counts as outdated after 365 days, not before', async () => {
  const accessibility = { statementDate: '2026-11-22', easyLanguageDuty: 'on', signLanguageDuty: 'on' }
  const settings = { accessibility, securityContactDate: '2027-11-01' }
  assert.deepEqual(brief(await dutiesOf(settings, complete, '2027-11-22')), ['check: Durchsetzungsstelle'])
  assert.ok(brief(await dutiesOf(settings, complete, '2027-11-23')).includes('outdated: Erklärung zur Barrierefreiheit'))
})

test('Bavarian law on the page of a town elsewhere is pointed out', async () => {
  const html = '<p>Grundlage ist die BayDiV und das BayDSG.</p>'
  const texts = [...without('privacy', 'de'), { ...complete[0]!, kind: 'privacy' as const, html }]
  const found = (await dutiesOf({ land: 'HE' }, texts)).find(({ what }) => what === 'Recht eines anderen Landes')
  assert.match(found?.how ?? '', /\(BayDiV, BayDSG\)/)
  assert.ok(!brief(await dutiesOf({ land: 'BY' }, texts)).includes('missing: Recht eines anderen Landes'))
})

test('Every Land is there, and a named enforcement body has a source', () => {
  assert.equal(Object.keys(laender).length, 16)
  for (const { enforcement } of Object.values(laender)) assert.ok(enforcement === undefined || enforcement.source !== '')
})
