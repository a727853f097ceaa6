// Services of the house, from the resident's words in the search to the decision in the mailbox, in the three real towns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertGood,
  browserOf,
  clerkOf,
  decide,
  exampleOf,
  fillForm,
  findService,
  newPerson,
  openApplication,
  readDecision,
  send,
  takeCase,
} from './service-walk.ts'
import { openThreeTowns } from './three-towns.ts'

const { fresh, munich, augsburg } = await openThreeTowns()
const nuremberg = fresh.house.towns.byKey('nuernberg')!

const walks = [
  {
    name: 'A dog is registered in Munich, and the tax notice names the tax of the town',
    town: munich,
    unit: 'taxes',
    answers: exampleOf('dog-registration', 'form-first-dog.json'),
    words: 'ich habe einen Hund bekommen',
    service: 'Hund anmelden (Hundesteuer)',
    matter: 'Hund anmelden',
    outcome: 'Steuer wie angemeldet festsetzen',
    subject: /^Bescheid über die Hundesteuer 2026/,
    says: [/58,33\s€/, /Ab 2027 beträgt sie 100 Euro im Jahr/, /Widerspruch/],
    done: 'Hundesteuer festgesetzt',
  },
  {
    name: 'A resident of Augsburg gets the parking permit with the fee of Augsburg',
    town: augsburg,
    unit: 'traffic',
    answers: exampleOf('resident-parking-permit', 'form-one-year.json'),
    words: 'parken vor meiner wohnung',
    service: 'Bewohnerparkausweis beantragen',
    matter: 'Bewohnerparkausweis',
    outcome: 'Bewilligen',
    subject: /^Ihr Bewohnerparkausweis/,
    says: [/28,00\s€/, /Gebiet Fuggerei/, /Klage/],
    done: 'Parkausweis bewilligt',
  },
  {
    name: 'Somebody in Nuremberg reserves the number plate they wish for',
    town: nuremberg,
    unit: 'traffic',
    answers: { ...exampleOf('number-plate-reservation', 'form-sendable.json'), plate: 'N-AB 123' },
    words: 'nummernschild für mein auto',
    service: 'Wunschkennzeichen reservieren',
    matter: 'Wunschkennzeichen',
    outcome: 'Kennzeichen reservieren',
    subject: /N-AB 123 ist reserviert/,
    says: [/2,60\s€/, /Die Reservierung gilt bis/],
    done: 'Kennzeichen reserviert',
  },
  {
    name: 'A business is registered in Nuremberg and its receipt certified',
    town: nuremberg,
    unit: 'trade-office',
    answers: exampleOf('business-registration', 'form-person.json'),
    words: 'ich mache mich selbständig',
    service: 'Gewerbe anmelden',
    matter: 'Gewerbe anmelden',
    outcome: 'Empfang bescheinigen',
    subject: /Gewerbeschein/,
    says: [/45,00\s€/],
    done: 'Gewerbeschein erteilt',
  },
]

for (const { name, town, unit, answers, words, service, matter, outcome, subject, says, done } of walks)
  test(name, async () => {
    const resident = await browserOf(town, await newPerson(town, 'resident', 'Anna', 'Beispiel'))
    const desk = await clerkOf(town, 'Amt', unit)
    const { page } = resident
    await findService(resident, { words, title: service })
    await fillForm(page, answers)
    const reference = await send(page)
    await openApplication(page, matter)
    await page.getByText(reference).first().waitFor()
    await page.getByText('Jetzt: Wird geprüft').waitFor()
    await assertGood(resident, `${unit}-application`)

    await takeCase(desk, reference)
    await assertGood(desk, `${unit}-case`)
    await decide(desk, outcome)

    await readDecision(page, { subject, says })
    await assertGood(resident, `${unit}-decision`)
    await openApplication(page, matter)
    await page.getByText(done).first().waitFor()
    await desk.page.reload()
    assert.match(await desk.page.getByRole('main').innerText(), /Abgeschlossen/)
    assert.deepEqual([...resident.faults, ...desk.faults], [])
  })
