// What somebody at a forgotten screen, or with a link meant for others, cannot do by acting for an organisation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { locationOf, modulesWithPost, type Post, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { WriteDb } from '../../../kernel/town.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { key: 'augsburg' })
const served = await serveFresh(fresh)

async function someone(minutesAgo = 0) {
  const at = new Date(Date.now() - minutesAgo * 60_000)
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, at)
  const visitor = visitorOf(served, town)
  visitor.jar.set('__Host-session', await openSession(town, id, 'basic', at))
  return { id, visitor }
}

test('To begin and to end acting for an organisation is no new proof of who somebody is', async () => {
  const { visitor } = await someone(20)
  const opened = await visitor.post('/accounts/organisations/new', { kind: 'company', name: 'Muster GmbH', register: '' })
  const { text } = await visitor.get(locationOf(opened))
  const authority = /name="authority" value="([^"]+)"/.exec(text)?.[1] ?? ''
  assert.equal((await visitor.post('/accounts/acting/start', { authority })).status, 303)
  const whileActing = await visitor.post('/accounts/ways/mail', { mail: 'dieb@example.org' })
  assert.match(locationOf(whileActing), /^\/accounts\/sign-in\?why=again/)
  assert.equal((await visitor.post('/accounts/acting/stop', {})).status, 303)
  const afterwards = await visitor.post('/accounts/ways/mail', { mail: 'dieb@example.org' })
  assert.match(locationOf(afterwards), /^\/accounts\/sign-in\?why=again/)
})

test('Who opens an invitation is named in the log of looks, not who sent it', async () => {
  const owner = await someone()
  const invited = await someone()
  const opened = await owner.visitor.post('/accounts/organisations/new', { kind: 'company', name: 'Blumen GmbH', register: '' })
  const organisation = locationOf(opened).split('/').at(-1)!
  await owner.visitor.post(`/accounts/organisations/${organisation}/invite`, { mail: 'neu@example.org', role: 'read' })
  const link = new URL(posts.at(-1)!.values.link!).pathname
  assert.match((await invited.visitor.get(link)).text, /Blumen GmbH/)
  const look = { subjects: [organisation], actor: 'system:test', purpose: 'Probe', legalBasis: 'Probe' }
  const looks = await town.personal(look, (db: WriteDb<KernelTables>) =>
    db
      .selectFrom('kernel.access_log' as never)
      .selectAll()
      .where('subject_id' as never, '=', organisation as never)
      .execute(),
  )
  const actors = (looks as { actor: string; purpose: string }[]).map(({ actor }) => actor)
  assert.ok(
    actors.some((actor) => actor.includes(invited.id)),
    actors.join(' '),
  )
})

test('Whoever finds an open screen cannot end the account without signing in once more', async () => {
  const { visitor } = await someone(20)
  const asked = await visitor.post('/accounts/erase', { sure: 'yes' })
  assert.match(locationOf(asked), /^\/accounts\/sign-in\?why=again/)
  assert.equal((await visitor.get('/accounts')).status, 200)
})
