// The pages of reservations in a real browser, wide and narrow: finding free plates, stocks, holds, a release.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { holdFor, install, settleFor } from './fixtures.ts'
import reservations from './module.tsx'

const shots = process.env.SHOTS
const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: [{ ...reservations, folder: '' }] })
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
await install(fresh.house, town, now)
for (const number of [101, 102, 103]) await holdFor(fresh.house, town, `case-${number}`, `A-AB ${number}`, now)
await settleFor(fresh.house, town, 'case-101', 'reserved', now)

const clerk = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
for (const own of ['stock.read', 'hold.release']) await grantPermission(town, clerk, `reservations.${own}`)
const value = await openSession(town, clerk, 'high', now)
const opened = await openPage(town.origin)
const { page } = opened
const url = town.origin.replace('http:', 'https:')
await page.context().addCookies([{ name: '__Host-session', value, url, secure: true, httpOnly: true, sameSite: 'Lax' }])

const check = async (name: string): Promise<void> => {
  const { pathname, search } = new URL(page.url())
  await assertValid((await served.request(town, pathname + search, { session: value })).text, pathname)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await assertSound(opened)
    await assertReflows(opened)
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('A resident finds free plates, is told what is wrong, and what is taken', async () => {
  await page.goto('/reservations/plates')
  await check('plates')
  await page.getByLabel('Buchstaben').fill('ab')
  await page.getByLabel('Ziffern').fill('10?')
  await page.getByRole('button', { name: 'Freie suchen' }).click()
  await page.getByRole('heading', { name: '7 Treffer sind frei' }).waitFor()
  await check('plates-found')
  await page.getByLabel('Ziffern').fill('101')
  await page.getByRole('button', { name: 'Freie suchen' }).click()
  await page.getByRole('heading', { name: 'A-AB 101 ist schon vergeben' }).waitFor()
  await check('plates-taken')
  await page.goto('/en/reservations/plates?letters=ABC')
  assert.match(await page.title(), /^Error/)
  await check('plates-wrong')
})

test('A clerk looks through the stock and releases a reservation', async () => {
  await page.goto('/desk/reservations')
  await check('stocks')
  await page.getByRole('link', { name: 'Wunschkennzeichen' }).click()
  await check('holds')
  await page.getByRole('link', { name: 'A-AB 101' }).click()
  await page.getByRole('button', { name: 'Jetzt freigeben' }).click()
  await page.getByRole('alert').waitFor()
  await check('release-wrong')
  await page.getByLabel('Warum geben Sie sie frei?').fill('Fahrzeug nicht gekauft')
  await page.getByRole('button', { name: 'Jetzt freigeben' }).click()
  await page.getByText('Die Reservierung ist freigegeben.').waitFor()
  await check('released')
})
