// A resident and somebody without an account follow their applications in a real browser, wide and narrow.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { Message, SendMessage } from '../../../contracts/messages.ts'
import { addDays, dayAt } from '../../../kernel/calendar/day.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import { findModules } from '../../../kernel/modules.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { newReference, showReference } from '../../../kernel/reference.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { place } from '../../../main.ts'
import { installPackage, receive } from '../arrivals.ts'
import { findByReference, type Reading } from '../case.ts'
import { ask, change, decideFor, type Opened } from './fixtures.ts'

const shots = process.env.SHOTS
const messages: Message[] = []
const carrier: Module = {
  name: 'carrier',
  officialName: 'Bote',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message, now }) => {
      messages.push(message)
      return { id: newId(now) }
    }),
  ],
}
const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: [carrier, ...(await findModules(place))] })
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
await installPackage(fresh.house, town, 'resident-parking-permit', now)
const { answers } = (
  JSON.parse(readFileSync(join(process.cwd(), 'services/resident-parking-permit/examples/form-one-year.json'), 'utf8')) as {
    given: { answers: Record<string, unknown> }
  }
).given

const send = async (sent: { person?: string; mailTo?: string }): Promise<Opened> => {
  const { reference } = await receive(fresh.house, town, { form: 'bewohnerparkausweis', answers, ...sent }, now)
  // The process moves it on by itself once it was sent; the runner ends a test in which it never does.
  for (;;) {
    const row = await town.read((db: Reading) => findByReference(db, reference))
    if (row?.step === 'review') return row
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function visitor(person?: string) {
  const opened = await openPage(town.origin)
  const { page } = opened
  if (person) {
    const url = town.origin.replace('http:', 'https:')
    const value = await openSession(town, person, 'substantial', now)
    await page.context().addCookies([{ name: '__Host-session', value, url, secure: true, httpOnly: true, sameSite: 'Lax' }])
  }
  const check = async (name: string): Promise<void> => {
    const { pathname, search } = new URL(page.url())
    const cookies = await page.context().cookies()
    const headers = { cookie: cookies.map(({ name: key, value }) => `${key}=${value}`).join('; ') }
    await assertValid((await served.request(town, pathname + search, { headers })).text, pathname)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await assertSound(opened)
      await assertReflows(opened)
      if (shots) await page.screenshot({ path: `${shots}/mine-${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  return { page, check }
}

test('A resident sees what to do, follows the status line, answers, adds something and takes one back', async () => {
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  const [waits, plain, decided, over] = [
    await send({ person }),
    await send({ person }),
    await send({ person }),
    await send({ person }),
  ]
  const due_on = addDays(dayAt(now), 12)
  const reasons = { nachname: 'Bitte schreiben Sie ihn wie im Ausweis.' }
  await ask(town, waits, { message: 'Ihr Nachname passt nicht zum Ausweis.', reasons, due_on }, now)
  const fee = { fee_cents: 3_000, fee_reference: showReference(decided.reference) }
  await decideFor(town, decided, { delivered_on: dayAt(now), valid_until: addDays(dayAt(now), 365), ...fee }, now)
  const closed = { state: 'closed', outcome: 'granted', closed_at: now } as const
  await change(town, over, closed, { kind: 'closed', by: { system: 'cases' }, details: { outcome: 'granted' }, open: true }, now)
  const { page, check } = await visitor(person)

  await page.goto('/applications')
  assert.equal(await page.locator('.matter').count(), 3)
  await check('list')
  await page.getByRole('link', { name: 'Angaben ergänzen' }).click()
  await page.waitForURL(/\/applications\/.+#asked/)
  assert.match(await page.locator('#asked').innerText(), /Nachname: Bitte schreiben Sie ihn wie im Ausweis/)
  await check('asked')
  await page.getByRole('button', { name: 'Angaben ergänzen' }).click()
  await page.waitForURL(/\/forms\/bewohnerparkausweis\/fill\//)
  await page.getByLabel('Nachname').fill('Muster')
  while (!/\/check/.test(page.url())) await page.getByRole('button', { name: 'Weiter' }).click()
  const confirm = page.getByRole('checkbox')
  if ((await confirm.count()) > 0) await confirm.first().check()
  await page.getByRole('button', { name: /absenden/ }).click()
  await page.waitForURL(/\/applications\//)
  assert.match(await page.locator('main').innerText(), /Angaben ergänzt/)
  await page.goto('/applications')
  assert.equal(await page.getByText('Sie müssen etwas tun').count(), 0)

  await page.goto(`/applications/${plain.reference}`)
  await check('case')
  await page.getByRole('link', { name: 'Etwas nachreichen oder schreiben' }).click()
  await check('add')
  await page.getByRole('button', { name: 'Nachricht senden' }).click()
  assert.match(await page.title(), /^Fehler: /)
  await check('add-empty')
  await page.getByLabel('Ihre Nachricht').fill('Mein Auto steht ab Januar in der Garage.')
  await page
    .getByLabel('Dateien')
    .setInputFiles({ name: 'garage.txt', mimeType: 'text/plain', buffer: Buffer.from('Mietvertrag') })
  await page.getByRole('button', { name: 'Nachricht senden' }).click()
  await page.getByText('Ihre Nachricht ist angekommen.').waitFor()
  await check('added')
  await page.getByRole('link', { name: 'Antrag zurücknehmen …' }).click()
  await check('withdraw')
  await page.getByLabel('Warum nehmen Sie').fill('Ich brauche ihn nicht mehr.')
  await page.getByRole('button', { name: 'Antrag zurücknehmen' }).click()
  await page.getByText('Ihr Antrag ist zurückgenommen.').waitFor()
  await check('withdrawn')

  await page.goto(`/applications/${decided.reference}`)
  await check('decided')
  await page.getByLabel('Sehr gut', { exact: true }).check()
  await page.getByRole('button', { name: 'Bewertung senden' }).click()
  await page.getByText('Danke für Ihre Bewertung.').waitFor()
  await page.goto(`/applications/${decided.reference}/answers`)
  await check('answers')
  await page.goto('/en/applications')
  assert.match(await page.locator('h1').innerText(), /My applications/)
  await page.goto('/forms/bewohnerparkausweis')
  await page.getByText('Sie haben so einen Antrag schon gestellt').waitFor()
  await check('duplicate')
})

test('Without an account the reference and a code from the mail lead to the application', async () => {
  const one = await send({ mailTo: 'anna@example.org' })
  const { page, check } = await visitor()
  await page.goto(`/applications/${one.reference}`)
  await check('hidden')
  await page.goto('/applications/find')
  await page.getByLabel('Vorgangsnummer').fill('7K3M')
  await page.getByRole('button', { name: 'Code schicken' }).click()
  await check('find-wrong')
  await page.getByLabel('Vorgangsnummer').fill(showReference(newReference()))
  await page.getByRole('button', { name: 'Code schicken' }).click()
  await check('code')
  await page.goto('/applications/find')
  await page.getByLabel('Vorgangsnummer').fill(showReference(one.reference))
  await page.getByRole('button', { name: 'Code schicken' }).click()
  await page.waitForURL(/\/find\//)
  await page.getByLabel('Code aus der Nachricht').fill(messages.at(-1)!.values.code!)
  await page.getByRole('button', { name: 'Antrag ansehen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Bewohnerparkausweis' }).waitFor()
  await check('guest')
})
