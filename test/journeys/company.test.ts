// A company's representative acts for the company and stops; their own data downloads; the personal hall greets them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { readTags } from '../../src/standards/tagged-pdf/read-tags.ts'
import { assertReflows, assertSound, type Opened, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { modulesWithPost, type Post } from '../post-room.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const posts: Post[] = []
const port = await freePort()
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, demo: true, modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { key: 'musterstadt', default: true })
await serveFresh(fresh, { port })

const shots = process.env.STADTTOR_SHOTS
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}-${page.viewportSize()?.width}.png`, fullPage: true })
}
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

async function assertGood(opened: Opened, name: string): Promise<void> {
  await assertSound(opened)
  await shoot(opened.page, name)
  await opened.page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(opened)
  await shoot(opened.page, name)
  await opened.page.setViewportSize({ width: 1280, height: 900 })
}

test('A representative signs in with the company account, acts for the company, and stops', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  await page.goto('/accounts/sign-in')
  await page.getByRole('link', { name: 'Unternehmenskonto (Beispiel)' }).click()
  await page.getByRole('button', { name: /Vera Vertretung/ }).click()
  await page.getByRole('heading', { level: 1, name: /Konto|Guten Tag|Hallo/ }).waitFor()
  // The way to the provider and back is meant to leave the town.
  opened.faults.length = 0

  await page.goto('/accounts/acting')
  await page.getByRole('link', { name: 'Muster GmbH' }).click()
  assert.equal(await heading(page), 'Muster GmbH')
  await page.getByText('bestätigt von Unternehmenskonto (Beispiel)').waitFor()
  await assertGood(opened, 'organisation')

  await page.getByRole('button', { name: 'Für Muster GmbH handeln' }).click()
  await page.getByRole('heading', { name: 'Sie handeln gerade für Muster GmbH' }).waitFor()
  await assertGood(opened, 'acting')
  await page.goto('/')
  await page.getByRole('link', { name: 'Sie handeln für eine Firma oder einen Verein' }).waitFor()
  await assertGood(opened, 'hall-acting')
  await page.getByRole('button', { name: 'Beenden' }).click()
  await page.getByText('Sie handeln wieder für sich selbst.').waitFor()
  assert.equal(await page.getByText('Sie handeln für eine Firma').count(), 0)

  await page.goto('/')
  await page.getByRole('heading', { name: 'Für Sie' }).waitFor()
  await assertGood(opened, 'hall-personal')
})

test('A person completes the profile, is told what to correct, and takes their data along', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  await page.goto('/accounts/sign-in')
  await page.getByRole('link', { name: 'Ausweis (Beispiel)', exact: false }).click()
  await page.getByRole('button', { name: /Hakan Hoch/ }).click()
  await page.getByRole('heading', { level: 1, name: /Konto|Guten Tag|Hallo/ }).waitFor()
  // The way to the provider and back is meant to leave the town.
  opened.faults.length = 0
  await page.goto('/accounts/profile')
  await page.getByText('von Ausweis (Beispiel) übernommen').first().waitFor()
  await assertGood(opened, 'profile')
  await page.getByRole('link', { name: /^Ändern\s*, Name$/ }).click()
  await page.getByLabel('Vornamen').fill('Иван')
  await page.getByRole('button', { name: 'Angaben speichern' }).click()
  await page.getByText('Diese Zeichen kann ein Register nicht speichern').first().waitFor()
  await assertGood(opened, 'profile-name-wrong')
  await page.getByLabel('Vornamen').fill('Hákan Þór')
  await page.getByRole('button', { name: 'Angaben speichern' }).click()
  await page.getByText('Hákan Þór').waitFor()
  for (const [path, name] of [
    ['/accounts/profile/reach', 'reach'],
    ['/accounts/profile/interests', 'interests'],
    ['/accounts/consents', 'consents'],
    ['/accounts/acting/power', 'power'],
    ['/accounts/organisations/new', 'organisation-new'],
    ['/accounts/data/correction', 'correction'],
    ['/accounts/erase', 'erase'],
    ['/accounts/data', 'data'],
  ] as const) {
    await page.goto(path)
    await assertGood(opened, name)
  }
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Als PDF/ }).click()])
  const tags = readTags(readFileSync(await download.path()))
  assert.ok(tags.elements.some(({ type }) => type === 'LBody'))
  if (shots) await download.saveAs(`${shots}/my-data.pdf`)
})
