// The desk's side of accounts through the front door: who represents a child, and wishes to have something corrected.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import type { SendMessage } from '../../contracts/messages.ts'
import { addDays, addMonths, asDay, dayAt } from '../../kernel/calendar/day.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { findModules } from '../../kernel/modules.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { TownSql, WriteDb } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { noteFields } from './profile/field.ts'
import type { ProfileTables } from './profile/tables.ts'
import { mayAct } from './representation/acting.ts'
import { lastDayFor } from './representation/record.ts'

const messages: string[] = []
const carrier: Module = {
  name: 'carrier',
  officialName: 'Bote',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message }) => {
      messages.push(message.template)
      return { id: message.key }
    }),
  ],
}
const others = (await findModules(place)).filter(({ name }) => name !== 'notify')
const fresh = await freshHouse({ modules: [...others, carrier] })
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)
const now = new Date()

const person = async (givenName: string, familyName: string) => {
  const id = await registerPerson(town, { kind: 'resident', givenName, familyName }, now)
  return { id, session: await openSession(town, id, 'basic', now) }
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
const partsOf = (day: string) => {
  const [year = '', month = '', part = ''] = day.split('-')
  return { 'until-year': year, 'until-month': month, 'until-day': part }
}
/** Born ten years ago, found by nobody but the counter. */
const birthday = addMonths(dayAt(now), -120)

async function helpFor(session: string, child: string): Promise<string> {
  const asked = { how: 'counter', familyName: 'Muster', givenName: '', purpose: 'Vertretung eintragen', identity: 'idCard' }
  const { headers } = await send(session, '/desk/accounts/assist/begin', { ...asked, person: child })
  return String(headers.location)
}

test('The counter records a parent with the proof it saw, the parent takes the code, acts, and the counter ends it at once', async () => {
  const child = await person('Kim', 'Muster')
  const mother = await person('Maria', 'Muster')
  const look = { subjects: [child.id], actor: 'system:test', purpose: 'Probe', legalBasis: 'Probe' }
  await town.personal(look, (db: WriteDb<ProfileTables>) =>
    noteFields(town, db, child.id, { source: 'staff', values: { 'date-of-birth': birthday } }, now),
  )
  const { session } = await clerk('accounts.residents.assist', 'accounts.authorities.record', 'desk.work.see')
  const help = await helpFor(session, child.id)
  assert.match(await see(session, '/desk/accounts/authorities'), /Kim Muster/)
  assert.match(await see(session, '/desk'), /Ihre offenen Hilfen/)
  assert.match(await see(session, help), /Wer diese Person vertritt/)
  const grown = addMonths(birthday, 216)
  const form = { kind: 'parent', proof: 'Geburtsurkunde im Original', ...partsOf(grown) }
  const tooLate = await send(session, `${help}/authorities`, form)
  assert.equal(tooLate.status, 422, 'parental care ends before the 18th birthday')
  assert.match(tooLate.text, /Geburtsurkunde im Original/)
  const recorded = await send(session, `${help}/authorities`, { ...form, ...partsOf(addDays(grown, -1)) })
  const code = /<strong class="num">([^<]+)</.exec(recorded.text)?.[1] ?? ''
  assert.equal((await send(mother.session, '/accounts/acting/code', { code })).status, 303)
  assert.match(await see(child.session, '/accounts/acting'), /Geburtsurkunde im Original, gesehen von/)
  const page = await see(mother.session, '/accounts/acting')
  const authority = /name="authority" value="([^"]+)"/.exec(page)?.[1] ?? ''
  assert.equal((await send(mother.session, '/accounts/acting/start', { authority })).status, 303)
  const acting = {
    personId: mother.id,
    actsFor: { kind: 'person' as const, id: child.id, authority },
  }
  const asked = { person: acting as never, matter: 'anything', verb: 'write' as const, now: new Date() }
  assert.deepEqual(await town.read((db) => mayAct(db as unknown as TownSql, asked)), { subject: child.id })
  const noReason = await send(session, `${help}/authorities/end`, { authority, reason: '' })
  assert.equal(noReason.status, 422)
  const ended = await send(session, `${help}/authorities/end`, { authority, reason: 'Sorgerecht entzogen' })
  assert.equal(ended.status, 303)
  const later = { ...asked, now: new Date(Date.now() + 1_000) }
  assert.equal(await town.read((db) => mayAct(db as unknown as TownSql, later)), undefined)
  assert.match(await see(child.session, '/accounts/acting'), /Vertretung beendet: Sorgerecht entzogen/)
})

test('Nobody records an authority without the permission, nor through the open help of a colleague', async () => {
  const child = await person('Kim', 'Muster')
  const helper = await clerk('accounts.residents.assist')
  const help = await helpFor(helper.session, child.id)
  const form = { kind: 'guardian', proof: 'Bestallungsurkunde', ...partsOf(addDays(dayAt(now), 30)) }
  assert.equal((await send(helper.session, `${help}/authorities`, form)).status, 403)
  const colleague = await clerk('accounts.residents.assist', 'accounts.authorities.record')
  assert.equal((await send(colleague.session, `${help}/authorities`, form)).status, 404)
  const own = await helpFor(colleague.session, child.id)
  const unknown = await send(colleague.session, `${own}/authorities`, { ...form, kind: 'attorney' })
  assert.equal(unknown.status, 422, 'a power of attorney is given by the person alone')
})

test('Parental care can be recorded up to the day before the 18th birthday, on 29 February as well', () => {
  const today = asDay('2026-11-22')
  assert.equal(lastDayFor(today, 'parent', '2016-06-01'), '2034-05-31')
  assert.equal(lastDayFor(today, 'parent', '2012-02-29'), '2030-02-28')
  assert.equal(lastDayFor(today, 'parent', '2006-03-01'), '2024-02-29')
  assert.equal(lastDayFor(today, 'carer', '1950-01-01'), '2044-11-21')
})

test('A wish to have something corrected is taken on, put right in the profile, answered once, and hinted to the person', async () => {
  const anna = await person('Anna', 'Muster')
  await send(anna.session, '/accounts/data/correction', { wish: 'Mein Geburtsname ist Huber.' })
  const karl = await clerk('accounts.corrections.answer', 'desk.work.see')
  assert.match(await see(karl.session, '/desk'), /Berichtigungen/)
  const list = await see(karl.session, '/desk/accounts/corrections')
  const id = /name="pick" value="([^"]+)"/.exec(list)?.[1] ?? ''
  assert.doesNotMatch(list, /Anna/, 'the list says nothing about anybody')
  const path = `/desk/accounts/corrections/${id}`
  const taken = await send(karl.session, '/desk/accounts/corrections/take', { pick: id, do: 'take' })
  assert.match(await see(karl.session, String(taken.headers.location)), /Sie haben 1 Wunsch übernommen/)
  assert.match(await see(karl.session, path), /Mein Geburtsname ist Huber/)
  const empty = await send(karl.session, path, { field: 'birth-name', value: '', answer: '' })
  assert.equal(empty.status, 422)
  const answer = { field: 'birth-name', value: 'Huber', answer: 'Wir haben Ihren Geburtsnamen eingetragen.' }
  assert.equal((await send(karl.session, path, answer)).status, 303)
  assert.equal((await send(karl.session, path, answer)).status, 404, 'answered once')
  assert.ok(messages.includes('accounts.correction-answered'))
  assert.match(await see(anna.session, '/accounts/profile'), /Huber/)
  assert.match(await see(anna.session, '/accounts/data'), /Wir haben Ihren Geburtsnamen eingetragen/)
  assert.match(await see(karl.session, '/desk/accounts/corrections?view=answered'), new RegExp(id))
  assert.equal((await served.request(town, path, { session: anna.session })).status, 403)
})
