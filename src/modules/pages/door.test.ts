// The pages of a town through the front door of a running server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { takePages } from './page.ts'
import type { PageText } from './page-files.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date('2026-11-22T08:00:00Z')
const text = (own: Partial<PageText>): PageText => ({
  kind: 'imprint',
  language: 'de',
  title: 'Impressum',
  html: '<p>Rathausplatz 1</p>',
  source: 'file',
  ...own,
})

test('Where the English text is missing, the German one is shown, marked as German, with a note, and kept out of search', async () => {
  const town = await freshTown(fresh.house)
  await takePages(town, [text({})], now)
  const { status, text: page } = await served.request(town, '/en/imprint')
  assert.equal(status, 200)
  assert.match(page, /<html lang="en">/)
  assert.match(page, /<h1 lang="de">Impressum<\/h1>/)
  assert.match(page, /<div class="rich" lang="de"><p>Rathausplatz 1/)
  assert.match(page, /This text is available in German only/)
  assert.match(page, /<meta name="robots" content="noindex"/)
  const { text: german } = await served.request(town, '/imprint')
  assert.match(german, /<html lang="de">/)
  assert.doesNotMatch(german, /name="robots"|nur auf Deutsch/)
})

test('A page that a town does not have is not found and not linked', async () => {
  const town = await freshTown(fresh.house)
  await takePages(town, [text({})], now)
  assert.equal((await served.request(town, '/privacy')).status, 404)
  const { text: page } = await served.request(town, '/imprint')
  assert.match(page, /href="\/imprint"/)
  assert.doesNotMatch(page, /href="\/privacy"/)
})

test('A kept page shows a new text as soon as it is taken over, and the footer a new page', async () => {
  const town = await freshTown(fresh.house)
  await takePages(town, [text({})], now)
  const first = await served.request(town, '/imprint')
  const kept = await served.request(town, '/imprint', { headers: { 'if-none-match': String(first.headers.etag) } })
  assert.equal(kept.status, 304)
  await takePages(town, [text({ html: '<p>Marktplatz 2</p>' }), text({ kind: 'privacy', title: 'Datenschutz' })], now)
  const { text: page } = await served.request(town, '/imprint')
  assert.match(page, /Marktplatz 2/)
  assert.match(page, /href="\/privacy"/)
})

test('The accessibility statement names its date and the enforcement body of the Land', async () => {
  const town = await freshTown(fresh.house, { land: 'HE' })
  await takePages(town, [text({ kind: 'accessibility', title: 'Erklärung' })], now)
  const { text: page } = await served.request(town, '/accessibility')
  assert.match(page, /Stand der Erklärung: 22\.\u00a0November 2026/)
  assert.match(page, /href="https:\/\/lbit\.hessen\.de[^>]*>Durchsetzungs- und Überwachungsstelle/)
  const other = await freshTown(fresh.house, { land: 'TH' })
  await takePages(other, [text({ kind: 'accessibility', title: 'Erklärung' })], now)
  assert.doesNotMatch((await served.request(other, '/accessibility')).text, /Durchsetzungsstelle/)
})

test('A demonstration tells search engines not to list it, on every answer; a real town names its sitemap', async () => {
  const demo = await freshTown(fresh.house, { demo: true })
  const real = await freshTown(fresh.house, { demo: false })
  for (const town of [demo, real]) await takePages(town, [text({})], now)
  for (const path of ['/imprint', '/imprint', '/robots.txt', '/sitemap.xml'])
    assert.equal((await served.request(demo, path)).headers['x-robots-tag'], 'noindex', path)
  assert.equal((await served.request(real, '/imprint')).headers['x-robots-tag'], undefined)
  assert.match((await served.request(real, '/robots.txt')).text, new RegExp(`^Sitemap: ${real.origin}/sitemap.xml$`, 'm'))
  assert.doesNotMatch((await served.request(demo, '/robots.txt')).text, /Sitemap/)
})

test('The sitemap lists what there is in the languages of the town, and follows when a page is added', async () => {
  const town = await freshTown(fresh.house, { languages: ['de', 'en'] })
  await takePages(town, [text({}), text({ kind: 'easy-language', language: 'leicht' })], now)
  const { text: before, headers } = await served.request(town, '/sitemap.xml')
  assert.match(String(headers['content-type']), /application\/xml/)
  assert.match(before, new RegExp(`<loc>${town.origin}/imprint</loc><lastmod>2026-11-22</lastmod>`))
  assert.doesNotMatch(before, /\/leicht\/|\/en\/imprint/)
  await takePages(town, [text({}), text({ language: 'en' })], now)
  assert.match((await served.request(town, '/sitemap.xml')).text, new RegExp(`<loc>${town.origin}/en/imprint</loc>`))
  for (const part of ['0', '2', 'x']) assert.equal((await served.request(town, `/sitemap.xml?part=${part}`)).status, 404)
})

test('security.txt stands at its address, and nowhere for a town without a contact', async () => {
  const town = await freshTown(fresh.house, { securityContact: 'mailto:sicherheit@stadt.example' })
  const { text: file, headers } = await served.request(town, '/.well-known/security.txt')
  assert.match(String(headers['content-type']), /^text\/plain/)
  assert.match(file, /^Contact: mailto:sicherheit@stadt\.example$/m)
  assert.equal((await served.request(await freshTown(fresh.house), '/.well-known/security.txt')).status, 404)
})
