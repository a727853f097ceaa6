// The list of wishes for correction in a real browser: keys that select and open, rest in fields, and can be switched off.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'

const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}` })
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
for (const givenName of ['Anna', 'Berta', 'Cem']) {
  const id = await registerPerson(town, { kind: 'resident', givenName, familyName: 'Muster' }, now)
  await served.request(town, '/accounts/data/correction', {
    method: 'POST',
    session: await openSession(town, id, 'basic', now),
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ wish: `Bitte ${givenName} anders schreiben.` }).toString(),
  })
}
const karl = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
for (const own of ['desk.work.see', 'accounts.corrections.answer']) await grantPermission(town, karl, own)

test('J, K and X select rows, Z takes them on, Enter opens one, and all of it rests in fields and when switched off', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  const url = town.origin.replace('http:', 'https:')
  const value = await openSession(town, karl, 'substantial', now)
  await page.context().addCookies([{ name: '__Host-session', value, url, secure: true, httpOnly: true, sameSite: 'Lax' }])
  const list = '/desk/accounts/corrections'
  const picked = () => page.locator('input[name=pick]:checked').count()
  await page.goto(list)
  await page.locator('.keys').waitFor()
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await assertSound(opened)
    await assertReflows(opened)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  for (const key of ['j', 'x', 'j', 'x', 'k', 'x']) await page.keyboard.press(key)
  assert.equal(await picked(), 1, 'the second row alone')
  assert.match(await page.locator('[data-count-word]').innerText(), /^1 /)
  await page.keyboard.press('z')
  await page.getByText('Sie haben 1 Wunsch übernommen.').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Wunsch von Berta Muster' }).waitFor()
  await assertSound(opened)
  // In a field a key is a letter.
  await page.getByLabel('Ihre Antwort').pressSequentially('jxkz')
  assert.equal(await page.getByLabel('Ihre Antwort').inputValue(), 'jxkz')
  await page.goto(list)
  const search = page.locator('input[type=search]').first()
  if ((await search.count()) > 0) {
    await search.pressSequentially('jx')
    assert.equal(await picked(), 0)
  }
  await page.getByRole('button', { name: 'Tasten ausschalten' }).click()
  await page.getByRole('button', { name: 'Tasten einschalten' }).waitFor()
  await page.goto(list)
  for (const key of ['j', 'x']) await page.keyboard.press(key)
  assert.equal(await picked(), 0, 'switched off')
  assert.equal(await page.locator('.keys').count(), 0)
})
