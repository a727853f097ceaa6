// Stopping and going on: by mail and code on another device, by account, and when a draft ends.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { modulesWithPost, type Post } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { publishDemoForm } from '../demo/demo.ts'
import { readDocument } from '../document/read-document.ts'
import { publishVersion } from '../form.ts'
import type { Reading, Writing } from './draft.ts'
import { settleOldDrafts } from './drop.ts'
import { makeFillLink } from './fill-link.ts'
import { aBrowser, aPublishedForm, begun } from './fixtures.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
await publishDemoForm(town, new Date())
const start = '/forms/bewohnerparkausweis'
const person = { vorname: 'Anna', nachname: 'Muster', 'geboren-day': '3', 'geboren-month': '4', 'geboren-year': '1990' }
const days = (count: number): Date => new Date(Date.now() + count * 86_400_000)

const signedIn = async (level: 'basic' | 'low' = 'basic') => {
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, new Date())
  const browser = aBrowser(served, town)
  browser.jar.set('__Host-session', await openSession(town, id, level, new Date()))
  return { id, browser }
}

test('Somebody goes on with link and code on another device, and the first device does not open the draft any more', async () => {
  const desktop = aBrowser(served, town)
  const fill = await begun(desktop, start)
  await desktop.send(`${fill}/person`, person)
  const later = fill.replace('/fill/', '/later/')
  assert.equal((await desktop.post(later, { mail: 'keine Adresse' })).status, 422)
  const saved = await desktop.post(later, { mail: 'anna@example.org' })
  assert.match(saved.location, /said=sent$/)
  const { link = '', code = '' } = posts.at(-1)?.values ?? {}
  const phone = aBrowser(served, town)
  const resume = new URL(link).pathname
  assert.equal((await phone.get(resume)).status, 200)
  assert.equal((await phone.post(resume, { code: '0000 0000' })).status, 422)
  const back = await phone.post(resume, { code })
  assert.equal(back.location, fill)
  const screen = await phone.get((await phone.get(back.location)).location)
  assert.equal(screen.status, 200)
  assert.match((await phone.get(`${fill}/person`)).text, /value="Anna"/)
  assert.equal((await desktop.get(`${fill}/person`)).status, 404)
  assert.equal((await phone.post(resume, { code })).status, 422, 'a code counts once')
})

test('Nobody learns from the pages whether there is a draft for an address or a link', async () => {
  const browser = aBrowser(served, town)
  const sent = posts.length
  const unknown = await browser.post('/forms/resume', { mail: 'niemand@example.org' })
  const known = await browser.post('/forms/resume', { mail: 'anna@example.org' })
  assert.equal(unknown.location, known.location)
  assert.equal(posts.length, sent + 1)
  const link = '/forms/resume/01a20000-0000-7000-8000-000000000000'
  const real = new URL(posts.at(-1)!.values.link!).pathname
  const strip = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
  assert.equal(strip((await browser.get(link)).text), strip((await browser.get(real)).text))
  assert.equal((await browser.post(link, { code: '1' })).status, (await browser.post(real, { code: '1' })).status)
})

test('Five wrong codes end the code', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  await browser.post(fill.replace('/fill/', '/later/'), { mail: 'bea@example.org' })
  const { link = '', code = '' } = posts.at(-1)!.values
  const resume = new URL(link).pathname
  for (let tries = 0; tries < 5; tries += 1) await browser.post(resume, { code: '11111111' })
  assert.equal((await browser.post(resume, { code })).status, 422)
})

test('Whoever is signed in finds the draft in the account, on every device, and nobody else does', async () => {
  const { id, browser } = await signedIn()
  const first = await browser.post(`${start}/begin`, {})
  assert.equal(first.status, 303)
  assert.equal(browser.jar.has('__Host-draft'), false)
  const fill = first.location.replace(/\/[^/]+$/, '')
  await browser.send(`${fill}/person`, person)
  const other = aBrowser(served, town)
  other.jar.set('__Host-session', await openSession(town, id, 'basic', new Date()))
  assert.match((await other.get('/forms/drafts')).text, /Bewohnerparkausweis/)
  assert.match((await other.get(start)).text, /Sie haben schon angefangen/)
  assert.match((await other.get(`${fill}/person`)).text, /value="Anna"/)
  const stranger = (await signedIn()).browser
  assert.equal((await stranger.get(`${fill}/person`)).status, 404)
  assert.equal((await stranger.post(`${fill}/person`, person)).status, 404)
})

test('What somebody began without account goes on in the account once they have signed in', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const { id } = await signedIn()
  browser.jar.set('__Host-session', await openSession(town, id, 'basic', new Date()))
  assert.equal((await browser.send(`${fill}/person`, person)).status, 303)
  browser.jar.delete('__Host-draft')
  assert.match((await browser.get(`${fill}/person`)).text, /value="Anna"/)
})

test('A draft is warned of five days before its end, and then it goes with all it held', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const id = fill.split('/').at(-1)!
  await browser.post(fill.replace('/fill/', '/later/'), { mail: 'carl@example.org' })
  const there = () =>
    town.read((db: Reading) => db.selectFrom('forms.draft').select('id').where('id', '=', id).executeTakeFirst())
  await settleOldDrafts(fresh.house, days(24))
  assert.ok(
    !posts.some(({ template, to }) => template === 'forms.draft-ends' && 'address' in to && to.address === 'carl@example.org'),
  )
  await settleOldDrafts(fresh.house, days(26))
  const warned = posts.filter(
    ({ template, to }) => template === 'forms.draft-ends' && 'address' in to && to.address === 'carl@example.org',
  )
  assert.equal(warned.length, 1)
  await settleOldDrafts(fresh.house, days(29))
  assert.ok(await there())
  await settleOldDrafts(fresh.house, days(31.5))
  assert.equal(await there(), undefined)
  assert.equal((await browser.get(`${fill}/person`)).status, 404)
})

test('A draft deleted on wish is gone at once', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  const drop = fill.replace('/fill/', '/drop/')
  assert.match((await browser.get(drop)).text, /Entwurf löschen/)
  assert.match((await browser.post(drop, {})).location, /done=dropped/)
  assert.equal((await browser.get(`${fill}/person`)).status, 404)
})

test('A signed link brings answers along, shown with their origin; a forged one brings nothing and says so', async () => {
  const link = makeFillLink(town, 'bewohnerparkausweis', { vorname: 'Dora', datenschutz: true }, days(1))
  const browser = aBrowser(served, town)
  assert.match((await browser.get(`${start}?fill=${link}`)).text, /In Ihrem Link stehen schon Angaben/)
  const fill = await begun(browser, start, { fill: link })
  const screen = await browser.get(`${fill}/person`)
  assert.match(screen.text, /value="Dora"/)
  assert.match(screen.text, /Stand in Ihrem Link/)
  assert.doesNotMatch((await browser.get(`${fill}/ausweis`)).text, /id="datenschutz"[^>]* checked/)
  const forged = `${link.slice(0, -3)}AAA`
  assert.match((await browser.get(`${start}?fill=${forged}`)).text, /nicht vollständig/)
  const empty = await begun(aBrowser(served, town), start, { fill: forged })
  assert.notEqual(empty, '')
  const old = makeFillLink(town, 'bewohnerparkausweis', { vorname: 'Dora' }, days(-1))
  assert.match((await browser.get(`${start}?fill=${old}`)).text, /abgelaufen/)
})

test('The answers of a draft lie sealed in the database', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, start)
  await browser.send(`${fill}/person`, { ...person, vorname: 'Geheimnisvoll' })
  const id = fill.split('/').at(-1)!
  const look = { subjects: [id], actor: 'self', purpose: 'Versuch', legalBasis: 'Versuch' }
  const row = await town.personal(look, (db: Writing) =>
    db.selectFrom('forms.draft_content').select('sealed').where('draft_id', '=', id).executeTakeFirstOrThrow(),
  )
  assert.equal(row.sealed.includes('Geheimnisvoll'), false)
})

test('A draft stays on its version, is told of a new one with its differences, and takes along the answers that still fit', async () => {
  const base = {
    format: 'stadttor-form/1',
    title: { de: 'Hund anmelden' },
    languages: ['de'],
    audience: ['person'],
    level: 'none',
    writtenForm: 'none',
  }
  const ask = (key: string, label: string, more: object = {}) => ({
    kind: 'question',
    key,
    type: 'text',
    label: { de: label },
    ...more,
  })
  const pageOf = (items: object[]) => ({ ...base, pages: [{ key: 'hund', title: { de: 'Hund' }, items }] })
  const old = pageOf([ask('name', 'Wie heißt der Hund?'), ask('rasse', 'Welche Rasse?'), ask('farbe', 'Welche Farbe?')])
  const { id } = await aPublishedForm(town, 'hund', old, new Date())
  const browser = aBrowser(served, town)
  const fill = await begun(browser, '/forms/hund')
  await browser.send(`${fill}/hund`, { name: 'Bello', rasse: 'Langhaardackel', farbe: 'braun' })
  const news = pageOf([
    ask('name', 'Wie heißt der Hund?'),
    ask('rasse', 'Welche Rasse?', { maxLength: 5 }),
    ask('chip', 'Nummer des Chips?'),
  ])
  const read = readDocument(news)
  assert.ok('document' in read)
  await town.write((db: Writing) =>
    publishVersion(db, { formId: id, document: read.document, by: null, approvedBy: null, now: new Date() }),
  )
  const screen = await browser.get(`${fill}/hund`)
  assert.match(screen.text, /Es gibt eine neue Fassung/)
  assert.match(screen.text, /Welche Farbe/)
  const version = fill.replace('/fill/', '/version/')
  const told = await browser.get(version)
  for (const said of ['Nummer des Chips', 'Welche Farbe', 'Welche Rasse']) assert.match(told.text, new RegExp(said))
  const moved = await browser.post(version, {})
  const now = await browser.get(moved.location)
  assert.match(now.text, /value="Bello"/)
  assert.doesNotMatch(now.text, /Langhaardackel|Welche Farbe|neue Fassung/)
})
