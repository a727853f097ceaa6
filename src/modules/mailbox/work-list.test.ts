// The office's list of correspondence is worked off like every list of the desk: views with counts, several at once, views that are kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { findModules } from '../../kernel/modules.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { place } from '../../main.ts'
import { aLetter, carrierRoom, send } from './fixtures.ts'

const others = (await findModules(place)).filter(({ name }) => name !== 'notify')
const fresh = await freshHouse({ modules: [...others, carrierRoom([])] })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()

const post = (session: string, path: string, fields: [string, string][]) => {
  const asked: Asked = {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
  return served.request(town, path, asked)
}
const see = async (session: string, path: string) => (await served.request(town, path, { session })).text
const clerk = async (...permissions: string[]) => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return openSession(town, id, 'basic', now)
}
async function answeredThread(): Promise<string> {
  const anna = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  const { thread } = await send(fresh.house, town, aLetter(anna), now)
  const session = await openSession(town, anna, 'basic', now)
  await post(session, `/mailbox/${thread}/reply`, [['text', 'Hier ist das Foto.']])
  return thread
}

test('Several answers are noted as dealt with at once, by those alone who may write', async () => {
  const threads = [await answeredThread(), await answeredThread()]
  const picks = threads.map((thread): [string, string] => ['pick', thread])
  const reader = await clerk('mailbox.letter.read')
  assert.doesNotMatch(await see(reader, '/desk/mailbox?view=waiting'), /name="pick"/)
  assert.equal((await post(reader, '/desk/mailbox/done', picks)).status, 403)
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write')
  assert.match(
    await see(karl, '/desk/mailbox?view=waiting'),
    /Antwort wartet[\s\S]*name="do" value="done"|name="do" value="done"[\s\S]*Antwort wartet/,
  )
  const done = await post(karl, '/desk/mailbox/done', [...picks, ['do', 'done']])
  const { location = '' } = done.headers
  assert.match(await see(karl, location), /2 Antworten sind als erledigt vermerkt/)
})

test('A view is kept with its filter, stands on the start page, and the list says so', async () => {
  const karl = await clerk('mailbox.letter.read', 'mailbox.letter.write', 'desk.work.see')
  const list = await see(karl, '/desk/mailbox?view=all')
  const [, next = ''] = /name="next" value="([^"]+)"/.exec(list) ?? []
  const [, title = ''] = /name="title" value="([^"]+)"/.exec(list) ?? []
  assert.equal(next.replaceAll('&amp;', '&'), '/desk/mailbox?view=all')
  assert.equal(
    (
      await post(karl, '/desk/filters', [
        ['next', next],
        ['title', title],
      ])
    ).status,
    303,
  )
  assert.match(await see(karl, '/desk'), /href="\/desk\/mailbox\?view=all"[^>]*>Schriftwechsel: /)
  assert.match(await see(karl, '/desk/mailbox?view=all'), /Diese Ansicht steht auf Ihrer Startseite/)
  assert.match(await see(karl, '/desk/mailbox?view=waiting'), /Ansicht merken/)
})
