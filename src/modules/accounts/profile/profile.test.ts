// The profile through the front door: sources, letters, a new mail address, my data in three forms, consents, the end of an account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FreshHouse, freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Answered, serveFresh } from '../../../../test/serve-town.ts'
import type { ConsentGiven, ConsentPurpose, ConsentPurposes } from '../../../contracts/consents.ts'
import type { ContactOf, SendMessage } from '../../../contracts/messages.ts'
import type { ErasePerson, ErasureStep, MyData } from '../../../contracts/my-data.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import { findModules } from '../../../kernel/modules.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { place } from '../../../main.ts'
import { allLetters } from '../../../standards/din91379/names.ts'
import { readTags } from '../../../standards/tagged-pdf/read-tags.ts'
import { carryOnErasures } from './erasure.ts'
import { noteFields, readFields } from './field.ts'
import { findPersons } from './find-key.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>
const codes: string[] = []
const steps: string[] = []
let atFault: ErasureStep | undefined
let silent = false
const purposes: ConsentPurpose[] = [
  {
    key: 'neighbour.pass',
    version: 1,
    title: 'Ferienpass',
    text: 'Wir geben Ihr Alter weiter.',
    receiver: 'Jugendamt',
    withdrawal: 'Der Pass endet.',
  },
]

/** A neighbour that keeps its side of every contract, and fails when it is told to. */
const neighbour: Module = {
  name: 'neighbour',
  officialName: 'Nachbarbereich',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message }) => {
      codes.push(message.values.code ?? '')
      return { id: message.key }
    }),
    offer<ConsentPurposes>('consent-purposes', 1, async () => purposes),
    offer<MyData>('my-data', 1, async () => {
      if (silent) throw new Error('asleep')
      return [
        {
          title: 'Hunde',
          purpose: 'Hundesteuer',
          legalBasis: 'Satzung',
          keptUntil: 'Abmeldung',
          entries: [{ what: 'Name des Hundes', value: 'Waldi' }],
        },
      ]
    }),
    offer<ErasePerson>('erase-person', 1, async (_town, { step }) => {
      if (atFault === step) throw new Error('asleep')
      steps.push(step)
      return step === 'destroy'
        ? { done: [], kept: [{ what: 'Steuerbescheid', law: '§ 147 AO', until: '31. Dezember 2036' }] }
        : { done: [{ what: 'Hundemarke', how: step === 'archive' ? 'offered to the archive' : 'restricted' }], kept: [] }
    }),
  ],
}

const others = (await findModules(place)).filter(({ name }) => !['notify', 'mailbox'].includes(name))
const fresh: FreshHouse = await freshHouse({ modules: [...others, neighbour] })
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)

async function newAccount(in_: Town = town, givenName = 'Erika', familyName = 'Mustermann') {
  const now = new Date()
  const person = await registerPerson(in_, { kind: 'resident', givenName, familyName }, now)
  return { person, session: await openSession(in_, person, 'basic', now) }
}
const send = (session: string, path: string, values: Record<string, string>): Promise<Answered> =>
  served.request(town, path, {
    method: 'POST',
    session,
    body: new URLSearchParams(values).toString(),
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
  })
const personally = <Result>(person: string, work: (db: Db) => Promise<Result>) =>
  town.personal({ subjects: [person], actor: 'system:test', purpose: 'Probe', legalBasis: 'Probe' }, work)

test('Every letter of DIN 91379 can be typed, stored, shown and found again', async () => {
  const { person, session } = await newAccount()
  const letters = allLetters()
  for (let from = 0; from < letters.length; from += 60) {
    const name = letters.slice(from, from + 60).join('')
    const { status } = await send(session, '/accounts/profile/name', { 'family-name': name.normalize('NFD'), 'given-name': 'Ö' })
    assert.equal(status, 303, name)
    const fields = await personally(person, (db) => readFields(db, person))
    assert.equal(fields['family-name']?.[0]?.value, name)
    const { text } = await served.request(town, '/accounts/profile', { session })
    assert.ok(text.includes(name), name)
    const asked = { familyName: name, givenName: '' }
    assert.deepEqual(await town.read((db) => findPersons(town, db as never, asked)), [person])
  }
})

test('What no register can store is refused with the characters named, and what was typed is kept', async () => {
  const { session } = await newAccount()
  const { status, text } = await send(session, '/accounts/profile/name', { 'given-name': 'Иван', 'family-name': '<b>Muster</b>' })
  assert.equal(status, 422)
  assert.match(text, /Diese Zeichen kann ein Register nicht speichern: И в а н/)
  assert.match(text, /value="Иван"/)
  assert.match(text, /value="&lt;b>Muster&lt;\/b>"/)
  assert.match(text, /<title>Fehler: /)
})

test('A name from the identity provider stays when another one is typed; both are shown with their origin and day', async () => {
  const { person, session } = await newAccount()
  const now = new Date('2026-03-05T10:00:00Z')
  const values = { 'given-name': 'Erika', 'family-name': 'Gabler', 'date-of-birth': '1964-08-12' }
  await personally(person, (db) => noteFields(town, db, person, { source: 'provider', sourceName: 'BundID', values }, now))
  await send(session, '/accounts/profile/name', { 'given-name': 'Rika', 'family-name': 'Gabler-Muster' })
  const { text } = await served.request(town, '/accounts/profile', { session })
  assert.match(text, /Gabler<span class="meta block">von BundID übernommen, seit 5\..März 2026/)
  assert.match(text, /Gabler-Muster<span class="meta block">von Ihnen eingegeben, seit /)
  assert.match(text, /12\..August 1964/)
  const fields = await personally(person, (db) => readFields(db, person))
  assert.equal(fields['family-name']?.[0]?.value, 'Gabler')
})

test('A new mail address counts only after the code, wrong codes are counted, and the old one holds until then', async () => {
  const { person, session } = await newAccount()
  const contact = () =>
    personally(person, (db) => served.house.ask<ContactOf>(town, 'contact-of', { db, person }).then((found) => found?.mail))
  assert.equal((await send(session, '/accounts/profile/mail', { mail: 'erika@example.org' })).status, 303)
  assert.equal(await contact(), undefined)
  const code = codes.at(-1)!
  const wrong = code.startsWith('0') ? '1111 1111' : '0000 0000'
  const { status, text } = await send(session, '/accounts/profile/mail/code', { code: wrong })
  assert.equal(status, 422)
  assert.match(text, /noch 4 Versuche/)
  assert.equal((await send(session, '/accounts/profile/mail/code', { code })).status, 303)
  assert.equal(await contact(), 'erika@example.org')
  assert.equal((await send(session, '/accounts/profile/mail/code', { code })).status, 404)
})

test('After five wrong codes the right one does not help, and a second code waits a minute', async () => {
  const { session } = await newAccount()
  await send(session, '/accounts/profile/mail', { mail: 'rika@example.org' })
  const code = codes.at(-1)!
  assert.match((await send(session, '/accounts/profile/mail', { mail: 'rika@example.org' })).text, /in einer Minute/)
  const wrong = code.startsWith('0') ? '11111111' : '00000000'
  for (let tries = 0; tries < 5; tries += 1) await send(session, '/accounts/profile/mail/code', { code: wrong })
  assert.match((await send(session, '/accounts/profile/mail/code', { code })).text, /gilt nicht mehr/)
})

test('Language, channel and quiet hours are what messages follow', async () => {
  const { person, session } = await newAccount()
  const chosen = { language: 'en', channel: 'none', from: '22', to: '7', digest: 'one' }
  assert.equal((await send(session, '/accounts/profile/reach', chosen)).status, 303)
  const contact = await personally(person, (db) => served.house.ask<ContactOf>(town, 'contact-of', { db, person }))
  assert.deepEqual(contact, {
    language: 'en',
    channel: 'none',
    quiet: { from: 22, to: 7 },
    digest: true,
    mail: undefined,
    phone: undefined,
  })
  const half = await send(session, '/accounts/profile/reach', { ...chosen, to: '' })
  assert.equal(half.status, 422)
  assert.match(half.text, /Anfang und Ende/)
})

test('My data comes from every room, as a page, as JSON and as a tagged PDF; only for the person, never kept', async () => {
  const { session } = await newAccount(town, 'Łukasz', 'Gruß')
  await send(session, '/accounts/profile/name', { 'given-name': 'Łukasz', 'family-name': 'Gruß' })
  const shown = await served.request(town, '/accounts/data', { session })
  assert.match(shown.text, /Waldi/)
  assert.match(shown.text, /Łukasz/)
  const json = await served.request(town, '/accounts/data.json', { session })
  assert.match(String(json.headers['content-disposition']), /attachment; filename="meine-daten-/)
  assert.equal(json.headers['cache-control'], 'no-store')
  const told = JSON.parse(json.text) as { complete: boolean; chapters: { title: string }[] }
  assert.equal(told.complete, true)
  assert.ok(told.chapters.some(({ title }) => title === 'Hunde'))
  const pdf = await served.request(town, '/accounts/data.pdf', { session })
  const tags = readTags(pdf.body)
  assert.equal(tags.language, 'de')
  assert.equal(tags.untagged, 0)
  assert.ok(tags.elements.some(({ type }) => type === 'H2'))
  for (const path of ['/accounts/data', '/accounts/data.json', '/accounts/data.pdf'])
    assert.notEqual((await served.request(town, path)).status, 200)
})

test('A room that cannot answer is named, and the rest of my data stays', async () => {
  const { session } = await newAccount()
  silent = true
  const { status, text } = await served.request(town, '/accounts/data', { session })
  silent = false
  assert.equal(status, 200)
  assert.match(text, /nicht vollständig/)
  assert.match(text, /Es antwortet im Moment nicht: Nachbarbereich/)
  assert.match(text, /Konto seit/)
})

test('A consent holds for its purpose, receiver and wording; withdrawing is one button and holds at once', async () => {
  const { person, session } = await newAccount()
  const given = (version: number) =>
    personally(person, (db) =>
      served.house.ask<ConsentGiven>(town, 'consent-given', {
        db,
        person,
        purpose: 'neighbour.pass',
        receiver: 'Jugendamt',
        version,
      }),
    )
  const about = { purpose: 'neighbour.pass', receiver: 'Jugendamt' }
  assert.equal(await given(1), undefined)
  assert.equal((await send(session, '/accounts/consents', { ...about, act: 'give' })).status, 303)
  assert.ok(await given(1))
  assert.equal(await given(2), undefined)
  purposes[0]!.version = 2
  assert.match((await served.request(town, '/accounts/consents', { session })).text, /Der Text hat sich geändert/)
  purposes[0]!.version = 1
  assert.equal((await send(session, '/accounts/consents', { ...about, act: 'withdraw' })).status, 303)
  assert.equal(await given(1), undefined)
  assert.match((await served.request(town, '/accounts/consents', { session })).text, /widerrufen am/)
  assert.equal((await send(session, '/accounts/consents', { ...about, receiver: 'Fremde', act: 'give' })).status, 404)
})

test('Before an account is deleted, the page says what goes and what the law keeps, and nothing has changed by looking', async () => {
  const { person, session } = await newAccount()
  const { text } = await served.request(town, '/accounts/erase', { session })
  assert.match(text, /Steuerbescheid: § 147 AO, bis 31\. Dezember 2036/)
  assert.match(text, /Name, auch für die Suche \(vernichtet\)/)
  assert.match(text, /Hundemarke \(dem Archiv angeboten\)/)
  assert.equal((await send(session, '/accounts/erase', {})).status, 422)
  const name = await personally(person, (db) =>
    db.selectFrom('kernel.person_name').select('family_name').where('subject_id', '=', person).executeTakeFirst(),
  )
  assert.equal(name?.family_name, 'Mustermann')
})

test('Deleting goes restrict, archive, destroy; sessions end; the receipt is readable with the cookie alone', async () => {
  const { person, session } = await newAccount()
  steps.length = 0
  const answer = await send(session, '/accounts/erase', { sure: 'yes' })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.location, '/accounts/erased')
  assert.deepEqual(steps, ['restrict', 'archive', 'destroy'])
  const cookies = (answer.headers['set-cookie'] ?? []) as string[]
  const receipt = cookies.find((one) => one.startsWith('__Host-erased='))!.split(';')[0]!
  const { text } = await served.request(town, '/accounts/erased', { headers: { cookie: receipt } })
  assert.match(text, /Ihr Konto ist gelöscht/)
  assert.match(text, /Steuerbescheid/)
  assert.equal((await served.request(town, '/accounts/erased')).status, 404)
  assert.notEqual((await served.request(town, '/accounts/profile', { session })).status, 200)
  const left = await personally(person, async (db) => ({
    name: await db.selectFrom('kernel.person_name').selectAll().where('subject_id', '=', person).execute(),
    fields: await db.selectFrom('accounts.field').selectAll().where('subject_id', '=', person).execute(),
  }))
  assert.deepEqual(left, { name: [], fields: [] })
})

test('A room that fails in the middle delays the erasure: the page says so, and the job carries on where it stopped', async () => {
  const { session } = await newAccount()
  steps.length = 0
  atFault = 'archive'
  const answer = await send(session, '/accounts/erase', { sure: 'yes' })
  const receipt = ((answer.headers['set-cookie'] ?? []) as string[]).find((one) => one.startsWith('__Host-erased='))!
  const cookie = receipt.split(';')[0]!
  assert.match((await served.request(town, '/accounts/erased', { headers: { cookie } })).text, /Ihr Konto wird gelöscht/)
  atFault = undefined
  await carryOnErasures(served.house, new Date())
  await carryOnErasures(served.house, new Date())
  assert.deepEqual(steps, ['restrict', 'archive', 'destroy'])
  assert.match((await served.request(town, '/accounts/erased', { headers: { cookie } })).text, /Ihr Konto ist gelöscht/)
})
