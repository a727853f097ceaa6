// A resident's way through the front door: from everyday words to the right service, with a mouse, with keys alone, without a script.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import type { Page, Response } from 'playwright-core'
import { assertReflows, assertSound, assertValid, openPage } from '../browser.ts'
import { hostOf, serveFresh } from '../serve-town.ts'
import { openThreeTowns } from './three-towns.ts'

const { fresh, munich, addressOf } = await openThreeTowns()
const passport = await addressOf('/a-z', 'Reisepass')

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const questions = (page: Page) => page.locator('main h2').allTextContents()
/** What has the focus, as a screen reader would name it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { id, textContent, tagName } = document.activeElement!
    return tagName === 'INPUT' ? id : (textContent ?? '').trim()
  })

/** In this order people ask; what the town has not said is left out. */
const order = [
  'Worum geht es?',
  'Gilt das für mich?',
  'Was brauche ich?',
  'Was kostet es?',
  'Wie lange dauert es?',
  'Bis wann?',
  'Wo ist das?',
  'So läuft es ab',
  'Weitere Wege',
  'Formulare und Links',
  'Gut zu wissen',
  'Wenn Sie nicht einverstanden sind',
  'Rechtliche Grundlagen',
  'Passt dazu',
  'Gehört zu',
  'War das, was Sie suchten?',
]

test('Somebody who types "ich bin umgezogen" sees suggestions, finds the registration and says that it was right', async () => {
  const opened = await openPage(munich.origin)
  const { page } = opened
  await page.goto('/')
  const field = page.getByRole('combobox', { name: 'Was möchten Sie erledigen?' })
  await field.pressSequentially('ich bin umgezogen')
  const suggestions = page.getByRole('listbox', { name: 'Vorschläge' })
  await suggestions.getByRole('option', { name: 'Wohnsitzanmeldung Leistung', exact: true }).waitFor()
  await assertSound(opened)
  await page.getByRole('button', { name: 'Suchen' }).click()

  await page.waitForURL(/\/search\?q=ich\+bin\+umgezogen$/)
  assert.equal(await page.getByRole('combobox').inputValue(), 'ich bin umgezogen')
  const results = page.getByRole('main').getByRole('listitem').getByRole('heading', { level: 3 })
  assert.ok((await results.allTextContents()).slice(0, 3).includes('Wohnsitzanmeldung'))
  await page.getByRole('link', { name: 'Wohnsitzanmeldung', exact: true }).click()

  assert.equal(await heading(page), 'Wohnsitzanmeldung')
  const asked = await questions(page)
  assert.deepEqual(
    asked.filter((question) => question !== 'Kommen Sie nicht weiter?'),
    order.filter((question) => asked.includes(question)),
  )
  for (const question of ['Worum geht es?', 'Wo ist das?', 'War das, was Sie suchten?']) assert.ok(asked.includes(question))
  await page.getByRole('button', { name: 'Ja' }).click()

  await page.waitForURL(/\/thanks$/)
  assert.equal(await heading(page), 'Danke für Ihre Antwort')
  await page.getByRole('link', { name: 'Zurück zu: Wohnsitzanmeldung' }).click()
  assert.equal(await heading(page), 'Wohnsitzanmeldung')
  assert.deepEqual(opened.faults, [])
})

test('Without a script the same way is open', async () => {
  const { page } = await openPage(munich.origin, { javaScriptEnabled: false })
  await page.goto('/')
  await page.getByRole('searchbox', { name: 'Was möchten Sie erledigen?' }).fill('ich bin umgezogen')
  await page.getByRole('button', { name: 'Suchen' }).click()
  await page.getByRole('link', { name: 'Wohnsitzanmeldung', exact: true }).click()
  assert.equal(await heading(page), 'Wohnsitzanmeldung')
  await page.getByRole('button', { name: 'Teilweise' }).click()
  assert.equal(await heading(page), 'Danke für Ihre Antwort')
})

test('By keys alone: the skip link comes first, suggestions obey the arrows and Escape, and every focus can be seen', async () => {
  const { page, faults } = await openPage(munich.origin)
  await page.goto('/')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'Zum Inhalt springen')
  await assertFocusSeen(page)
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'q-hero')
  await assertFocusSeen(page)

  const field = page.getByRole('combobox')
  const suggestions = page.getByRole('listbox')
  await page.keyboard.type('reisepass')
  await suggestions.waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await suggestions.isVisible(), false)
  assert.equal(await field.inputValue(), 'reisepass')
  await page.keyboard.press('ArrowDown')
  assert.equal(await field.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const chosen = page.getByRole('option', { selected: true })
  assert.match((await chosen.textContent()) ?? '', /^Reisepass /)
  assert.equal(await field.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
  assert.equal(await focused(page), 'q-hero')
  await page.keyboard.press('Enter')
  await page.waitForURL(munich.origin + passport)
  assert.equal(await heading(page), 'Reisepass')

  const reached = await tabUntil(page, 'Ja')
  assert.deepEqual(reached.slice(0, 2), ['Zum Inhalt springen', 'MünchenRathaus online, zur Startseite'])
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/thanks$/)
  assert.deepEqual(faults, [])
})

/** Walks on with Tab; every stop shows its focus and lies within the window. */
async function tabUntil(page: Page, name: string): Promise<string[]> {
  const reached = []
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    await assertFocusSeen(page)
    reached.push(now)
    if (now === name) return reached
  }
  throw new Error(`${name} was not reached, but ${reached.join(', ')}`)
}

const assertFocusSeen = async (page: Page) => {
  const seen = await page.evaluate(() => {
    const element = document.activeElement!
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const { top, bottom } = element.getBoundingClientRect()
    return {
      element: element.outerHTML.slice(0, 120),
      ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      inWindow: bottom > 0 && top < innerHeight,
    }
  })
  assert.deepEqual(seen, { ...seen, ring: true, inWindow: true })
}

test('Where nothing fits the page says so and leads on to simpler words, situations, all services and a person', async () => {
  const opened = await openPage(munich.origin)
  const { page } = opened
  await page.goto('/search?q=xqzzqx')
  assert.equal(await heading(page), 'Dazu haben wir nichts gefunden')
  const main = page.getByRole('main')
  await main.getByRole('link', { name: '115' }).waitFor()
  await main.getByRole('link', { name: 'Umzug und Wohnen' }).waitFor()
  await main.getByRole('link', { name: /von A bis Z/ }).click()
  assert.equal(await heading(page), 'Alle Leistungen von A bis Z')
})

test('An answer without a choice comes back with the error first, in the focus and in the title', async () => {
  const opened = await openPage(munich.origin)
  const { page } = opened
  await page.goto(passport)
  const answer = await sendNothing(page, `${passport}/feedback`)
  assert.equal(answer.status(), 422)
  assert.match(await page.title(), /^Fehler: War das, was Sie suchten\? – /)
  const summary = page.getByRole('alert')
  assert.equal(await summary.evaluate((element) => element === document.activeElement), true)
  await assertSound(opened)
  await page.setViewportSize({ width: 320, height: 780 })
  await assertReflows(opened)
  await assertValid(await answer.text(), `${passport}/feedback`)
  await summary.getByRole('link').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'answer')
  await page.getByRole('button', { name: 'Nein' }).click()
  assert.equal(await heading(page), 'Danke für Ihre Antwort')
})

/** Sends the form under a service without pressing one of its buttons. */
async function sendNothing(page: Page, address: string): Promise<Response> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.waitForURL((url) => url.pathname === address),
    page.evaluate((address) => {
      const form = document.querySelector<HTMLFormElement>('form[action$="/feedback"]')!
      form.action = address
      form.submit()
    }, address),
  ])
  return answer
}

test('A wrong way of asking answers 405 in plain words', async () => {
  const opened = await openPage(munich.origin)
  const { page } = opened
  await page.goto(passport)
  assert.equal((await sendNothing(page, '/a-z')).status(), 405)
  assert.equal(await heading(page), 'So lässt sich diese Seite nicht öffnen')
  await assertSound(opened)
  await page.getByRole('link', { name: 'Zur Startseite', exact: true }).click()
  assert.equal(await heading(page), 'Was möchten Sie erledigen?')
})

test('Too many answers in a minute: 429, with the time to wait', async () => {
  const limited = await serveFresh(fresh, { limits: true })
  const origin = `http://localhost:${limited.port}`
  const asked = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'answer=yes' }
  for (let times = 0; times < 20; times += 1)
    assert.equal((await limited.request(hostOf(munich), `${passport}/feedback`, asked)).status, 303)
  const opened = await openPage(origin)
  await opened.page.goto(passport)
  await opened.page.getByRole('button', { name: 'Ja' }).click()
  assert.equal(await heading(opened.page), 'Das waren sehr viele Anfragen')
  assert.match((await opened.page.getByRole('main').textContent()) ?? '', /Bitte warten Sie \d+\s(Sekunden?|Minuten)/)
  await assertSound(opened)
})

test('When the database fails the page apologises with a number, and works again afterwards', async () => {
  const opened = await openPage(munich.origin)
  const { page, faults } = opened
  const broken = await addressOf('/a-z', 'Personalausweis')
  await rename('service', 'service_lost')
  try {
    const answer = await page.goto(broken)
    assert.equal(answer?.status(), 500)
    assert.equal(await heading(page), 'Das hat nicht geklappt')
    assert.match((await page.getByRole('main').textContent()) ?? '', /Fehlernummer: [0-9a-f-]{13}/)
    assert.deepEqual(
      faults.splice(0).map((fault) => /status of 500/.test(fault)),
      [true],
    )
    await assertValid(await answer!.text(), 'the page of a fault')
    await assertSound(opened)
  } finally {
    await rename('service_lost', 'service')
  }
  await page.goto(broken)
  assert.equal(await heading(page), 'Personalausweis')
})

async function rename(from: string, to: string): Promise<void> {
  const owner = new pg.Client({ connectionString: fresh.ownerUrl })
  await owner.connect()
  await owner.query(`ALTER TABLE catalogue.${from} RENAME TO ${to}`)
  await owner.end()
}
