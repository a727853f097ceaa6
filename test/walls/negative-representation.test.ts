// Break-ins of comparable software, tried on representation, invitations, exports and foreign objects; the numbers are those of the list of cases.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SendMessage } from '../../src/contracts/messages.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type Module, offer } from '../../src/kernel/module.ts'
import { findModules } from '../../src/kernel/modules.ts'
import { grantPermission, registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import type { Town } from '../../src/kernel/town.ts'
import { place } from '../../src/main.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { type Answered, serveFresh } from '../serve-town.ts'

const sent: { mail: string; link: string; code: string }[] = []
const post: Module = {
  name: 'post',
  officialName: 'Post',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message }) => {
      const { link = '', code = '' } = message.values
      sent.push({ mail: 'address' in message.to ? message.to.address : '', link, code })
      return { id: message.key }
    }),
  ],
}
const others = (await findModules(place)).filter(({ name }) => name !== 'notify')
const fresh = await freshHouse({ modules: [...others, post] })
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)
const otherTown = await freshTown(fresh.house)

type Account = { person: string; session: string; town: Town }
async function newAccount(name: string, home = town): Promise<Account> {
  const person = await registerPerson(home, { kind: 'resident', givenName: name, familyName: 'Muster' }, new Date())
  return { person, session: await openSession(home, person, 'basic', new Date()), town: home }
}
const send = ({ session, town: home }: Account, path: string, values: Record<string, string> = {}): Promise<Answered> =>
  served.request(home, path, {
    method: 'POST',
    session,
    body: new URLSearchParams(values).toString(),
    headers: { origin: home.origin, 'content-type': 'application/x-www-form-urlencoded' },
  })
const look = ({ session, town: home }: Account, path: string) => served.request(home, path, { session })
const sessionIn = (answer: Answered): string =>
  /__Host-session=([^;]+)/.exec(((answer.headers['set-cookie'] ?? []) as string[]).join('\n'))![1]!

async function openCompany(owner: Account): Promise<{ path: string; authority: string }> {
  const answer = await send(owner, '/accounts/organisations/new', { kind: 'company', name: 'Muster GmbH', register: 'HRB 1' })
  const path = answer.headers.location!
  const { text } = await look(owner, path)
  return { path, authority: /name="authority" value="([^"]+)"/.exec(text)![1]! }
}
async function confirmMail(account: Account, mail: string): Promise<void> {
  await send(account, '/accounts/profile/mail', { mail })
  await send(account, '/accounts/profile/mail/code', { code: sent.at(-1)!.code })
}
async function inviteTo(owner: Account, path: string, mail: string, role: string): Promise<string> {
  assert.equal((await send(owner, `${path}/invite`, { mail, role })).status, 303)
  return new URL(sent.at(-1)!.link).pathname
}

test('Case 20 and 53: an export is nobody else’s: without the session its address answers nothing, with another one only their own', async () => {
  const erika = await newAccount('Erika')
  const max = await newAccount('Maximilian')
  for (const path of ['/accounts/data.json', '/accounts/data.pdf'])
    assert.notEqual((await served.request(town, path)).status, 200, path)
  const { text } = await look(max, '/accounts/data.json')
  assert.doesNotMatch(text, new RegExp(erika.person))
  assert.match(String((await look(erika, '/accounts/data.pdf')).headers['cache-control']), /no-store/)
})

test('Case 33: two exports at once each hold their own person, since nothing is stored under any name', async () => {
  const first = await newAccount('Erste')
  const second = await newAccount('Zweite')
  for (const [account, name] of [
    [first, 'Anna'],
    [second, 'Bela'],
  ] as const)
    await send(account, '/accounts/profile/name', { 'given-name': name, 'family-name': 'Muster' })
  const [one, two] = await Promise.all([look(first, '/accounts/data.json'), look(second, '/accounts/data.json')])
  assert.match(one!.text, /Anna/)
  assert.doesNotMatch(one!.text, /Bela/)
  assert.match(two!.text, /Bela/)
})

test('Case 27 and 58: an organisation of others cannot be seen, acted for, changed or left, and looks as if it were not there', async () => {
  const owner = await newAccount('Olga')
  const stranger = await newAccount('Stefan')
  const { path, authority } = await openCompany(owner)
  assert.equal((await look(stranger, path)).status, 404)
  assert.equal((await send(stranger, '/accounts/acting/start', { authority })).status, 404)
  assert.equal((await send(stranger, `${path}/invite`, { mail: 'a@example.org', role: 'owner' })).status, 404)
  assert.equal((await send(stranger, `${path}/remove`, { representative: authority })).status, 404)
  assert.equal((await send(stranger, '/accounts/acting/revoke', { authority })).status, 404)
  assert.equal((await look(await newAccount('Oskar', otherTown), path)).status, 404)
})

test('Case 35: an invitation ends with its day, its withdrawal, its use and its town', async () => {
  const owner = await newAccount('Otto')
  const { path } = await openCompany(owner)
  const guest = await newAccount('Gerda')
  await confirmMail(guest, 'gerda@example.org')
  const link = await inviteTo(owner, path, 'gerda@example.org', 'all')
  assert.equal(
    (await look({ ...guest, town: otherTown, session: (await newAccount('Fremd', otherTown)).session }, link)).status,
    404,
  )
  const admin = await import('pg').then(({ default: pg }) => new pg.Client({ connectionString: fresh.adminUrl }))
  await admin.connect()
  await admin.query("UPDATE accounts.invitation SET expires_at = now() - interval '1 second'")
  assert.equal((await look(guest, link)).status, 404)
  assert.equal((await send(guest, link)).status, 404)
  await admin.end()
  const second = await inviteTo(owner, path, 'gerda@example.org', 'all')
  const id = /name="invitation" value="([^"]+)"/.exec((await look(owner, path)).text)![1]!
  assert.equal((await send(owner, `${path}/take-back`, { invitation: id })).status, 303)
  assert.equal((await send(guest, second)).status, 404)
  const third = await inviteTo(owner, path, 'gerda@example.org', 'all')
  assert.equal((await send(guest, third)).status, 303)
  assert.equal((await send(guest, third)).status, 404)
})

test('Case 60: who was invited and has not proved the address has no right at all, whoever has the link', async () => {
  const owner = await newAccount('Oda')
  const { path } = await openCompany(owner)
  const thief = await newAccount('Theo')
  const link = await inviteTo(owner, path, 'invited@example.org', 'owner')
  const { status, text } = await send(thief, link)
  assert.equal(status, 409)
  assert.match(text, /an eine andere Mail-Adresse/)
  assert.equal((await look(thief, path)).status, 404)
  assert.equal((await send(thief, `${path}/invite`, { mail: 'b@example.org', role: 'owner' })).status, 404)
})

test('Case 59: who may act is not who may decide: a representative without ownership neither invites nor removes', async () => {
  const owner = await newAccount('Ole')
  const { path } = await openCompany(owner)
  const helper = await newAccount('Hanna')
  await confirmMail(helper, 'hanna@example.org')
  await send(helper, await inviteTo(owner, path, 'hanna@example.org', 'all'))
  assert.equal((await look(helper, path)).status, 200)
  assert.equal((await send(helper, `${path}/invite`, { mail: 'c@example.org', role: 'owner' })).status, 404)
  const rows = [...(await look(owner, path)).text.matchAll(/name="representative" value="([^"]+)"/g)].map(([, id]) => id!)
  assert.equal(rows.length, 2)
  assert.equal((await send(helper, `${path}/remove`, { representative: rows[0]! })).status, 404)
  assert.equal((await send(owner, `${path}/remove`, { representative: rows[0]! })).status, 409)
})

test('Removing a representative ends their session that acts for the organisation, at once', async () => {
  const owner = await newAccount('Orla')
  const { path } = await openCompany(owner)
  const helper = await newAccount('Hugo')
  await confirmMail(helper, 'hugo@example.org')
  await send(helper, await inviteTo(owner, path, 'hugo@example.org', 'all'))
  const authority = /name="authority" value="([^"]+)"/.exec((await look(helper, path)).text)![1]!
  const acting = { ...helper, session: sessionIn(await send(helper, '/accounts/acting/start', { authority })) }
  assert.match((await look(acting, '/accounts/acting')).text, /Sie handeln für eine Firma oder einen Verein/)
  assert.notEqual((await look(helper, '/accounts/profile')).status, 200)
  assert.equal((await send(owner, `${path}/remove`, { representative: authority })).status, 303)
  assert.notEqual((await look(acting, '/accounts/acting')).status, 200)
})

test('A power of attorney is used once, never by its giver, seen with every act, and ends both sessions’ right at once', async () => {
  const giver = await newAccount('Gisela')
  const agent = await newAccount('Anton')
  const { text } = await send(giver, '/accounts/acting/power', { days: '30' })
  const code = /<strong class="num">([^<]+)</.exec(text)![1]!
  assert.equal((await send(giver, '/accounts/acting/code', { code })).status, 422)
  assert.equal((await send(agent, '/accounts/acting/code', { code: code.toLowerCase().replaceAll('-', ' ') })).status, 303)
  assert.equal((await send(await newAccount('Zoe'), '/accounts/acting/code', { code })).status, 422)
  const authority = /name="authority" value="([^"]+)"/.exec((await look(agent, '/accounts/acting')).text)![1]!
  const acting = { ...agent, session: sessionIn(await send(agent, '/accounts/acting/start', { authority })) }
  assert.match((await look(giver, '/accounts/acting')).text, /hat begonnen, für Sie zu handeln/)
  assert.equal((await send(giver, '/accounts/acting/revoke', { authority })).status, 303)
  assert.notEqual((await look(acting, '/accounts/acting')).status, 200)
})

test('Case 19: a receipt of help at the counter is seen by the clerk who helped and by nobody else', async () => {
  const clerk = async (name: string) => {
    const person = await registerPerson(town, { kind: 'staff', givenName: name, familyName: 'Amt' }, new Date())
    await grantPermission(town, person, 'accounts.residents.assist')
    return { person, session: await openSession(town, person, 'substantial', new Date()), town }
  }
  const one = await clerk('Carla')
  const asked = { how: 'counter', familyName: 'Neumann', givenName: 'Nils', purpose: 'Anmeldung eines Hundes' }
  const begun = await send(one, '/desk/accounts/assist/begin', { ...asked, person: 'new', identity: 'idCard' })
  assert.equal(begun.status, 303)
  const path = begun.headers.location!
  assert.equal((await send(one, `${path}/note`, { note: 'Antrag am Schalter eingegeben' })).status, 303)
  assert.match((await look(one, `${path}/receipt`)).text, /Antrag am Schalter eingegeben/)
  for (const who of [await clerk('Doris'), await newAccount('Nils')])
    assert.notEqual((await look(who, `${path}/receipt`)).status, 200)
})

test('Case 67: knowing a name fills in nothing: without a purpose nobody is shown, with many of one name nobody either', async () => {
  const person = await registerPerson(town, { kind: 'staff', givenName: 'Pia', familyName: 'Amt' }, new Date())
  await grantPermission(town, person, 'accounts.residents.assist')
  const clerk = { person, session: await openSession(town, person, 'substantial', new Date()), town }
  for (let made = 0; made < 11; made += 1) {
    const account = await newAccount(`Jan${String.fromCharCode(97 + made)}`)
    await send(account, '/accounts/profile/name', {
      'given-name': `Jan${String.fromCharCode(97 + made)}`,
      'family-name': 'Häufig',
    })
  }
  const asked = { how: 'phone', familyName: 'Haeufig', givenName: '', purpose: 'Anruf wegen Parkausweis' }
  assert.equal((await send(clerk, '/desk/accounts/assist', { ...asked, purpose: '' })).status, 422)
  const many = await send(clerk, '/desk/accounts/assist', asked)
  assert.match(many.text, /mehr als zehn Personen/)
  assert.doesNotMatch(many.text, /Jana/)
  const one = await send(clerk, '/desk/accounts/assist', { ...asked, givenName: 'Janb' })
  assert.match(one.text, /Janb Häufig/)
  assert.doesNotMatch(one.text, /Jana/)
  assert.equal((await look(clerk, `/desk/accounts/assist/${newId()}`)).status, 404)
})
