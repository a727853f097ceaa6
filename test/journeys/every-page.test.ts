// Every kind of page and every state of it, once, in a real browser: readable by everybody, small, and without traces.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Call } from '../../src/kernel/module.ts'
import { assertReflows, assertSound, assertValid, type Opened, openPage } from '../browser.ts'
import { openThreeTowns } from './three-towns.ts'

const { served, munich, augsburg, addressOf } = await openThreeTowns()
const passport = await addressOf('/a-z', 'Reisepass')
const withoutText = await addressOf('/a-z', 'SB Reisepass')
const moving = await addressOf('/life-situations', 'Umzug und Wohnen')
const makeLink = served.house.modules.flatMap(({ commands }) => commands ?? []).find(({ name }) => name === 'link create')
const call = { positionals: ['umzug', moving], options: { town: munich.key, label: 'Umzug' }, now: new Date() } as unknown as Call
assert.equal(await makeLink?.run(served.house, call), 0)

const hallServiceAndSearch = ['', '/en', '/leicht'].flatMap((language) => [
  `${language}/`,
  `${language}${passport}`,
  `${language}/search?q=${language === '/en' ? 'passport' : 'umgezogen'}`,
])
const munichPages = [
  ...hallServiceAndSearch,
  '/search',
  '/search?q=ausweis&kind=service&page=2',
  '/search?q=reisepas',
  '/search?q=xqzzqx',
  withoutText,
  `${passport}/thanks`,
  '/offices',
  await addressOf(passport, 'Bürgerbüro Pasing'),
  '/life-situations',
  moving,
  '/business-situations',
  await addressOf('/business-situations', 'Unternehmen gründen'),
  '/topics',
  await addressOf('/topics', 'Wohnen und Melden'),
  '/a-z',
  '/a-z?letter=K',
  '/changes',
  '/changes?page=2',
  '/obstacles',
  '/go/umzug/poster',
  '/imprint',
  '/about',
  '/gibt-es-nicht',
  '/en/gibt-es-nicht',
]
const emptyPages = ['/', '/en/', '/search?q=ausweis', '/a-z', '/life-situations', '/topics', '/offices', '/changes', '/obstacles']
const statusOf = (path: string) => (path.endsWith('/gibt-es-nicht') ? 404 : 200)

const wide = { width: 1280, height: 900 }
const phone = { width: 360, height: 780 }
const smallest = { width: 320, height: 780 }
const mostBytes = 80 * 1024
const islands = /^\/assets\/(suggest|theme|map)\.island-[A-Z0-9]+\.js$/

/** Follows what a page loads; the cache is off, so that every visit counts as the first one. */
async function weigh(page: Page) {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  let scripts: string[] = []
  let heaviest = { bytes: 0, address: '' }
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  return {
    begin: () => {
      bytes = 0
      scripts = []
    },
    assertLight: (address: string) => {
      if (bytes > heaviest.bytes) heaviest = { bytes, address }
      assert.ok(bytes > 10_000, `${address}: nothing was measured`)
      assert.ok(bytes <= mostBytes, `${address} with all it loads has ${bytes} bytes`)
      const others = scripts.filter((script) => !islands.test(script))
      assert.deepEqual(others, [], `scripts on ${address}`)
    },
    said: () => `${heaviest.address} is the heaviest page: ${heaviest.bytes} bytes with all it loads`,
  }
}

/** All that must hold on any page; the page is left as it was found. */
async function assertFitsEverybody(opened: Opened): Promise<void> {
  const { page } = opened
  await assertSound(opened)
  await enlargeText(page, '200%')
  await assertReflows(opened)
  await enlargeText(page, '')
  await page.setViewportSize(phone)
  await assertSound(opened)
  await page.setViewportSize(smallest)
  await assertReflows(opened)
  await page.emulateMedia({ forcedColors: 'active' })
  assert.deepEqual(await controlsWithoutBorder(page), [], `forced colours on ${page.url()}`)
  await page.emulateMedia({ forcedColors: 'none', media: 'print' })
  assert.deepEqual(await faultsOnPaper(page), [], `print of ${page.url()}`)
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(wide)
  assert.equal(await page.locator('script:not([src]):not([type="application/ld+json"])').count(), 0)
  assert.deepEqual(await page.context().cookies(), [], `cookies of ${page.url()}`)
}

/** As somebody does who reads with larger letters; the browser's own setting would need a new browser. */
const enlargeText = (page: Page, size: string) =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = size
  }, size)

const controlsWithoutBorder = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.button, .search-button, .chip, .notice, .box, .facts, input, select, textarea')]
      .filter((control) => control.checkVisibility())
      .filter((control) => {
        const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(control)
        const ground = getComputedStyle(document.body).backgroundColor
        return !(Number.parseFloat(borderTopWidth) >= 1 && borderTopStyle === 'solid' && borderTopColor !== ground)
      })
      .map((control) => control.outerHTML.slice(0, 120)),
  )

const faultsOnPaper = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = (selector: string) => [...document.querySelectorAll(selector)].some((part) => part.checkVisibility())
    const faults = []
    if (!seen('h1')) faults.push('the heading is missing')
    if (!seen('.footer-town')) faults.push('the name of the town is missing')
    if (seen('input, .skip, .breadcrumb, .header-links')) faults.push('a control is printed')
    if (getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)') faults.push('the ground is not white')
    if (getComputedStyle(document.body).color !== 'rgb(0, 0, 0)') faults.push('the letters are not black')
    return faults
  })

for (const [town, paths] of [
  [munich, munichPages],
  [augsburg, emptyPages],
] as const) {
  test(`Everybody can read every page of ${town.settings.name}, wide and narrow, enlarged, in forced colours and on paper`, async (context) => {
    const opened = await openPage(town.origin, { viewport: wide })
    const weight = await weigh(opened.page)
    for (const path of paths) {
      weight.begin()
      const response = await opened.page.goto(path)
      assert.equal(response?.status(), statusOf(path), path)
      await opened.page.evaluate(() => document.fonts.ready.then(() => undefined))
      weight.assertLight(path)
      await assertValid(await response!.text(), path)
      await assertFitsEverybody(opened)
    }
    context.diagnostic(weight.said())
  })
}

test('The four main pages are as readable in the dark view', async () => {
  const opened = await openPage(munich.origin, { viewport: wide, colorScheme: 'dark' })
  for (const path of ['/', '/search?q=umgezogen', passport, moving]) {
    await opened.page.setViewportSize(wide)
    await opened.page.goto(path)
    assert.equal(await groundOf(opened.page), 'rgb(26, 22, 17)')
    await assertSound(opened)
    await opened.page.setViewportSize(phone)
    await assertSound(opened)
  }
})

test('The dark view can be chosen, is kept on the device alone, and can be given back to the system', async () => {
  const { page } = await openPage(munich.origin)
  await page.goto('/')
  await page.getByRole('button', { name: 'Dunkle Ansicht' }).click()
  assert.equal(await groundOf(page), 'rgb(26, 22, 17)')
  await page.goto(passport)
  assert.equal(await groundOf(page), 'rgb(26, 22, 17)')
  await page.getByRole('button', { name: 'Helle Ansicht' }).click()
  assert.equal(await groundOf(page), 'rgb(255, 255, 255)')
  assert.deepEqual(await page.context().cookies(), [])
})

const groundOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

test('The island of the suggestions stays below 6 KB', async () => {
  const { text } = await served.request(munich, '/')
  const address = /src="(\/assets\/suggest\.island[^"]+)"/.exec(text)?.[1]
  const { body } = await served.request(munich, address!, { headers: { 'accept-encoding': 'identity' } })
  assert.ok(body.length > 500 && body.length < 6 * 1024, String(body.length))
})
