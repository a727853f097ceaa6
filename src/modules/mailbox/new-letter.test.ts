// An office begins a correspondence through the front door: it finds the person, says what for, and writes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { findModules } from '../../kernel/modules.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { multipart } from '../../kernel/uploads/fixtures.ts'
import { place } from '../../main.ts'
import { carrierRoom, consentOf } from './fixtures.ts'

const others = (await findModules(place)).filter(({ name }) => name !== 'notify')
const fresh = await freshHouse({ modules: [...others, carrierRoom([])] })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()

const resident = async (givenName: string, familyName: string) => {
  const id = await registerPerson(town, { kind: 'resident', givenName, familyName }, now)
  const session = await openSession(town, id, 'basic', now)
  // Names are found by keys that the profile makes when it is saved.
  await send(session, '/accounts/profile/name', { 'given-name': givenName, 'family-name': familyName })
  const { text } = await served.request(town, '/accounts/profile', { session })
  return { id, session, number: /Kontonummer[\s\S]*?([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)?.[1] ?? '' }
}
const clerk = async (...permissions: string[]) => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'basic', now) }
}
const send = (session: string, path: string, fields: Record<string, string>) => {
  const asked: Asked = {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
  return served.request(town, path, asked)
}
const see = async (session: string, path: string) => (await served.request(town, path, { session })).text
const purpose = 'Rückfrage zum Bewohnerparkausweis'
const letter = { matter: 'Bewohnerparkausweis', unit: '/', subject: 'Uns fehlt ein Foto', text: 'Guten Tag', rule: 'plain' }

test('A clerk finds a person by the account number, writes with a file, and the person reads the letter and who looked', async () => {
  const anna = await resident('Anna', 'Muster')
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  assert.match(await see(karl.session, '/desk/mailbox'), /href="\/desk\/mailbox\/new"/)
  const found = await send(karl.session, '/desk/mailbox/new', { exact: anna.number.toLowerCase(), purpose })
  assert.equal(found.status, 200)
  assert.match(found.text, /Anna Muster/)
  const search = { exact: anna.number, purpose, person: anna.id }
  const incomplete = await send(karl.session, '/desk/mailbox/new/letter', { ...search, ...letter, subject: '', do: 'send' })
  assert.equal(incomplete.status, 422)
  assert.match(incomplete.text, /Bewohnerparkausweis/)
  const { headers, body } = multipart([
    ...Object.entries({ ...search, ...letter, do: 'send' }).map(([field, content]) => ({ field, content })),
    { field: 'files', name: 'Muster.txt', content: 'So soll das Foto sein.' },
  ])
  const sent = await served.request(town, '/desk/mailbox/new/letter', {
    method: 'POST',
    session: karl.session,
    headers: { ...headers, origin: town.origin },
    body,
  })
  assert.equal(sent.status, 303, sent.text)
  const thread = /\/desk\/mailbox\/([0-9a-f-]{36})\?done=sent/.exec(String(sent.headers.location))?.[1]
  const read = await see(anna.session, `/mailbox/${thread}`)
  assert.match(read, /Uns fehlt ein Foto[\s\S]*Muster\.txt/)
  assert.match(await see(anna.session, '/looks'), new RegExp(purpose))
})

test('Nobody is found without a purpose, with a wrong number, or by name without the permission of the counter', async () => {
  const bert = await resident('Bert', 'Beispiel')
  const karl = await clerk('mailbox.letter.write')
  const helper = await clerk('mailbox.letter.write', 'accounts.residents.assist')
  const status = async (session: string, fields: Record<string, string>) =>
    (await send(session, '/desk/mailbox/new', { purpose, ...fields })).status
  assert.equal(await status(karl.session, { exact: bert.number, purpose: 'kurz' }), 422)
  assert.equal(await status(karl.session, { exact: '7K3M-9QX3' }), 422)
  assert.doesNotMatch(await see(karl.session, '/desk/mailbox/new'), /name="familyName"/)
  assert.equal(await status(karl.session, { familyName: 'Beispiel' }), 422)
  assert.equal(await status(helper.session, { familyName: 'Beispiel' }), 200)
  const reader = await clerk('mailbox.letter.read')
  assert.equal(await status(reader.session, { exact: bert.number }), 403)
})

test('A letter goes to nobody but a person who was found, and only for a unit the clerk may write for', async () => {
  const cora = await resident('Cora', 'Castro')
  const dora = await resident('Dora', 'Doe')
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  const write = (fields: Record<string, string>) =>
    send(karl.session, '/desk/mailbox/new/letter', { exact: cora.number, purpose, ...letter, do: 'send', ...fields })
  assert.equal((await write({ person: dora.id })).status, 422)
  assert.equal((await write({ person: cora.id, unit: '/no-such-unit/' })).status, 422)
  assert.doesNotMatch(await see(dora.session, '/mailbox'), /Uns fehlt/)
  assert.equal((await write({ person: cora.id })).status, 303)
})

test('A decision for somebody who did not consent goes on paper; with consent for the matter it would not', async () => {
  const emil = await resident('Emil', 'Eben')
  await consentOf(town, emil.id, 'given', false, now)
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  const sent = await send(karl.session, '/desk/mailbox/new/letter', {
    ...{ exact: emil.number, purpose, person: emil.id, do: 'send' },
    ...letter,
    rule: 'baydig-24',
  })
  assert.match(String(sent.headers.location), /done=paper/, 'the consent was for another matter')
})
