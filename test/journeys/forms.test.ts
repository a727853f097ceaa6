// A resident begins a form on one device, is interrupted, goes on by mail code on another without account and script, and gets the receipt.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { publishDemoForm } from '../../src/modules/forms/demo/demo.ts'
import { assertReflows, assertSound, assertValid, type Opened, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { modulesWithPost, type Post } from '../post-room.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const port = await freePort()
const posts: Post[] = []
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { default: true })
await serveFresh(fresh, { port })
await publishDemoForm(town, new Date())
const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#005a9f' } })
  .jpeg()
  .toBuffer()

const assertGood = async (opened: Opened): Promise<void> => {
  await assertSound(opened)
  await assertReflows(opened)
}

test('Begun with a script on a computer, finished without one on a phone', async () => {
  const desktop = await openPage(town.origin)
  const { page } = desktop
  await page.goto('/forms/bewohnerparkausweis')
  await assertGood(desktop)
  await page.getByRole('button', { name: 'Jetzt beginnen' }).click()
  await page.waitForURL(/\/fill\//)
  await assertGood(desktop)
  await assertValid(await (await page.request.get(page.url())).text(), page.url())

  await page.getByRole('button', { name: 'Weiter', exact: true }).click()
  assert.match(await page.title(), /^Fehler: /)
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'errors')
  await assertGood(desktop)

  await page.getByLabel('Ja', { exact: true }).check()
  await page.getByLabel('Straße').fill('Beispielstraße')
  await page.getByLabel('Hausnummer').fill('12')
  await page.getByLabel('Postleitzahl').fill('80331')
  await page.getByLabel('Ort', { exact: true }).fill('München')
  await page.getByLabel('Tag').fill('1')
  await page.getByLabel('Monat').fill('Dezember')
  await page.getByLabel('Jahr', { exact: true }).fill('2020')
  await page.getByRole('button', { name: 'Weiter', exact: true }).click()
  await page.getByRole('link', { name: 'später weitermachen' }).click()
  await assertGood(desktop)
  await page.getByLabel('Ihre E-Mail-Adresse').fill('anna@example.org')
  await page.getByRole('button', { name: 'Link und Code schicken' }).click()
  await assertGood(desktop)
  await desktop.page.context().close()

  const { link = '', code = '' } = posts.at(-1)?.values ?? {}
  const phone = await openPage(town.origin, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } })
  await goOn(phone, link, code)
})

async function goOn(phone: Opened, link: string, code: string): Promise<void> {
  const { page } = phone
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await page.goto(link)
  await page.getByLabel('Code').fill(code)
  await press('Weitermachen')
  assert.match(await page.title(), /^Zu Ihnen/)
  await page.getByLabel('Vorname').fill('Zoë')
  await page.getByLabel('Nachname').fill('Müller-Łukasz')
  await page.getByLabel('Tag').fill('3')
  await page.getByLabel('Monat').fill('4')
  await page.getByLabel('Jahr', { exact: true }).fill('1990')
  await press('Weiter')

  await press('Fahrzeug hinzufügen')
  await page.getByLabel('Kennzeichen').fill('M-AB 1234')
  await page.getByLabel('Auf mich').check()
  for (const [side, button] of [
    ['Vorderseite', 'Datei hochladen'],
    ['Rückseite', 'Übernehmen'],
  ] as const) {
    await page.getByLabel('Was ist auf der Datei?').selectOption({ label: side })
    const file = { name: `${side}.jpg`, mimeType: 'image/jpeg', buffer: photo }
    await page.locator('input[type=file]').setInputFiles(file)
    await press(button)
  }
  assert.match(await page.title(), /^Ihre Fahrzeuge/)
  await press('Weiter')

  await page.getByLabel('2 Jahre').check()
  await page.getByLabel('Nein').check()
  await page.getByLabel('Ich habe die Hinweise').check()
  await press('Weiter')
  assert.match(await page.title(), /^Antworten prüfen/)
  assert.match((await page.locator('.fee-sum').textContent()) ?? '', /60,00/)
  await page.getByRole('link', { name: 'Ändern Nachname' }).click()
  await page.getByLabel('Nachname').fill('Łukasz')
  await press('Weiter')
  assert.match(await page.title(), /^Antworten prüfen/)
  await assertReflows(phone)

  await page.getByLabel('Meine Angaben sind richtig').check()
  await press('Verbindlich absenden')
  assert.match(page.url(), /\/forms\/receipt\//)
  assert.match((await page.locator('main').textContent()) ?? '', /Łukasz/)
  await assertReflows(phone)
}

test('Every page of the way is sound at 360 pixels', async () => {
  const opened = await openPage(town.origin, { viewport: { width: 360, height: 800 } })
  const { page } = opened
  await page.goto('/forms/bewohnerparkausweis')
  await page.getByRole('button', { name: 'Jetzt beginnen' }).click()
  await page.waitForURL(/\/fill\//)
  const fill = new URL(page.url()).pathname.replace(/\/[^/]+$/, '')
  const check = fill.replace('/fill/', '/check/')
  const others = ['/drop/', '/later/'].map((part) => fill.replace('/fill/', part))
  const screens = ['wohnung', 'person', 'fahrzeuge', 'fahrzeug.0', 'ausweis'].map((screen) => `${fill}/${screen}`)
  for (const path of [
    ...screens,
    check,
    ...others,
    '/forms/resume',
    '/forms/resume/x',
    `/en${fill}/wohnung`,
    `/leicht${fill}/person`,
  ]) {
    await page.goto(path)
    await assertGood(opened)
    await assertValid(await (await page.request.get(path)).text(), path)
  }
})
