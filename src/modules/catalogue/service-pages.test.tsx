// Tests of the page of one service.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { frameOf } from '../../design/fixtures.ts'
import type { Frame } from '../../design/frame.ts'
import { ServicePage } from './service-pages.tsx'
import type { ServiceView } from './views.ts'

const bare: ServiceView = {
  id: '1',
  title: 'Hundesteuer',
  kind: 'service',
  notices: [],
  texts: {},
  short: {},
  fees: [],
  documents: [],
  steps: [],
  offices: [],
  channels: [],
  links: [],
  legalBases: [],
  related: [],
  obstacles: [],
  alsoKnownAs: [],
  situations: [],
  topics: [],
  feedbackUrl: '/services/1/feedback',
  machine: [],
  leikaKeys: [],
}

const page = (view: Partial<ServiceView>, changes: Partial<Frame> = {}) =>
  renderToString(<ServicePage frame={frameOf({ help: { phones: [] }, ...changes })} view={{ ...bare, ...view }} />)
const questions = (html: string) => [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title)

test('A service answers in the order in which people ask', () => {
  const html = page({
    texts: {
      about: { html: '<p>a</p>' },
      procedure: { html: '<p>p</p>' },
      appliesTo: { html: '<p>g</p>' },
      legal: { html: '<p>§</p>' },
    },
    documents: [{ name: 'Ausweis' }],
    fees: [{ label: 'Gebühr', amount: '40 Euro' }],
    minutesOnSite: 15,
    offices: [{ name: 'Steueramt', url: '/offices/1' }],
    related: [{ label: 'Hund abmelden', url: '/services/2' }],
  })
  assert.deepEqual(questions(html), [
    'Worum geht es?',
    'Gilt das für mich?',
    'Was brauche ich?',
    'Was kostet es?',
    'Wie lange dauert es?',
    'Wo ist das?',
    'So läuft es ab',
    'Rechtliche Grundlagen',
    'Passt dazu',
    'War das, was Sie suchten?',
  ])
})

test('A question without an answer is left out', () => {
  const last = 'War das, was Sie suchten?'
  assert.deepEqual(questions(page({ texts: { about: { html: '<p>a</p>' } } })), ['Worum geht es?', last])
  assert.deepEqual(questions(page({ documents: [{ name: 'Ausweis' }] })), [
    'Zu dieser Leistung gibt es noch keinen Text.',
    'Was brauche ich?',
    last,
  ])
})

test('A service without a text says so and still helps: other names, office, appointment', () => {
  const html = page({
    alsoKnownAs: ['Hund anmelden'],
    offices: [{ name: 'Steueramt', url: '/offices/1' }],
    appointment: { url: '/termin' },
  })
  assert.match(html, /gibt es noch keinen Text/)
  assert.match(html, /Hund anmelden/)
  assert.match(html, /href="\/offices\/1"/)
  assert.match(html, /class="button" href="\/termin"/)
})

test('There is one primary action: online first, the appointment becomes a link', () => {
  const html = page({ online: { url: '/online' }, appointment: { url: '/termin' } })
  assert.deepEqual(
    [...html.matchAll(/<a class="button[^"]*" href="([^"]*)"/g)].map(([, url]) => url),
    ['/online'],
  )
})

test('German text on an English page is marked as German and announced', () => {
  const html = page({ language: 'de', texts: { about: { html: '<p>Text</p>', language: 'de' } } }, { language: 'en' })
  assert.match(html, /This text is available in German only/)
  assert.match(html, /<div class="rich" lang="de"><p>Text<\/p><\/div>/)
})

test('Hostile names stay text', () => {
  const html = page({ title: '<img src=x onerror=alert(1)>', offices: [{ name: '</script><b>', url: '/offices/1' }] })
  assert.doesNotMatch(html, /<img|<b>/)
})
