// Every page of the template in a real browser: sound, valid, no wider than a small phone, usable without a script.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { takePages } from './page.ts'
import { readPageFiles } from './page-files.ts'
import { pageKinds } from './tables.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)
const { texts } = readPageFiles('', join(repository, 'towns', 'starter'))
await takePages(town, texts, new Date('2026-11-22T08:00:00Z'))
const origin = `http://${town.key}.localhost:${served.port}`

test('Every page of the template is valid HTML in every language', async () => {
  for (const prefix of ['', '/en', '/leicht']) {
    for (const kind of pageKinds) {
      const { status, text } = await served.request(town, `${prefix}/${kind}`)
      assert.equal(status, 200)
      await assertValid(text, `${prefix}/${kind}`)
    }
  }
})

test('The pages are sound, and every one fits 320 pixels', async () => {
  const opened = await openPage(origin, { viewport: { width: 320, height: 800 } })
  for (const kind of pageKinds) {
    await opened.page.goto(`/${kind}`)
    await assertReflows(opened)
  }
  for (const path of ['/accessibility', '/en/imprint', '/leicht/imprint', '/leicht/easy-language']) {
    await opened.page.goto(path)
    await assertSound(opened)
    await assertReflows(opened)
  }
})

test('Without a script, the footer leads from any page to the statement and on to reporting a barrier', async () => {
  const { page } = await openPage(origin, { javaScriptEnabled: false })
  await page.goto('/imprint')
  await page.getByRole('contentinfo').getByRole('link', { name: 'Barrierefreiheit' }).click()
  await page.getByRole('link', { name: 'Melden Sie uns die Barriere' }).click()
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Barriere melden')
})

test('The footer leads readers of German straight to the page in easy language', async () => {
  const { page } = await openPage(origin)
  await page.goto('/imprint')
  await page.getByRole('contentinfo').getByRole('link', { name: 'Leichte Sprache' }).click()
  assert.match((await page.getByRole('heading', { level: 1 }).textContent()) ?? '', /in Leichter Sprache/)
})
