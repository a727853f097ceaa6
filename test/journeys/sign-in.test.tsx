// People sign in: with a passkey on the first visit, by mail without JavaScript, and with a stronger proof in the middle of a form.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { resident } from '../../src/kernel/access.ts'
import { page as answerPage } from '../../src/kernel/http/answer.ts'
import type { Module } from '../../src/kernel/module.ts'
import { assertReflows, assertSound, type Opened, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { codeIn, modulesWithPost, type Post } from '../post-room.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const posts: Post[] = []
const taken: string[] = []
/** A form that needs a proof of the level `substantial`. */
const office: Module = {
  name: 'office',
  officialName: 'Amt',
  folder: '',
  routes: (on) => {
    on.form('/office/application', resident('substantial'), {}, ({ frame }, input) => {
      taken.push(input.value('reason'))
      const { homeUrl, name } = frame.town
      return answerPage(
        <html lang="de">
          <head>
            <title>Angekommen</title>
          </head>
          <body>
            <h1>Ihr Antrag ist angekommen</h1>
            <a href={homeUrl}>{name}</a>
          </body>
        </html>,
      )
    })
  },
}

const port = await freePort()
const fresh = await freshHouse({
  baseUrl: `http://localhost:${port}`,
  demo: true,
  modules: [...(await modulesWithPost(posts)), office],
})
const town = await freshTown(fresh.house, { key: 'musterstadt', default: true })
await serveFresh(fresh, { port })

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

async function assertGood(opened: Opened): Promise<void> {
  await assertSound(opened)
  await opened.page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(opened)
  await opened.page.setViewportSize({ width: 1280, height: 900 })
}

test('A first visit ends with a passkey and an own page; the next visit needs one touch', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto('/')
  await page.getByRole('link', { name: 'Anmelden' }).click()
  assert.equal(await heading(page), 'Anmelden')
  await page.getByRole('button', { name: 'Neues Konto mit Passkey anlegen' }).waitFor()
  await assertGood(opened)
  await page.getByRole('button', { name: 'Neues Konto mit Passkey anlegen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor()
  assert.match((await page.getByText(/Angemeldet bis/).textContent()) ?? '', /wenn Sie nichts tun/)
  await assertGood(opened)
  await page.locator('#content').getByRole('link', { name: 'Anmeldewege' }).click()
  assert.equal(await heading(page), 'Anmeldewege')
  await assertGood(opened)
  await page.goto('/accounts/sessions')
  await assertGood(opened)
  await page.goto('/accounts')
  await page.getByRole('button', { name: 'Abmelden' }).click()
  assert.equal(await heading(page), 'Sie sind abgemeldet')
  await assertGood(opened)
  await page.goto('/accounts/sign-in')
  await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor()
})

test('Without JavaScript a code from a mail opens the account', async () => {
  const opened = await openPage(town.origin, { javaScriptEnabled: false })
  const { page, faults } = opened
  await page.goto('/en/accounts/sessions')
  assert.equal(await heading(page), 'Sign in')
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible(), false)
  await page.getByLabel('Your mail address').fill('ada@example')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await page.getByRole('alert').getByText('Please type a mail address').waitFor()
  assert.equal(await page.getByLabel('Your mail address').inputValue(), 'ada@example')
  await page.getByLabel('Your mail address').fill('ada@example.org')
  await page.getByRole('button', { name: 'Send the code' }).click()
  assert.equal(await heading(page), 'Type the code')
  await page.getByLabel('Code from the mail').fill(codeIn(posts))
  await page.getByRole('button', { name: 'Sign in' }).click()
  assert.equal(await heading(page), 'Signed-in devices')
  assert.deepEqual(faults, [])
})

test('A stronger proof in the middle of a form loses nothing of what was typed', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  await page.goto('/accounts/sign-in')
  await page.getByLabel('Ihre Mail-Adresse').fill('selma@example.org')
  await page.getByRole('button', { name: 'Code zuschicken' }).click()
  await assertGood(opened)
  await page.getByLabel('Code aus der Mail').fill(codeIn(posts))
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor()
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = '/office/application'
    const reason = document.createElement('textarea')
    reason.name = 'reason'
    reason.value = 'Weil „Ümlaute“ & <Zeichen>\nbleiben'
    form.append(reason)
    document.querySelector('main')?.append(form)
    form.submit()
  })
  await page.getByText('Vertrauensniveau „substanziell“').waitFor()
  await page.getByText('Ihre Eingaben sind gespeichert').waitFor()
  assert.equal(await page.getByLabel('Ihre Mail-Adresse').count(), 0, 'a code would not prove enough')
  await assertGood(opened)
  await page.getByRole('link', { name: 'Anmelden mit Ausweis (Beispiel)' }).click()
  await page.getByRole('button', { name: /Selma Substanz/ }).click()
  assert.equal(await heading(page), 'Anmeldeweg verbinden')
  await page.getByRole('button', { name: 'Mit meinem Konto verbinden' }).click()
  assert.equal(await heading(page), 'Ihre Eingaben sind noch da')
  await page.getByRole('button', { name: 'Mit meinen Eingaben weitermachen' }).click()
  assert.equal(await heading(page), 'Ihr Antrag ist angekommen')
  assert.deepEqual(taken, ['Weil „Ümlaute“ & <Zeichen>\r\nbleiben'])
})

test('Signing out at the provider works from a browser, by a link', async () => {
  const { page } = await openPage(town.origin)
  await page.goto('/accounts/sign-in')
  await page.getByRole('link', { name: 'Anmelden mit Ausweis (Beispiel)' }).click()
  await page.getByRole('button', { name: /Lars Leicht/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Guten Tag, Lars Leicht' }).waitFor()
  await page.getByRole('button', { name: 'Abmelden' }).click()
  await page.getByRole('link', { name: 'Auch bei Ausweis (Beispiel) abmelden' }).click()
  await page.getByRole('button', { name: /Abmelden/ }).click()
  assert.equal(await heading(page), 'Sie sind abgemeldet')
  assert.equal(new URL(page.url()).origin, town.origin)
})
