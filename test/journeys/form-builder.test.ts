// A member of staff builds, checks and publishes a form from nothing, with the keyboard alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { findModules } from '../../src/kernel/modules.ts'
import { grantPermission, registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import { place } from '../../src/main.ts'
import { assertReflows, assertSound, type Opened, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const port = await freePort()
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: await findModules(place) })
const town = await freshTown(fresh.house, { default: true, staffNetworks: ['127.0.0.1/32', '::1/128'] })
await serveFresh(fresh, { port })
const origin = `http://localhost:${port}`
const now = new Date()

async function signedIn(familyName: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Opened> {
  const person = await registerPerson(town, { kind: 'staff', givenName: 'Test', familyName }, now)
  for (const permission of ['form.edit', 'form.approve']) await grantPermission(town, person, `forms.${permission}`)
  const session = await openSession(town, person, 'substantial', now)
  const opened = await openPage(origin, options)
  const cookie = { name: '__Host-session', value: session, domain: 'localhost', path: '/', secure: true, httpOnly: true }
  await opened.page.context().addCookies([cookie])
  return opened
}

/** Only Tab: nothing is pointed at. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let presses = 0; presses < 200; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not lead to ${wanted}`)
}

async function press(page: Page, role: 'link' | 'button', name: string): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: true }).first())
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
}

async function type(page: Page, label: string | RegExp, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label).first())
  await page.keyboard.type(text)
}

/** The arrow keys go through the kinds; the first one that is reached is chosen by the space bar. */
async function chooseKind(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('radio', { name })
  await tabTo(page, page.getByRole('radio').first())
  await page.keyboard.press('Space')
  for (let presses = 0; presses < 40 && !(await wanted.isChecked()); presses += 1) await page.keyboard.press('ArrowDown')
  assert.ok(await wanted.isChecked(), name)
}

async function ask(page: Page, question: string, kind: string): Promise<void> {
  await press(page, 'link', 'Frage hinzufügen')
  await type(page, 'Frage oder Überschrift', question)
  await chooseKind(page, kind)
  await press(page, 'button', 'Weiter')
}

test('A member of staff builds, checks and publishes the form "Bewohnerparkausweis" from nothing with the keyboard', async () => {
  const opened = await signedIn('Tastatur')
  const { page } = opened
  await page.goto('/desk/forms')
  await press(page, 'link', 'Neues Formular')
  await type(page, 'Name des Formulars', 'Bewohnerparkausweis beantragen')
  await press(page, 'button', 'Formular anlegen')

  await type(page, 'Überschrift der neuen Seite', 'Ihre Wohnung')
  await press(page, 'button', 'Seite hinzufügen')
  await ask(page, 'Wohnen Sie in der Stadt?', 'Ja oder Nein')
  await press(page, 'button', 'Speichern und zur Seite')
  await press(page, 'link', 'Ausgang hinzufügen')
  await type(page, 'Überschrift', 'Den Ausweis gibt es nur für Bewohner')
  await type(page, 'Was sollten Menschen jetzt tun?', 'Fragen Sie bitte in Ihrer Gemeinde.')
  await press(page, 'button', 'Speichern')
  await type(page, 'Frage', 'Wohnen')
  await press(page, 'button', 'Bedingung hinzufügen')
  await type(page, 'Wert', 'Nein')
  await press(page, 'button', 'Bedingung speichern')
  await page.getByText('Nur wenn „Wohnen Sie in der Stadt?“ ist Nein.').waitFor()
  await assertSound(opened)
  await press(page, 'link', 'Zurück zur Seite „Ihre Wohnung“')
  await press(page, 'link', 'Zurück zum Formular')

  await type(page, 'Überschrift der neuen Seite', 'Ihr Fahrzeug')
  await press(page, 'button', 'Seite hinzufügen')
  await ask(page, 'Wie lautet Ihr Kennzeichen?', 'Kennzeichen')
  await press(page, 'button', 'Speichern und zur Seite')
  await ask(page, 'Wem gehört das Fahrzeug?', 'Eine Antwort aus mehreren')
  await press(page, 'button', 'Speichern und zur Seite')
  await page.getByText('Bitte schreiben Sie mindestens zwei Antworten').first().waitFor()
  await type(page, 'Antworten zur Auswahl', 'Mir\nMeiner Firma')
  await press(page, 'button', 'Speichern und zur Seite')
  await assertSound(opened)
  await press(page, 'button', 'Nach oben: Wem gehört das Fahrzeug?')
  await press(page, 'link', 'Zurück zum Formular')

  await press(page, 'link', 'Prüfen und veröffentlichen')
  await page.getByText('5 Punkte fehlen noch.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Jetzt veröffentlichen' }).count(), 0)
  await assertSound(opened)
  await press(page, 'link', 'Angaben und Listen')
  await type(page, 'Rechtsgrundlage', 'Eine Satzung (Beispiel)')
  await type(page, 'Datenschutzhinweis', 'Wir verwenden Ihre Angaben nur für diesen Antrag. (Beispiel)')
  await type(page, 'Nach dem Absenden hier gespeichert', '90')
  await type(page, 'Stelle oder Team', 'Bürgerbüro (Beispiel)')
  await type(page, 'Die nächsten Schritte', 'Wir prüfen Ihren Antrag. Der Ausweis kommt per Post. (Beispiel)')
  await press(page, 'button', 'Angaben speichern')
  await press(page, 'link', 'Ausprobieren')
  await press(page, 'button', 'Testlauf starten')
  await page.getByRole('heading', { name: 'Ihre Wohnung' }).waitFor()
  await press(page, 'link', 'Testlauf beenden')
  await press(page, 'link', 'Prüfen und veröffentlichen')
  await press(page, 'button', 'Jetzt veröffentlichen')
  await page.getByText('Fassung 1 ist veröffentlicht.').waitFor()
  await assertReflows(opened)

  const resident = await openPage(origin)
  const answer = await resident.page.goto('/forms/bewohnerparkausweis-beantragen')
  assert.equal(answer?.status(), 200)
  await resident.page.getByRole('heading', { level: 1, name: 'Bewohnerparkausweis beantragen' }).waitFor()
})
