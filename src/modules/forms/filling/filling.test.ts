// A form filled in through the front door, without a script: started, answered, checked, sent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { publishDemoForm } from '../demo/demo.ts'
import { aBrowser, aPhoto, begun, solve } from './fixtures.ts'
import { firstWord } from './sha256.ts'
import { isSolved } from './task.ts'

const fresh = await freshHouse()
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
await publishDemoForm(town, new Date())
const start = '/forms/bewohnerparkausweis'

const home = {
  gemeldet: 'yes',
  'anschrift-street': 'Beispielstraße',
  'anschrift-houseNumber': '12',
  'anschrift-postcode': '80331',
  'anschrift-city': 'München',
  'seit-day': '1',
  'seit-month': '2',
  'seit-year': '2020',
}
const person = { vorname: 'Anna', nachname: 'Muster', 'geboren-day': '3', 'geboren-month': '4', 'geboren-year': '1990' }

test('The device and the server count the same zeros', () => {
  for (let number = 0; number < 2_000; number += 1)
    assert.equal(Math.clz32(firstWord(`abc:${number}`)) >= 6, isSolved('abc', String(number), 6))
})

test('Somebody without account and without script fills in the whole form and gets the receipt', async () => {
  const browser = aBrowser(served, town)
  const first = await browser.get(start)
  assert.match(first.text, /Jetzt beginnen/)
  assert.equal(browser.jar.size, 0)
  const fill = await begun(browser, start)
  assert.equal((await browser.send(`${fill}/wohnung`, home)).location, `${fill}/person`)
  assert.equal((await browser.send(`${fill}/person`, person)).location, `${fill}/fahrzeuge`)
  const added = await browser.send(`${fill}/fahrzeuge`, { do: 'add fahrzeug' })
  assert.equal(added.location, `${fill}/fahrzeug.0`)
  const car = { 'fahrzeug.0.kennzeichen': 'M-AB 1234', 'fahrzeug.0.halter': 'selbst' }
  const entry = await browser.send(`${fill}/fahrzeug.0`, car)
  assert.equal(entry.status, 422)
  assert.match(entry.text, /<title>Fehler: /)
  assert.match(entry.text, /Bitte laden Sie eine Datei hoch/)
  const side = async (label: string, more: Record<string, string> = {}) =>
    browser.upload(
      `${fill}/fahrzeug.0`,
      { ...car, ...more, 'fahrzeug.0.schein-label': label },
      'fahrzeug.0.schein-files',
      `${label}.jpg`,
      await aPhoto(),
    )
  assert.equal((await side('vorne', { do: 'upload fahrzeug.0.schein' })).location, `${fill}/fahrzeug.0`)
  assert.match((await browser.get(`${fill}/fahrzeug.0`)).text, /vorne\.jpg/)
  assert.equal((await side('hinten')).location, `${fill}/fahrzeuge`)
  assert.match((await browser.get(`${fill}/fahrzeuge`)).text, /M-AB 1234/)
  assert.equal((await browser.send(`${fill}/fahrzeuge`, {})).location, `${fill}/ausweis`)
  const more = await browser.send(`${fill}/ausweis`, { jahre: '2', ermaessigt: 'yes', datenschutz: 'yes' })
  assert.equal(more.location, `${fill}/ausweis?more=1`)
  const asked = await browser.get(more.location)
  assert.match(asked.text, /Dazu haben wir noch Fragen/)
  assert.doesNotMatch(asked.text, /Fehler:/)
  const reason = { jahre: '2', ermaessigt: 'yes', datenschutz: 'yes', 'nachweis-reason': 'Er ist noch unterwegs.' }
  const check = fill.replace('/fill/', '/check/')
  assert.equal((await browser.send(`${fill}/ausweis`, reason)).location, check)
  const shown = await browser.get(check)
  assert.match(shown.text, /30,00/)
  assert.match(shown.text, /Er ist noch unterwegs/)
  const unconfirmed = await browser.post(check, { seen: browser.hidden(shown.text, 'seen') })
  assert.equal(unconfirmed.status, 422)
  const confirmed = { seen: browser.hidden(shown.text, 'seen'), confirm: 'yes', mail: '' }
  const [sent, again] = await Promise.all([browser.post(check, confirmed), browser.post(check, confirmed)])
  assert.match(sent.location, /^\/forms\/receipt\//)
  assert.equal(again.location, sent.location)
  const receipt = await browser.get(sent.location)
  assert.equal(receipt.status, 200)
  assert.match(receipt.text, /M-AB 1234/)
  assert.equal((await browser.get(`${fill}/wohnung`)).location, sent.location)
})

test('What was typed stands in the fields after an error, wrong days too, and the summary leads to them', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const wrong = await browser.send(`${fill}/wohnung`, {
    ...home,
    'seit-day': '31',
    'seit-month': '2',
    'anschrift-postcode': '8033',
  })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /href="#seit-day"/)
  assert.match(wrong.text, /href="#anschrift-postcode"/)
  assert.match(wrong.text, /name="seit-day"[^>]* value="31"/)
  assert.match(wrong.text, /value="8033"/)
  assert.match((await browser.get(`${fill}/wohnung`)).text, /value="Beispielstraße"/)
})

test('An answer for which this is the wrong form leads to the way out, before the rest is asked', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const out = await browser.send(`${fill}/wohnung`, { gemeldet: 'no' })
  assert.match(out.location, /\/exit\/[^/]+\/wohnung$/)
  assert.match((await browser.get(out.location)).text, /nur mit Hauptwohnung/)
  assert.equal((await browser.get(fill.replace('/fill/', '/check/'))).location, out.location)
})

test('Two windows are told of each other, and nothing is overwritten unseen', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const old = await browser.get(`${fill}/person`)
  await browser.send(`${fill}/person`, person)
  const before = browser.hidden(old.text, 'before')
  const told = await browser.post(`${fill}/person`, { ...person, vorname: 'Bea', before })
  assert.equal(told.status, 409)
  assert.match(told.text, /in einem anderen Fenster geändert/)
  assert.match(told.text, /name="vorname"[^>]* value="Bea"/)
  assert.match(told.text, /Anna/)
  const knowing = await browser.post(`${fill}/person`, { ...person, vorname: 'Bea', before: browser.hidden(told.text, 'before') })
  assert.equal(knowing.status, 303)
})

test('The same draft is read on in English, and its answers stay', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  await browser.send(`${fill}/wohnung`, home)
  const english = await browser.get(`/en${fill}/wohnung`)
  assert.match(english.text, /Where do you live/)
  assert.match(english.text, /value="Beispielstraße"/)
})

test('A draft opens only in the browser that began it, in its own town and under its own form', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const stranger = aBrowser(served, town)
  assert.equal((await stranger.get(`${fill}/wohnung`)).status, 404)
  const elsewhere = await freshTown(fresh.house)
  await publishDemoForm(elsewhere, new Date())
  assert.equal((await aBrowser(served, elsewhere, browser.jar).get(`${fill}/wohnung`)).status, 404)
  assert.equal((await browser.get(`${fill.replace('bewohnerparkausweis', 'anderes')}/wohnung`)).status, 404)
})

test('Field names that no form has, wrong page names and foreign entries change nothing', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const odd = { ...home, __proto__: 'x', 'fahrzeug.99999999.kennzeichen': 'x', constructor: 'x', a__99999999__b: 'x' }
  assert.equal((await browser.send(`${fill}/wohnung`, odd)).status, 303)
  for (const screen of ['fahrzeug.7', 'fahrzeug.01', 'fahrzeug.-1', '__proto__', 'fahrzeug.0.x.1', 'nirgends'])
    assert.equal((await browser.get(`${fill}/${screen}`)).status, 404, screen)
})

test('A task counts once, and one that was made up counts never', async () => {
  const browser = aBrowser(served, town)
  const moment = await browser.post(`${start}/begin`, {})
  const solved = { task: browser.hidden(moment.text, 'task'), answer: solve(moment.text) }
  assert.equal((await browser.post(`${start}/begin`, solved)).status, 303)
  assert.equal((await browser.post(`${start}/begin`, solved)).status, 200)
  assert.equal((await browser.post(`${start}/begin`, { ...solved, task: `${solved.task.slice(0, -2)}xx` })).status, 200)
  const early = await browser.post(`${start}/begin`, {})
  assert.equal((await browser.post(`${start}/begin`, { task: browser.hidden(early.text, 'task'), answer: '' })).status, 422)
})

test('The list of online forms names what can be begun today', async () => {
  const browser = aBrowser(served, town)
  const list = await browser.get('/forms')
  assert.equal(list.status, 200)
  assert.match(list.text, /href="\/forms\/bewohnerparkausweis"/)
  assert.match((await browser.get('/en/forms')).text, /Online forms/)
})
