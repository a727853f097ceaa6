// A resident sees who looked, objects, and the officer answers: in a real browser, wide and narrow.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { lookedAt } from './fixtures.ts'

const shots = process.env.SHOTS
const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}` })
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
const { resident } = await lookedAt(town, now)
await town.massRun(
  {
    actor: { system: 'pages' },
    rule: 'Alle Personen über 18 Jahre',
    purpose: 'Benachrichtigung',
    legalBasis: 'Beispiel',
    persons: 8_412,
  },
  async () => undefined,
)
const officer = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: 'Schutz' }, now)
for (const own of ['log.read', 'log.hide', 'objection.answer', 'register.read', 'audit.read'])
  await grantPermission(town, officer, `looks.${own}`)

async function browserOf(person: string) {
  const opened = await openPage(town.origin)
  const token = await openSession(town, person, 'substantial', now)
  await opened.page.context().addCookies([
    {
      name: '__Host-session',
      value: token,
      url: town.origin.replace('http:', 'https:'),
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    },
  ])
  const check = async (name: string): Promise<void> => {
    const { page } = opened
    const { pathname, search } = new URL(page.url())
    await assertValid((await served.request(town, pathname + search, { session: token })).text, pathname)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await assertSound(opened)
      await assertReflows(opened)
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  return { page: opened.page, check }
}

test('A resident sees which unit read what and why, objects, and reads the answer of the officer', async () => {
  const ada = await browserOf(resident)
  await ada.page.goto('/looks')
  await ada.check('looks')
  await ada.page.getByRole('link', { name: /Einwand erheben: Bürgerbüro/ }).click()
  await ada.check('object')
  await ada.page.getByLabel('Warum haben Sie einen Einwand?').fill('Ich war an diesem Tag nicht dort.')
  await ada.page.getByRole('button', { name: 'Einwand absenden' }).click()
  await ada.page.getByText('Ihr Einwand ist angekommen').waitFor()
  await ada.check('receipt')
  const receipt = ada.page.url()
  await ada.page.goto('/looks/rules')
  await ada.check('rules')

  const dora = await browserOf(officer)
  await dora.page.goto('/desk/looks')
  await dora.check('desk')
  await dora.page.getByRole('link', { name: /^Einwand vom/ }).click()
  await dora.page.getByRole('button', { name: 'Antwort senden' }).click()
  await dora.page.getByRole('alert').waitFor()
  await dora.check('desk-objection-wrong')
  await dora.page.getByLabel('Antwort an die Person').fill('Wir haben es geprüft.')
  await dora.page.getByRole('button', { name: 'Antwort senden' }).click()
  await dora.page.getByText('Wir haben es geprüft.').waitFor()
  await dora.page.goto('/desk/looks/inquiries')
  await dora.page.getByLabel('Kontonummer, Mail-Adresse oder Aktenzeichen').fill(resident)
  await dora.page.getByLabel('Zweck').fill('Beschwerde prüfen')
  await dora.check('desk-inquiry')
  await dora.page.getByRole('button', { name: 'Protokoll öffnen' }).click()
  await dora.page.getByRole('heading', { name: 'Protokoll einer Person', level: 1 }).waitFor()
  await dora.check('desk-log')
  await dora.page.getByRole('link', { name: /^Verbergen: Bürgerbüro/ }).click()
  await dora.page.getByRole('button', { name: 'Eintrag verbergen' }).click()
  await dora.page.getByRole('alert').waitFor()
  await dora.check('desk-hide')
  await dora.page.goto('/desk/privacy/register')
  await dora.check('register')
  await dora.page.goto('/desk/looks/audit')
  await dora.check('audit')

  await ada.page.goto(receipt)
  assert.ok(await ada.page.getByText('Wir haben es geprüft.').isVisible())
})
