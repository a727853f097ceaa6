// Answers that somebody else knows already: the account, an earlier sending, the population register; shown with where they came from.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { modulesWithPost, type Post } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { PopulationRegister } from '../../../contracts/registers.ts'
import { offer } from '../../../kernel/module.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { publishDemoForm } from '../demo/demo.ts'
import type { Writing } from './draft.ts'
import { aBrowser, aPublishedForm } from './fixtures.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
await publishDemoForm(town, new Date())
const start = '/forms/bewohnerparkausweis'
const person = { vorname: 'Anna', nachname: 'Muster', 'geboren-day': '3', 'geboren-month': '4', 'geboren-year': '1990' }

const signedIn = async (level: 'basic' | 'low' = 'basic') => {
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, new Date())
  const browser = aBrowser(served, town)
  browser.jar.set('__Host-session', await openSession(town, id, level, new Date()))
  return { id, browser }
}

test('Values of the account stand in the fields with their origin, and count only once they are sent', async () => {
  const { id, browser } = await signedIn()
  const look = { subjects: [id], actor: 'self', purpose: 'Profil', legalBasis: 'Versuch' }
  await town.personal(look, async (db: Writing) => {
    const row = { subject_id: id, name: 'given-name', source: 'typed', source_name: '', value: 'Ännchen', since: new Date() }
    await (db as unknown as WriteDb<{ 'accounts.field': typeof row }>).insertInto('accounts.field').values(row).execute()
  })
  const first = await browser.post(`${start}/begin`, {})
  const fill = first.location.replace(/\/[^/]+$/, '')
  const screen = await browser.get(`${fill}/person`)
  assert.match(screen.text, /value="Ännchen"/)
  assert.match(screen.text, /Aus Ihrem Konto/)
  const check = fill.replace('/fill/', '/check/')
  assert.doesNotMatch((await browser.get(check)).text, /Ännchen/)
  await browser.send(`${fill}/person`, { ...person, vorname: 'Ännchen' })
  assert.match((await browser.get(check)).text, /Ännchen<span class="meta block">Aus Ihrem Konto</)
  await browser.send(`${fill}/person`, { ...person, vorname: 'Anna' })
  assert.doesNotMatch((await browser.get(check)).text, /Aus Ihrem Konto/, 'what was changed comes from the person')
})

test('What was sent once begins the next one, consents never, and nobody else begins with it', async () => {
  const ask = (key: string, type: string, label: string) => ({ kind: 'question', key, type, label: { de: label } })
  const asked = [ask('name', 'text', 'Wie heißt die Katze?'), ask('ja', 'consent', 'Ich stimme zu.')]
  await aPublishedForm(
    town,
    'katze',
    {
      format: 'stadttor-form/1',
      title: { de: 'Katze anmelden' },
      languages: ['de'],
      audience: ['person'],
      level: 'none',
      writtenForm: 'none',
      pages: [{ key: 'katze', title: { de: 'Katze' }, items: asked }],
    },
    new Date(),
  )
  const { browser } = await signedIn()
  const began = async (by: ReturnType<typeof aBrowser>, more: Record<string, string>) =>
    (await by.post('/forms/katze/begin', more)).location.replace(/\/[^/]+$/, '')
  const first = await began(browser, {})
  const { location: check } = await browser.send(`${first}/katze`, { name: 'Minka', ja: 'yes' })
  await browser.post(check, { confirm: 'yes', seen: browser.hidden((await browser.get(check)).text, 'seen') })
  const start = (await browser.get('/forms/katze')).text
  const again = /name="again" value="([^"]+)"/.exec(start)?.[1] ?? ''
  assert.match(start, /Mit meinen Angaben vom/)
  const screen = (await browser.get(`${await began(browser, { again })}/katze`)).text
  assert.match(screen, /value="Minka"/)
  assert.match(screen, /Aus einem früheren Formular/)
  assert.doesNotMatch(screen, /id="ja"[^>]* checked/)
  const stranger = (await signedIn()).browser
  assert.doesNotMatch((await stranger.get('/forms/katze')).text, /Mit meinen Angaben/)
  assert.doesNotMatch((await stranger.get(`${await began(stranger, { again })}/katze`)).text, /Minka/)
})

test('The population register fills in for whom the sign-in has proven to be that person, and for nobody else', async () => {
  const asked: string[] = []
  const register = {
    name: 'sample-register',
    officialName: 'Melderegister',
    folder: '',
    offers: [
      offer<PopulationRegister>('population-register', 1, async (_town, { familyName, birthDate }) => {
        asked.push(familyName)
        const address = { street: 'Registerweg', houseNumber: '4', postcode: '00000', city: 'Musterstadt' }
        const found = { givenName: 'Anna', familyName, birthDate, address, since: '2020-01-01', residence: 'main' as const }
        return { found: true as const, person: found, example: true }
      }),
    ],
  }
  const modules = (await modulesWithPost(posts)).filter(({ name }) => name !== 'registers')
  const other = await freshHouse({ modules: [...modules, register] })
  const there = await freshTown(other.house)
  const serving = await serveFresh(other)
  const question = {
    kind: 'question',
    key: 'wo',
    type: 'address',
    label: { de: 'Anschrift' },
    prefill: 'register.population.address',
  }
  await aPublishedForm(
    there,
    'melden',
    {
      format: 'stadttor-form/1',
      title: { de: 'Melden' },
      languages: ['de'],
      audience: ['person'],
      level: 'none',
      writtenForm: 'none',
      pages: [{ key: 'eins', title: { de: 'Eins' }, items: [question] }],
    },
    new Date(),
  )
  const screenOf = async (source: 'typed' | 'provider', level: 'low' | 'substantial') => {
    const id = await registerPerson(there, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, new Date())
    const look = { subjects: [id], actor: 'self', purpose: 'Profil', legalBasis: 'Versuch' }
    const values = { 'given-name': 'Anna', 'family-name': 'Muster', 'date-of-birth': '1990-04-03' }
    await there.personal(look, async (db: Writing) => {
      for (const [name, value] of Object.entries(values)) {
        const row = { subject_id: id, name, source, source_name: source === 'typed' ? '' : 'BundID', value, since: new Date() }
        await (db as unknown as WriteDb<{ 'accounts.field': typeof row }>).insertInto('accounts.field').values(row).execute()
      }
    })
    const browser = aBrowser(serving, there)
    browser.jar.set('__Host-session', await openSession(there, id, level, new Date()))
    return (await browser.get((await browser.post('/forms/melden/begin', {})).location)).text
  }
  assert.doesNotMatch(await screenOf('typed', 'substantial'), /Registerweg/)
  assert.doesNotMatch(await screenOf('provider', 'low'), /Registerweg/)
  assert.deepEqual(asked, [])
  const screen = await screenOf('provider', 'substantial')
  assert.match(screen, /value="Registerweg"/)
  assert.match(screen, /Aus dem Melderegister/)
})
