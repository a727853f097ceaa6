// A formal letter arrives, is read and counts as delivered: with a mouse, on a phone, and without a script.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryConsent, SendLetter } from '../../src/contracts/letters.ts'
import type { SendMessage } from '../../src/contracts/messages.ts'
import { addDays, dayAt } from '../../src/kernel/calendar/day.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type Module, offer } from '../../src/kernel/module.ts'
import { findModules } from '../../src/kernel/modules.ts'
import { tell } from '../../src/kernel/outbox.ts'
import { grantPermission, registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import type { KernelTables } from '../../src/kernel/tables.ts'
import type { ReadDb, TownSql } from '../../src/kernel/town.ts'
import { place } from '../../src/main.ts'
import { assertReflows, assertSound, assertValid, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

/** Stands before whoever else carries messages: takes each hint and lets the test say what became of it. */
const taken: string[] = []
const carrier: Module = {
  name: 'carrier',
  officialName: 'Bote',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { now }) => {
      const id = newId(now)
      taken.push(id)
      return { id }
    }),
  ],
}

const port = await freePort()
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: [carrier, ...(await findModules(place))] })
const { house } = fresh
const town = await freshTown(house, { default: true, land: 'BY', ars: '091620000000' })
const served = await serveFresh(fresh, { port })
const now = new Date()

const signIn = async (kind: 'resident' | 'staff', givenName: string, familyName: string, permissions: readonly string[] = []) => {
  const id = await registerPerson(town, { kind, givenName, familyName }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  const session = await openSession(town, id, 'basic', now)
  return {
    id,
    session,
    cookie: { name: '__Host-session', value: session, domain: 'localhost', path: '/', secure: true, httpOnly: true },
  }
}
const matter = { kind: 'sample.case', id: 'K-1', label: 'Bewohnerparkausweis' }

async function sendTo(person: string, formal: boolean, at: Date) {
  const letter = {
    key: `sample/${newId()}`,
    to: { person },
    unit: '/',
    matter,
    subject: formal ? 'Ihr Bescheid zum Bewohnerparkausweis' : 'Uns fehlt Ihr Fahrzeugschein',
    text: formal
      ? 'Guten Tag Frau Muster,\n\nIhr Antrag ist bewilligt.\n\nRechtsbehelfsbelehrung\nGegen diesen Bescheid können Sie innerhalb eines Monats nach seiner Bekanntgabe Klage erheben. (Beispiel)'
      : 'Guten Tag Frau Muster,\n\nfür Ihren Bewohnerparkausweis fehlt uns noch der Fahrzeugschein. Ein Foto mit dem Handy genügt.',
    ...(formal && { formal: { rule: 'baydig-24' } }),
  }
  return town.write(async (db) => {
    const sql = db as TownSql
    if (formal) {
      const said = {
        recipient: person,
        matter,
        choice: { delivery: 'given' as const, service: false },
        notice: 'test',
        saidBy: person,
      }
      await house.ask<DeliveryConsent>(town, 'delivery-consent', { db: sql, ...said, now: at })
    }
    return (await house.ask<SendLetter>(town, 'send-letter', { db: sql, letter, now: at }))!
  })
}

const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

test('A formal letter arrives, is read, answered, and counts as delivered three days after the hint was sent', async () => {
  const anna = await signIn('resident', 'Anna', 'Muster')
  const karl = await signIn('staff', 'Karl', 'Kanzlei', ['mailbox.letter.read', 'mailbox.letter.write'])
  await sendTo(anna.id, false, days(-6))
  const { letter } = await sendTo(anna.id, true, days(-4))
  await town.write((db) =>
    tell(db as TownSql, { type: 'notify.message-delivered.v1', subjects: [`notify.message/${taken.at(-1)}`] }),
  )

  const opened = await openPage(town.origin)
  const { page } = opened
  await page.context().addCookies([anna.cookie])
  await page.goto('/mailbox')
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Postfach')
  await page.getByText('Neu', { exact: true }).waitFor()
  await assertSound(opened)
  await page.getByRole('link', { name: 'Ihr Bescheid zum Bewohnerparkausweis' }).click()
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Ihr Bescheid zum Bewohnerparkausweis')
  await until(async () => {
    await page.reload()
    return page.getByText(/Dieser Bescheid gilt am .* als bekannt gegeben/).isVisible()
  })
  await page.getByText(/Art\. 24 BayDiG/).waitFor()
  await assertSound(opened)
  await assertValid(
    await page.content().then(() => served.request(town, new URL(page.url()).pathname, anna).then(({ text }) => text)),
    '/mailbox/:id',
  )
  await page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(opened)
  await page.setViewportSize({ width: 1280, height: 900 })

  await page.getByRole('button', { name: 'Nachricht senden' }).click()
  assert.match(await page.title(), /^Fehler: /)
  await assertSound(opened)
  await page.getByLabel('Antworten').fill('Vielen Dank. Wann kommt der Ausweis?')
  await page.getByRole('button', { name: 'Nachricht senden' }).click()
  await page.getByText('Ihre Antwort ist angekommen.').waitFor()
  await page.getByRole('link', { name: 'Bescheide elektronisch oder auf Papier' }).click()
  await page.getByText('Ins Postfach').first().waitFor()
  await assertSound(opened)

  const desk = await openPage(town.origin)
  await desk.page.context().addCookies([karl.cookie])
  await desk.page.goto('/desk/mailbox')
  await desk.page.getByText('Antwort wartet').waitFor()
  await assertSound(desk)
  await desk.page.getByRole('link', { name: 'Ihr Bescheid zum Bewohnerparkausweis' }).click()
  for (const time of ['Bereitgestellt', 'Nachricht abgesendet', 'Nachricht übermittelt', 'Abgerufen'])
    assert.doesNotMatch((await desk.page.locator('dl.facts > div', { hasText: time }).textContent()) ?? '', /noch nicht/, time)
  await assertSound(desk)
  await desk.page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(desk)

  const settle = house.modules.flatMap(({ jobs }) => jobs ?? []).find(({ name }) => name === 'mailbox.deliveries')!
  await settle.work(house, days(3))
  const told = await town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.event').select('payload').where('type', '=', 'mailbox.delivery-settled.v1').execute(),
  )
  const day = addDays(dayAt(now), 3)
  assert.deepEqual(
    told.map(({ payload }) => payload),
    [{ letter, state: 'delivered', day }],
  )
  assert.deepEqual(opened.faults, [])
})

test('Without a script a letter is read and answered the same way', async () => {
  const bernd = await signIn('resident', 'Bernd', 'Beispiel')
  await sendTo(bernd.id, false, now)
  const { page } = await openPage(town.origin, { javaScriptEnabled: false })
  await page.context().addCookies([bernd.cookie])
  await page.goto('/mailbox')
  await page.getByRole('link', { name: 'Uns fehlt Ihr Fahrzeugschein' }).click()
  await page.getByLabel('Antworten').fill('Der Schein liegt bei.')
  await page.getByRole('button', { name: 'Nachricht senden' }).click()
  await page.getByText('Der Schein liegt bei.').waitFor()
  await page.getByRole('link', { name: 'Druckansicht' }).click()
  assert.equal(await page.getByRole('button', { name: 'Nachricht senden' }).count(), 0)
})

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) if (await reached()) return
  throw new Error('It did not come about.')
}
