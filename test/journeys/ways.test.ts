// Other ways through the house: in English, from a life situation to an office on the map, by lists, and in a town that begins.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Request } from 'playwright-core'
import { assertSound, openPage } from '../browser.ts'
import { openThreeTowns } from './three-towns.ts'

const { munich, augsburg } = await openThreeTowns()

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const follow = async (page: Page, name: string | RegExp) => {
  await page.getByRole('main').getByRole('link', { name, exact: true }).first().click()
}

test('Who reads English switches the language, searches in English and is told which texts are German', async () => {
  const opened = await openPage(munich.origin)
  const { page } = opened
  await page.goto('/')
  await page.getByRole('link', { name: 'English' }).click()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
  await page.getByRole('combobox', { name: 'What would you like to get done?' }).pressSequentially('passport lost')
  await page.getByRole('option', { name: 'Lost or stolen passport Service' }).waitFor()
  await page.getByRole('button', { name: 'Search' }).click()
  await follow(page, 'Lost or stolen passport')

  assert.equal(await heading(page), 'Lost or stolen passport')
  await page.getByText('The texts below are available in German only.').waitFor()
  const german = page.locator('main [lang="de"]')
  assert.match((await german.allTextContents()).join(' '), /Reisepass|Pass/)
  assert.equal(await german.getByText('How long does it take?').count(), 0)
  assert.deepEqual(await wordsOutsideTheirLanguage(page), [])
  await assertSound(opened)

  await page.getByRole('link', { name: 'Deutsch' }).click()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  assert.match(page.url(), /:\d+\/services\/\d+-verlust/)
})

/** Sentences with German words that only German has, outside any part that says it is German. */
const wordsOutsideTheirLanguage = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main p, main li, main h2')]
      .filter((part) => !part.closest('[lang="de"]') && !part.querySelector('[lang="de"]'))
      .map((part) => part.textContent ?? '')
      .filter((words) => /\b(Sie|und|nicht|werden|für)\b/.test(words)),
  )

test('From a life situation to the service, its office, and the office among all others on the map', async () => {
  const opened = await openPage(munich.origin)
  const { page, faults } = opened
  const loaded: string[] = []
  page.on('request', (request: Request) => loaded.push(new URL(request.url()).pathname))
  await page.goto('/')
  await follow(page, 'Umzug und Wohnen')
  await follow(page, 'Wohnsitzanmeldung')
  await follow(page, 'Bürgerbüro Pasing')
  assert.equal(await heading(page), 'Bürgerbüro Pasing')
  await page.getByRole('navigation', { name: 'Sie sind hier' }).getByRole('link', { name: 'Dienststellen' }).click()
  const listed = await page.locator('main .ruled li').count()
  assert.ok(listed > 100, String(listed))
  const ofTheMap = () => loaded.filter((path) => /map-view|maplibre|geojson/.test(path))
  assert.deepEqual(ofTheMap(), [])

  await page.getByRole('link', { name: /^Karte zeigen/ }).focus()
  await page.keyboard.press('Enter')
  const map = page.getByRole('region', { name: 'Karte', exact: true })
  const canvas = map.locator('canvas')
  await canvas.waitFor()
  await page.waitForFunction(() => document.querySelector('.maplibregl-ctrl-scale')?.textContent)
  assert.ok(ofTheMap().includes('/offices/map.geojson'))
  await map.getByText('Landeshauptstadt München').waitFor()
  await map.getByRole('button', { name: 'Näher heran' }).waitFor()
  assert.equal(await map.getByText(/zoom|scroll/i).count(), 0)
  assert.equal(await page.locator('main .ruled li').count(), listed)
  await assertSound(opened)

  await page.emulateMedia({ colorScheme: 'dark' })
  await assertSound(opened)
  await page.waitForFunction(() => document.activeElement?.tagName === 'CANVAS')
  const inMap = () => page.evaluate(() => Boolean(document.activeElement?.closest('.map-view')))
  for (let presses = 0; presses < 10 && (await inMap()); presses += 1) await page.keyboard.press('Tab')
  assert.equal(await inMap(), false)
  assert.deepEqual(faults, [])
})

test('A device that cannot draw the map keeps the list and is told so', async () => {
  const { page } = await openPage(munich.origin)
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  await page.goto('/offices')
  await page.getByRole('link', { name: /^Karte zeigen/ }).click()
  await page.getByRole('status').filter({ hasText: 'Ihr Gerät kann die Karte nicht zeigen.' }).waitFor()
  await page.getByText('Alle Orte stehen auch in der Liste.').waitFor()
  assert.equal(await page.locator('.map-view').count(), 0)
})

test('Without a script the list of offices is complete, and nothing pretends to be a map', async () => {
  const { page } = await openPage(munich.origin, { javaScriptEnabled: false })
  await page.goto('/offices')
  assert.ok((await page.locator('main .ruled li').count()) > 100)
  await page.getByRole('link', { name: /^Karte zeigen/ }).click()
  assert.equal(await heading(page), 'Dienststellen')
  assert.ok((await page.locator('main .ruled li').count()) > 100)
})

test('A to Z, topics, changes and obstacles lead to services', async () => {
  const { page, faults } = await openPage(munich.origin)
  await page.goto('/')
  await follow(page, 'Alle Leistungen von A bis Z')
  await page.getByRole('navigation', { name: 'Buchstaben' }).getByRole('link', { name: 'R' }).click()
  assert.deepEqual(await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents(), ['R'])
  await follow(page, 'Reisepass')
  assert.equal(await heading(page), 'Reisepass')

  await page.goto('/topics')
  await follow(page, 'Wohnen und Melden')
  assert.equal(await heading(page), 'Wohnen und Melden')

  await page.goto('/changes')
  await page.getByRole('link', { name: 'Nächste Seite' }).click()
  await page.getByText('Seite 2 von').waitFor()

  await page.goto('/obstacles')
  assert.equal(await heading(page), 'Was noch nicht online geht, und warum')
  assert.deepEqual(faults, [])
})

test('From the footer of every page the pages that the law demands are one step away', async () => {
  const { page } = await openPage(munich.origin)
  for (const [name, title] of [
    ['Impressum', 'Impressum'],
    ['Datenschutz', 'Datenschutz'],
    ['Barrierefreiheit', /^Erklärung zur Barrierefreiheit/],
    ['Gebärdensprache', /Gebärdensprache/],
    ['Leichte Sprache', /Leichter Sprache/],
    ['Barriere melden', 'Barriere melden'],
  ] as const) {
    await page.goto('/a-z')
    await page.getByRole('contentinfo').getByRole('link', { name }).click()
    assert.match((await heading(page)) ?? '', typeof title === 'string' ? new RegExp(`^${title}`) : title)
  }
})

test('A town that has entered nothing yet says so, in its own name and colour, and how to reach it', async () => {
  const opened = await openPage(augsburg.origin)
  const { page } = opened
  await page.goto('/')
  assert.match(await page.title(), /Augsburg/)
  await page.getByText('Hier stehen noch keine Leistungen').waitFor()
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()),
    '#00674a',
  )
  await page.getByRole('link', { name: /^115/ }).waitFor()
  await page.getByRole('combobox').fill('reisepass')
  await page.getByRole('button', { name: 'Suchen' }).click()
  assert.equal(await heading(page), 'Dazu haben wir nichts gefunden')
  assert.equal(await page.getByText('München').count(), 0)
  assert.deepEqual(opened.faults, [])
})

test('Each town answers under its own name alone', async () => {
  const { page } = await openPage(munich.origin)
  await page.goto('/a-z')
  const path = new URL((await page.getByRole('link', { name: 'Reisepass', exact: true }).getAttribute('href'))!, munich.origin)
    .pathname
  const { page: other } = await openPage(augsburg.origin)
  const answer = await other.goto(path)
  assert.equal(answer?.status(), 404)
  assert.equal(await heading(other), 'Diese Seite gibt es nicht')
})
