// A first visit ends in a hall of one's own: a passkey, a letter that waits, who used my data, and the end of the account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { SendLetter } from '../../src/contracts/letters.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { KernelTables } from '../../src/kernel/tables.ts'
import type { ReadDb, TownSql } from '../../src/kernel/town.ts'
import { assertReflows, assertSound, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { codeIn, modulesWithPost, type Post } from '../post-room.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const posts: Post[] = []
const port = await freePort()
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { default: true })
await serveFresh(fresh, { port })

async function holdKey(page: Page): Promise<void> {
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
}

async function writeTo(person: string): Promise<void> {
  const letter = {
    key: `sample/${newId()}`,
    to: { person },
    unit: '/',
    matter: { kind: 'sample.case', id: 'K-1', label: 'Bewohnerparkausweis' },
    subject: 'Uns fehlt Ihr Fahrzeugschein',
    text: 'Guten Tag,\n\nein Foto mit dem Handy genügt. (Beispiel)',
  }
  await town.write((db) => fresh.house.ask<SendLetter>(town, 'send-letter', { db: db as TownSql, letter, now: new Date() }))
}

const onlyPerson = async (): Promise<string> =>
  (
    await town.read((db: ReadDb<KernelTables>) =>
      db.selectFrom('kernel.person').select('id').where('left_at', 'is', null).executeTakeFirstOrThrow(),
    )
  ).id

test('A first visit with a passkey ends in a personal hall where a letter waits', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  await holdKey(page)
  await page.goto('/')
  await page.getByRole('link', { name: 'Anmelden' }).click()
  await page.getByRole('button', { name: 'Neues Konto mit Passkey anlegen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor()
  for (const place of ['Profil', 'Für andere handeln', 'Anmeldewege', 'Einwilligungen', 'Meine Daten'])
    assert.ok((await page.getByRole('main').getByRole('link', { name: place, exact: true }).count()) > 0, place)
  await writeTo(await onlyPerson())
  await page.goto('/')
  await assertSound(opened)
  await page
    .getByRole('main')
    .getByRole('link', { name: /neuer Brief/ })
    .click()
  await page.getByRole('link', { name: /Uns fehlt Ihr Fahrzeugschein/ }).click()
  await page.getByText('ein Foto mit dem Handy genügt').waitFor()
  await page.goto('/')
  assert.equal(
    await page
      .getByRole('main')
      .getByRole('link', { name: /neuer Brief/ })
      .count(),
    0,
    'what was read waits no more',
  )
  await page.goto('/accounts')
  await page.getByRole('main').getByRole('link', { name: 'Wer hat meine Daten genutzt?' }).click()
  await page.getByText('Konto angelegt').first().waitFor()
  await assertSound(opened)
  await page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(opened)
})

test('Who signs in by mail finds the address in the profile and in their data, and nothing opens the account once it is erased', async () => {
  const opened = await openPage(town.origin)
  const { page } = opened
  const signIn = async (): Promise<void> => {
    await page.goto('/accounts/sign-in')
    await page.getByLabel('Ihre Mail-Adresse').fill('rosi@example.org')
    await page.getByRole('button', { name: 'Code zuschicken' }).click()
    await page.getByLabel('Code aus der Mail').fill(codeIn(posts))
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor()
  }
  await signIn()
  await page.goto('/accounts/profile')
  await page.getByText('rosi@example.org').waitFor()
  await page.getByText('damit melden Sie sich an').waitFor()
  await assertSound(opened)
  await page.goto('/accounts/data')
  await page.getByRole('cell', { name: /rosi@example\.org/ }).waitFor()
  const [session] = (await page.context().cookies()).filter(({ name }) => name === '__Host-session')
  await page.goto('/accounts/erase')
  await page.getByText('Anmeldewege und Namen Ihrer Geräte').waitFor()
  await page.getByLabel('Ja, ich möchte mein Konto löschen').check()
  await page.getByRole('button', { name: 'Konto jetzt löschen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Ihr Konto ist gelöscht' }).waitFor()
  await page.context().addCookies([session!])
  await page.goto('/accounts')
  await page.getByRole('heading', { level: 1, name: 'Anmelden' }).waitFor()
  await signIn()
  await page.goto('/accounts/ways')
  assert.equal(
    await page.getByRole('link', { name: /Entfernen/ }).count(),
    1,
    'the address is free again, and opens a new and empty account',
  )
})
