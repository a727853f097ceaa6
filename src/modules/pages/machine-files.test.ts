// security.txt and the sitemap, as machines read them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neutralSettings } from '../../../test/fresh-town.ts'
import { securityTxt } from './security-txt.ts'
import { sitemapXml } from './sitemap.ts'

const origin = 'https://stadt.example'

test('security.txt names contact, end, languages and its own address, and ends a year after it was confirmed', () => {
  const settings = { ...neutralSettings('stadt'), securityContact: '/imprint', securityContactDate: '2027-03-01' }
  assert.equal(
    securityTxt(settings, origin),
    'Contact: https://stadt.example/imprint\nExpires: 2028-02-29T00:00:00Z\nPreferred-Languages: de, en\nCanonical: https://stadt.example/.well-known/security.txt\n',
  )
})

test('Without a usable contact there is no security.txt', () => {
  for (const securityContact of [null, '[mailto: oder https:]', '//evil.example', 'mailto:a@b\nContact: x', 'http://x.example'])
    assert.equal(securityTxt({ ...neutralSettings('stadt'), securityContact }, origin), undefined)
})

test('The sitemap lists a page in each language with its others, and escapes what XML would misread', () => {
  const xml = sitemapXml(origin, [{ path: '/a?b=1&c=<', changed: '2026-11-22', languages: ['de', 'en', 'leicht'] }], undefined)!
  const de = 'https://stadt.example/a?b=1&amp;c=&lt;'
  const links = `<xhtml:link rel="alternate" hreflang="de" href="${de}"/><xhtml:link rel="alternate" hreflang="en" href="${de.replace('/a', '/en/a')}"/>`
  assert.ok(xml.includes(`<url><loc>${de}</loc><lastmod>2026-11-22</lastmod>${links}</url>`))
  assert.ok(xml.includes(`<url><loc>${de.replace('/a', '/leicht/a')}</loc><lastmod>2026-11-22</lastmod></url>`))
})

test('A sitemap too large for one file becomes an index of parts that together hold every page once', () => {
  const pages = Array.from({ length: 5 }, (_, index) => ({ path: `/p${index}`, languages: ['de', 'en'] as const }))
  const index = sitemapXml(origin, pages, undefined, 4)!
  assert.deepEqual(index.match(/part=\d/g), ['part=1', 'part=2', 'part=3'])
  const parts = [1, 2, 3].map((part) => sitemapXml(origin, pages, part, 4)!)
  const listed = parts.flatMap((xml) => xml.match(/<loc>[^<]*/g) ?? [])
  assert.equal(listed.length, 10)
  assert.equal(new Set(listed).size, 10)
  for (const part of [0, 4, 1.5, Number.NaN]) assert.equal(sitemapXml(origin, pages, part, 4), undefined)
})
