// An editor's way: correct a text, have a second person publish it, see it as everybody does, take it back. Without a script too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, type Opened, openPage } from '../../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { fillTown } from '../fixtures.tsx'

const fresh = await freshHouse({ baseUrl: 'http://localhost:8080' })
const served = await serveFresh(fresh)
const now = new Date()
const town = await freshTown(fresh.house, {
  key: 'musterstadt',
  catalogue: { fourEyes: true },
  staffNetworks: ['127.0.0.1/32', '::1/128'],
})
await fillTown(town, now)
const origin = `http://musterstadt.localhost:${served.port}`

async function signedIn(family: string, options: { javaScriptEnabled?: boolean; width?: number } = {}): Promise<Opened> {
  const { javaScriptEnabled = true, width = 1280 } = options
  const person = await registerPerson(town, { kind: 'staff', givenName: 'Test', familyName: family }, now)
  for (const permission of ['texts.edit', 'texts.publish', 'taxonomy.edit', 'banners.edit'])
    await grantPermission(town, person, `catalogue.${permission}`)
  const token = await openSession(town, person, 'substantial', now)
  const opened = await openPage(origin, { javaScriptEnabled, viewport: { width, height: 900 } })
  const cookie = { name: '__Host-session', value: token, domain: new URL(origin).hostname, path: '/', secure: true }
  await opened.page.context().addCookies([cookie])
  return opened
}

const sentence = 'Ihr Ausweis für Reisen in ferne Länder.'

for (const javaScriptEnabled of [true, false]) {
  test(`A staff member corrects a text and a second one publishes it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const writer = await signedIn(`Schreiber ${javaScriptEnabled}`, { javaScriptEnabled })
    const { page } = writer
    await page.goto('/desk/catalogue')
    await page.getByRole('link', { name: 'Leistungen', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Reise')
    await page.getByRole('button', { name: 'Suchen' }).click()
    await page.getByRole('link', { name: 'Reisepass' }).click()
    await page.getByRole('textbox', { name: 'In einem Satz' }).fill(sentence)
    await page.getByRole('button', { name: 'Speichern und Vorschau ansehen' }).click()
    await page.getByText('So sieht die Seite nach dem Veröffentlichen aus').waitFor()
    assert.equal(await page.locator('.lead').first().textContent(), sentence)
    await page.getByRole('link', { name: 'Zurück zum Entwurf' }).click()
    await page.getByRole('link', { name: 'Änderungen ansehen' }).click()
    assert.equal(await page.getByRole('button', { name: 'Jetzt veröffentlichen' }).count(), 0)
    await page.getByText('Deshalb veröffentlicht ihn eine zweite Person').waitFor()
    await page.getByRole('button', { name: 'Zur Freigabe geben' }).click()
    await page.getByText('wartet jetzt auf eine zweite Person').waitFor()

    const second = await signedIn(`Prüfer ${javaScriptEnabled}`, { javaScriptEnabled })
    await second.page.goto('/desk/catalogue')
    await second.page.getByRole('link', { name: 'Texte freigeben' }).click()
    await second.page.getByRole('link', { name: 'Reisepass' }).click()
    await second.page.getByRole('button', { name: 'Jetzt veröffentlichen' }).click()
    await second.page.getByText(/Fassung \d ist veröffentlicht/).waitFor()

    const reader = await openPage(origin, { javaScriptEnabled })
    await reader.page.goto('/services/1-reisepass')
    assert.equal(await reader.page.locator('.lead').first().textContent(), sentence)

    await page.goto('/desk/catalogue/services/1/history')
    await page
      .getByRole('button', { name: /zurücknehmen/ })
      .first()
      .click()
    await page.getByText('Der alte Stand steht jetzt als Entwurf da').waitFor()
    await second.page.goto('/desk/catalogue/services/1/release')
    await second.page.getByRole('button', { name: 'Jetzt veröffentlichen' }).click()
    await reader.page.reload()
    assert.equal(await reader.page.locator('.lead').first().textContent(), 'Ihr Pass.')
  })
}

const pages = [
  '/desk/catalogue',
  '/desk/catalogue/services',
  '/desk/catalogue/services?q=gibtesnicht',
  '/desk/catalogue/services/new',
  '/desk/catalogue/services/1',
  '/desk/catalogue/services/1?part=facts',
  '/desk/catalogue/services/1?part=en',
  '/desk/catalogue/services/1/release',
  '/desk/catalogue/services/1/history',
  '/desk/catalogue/services/1/discard',
  '/desk/catalogue/services/1/pictures',
  '/desk/catalogue/offices/1',
  '/desk/catalogue/topics',
  '/desk/catalogue/topics/1',
  '/desk/catalogue/situations/1',
  '/desk/catalogue/synonyms',
  '/desk/catalogue/drafts',
  '/desk/catalogue/conflicts',
  '/desk/catalogue/links',
  '/desk/catalogue/reviews',
  '/desk/catalogue/translations',
  '/desk/catalogue/translations?list=missing',
  '/desk/catalogue/searches',
  '/desk/catalogue/facts',
  '/desk/catalogue/facts/new',
  '/desk/catalogue/banners',
  '/desk/catalogue/banners/new',
]

for (const [language, close] of [
  ['', 1280],
  ['/en', 360],
] as const) {
  test(`Every page of the editors is sound, valid and fits into 360 and 1280 pixels${language && ' in English'}, empty or not`, async () => {
    const opened = await signedIn(`Leser ${close}${language}`, { width: close })
    for (const path of pages.map((own) => language + own)) {
      await opened.page.setViewportSize({ width: close, height: 900 })
      const answer = await opened.page.goto(path)
      assert.equal(answer?.status(), 200, path)
      await assertSound(opened)
      await assertReflows(opened)
      await opened.page.setViewportSize({ width: close === 360 ? 1280 : 360, height: 900 })
      await assertSound(opened)
      await assertReflows(opened)
      await assertValid((await answer?.text()) ?? '', path)
    }
  })
}

test('Wrong input is explained on the page, with what was typed', async () => {
  const opened = await signedIn('Fehler')
  const { page } = opened
  await page.goto('/desk/catalogue/services/1?part=facts')
  await page.getByRole('textbox', { name: 'Gebühren' }).fill('Erwachsene: siebzig Euro')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.getByRole('link', { name: /Gebühren: „Erwachsene: siebzig Euro“ verstehen wir nicht/ }).waitFor()
  assert.match(await page.title(), /^Fehler:/)
  assert.equal(await page.getByRole('textbox', { name: 'Gebühren' }).inputValue(), 'Erwachsene: siebzig Euro')
  await assertSound(opened)
  await page.goto('/desk/catalogue/banners/new')
  await page.getByRole('button', { name: 'Hinweis speichern' }).click()
  await page.getByRole('heading', { name: /Bitte sehen Sie sich 5 Angaben noch einmal an/ }).waitFor()
  await assertSound(opened)
})
