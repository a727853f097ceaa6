// The office's side through the front door: lists, letters with their proof, text blocks, units.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import type { Message } from '../../contracts/messages.ts'
import { newId } from '../../kernel/ids.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { multipart } from '../../kernel/uploads/fixtures.ts'
import { aLetter, carrierRoom, consentOf, letterRow, send } from './fixtures.ts'
import mailbox from './module.tsx'

const hints: Message[] = []
const fresh = await freshHouse({ modules: [{ ...mailbox, folder: '' }, carrierRoom(hints)] })
const { house } = fresh
const town = await freshTown(house)
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

test('A person answers with a file, the office downloads it, and a program in disguise is refused with the answer kept', async () => {
  const anna = await person()
  const karl = await clerk('mailbox.letter.read')
  const { thread } = await send(house, town, aLetter(anna.id), now)
  const answer = (name: string, content: string | Buffer) => {
    const { headers, body } = multipart([
      { field: 'text', content: 'Hier ist der Fahrzeugschein.' },
      { field: 'files', name, content },
    ])
    return served.request(town, `/mailbox/${thread}/reply`, {
      method: 'POST',
      session: anna.session,
      headers: { ...headers, origin: town.origin },
      body,
    })
  }
  const refused = await answer('Schein.pdf', 'MZ\0\u0001 kein PDF')
  assert.equal(refused.status, 422)
  assert.match(refused.text, /Hier ist der Fahrzeugschein\./)
  assert.equal((await answer('Schein.txt', 'Kennzeichen A-XY 1')).status, 303)
  const desk = await served.request(town, `/desk/mailbox/${thread}`, { session: karl.session })
  const path = /href="(\/desk\/mailbox\/[^"]+\/attachments\/[^"]+)"/.exec(desk.text)?.[1] ?? ''
  const file = await served.request(town, path, { session: karl.session })
  assert.equal(file.text, 'Kennzeichen A-XY 1')
  assert.match(String(file.headers['content-disposition']), /^attachment; filename="Schein\.txt"/)
})
