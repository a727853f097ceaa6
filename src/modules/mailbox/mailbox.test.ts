// The mailbox through the front door: reading, answering, choosing, and who is not let in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import type { Message } from '../../contracts/messages.ts'
import { storeFile } from '../../kernel/files.ts'
import { newId } from '../../kernel/ids.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession, startSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { aLetter, authorityRoom, carrierRoom, consentOf, hintBecame, letterRow, send } from './fixtures.ts'
import mailbox from './module.tsx'

const hints: Message[] = []
const allowed: { subject: string; matter: string }[] = []
const noted: string[] = []
const fresh = await freshHouse({ modules: [{ ...mailbox, folder: '' }, carrierRoom(hints), authorityRoom(allowed, noted)] })
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()

const person = async (kind: 'resident' | 'staff' = 'resident', where: Town = town) => {
  const id = await registerPerson(where, { kind, givenName: 'Anna', familyName: 'Muster' }, now)
  return { id, session: await openSession(where, id, 'basic', now) }
}
const clerk = async (...permissions: string[]) => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'basic', now) }
}
const post = (session: string, fields: Record<string, string>): Asked => ({
  method: 'POST',
  session,
  headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

test('A new letter stands first and as new; opened, it is read and noted as retrieved', async () => {
  const anna = await person()
  const { thread, letter } = await send(house, town, aLetter(anna.id), now)
  await send(
    house,
    town,
    aLetter(anna.id, { subject: 'Zweite Sache', matter: { kind: 'sample.case', id: 'K-2', label: 'Hund' } }),
    now,
  )
  const before = await served.request(town, '/mailbox', { session: anna.session })
  assert.match(before.text, /2 mit neuen Briefen/)
  const read = await served.request(town, `/mailbox/${thread}`, { session: anna.session })
  assert.equal(read.status, 200)
  assert.match(read.text, /Ein Foto mit dem Handy genügt/)
  const row = await letterRow(town, letter)
  assert.ok(row.retrieved_at && row.retrieved_by === anna.id)
  const again = await served.request(town, `/mailbox/${thread}`, { session: anna.session })
  assert.equal(again.status, 200)
  assert.deepEqual((await letterRow(town, letter)).retrieved_at, row.retrieved_at, 'the first time counts')
  const after = await served.request(town, '/mailbox', { session: anna.session })
  assert.match(after.text, /1 neuer Brief/)
  assert.ok(after.text.indexOf('Zweite Sache') < after.text.indexOf('Uns fehlt'), 'unread first')
  assert.match(String(after.headers['cache-control']), /no-store|private/)
})

test('A browser that fetches ahead, and a HEAD request, retrieve nothing and get nothing', async () => {
  const anna = await person()
  const { thread, letter } = await send(house, town, aLetter(anna.id), now)
  for (const path of [`/mailbox/${thread}`, `/mailbox/${thread}/print`])
    for (const headers of [{ 'sec-purpose': 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }]) {
      const ahead = await served.request(town, path, { session: anna.session, headers })
      assert.equal(ahead.status, 425)
      assert.equal(ahead.text, '')
    }
  await served.request(town, `/mailbox/${thread}`, { session: anna.session, method: 'HEAD' })
  assert.equal((await letterRow(town, letter)).retrieved_at, null)
})

test('Nobody reads the letters of another person, of another town, or without signing in', async () => {
  const anna = await person()
  const bernd = await person()
  const foreign = await person('resident', other)
  const { thread } = await send(house, town, aLetter(anna.id), now)
  for (const path of [`/mailbox/${thread}`, `/mailbox/${thread}/print`, `/mailbox/${thread}/delivery`]) {
    assert.equal((await served.request(town, path, { session: bernd.session })).status, 404, path)
    assert.equal((await served.request(other, path, { session: foreign.session })).status, 404, path)
    assert.notEqual((await served.request(town, path)).status, 200, path)
  }
  assert.equal((await served.request(town, `/mailbox/${thread}/reply`, post(bernd.session, { text: 'Hallo' }))).status, 404)
  assert.equal(
    (await served.request(town, `/mailbox/${thread}/delivery`, post(bernd.session, { delivery: 'given' }))).status,
    404,
  )
})

test('An answer reaches the office once, however often the form is sent', async () => {
  const anna = await person()
  const { thread } = await send(house, town, aLetter(anna.id), now)
  const { text } = await served.request(town, `/mailbox/${thread}`, { session: anna.session })
  const once = /name="once" value="([^"]+)"/.exec(text)?.[1] ?? ''
  for (let times = 0; times < 2; times += 1) {
    const answered = await served.request(
      town,
      `/mailbox/${thread}/reply`,
      post(anna.session, { text: 'Er kommt morgen <b>', once }),
    )
    assert.equal(answered.status, 303)
    assert.equal(answered.headers.location, `/mailbox/${thread}?done=reply`)
  }
  const shown = await served.request(town, `/mailbox/${thread}?done=reply`, { session: anna.session })
  assert.equal(shown.text.match(/Er kommt morgen &lt;b>/g)?.length, 1)
  assert.match(shown.text, /Ihre Antwort ist angekommen/)
})

test('An empty answer and one that is too long come back with what was typed', async () => {
  const anna = await person()
  const { thread } = await send(house, town, aLetter(anna.id), now)
  const empty = await served.request(town, `/mailbox/${thread}/reply`, post(anna.session, { text: '  ' }))
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Bitte schreiben Sie Ihre Antwort/)
  assert.match(empty.text, /<title>Fehler: /)
  const long = await served.request(town, `/mailbox/${thread}/reply`, post(anna.session, { text: 'ä'.repeat(10_001) }))
  assert.equal(long.status, 422)
  assert.match(long.text, /Sie haben 10001 geschrieben/)
  assert.ok(long.text.includes('ä'.repeat(10_001)))
})

test('Letters are found by words of their text, and a search without result says so', async () => {
  const anna = await person()
  await send(house, town, aLetter(anna.id, { text: 'Bitte bringen Sie den Impfpass mit.' }), now)
  await send(
    house,
    town,
    aLetter(anna.id, { subject: 'Andere Sache', matter: { kind: 'sample.case', id: 'K-2', label: 'Hund' } }),
    now,
  )
  const found = await served.request(town, '/mailbox?q=impfPASS', { session: anna.session })
  assert.match(found.text, /Uns fehlt Ihr Fahrzeugschein/)
  assert.doesNotMatch(found.text, /Andere Sache/)
  const none = await served.request(town, '/mailbox?q=%3Cscript%3E', { session: anna.session })
  assert.match(none.text, /gibt es keinen Brief/)
  assert.doesNotMatch(none.text, /„<script>/)
})

test('A person chooses the mailbox for decisions after reading what it means, and the next decision comes there', async () => {
  const anna = await person()
  const { thread } = await send(house, town, aLetter(anna.id), now)
  const { text } = await served.request(town, `/mailbox/${thread}/delivery`, { session: anna.session })
  assert.match(text, /gilt am 3\. Tag als bekannt gegeben, gerechnet ab dem Absenden/)
  assert.match(text, /Art\. 24 BayDiG/)
  const nothing = await served.request(town, `/mailbox/${thread}/delivery`, post(anna.session, {}))
  assert.equal(nothing.status, 422)
  assert.equal(
    (await send(house, town, aLetter(anna.id, { formal: { rule: 'baydig-24' } }), now)).paper?.reason !== undefined,
    true,
  )
  const chosen = await served.request(town, `/mailbox/${thread}/delivery`, post(anna.session, { delivery: 'given' }))
  assert.equal(chosen.status, 303)
  assert.equal((await send(house, town, aLetter(anna.id, { formal: { rule: 'baydig-24' } }), now)).paper, undefined)
})

test('A decision says on which day it counts, and a decision on paper is not shown', async () => {
  const anna = await person()
  const paper = await send(house, town, aLetter(anna.id, { subject: 'Geheimer Bescheid', formal: { rule: 'baydig-24' } }), now)
  assert.equal((await served.request(town, `/mailbox/${paper.thread}`, { session: anna.session })).status, 404)
  await consentOf(town, anna.id, 'given', false, now)
  const { thread, letter } = await send(
    house,
    town,
    aLetter(anna.id, { subject: 'Ihr Bescheid', formal: { rule: 'baydig-24' } }),
    now,
  )
  await hintBecame(town, letter, 'delivered', now)
  const shown = await served.request(town, `/mailbox/${thread}`, { session: anna.session })
  assert.match(shown.text, /gilt am .* als bekannt gegeben/)
  assert.doesNotMatch(shown.text, /Geheimer Bescheid/)
})

test('Attachments come as downloads only, to the reader of the letter only, after it was opened', async () => {
  const anna = await person()
  const bernd = await person()
  const { name: blob } = await storeFile(house.files, town.dataKey, Buffer.from('<script>alert(1)</script>'))
  const attachments = [{ blob, name: 'Übersicht "1".html', mediaType: 'text/html' }]
  const { thread } = await send(house, town, aLetter(anna.id, { attachments }), now)
  const file = async (session: string) => {
    const { text } = await served.request(town, `/mailbox/${thread}`, { session: anna.session })
    const path = /href="(\/mailbox\/[^"]+\/attachments\/[^"]+)"/.exec(text)?.[1] ?? ''
    return served.request(town, path, { session })
  }
  const got = await file(anna.session)
  assert.equal(got.status, 200)
  assert.equal(got.text, '<script>alert(1)</script>')
  assert.match(
    String(got.headers['content-disposition']),
    /^attachment; filename="_bersicht _1_.html"; filename\*=UTF-8''%C3%9Cbersicht/,
  )
  assert.equal(got.headers['x-content-type-options'], 'nosniff')
  assert.equal((await file(bernd.session)).status, 404)
})

test('The office sees answers that wait, reads them, writes back, and sees all four times of a decision', async () => {
  const anna = await person()
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  await consentOf(town, anna.id, 'given', false, now)
  const { thread } = await send(house, town, aLetter(anna.id), now)
  await served.request(town, `/mailbox/${thread}/reply`, post(anna.session, { text: 'Wie groß darf das Foto sein?' }))
  const list = await served.request(town, '/desk/mailbox', { session: karl.session })
  assert.match(list.text, /Antwort wartet/)
  assert.match(list.text, /Anna Muster/)
  const opened = await served.request(town, `/desk/mailbox/${thread}`, { session: karl.session })
  assert.match(opened.text, /Wie groß darf das Foto sein/)
  const empty = await served.request(town, `/desk/mailbox/${thread}/letters`, post(karl.session, { do: 'send', rule: 'plain' }))
  assert.equal(empty.status, 422)
  const wrong = await served.request(
    town,
    `/desk/mailbox/${thread}/letters`,
    post(karl.session, { do: 'send', rule: 'ozg-9', subject: 'Ihr Bescheid', text: 'Bewilligt.' }),
  )
  assert.equal(wrong.status, 422, 'a rule of another Land')
  const written = await served.request(
    town,
    `/desk/mailbox/${thread}/letters`,
    post(karl.session, { do: 'send', rule: 'baydig-24', subject: 'Ihr Bescheid', text: 'Bewilligt.' }),
  )
  assert.equal(written.headers.location, `/desk/mailbox/${thread}?done=sent`)
  const shown = await served.request(town, `/desk/mailbox/${thread}`, { session: karl.session })
  for (const time of ['Bereitgestellt', 'Nachricht abgesendet', 'Nachricht übermittelt', 'Abgerufen'])
    assert.match(shown.text, new RegExp(time))
})

test('A decision for somebody without consent is listed to be posted until it was', async () => {
  const anna = await person()
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  const { thread, letter } = await send(
    house,
    town,
    aLetter(anna.id, { subject: 'Nur auf Papier', formal: { rule: 'baydig-24' } }),
    now,
  )
  assert.match((await served.request(town, '/desk/mailbox?view=paper', { session: karl.session })).text, /Nur auf Papier/)
  await served.request(town, `/desk/mailbox/${thread}/posted`, post(karl.session, { letter }))
  assert.ok((await letterRow(town, letter)).posted_at)
  assert.doesNotMatch((await served.request(town, '/desk/mailbox?view=paper', { session: karl.session })).text, /Nur auf Papier/)
})

test('A text block is kept, inserted without losing what was typed, and removed', async () => {
  const anna = await person()
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  const { thread } = await send(house, town, aLetter(anna.id), now)
  const blocks = '/desk/mailbox/text-blocks'
  assert.equal(
    (await served.request(town, blocks, post(karl.session, { title: 'Gruß', body: 'Mit freundlichen Grüßen', unit: '/' })))
      .status,
    303,
  )
  assert.equal((await served.request(town, blocks, post(karl.session, { title: 'Gruß', body: 'x', unit: '/../' }))).status, 422)
  const page = await served.request(town, `/desk/mailbox/${thread}`, { session: karl.session })
  const block = /<option value="([0-9a-f-]{36})"[^>]*>Gruß/.exec(page.text)?.[1] ?? ''
  const inserted = await served.request(
    town,
    `/desk/mailbox/${thread}/letters`,
    post(karl.session, { do: 'insert', block, text: 'Guten Tag', subject: 'Halb fertig', rule: 'plain' }),
  )
  assert.equal(inserted.status, 200)
  assert.match(inserted.text, /Guten Tag\n\nMit freundlichen Grüßen/)
  assert.match(inserted.text, /value="Halb fertig"/)
  assert.equal((await served.request(town, `${blocks}/${block}/remove`, post(karl.session, {}))).status, 303)
  assert.doesNotMatch((await served.request(town, blocks, { session: karl.session })).text, /Grüßen/)
})

test('Who may only read cannot write, and a unit sees no other unit', async () => {
  const anna = await person()
  const reader = await clerk('mailbox.letter.read')
  const { thread } = await send(house, town, aLetter(anna.id), now)
  assert.equal((await served.request(town, `/desk/mailbox/${thread}`, { session: reader.session })).status, 200)
  const writing = await served.request(
    town,
    `/desk/mailbox/${thread}/letters`,
    post(reader.session, { do: 'send', subject: 'x', text: 'x', rule: 'plain' }),
  )
  assert.equal(writing.status, 403)
})

test('A unit reads its own letters and those below it, and no other unit', async () => {
  const anna = await person()
  const karl = await clerk()
  const chief = await clerk()
  await placeInUnits(karl.id, chief.id)
  const trade = await send(house, town, aLetter(anna.id, { unit: '/kvr/gewerbe/' }), now)
  const green = await send(house, town, aLetter(anna.id, { unit: '/garten/' }), now)
  const seen = async (session: string, thread: string) =>
    (await served.request(town, `/desk/mailbox/${thread}`, { session })).status
  assert.deepEqual([await seen(karl.session, trade.thread), await seen(karl.session, green.thread)], [200, 404])
  assert.deepEqual([await seen(chief.session, trade.thread), await seen(chief.session, green.thread)], [200, 404])
  const list = await served.request(town, '/desk/mailbox?view=all', { session: karl.session })
  assert.ok(list.text.includes(trade.thread) && !list.text.includes(green.thread))
})

/** Karl reads for the trade office, his chief for the department above it. */
async function placeInUnits(karl: string, chief: string): Promise<void> {
  await town.write(async (db: WriteDb<KernelTables>) => {
    const [kvr, trade, role] = [newId(), newId(), newId()]
    const unit = (id: string, key: string, path: string, parent: string | null) => ({
      ...{ id, key, path, parent_id: parent, kind: 'unit' as const, name: key, closed_at: null },
    })
    await db
      .insertInto('kernel.unit')
      .values(unit(kvr, 'kvr', '/kvr/', null))
      .execute()
    await db
      .insertInto('kernel.unit')
      .values(unit(trade, 'gewerbe', '/kvr/gewerbe/', kvr))
      .execute()
    await db
      .insertInto('kernel.role')
      .values({ id: role, key: 'leser', name: 'Leser', permissions: ['mailbox.letter.read'] })
      .execute()
    for (const [person_id, unit_id] of [
      [karl, trade],
      [chief, kvr],
    ] as const) {
      await db.insertInto('kernel.membership').values({ person_id, unit_id, state: 'confirmed' }).execute()
      await db
        .insertInto('kernel.role_grant')
        .values({
          id: newId(),
          person_id,
          role_id: role,
          unit_id,
          deputy_of: null,
          granted_by: null,
          ends_at: null,
          revoked_at: null,
        })
        .execute()
    }
  })
}

test('Who acts for somebody reads and answers in the matter of the authority alone, seen by the person, until it ends', async () => {
  const anna = await person()
  const helper = await person()
  const own = await send(house, town, aLetter(helper.id, { subject: 'Nur für die Helferin' }), now)
  const one = await send(house, town, aLetter(anna.id), now)
  const two = await send(
    house,
    town,
    aLetter(anna.id, { subject: 'Privates', matter: { kind: 'sample.case', id: 'K-2', label: 'Hund' } }),
    now,
  )
  const actsFor = { kind: 'person' as const, id: anna.id, authority: newId() }
  const proof = { method: 'command', level: 'basic' as const, secondFactor: true }
  const session = await town.write((db: WriteDb<KernelTables>) => startSession(db, helper.id, proof, now, actsFor))
  const status = async (thread: string) => (await served.request(town, `/mailbox/${thread}`, { session })).status
  assert.equal(await status(one.thread), 404, 'no authority yet')
  allowed.push({ subject: anna.id, matter: 'sample.case/K-1' })
  assert.deepEqual([await status(one.thread), await status(two.thread), await status(own.thread)], [200, 404, 404])
  const list = await served.request(town, '/mailbox', { session })
  assert.match(list.text, /Uns fehlt Ihr Fahrzeugschein/)
  assert.doesNotMatch(list.text, /Privates|Nur für die Helferin/)
  assert.equal((await served.request(town, `/mailbox/${one.thread}/reply`, post(session, { text: 'Kommt' }))).status, 303)
  assert.deepEqual(noted, ['Im Postfach geantwortet'])
  assert.equal((await letterRow(town, one.letter)).retrieved_by, helper.id)
  allowed.length = 0
  assert.equal(await status(one.thread), 404, 'the authority has ended')
})
