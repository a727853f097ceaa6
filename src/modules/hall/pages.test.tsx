// Tests of the entrance hall and of the search page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { frameOf } from '../../design/fixtures.ts'
import { HallPage } from './pages.tsx'
import { SearchPage } from './search-pages.tsx'
import type { HallView, SearchView } from './views.ts'

const empty: HallView = { often: [], tiles: [], situations: [], ways: [], offices: undefined }
const nothing: SearchView = {
  query: 'Kutsche',
  total: 0,
  results: [],
  didYouMean: [],
  filters: [],
  page: 1,
  pages: 1,
  urlOf: (page) => `/search?q=Kutsche&page=${page}`,
  instead: {
    situations: [{ label: 'Auto und Verkehr', url: '/life-situations/auto' }],
    all: { label: 'alle Leistungen', url: '/services' },
  },
}
const hall = (view: Partial<HallView>) => renderToString(<HallPage frame={frameOf()} view={{ ...empty, ...view }} />)
const search = (view: Partial<SearchView>) => renderToString(<SearchPage frame={frameOf()} view={{ ...nothing, ...view }} />)

test('The hall asks one question with one field, which searches without JavaScript', () => {
  const html = hall({ often: [{ label: 'Reisepass', url: '/services/1' }] })
  assert.equal(html.match(/type="search"/g)?.length, 1)
  assert.match(html, /<form action="\/search" method="get"/)
  assert.match(html, /aria-labelledby="question"/)
})

test('A town without services says so and shows no empty headings', () => {
  const html = hall({})
  assert.match(html, /Hier stehen noch keine Leistungen/)
  assert.doesNotMatch(html, /Häufig gesucht|Lebenslage|Zum Beispiel/)
})

test('Tiles appear only for modules that offer one', () => {
  assert.doesNotMatch(hall({}), /tile-links/)
  assert.match(
    hall({ tiles: [{ label: 'Melden', url: '/reports', icon: 'megaphone', note: 'Lampe defekt' }] }),
    /tile-links[\s\S]*Melden/,
  )
})

test('A life situation with a sign nobody drew still has one', () => {
  assert.match(
    hall({ situations: [{ label: 'Umzug', url: '/u', icon: '__proto__', examples: [] }] }),
    /class="tile"><svg[^>]*><path d="M/,
  )
})

test('Where nothing fits, the page says so without blame and shows ways on and a human', () => {
  const html = search({})
  assert.match(html, /<h1>Dazu haben wir nichts gefunden<\/h1>/)
  assert.match(html, /href="\/life-situations\/auto"/)
  assert.match(html, /href="\/services"/)
  assert.match(html, /Fragen Sie einen Menschen[\s\S]*tel:115/)
})

test('What was asked stays in the field, whatever it was', () => {
  assert.match(search({ query: '"><script>alert(1)</script>' }), /value="&quot;>&lt;script>alert\(1\)&lt;\/script>"/)
})

test('Every state of the search has exactly one main heading', () => {
  const result = { kind: 'service', title: 'Reisepass', url: '/services/1', summary: 'Für Reisen.', facts: [] }
  for (const html of [search({}), search({ query: '' }), search({ total: 1, results: [result] })]) {
    assert.equal(html.match(/<h1/g)?.length, 1)
  }
  assert.match(search({ total: 1, results: [result] }), /1 Treffer/)
})

test('A German result on an English page is marked as German', () => {
  const html = renderToString(
    <SearchPage
      frame={frameOf({ language: 'en' })}
      view={{
        ...nothing,
        total: 1,
        results: [
          { kind: 'office', title: 'Amt', url: '/o', summary: '', facts: [{ kind: 'fee', text: '5 Euro' }], language: 'de' },
        ],
      }}
    />,
  )
  assert.match(html, /<p class="meta">Office<\/p><h3 lang="de">/)
})
