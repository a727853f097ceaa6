// The six services of the house, from the resident's words in the search to the decision in the mailbox, in real towns.
import { test } from 'node:test'
import * as w from './service-walk.ts'
import { openThreeTowns } from './three-towns.ts'

const began = Date.now()
const { munich, augsburg, fresh } = await openThreeTowns()
const nuremberg = fresh.house.towns.byKey('nuernberg')!
console.log('towns', Date.now() - began)
const only = process.env.ONLY

const all = [
  { file: 'form-first-dog.json', id: 'dog-registration', town: munich, words: 'ich habe einen Hund bekommen', title: 'Hund anmelden (Hundesteuer)', outcome: /Steuer festsetzen/ , more: {}},
  { file: 'form-one-year.json', id: 'resident-parking-permit', town: augsburg, words: 'parken vor meiner wohnung', title: 'Bewohnerparkausweis beantragen', outcome: /Bewilligen/, more: {} },
  { file: 'form-sendable.json', id: 'number-plate-reservation', town: nuremberg, words: 'nummernschild für mein auto', title: 'Wunschkennzeichen reservieren', outcome: /Reserv/, more: {plate: 'N-AB 123'} },
  { file: 'form.json', id: 'business-trip', town: munich, words: 'dienstreise', title: 'Dienstreise beantragen (für Beschäftigte)', outcome: /Bewilligen|Genehm/, more: { travelCost: '1200', lodgingCost: '400' } },
  { file: 'form.json', id: 'job-application', town: augsburg, words: 'bewerbung', title: 'Bei der Stadt bewerben', outcome: /./, more: {} },
  { file: 'form-company.json', id: 'business-registration', town: nuremberg, words: 'ich mache mich selbständig', title: 'Gewerbe anmelden', outcome: /bescheinigen/, more: {} },
]
for (const { id, town, words, title, outcome, more, file } of all)
test(id, {skip: only !== undefined && only !== id}, async () => {
  const person = await w.newPerson(town, id === 'business-trip' ? 'staff' : 'resident', 'Anna', 'Beispiel')
  const opened = await w.browserOf(town, person)
  const { page } = opened
  page.setDefaultTimeout(15000)
  const say = async (what: string) => console.log(id, what, Date.now() - began, page.url())
  try {
  await w.findService(opened, { words, title })
  await say('found')
  await w.fillForm(page, {...w.exampleOf(id, file), ...more})
  await say('filled')
  const reference = await w.send(page)
  await say(`sent ${reference}`)
  await page.goto('/applications'); console.log(id, (await page.locator('main').innerText()).replace(/\n+/g,' | '))
  const desk = await w.clerkOf(town, 'Dora', 'Desk')
  desk.page.setDefaultTimeout(15000)
  try {
  await w.takeCase(desk, reference)
  await say('taken')
  await w.decide(desk, outcome as never)
  await say('decided')
  } catch (e) { console.log(id, 'DESK', desk.page.url(), (await desk.page.locator('main').innerText()).replace(/\n+/g,' | ').slice(0,1500)); throw e }
  await page.goto('/mailbox')
  await w.reloadUntil(page, page.getByRole('main').getByRole('listitem'))
  console.log(id, (await page.locator('main').innerText()).replace(/\n+/g,' | '))
  await page.locator('main li a').first().click()
  console.log(id, (await page.locator('main').innerText()).replace(/\n+/g,' | '))
  } catch (e) { console.log(id, 'AT', page.url(), (await page.locator('main').innerText()).replace(/\n+/g,' | ').slice(0,800)); throw e }
})
