// The business trip through the front door: three levels, deputies, a question back, a deadline, and a booking program from outside.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { giveDeputy } from '../../kernel/deputies.ts'
import { giveRole } from '../../kernel/grants.ts'
import { createMachineToken } from '../../kernel/machine-tokens.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { saveRole } from '../../kernel/roles.ts'
import { openSession } from '../../kernel/sessions.ts'
import { joinUnit } from '../../kernel/staff.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { WriteDb } from '../../kernel/town.ts'
import { multipart } from '../../kernel/uploads/fixtures.ts'
import { stateOf } from './fixtures.ts'
import processes from './module.tsx'
import { runTown } from './worker.ts'

const fresh = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()

const units = `key;parent;kind;name
superiors;;department;Vorgesetzte
heads;;department;Amtsleitung
directors;;department;Referatsleitung
travellers;;department;Reisende
`
await town.write(async (db: WriteDb<KernelTables>) => {
  await takeOrganisation(db, { lines: readOrganisation(units).lines, source: 'file' }, now)
  await saveRole(
    db,
    undefined,
    { key: 'decider', name: 'Entscheidung', permissions: ['processes.task.work'] },
    new Set(['processes.task.work']),
    now,
  )
})

async function colleague(unit?: string, permissions: readonly string[] = []) {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: unit ?? 'Muster' }, now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const { id: place } = await db
      .selectFrom('kernel.unit')
      .select('id')
      .where('key', '=', unit ?? 'travellers')
      .executeTakeFirstOrThrow()
    await joinUnit(db, id, place, now)
    if (unit) await giveRole(db, undefined, { person: id, role: 'decider', unit }, now)
  })
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'high', now) }
}
const post = (session: string, fields: Record<string, string>): Asked => ({
  method: 'POST',
  session,
  headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})
const admin = await colleague(undefined, ['processes.model.change', 'processes.instance.read', 'processes.instance.repair'])
const program = await town.write((db: WriteDb<KernelTables>) =>
  createMachineToken(
    db,
    {
      name: 'Buchung',
      permissions: ['processes.work.do', 'processes.instance.start', 'processes.history.read'],
      expiresAt: new Date(Date.now() + 3_600_000),
    },
    now,
  ),
)
const call = async (path: string, body?: unknown) => {
  const answered = await served.request(town, `/api/v1/processes/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${program}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answered.status, json: JSON.parse(answered.text || '{}') as Said }
}
const upload = (name: string, content: string | Buffer) => {
  const sent = multipart([
    { field: 'file', name, content },
    { field: 'unit', content: '/' },
  ])
  return served.request(town, '/desk/processes/deploy', {
    method: 'POST',
    session: admin.session,
    ...sent,
    headers: { ...sent.headers, origin: town.origin },
  })
}
const demo = (name: string): Buffer => readFileSync(join(repository, 'src/modules/processes/demo', name))

type Work = { id: string; variables: Record<string, unknown> }
type Said = { id?: string; state?: string; items?: Work[]; variables?: Record<string, unknown> }

/** Claims nothing: finds the task in the list and completes it as its page would. */
async function complete(who: { session: string }, task: RegExp, fields: Record<string, string>) {
  const list = await served.request(town, '/desk/processes/tasks?view=all', { session: who.session })
  const found = [...list.text.matchAll(/href="\/desk\/processes\/tasks\/([0-9a-f-]{36})"[^>]*>([^<]+)</g)].find(([, , name]) =>
    task.test(name ?? ''),
  )
  assert.ok(
    found,
    `${task} is not on the list: ${list.status} ${list.text.slice(list.text.indexOf('<main'), list.text.indexOf('</main'))}`,
  )
  const shown = await served.request(town, `/desk/processes/tasks/${found[1]}`, { session: who.session })
  assert.equal(shown.status, 200)
  return served.request(town, `/desk/processes/tasks/${found[1]}/complete`, post(who.session, fields))
}

test('A model is deployed from a file; one that does not run is refused with reasons', async () => {
  assert.equal((await upload('trip.dmn', demo('business-trip.dmn'))).status, 303)
  const deployed = await upload('trip.bpmn', demo('business-trip.bpmn'))
  assert.match(String(deployed.headers.location), /^\/desk\/processes\/models\/[0-9a-f-]{36}\?done=deployed$/)
  const shown = await served.request(town, String(deployed.headers.location), { session: admin.session })
  assert.match(shown.text, /<svg/)
  assert.match(shown.text, /Vorgesetzte Person entscheidet/)
  const broken = String(demo('business-trip.bpmn')).replace(
    'stadttor:topic="travel.book"',
    'camunda:class="x.Y" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  )
  const refused = await upload('broken.bpmn', broken)
  assert.equal(refused.status, 422)
  assert.match(refused.text, /Reise buchen/)
  assert.equal((await upload('evil.bpmn', '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>')).status, 422)
})

test('A trip abroad passes three levels with a question back, a deputy and four eyes, and is booked by a program', async () => {
  const [superior, head, deputy, director, traveller] = [
    await colleague('superiors'),
    await colleague('heads'),
    await colleague(),
    await colleague('directors'),
    await colleague('travellers'),
  ]
  await town.write((db: WriteDb<KernelTables>) =>
    giveDeputy(
      db,
      { person: head.id, permission: '' },
      {
        person: head.id,
        deputy: deputy.id,
        startsAt: new Date(now.getTime() - 60_000),
        endsAt: new Date(now.getTime() + 86_400_000),
      },
      new Set(),
      now,
    ),
  )
  const models = await served.request(town, '/desk/processes', { session: admin.session })
  const model = /models\/([0-9a-f-]{36})">Dienstreise</.exec(models.text)?.[1]
  const wrong = await served.request(
    town,
    `/desk/processes/models/${model}/start`,
    post(admin.session, { key: 'R-1', v_destination: 'Wien', v_days: 'drei' }),
  )
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /Geben Sie eine Zahl ein/)
  const started = await served.request(
    town,
    `/desk/processes/models/${model}/start`,
    post(admin.session, { key: 'R-1', v_destination: 'Wien', v_days: '3', v_cost: '812,50', v_abroad: 'true' }),
  )
  const instance = /instances\/([0-9a-f-]{36})/.exec(String(started.headers.location))![1]!
  assert.deepEqual((await stateOf(town, instance)).variables.levels, { number: '3' })

  await complete(superior, /Vorgesetzte/, { v_outcome: 'question', v_question: 'Warum nicht online?' })
  assert.deepEqual((await stateOf(town, instance)).at, ['Answer', 'Approval'])
  const rests = (await stateOf(town, instance)).log
    .filter(({ what }) => what === 'paused' || what === 'resumed')
    .map(({ what }) => what)
  assert.deepEqual(rests, ['paused'])
  const hidden = await served.request(town, '/desk/processes/tasks?view=all', { session: superior.session })
  assert.doesNotMatch(hidden.text, /Rückfrage beantworten/)
  assert.equal((await complete(traveller, /Rückfrage/, { v_answer: '' })).status, 422)
  await complete(traveller, /Rückfrage/, { v_answer: 'Besichtigung vor Ort' })
  await complete(superior, /Vorgesetzte/, { v_outcome: 'approve' })
  // The deputy of the head decides in the head's place.
  await complete(deputy, /Amtsleitung/, { v_outcome: 'approve' })
  await complete(director, /Referatsleitung/, { v_outcome: 'approve' })
  assert.deepEqual((await stateOf(town, instance)).at, ['Book'])

  // The server's own worker hands the work over to programs; until then there is nothing to fetch.
  let fetched = await call('work/fetch', { worker: 'w1', topics: ['travel.book'] })
  while (fetched.json.items?.length === 0) {
    await runTown(house, town, () => new Date())
    fetched = await call('work/fetch', { worker: 'w1', topics: ['travel.book'] })
  }
  const [work] = fetched.json.items ?? []
  assert.deepEqual(work?.variables, { destination: 'Wien', days: 3 })
  assert.equal((await call('work/fetch', { worker: 'w2', topics: ['travel.book'] })).json.items?.length, 0)
  assert.equal((await call(`work/${work!.id}/answer`, { worker: 'w2', done: {} })).status, 409)
  assert.equal((await call(`work/${work!.id}/answer`, { worker: 'w1', done: { ticket: 'T-7' } })).status, 200)
  const { json } = await call(`instances/${instance}`)
  assert.equal(json.state, 'ended')
  assert.equal(json.variables?.ticket, 'T-7')
  const page = await served.request(town, `/desk/processes/instances/${instance}`, { session: admin.session })
  assert.match(page.text, /Der Vorgang ist beendet/)
  assert.match(page.text, /Die Frist „Fünf Arbeitstage vorbei“ ruht/)
})

test('A trip that nobody decides on is called to mind after five working days', async () => {
  const begun = await call('instances', {
    process: 'business-trip',
    businessKey: 'R-2',
    key: 'r2',
    variables: { destination: 'Ulm', days: 1, cost: 80, abroad: false },
  })
  assert.equal(begun.status, 201)
  const again = await call('instances', { process: 'business-trip', businessKey: 'R-2', key: 'r2', variables: {} })
  assert.deepEqual([again.status, again.json.id], [200, begun.json.id])
  const instance = String(begun.json.id)
  await runTown(house, town, () => new Date(now.getTime() + 30 * 86_400_000))
  assert.ok((await stateOf(town, instance)).at.includes('Remind'))
})

test('An instance is repaired on the desk, with a reason; whoever may not sees nothing', async () => {
  const begun = await call('instances', {
    process: 'business-trip',
    businessKey: 'R-3',
    variables: { destination: 'Ulm', days: 1 },
  })
  const path = `/desk/processes/instances/${String(begun.json.id)}`
  const stuck = await served.request(town, path, { session: admin.session })
  assert.match(stuck.text, /hat kein Ergebnis|weder ja noch nein/)
  const token = /name="token" value="([^"]+)"/.exec(stuck.text)![1]!
  assert.equal(
    (await served.request(town, `${path}/repair`, post(admin.session, { do: 'set', name: 'cost', value: '40 +', reason: 'x' })))
      .status,
    422,
  )
  await served.request(town, `${path}/repair`, post(admin.session, { do: 'set', name: 'cost', value: '40', why: 'nachgetragen' }))
  await served.request(
    town,
    `${path}/repair`,
    post(admin.session, { do: 'set', name: 'abroad', value: 'false', why: 'nachgetragen' }),
  )
  await served.request(town, `${path}/repair`, post(admin.session, { do: 'retry', token }))
  assert.deepEqual((await stateOf(town, String(begun.json.id))).at, ['Approval', 'First'])
  const stranger = await colleague('heads')
  assert.ok([403, 404].includes((await served.request(town, path, { session: stranger.session })).status))
})
