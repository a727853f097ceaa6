// What a unit may not do to the processes of another one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { StaffNotice } from '../../contracts/desk-work.ts'
import type { TaskPlace } from '../../contracts/processes.ts'
import { giveDeputy } from '../../kernel/deputies.ts'
import { giveRole } from '../../kernel/grants.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { registerPerson } from '../../kernel/people.ts'
import { saveRole } from '../../kernel/roles.ts'
import { openSession } from '../../kernel/sessions.ts'
import { joinUnit } from '../../kernel/staff.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { WriteDb } from '../../kernel/town.ts'
import { multipart } from '../../kernel/uploads/fixtures.ts'
import { begun, bpmn, deployed, stateOf } from './fixtures.ts'
import processes from './module.tsx'
import type { Db } from './version.ts'

const notices: { person: string; text: string; path: string | undefined }[] = []
/** A room with its own page for some tasks, which also tells colleagues. */
const matters: Module = {
  name: 'matters',
  officialName: 'Anliegen',
  folder: '',
  offers: [
    offer<StaffNotice>(
      'staff-notice',
      1,
      async (_town, { person, text, path }) => void notices.push({ person, text: text.de, path }),
    ),
    offer<TaskPlace>('task-place', 1, async (_town, { form, businessKey }) =>
      form === 'matters.decide' ? { path: `/desk/matters/${businessKey}` } : undefined,
    ),
  ],
}
const fresh = await freshHouse({ modules: [{ ...processes, folder: '' }, matters] })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()
const permissions = ['processes.model.change', 'processes.instance.read', 'processes.task.work']

await town.write(async (db: WriteDb<KernelTables>) => {
  const units = 'key;parent;kind;name\npark;;department;Gartenbau\ntax;;department;Steueramt\n'
  await takeOrganisation(db, { lines: readOrganisation(units).lines, source: 'file' }, now)
  await saveRole(db, undefined, { key: 'modeler', name: 'Modelle', permissions }, new Set(permissions), now)
})

async function colleague(unit: string, hasRole = true): Promise<{ id: string; session: string }> {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: unit }, now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const place = await db.selectFrom('kernel.unit').select('id').where('key', '=', unit).executeTakeFirstOrThrow()
    await joinUnit(db, id, place.id, now)
    if (hasRole) await giveRole(db, undefined, { person: id, role: 'modeler', unit }, now)
  })
  return { id, session: await openSession(town, id, 'high', now) }
}
const clerk = await colleague('tax')
const tax = clerk.session
const park = (await colleague('park')).session

const model = (key: string, trigger = '') =>
  bpmn(key, `<bpmn:startEvent id="a">${trigger}</bpmn:startEvent><bpmn:endEvent id="b"/>`, 'a -> b')
const upload = (session: string, unit: string, content: string) => {
  const sent = multipart([
    { field: 'file', name: 'model.bpmn', content },
    { field: 'unit', content: unit },
  ])
  const headers = { ...sent.headers, origin: town.origin }
  return served.request(town, '/desk/processes/deploy', { method: 'POST', session, ...sent, headers })
}
const modelsOf = (key: string) =>
  town.write((db: Db) => db.selectFrom('processes.model').select(['unit']).where('key', '=', key).execute())

test('A unit does not take over the process of another one by deploying its key again', async () => {
  assert.equal((await upload(tax, '/tax/', model('assessment'))).status, 303)
  const taken = await upload(park, '/park/', model('assessment'))
  assert.equal(taken.status, 422)
  assert.match(taken.text, /gehört einer anderen Stelle/)
  assert.deepEqual(await modelsOf('assessment'), [{ unit: '/tax/' }])
  assert.equal((await upload(tax, '/tax/', model('assessment').replace('name="assessment"', 'name="Bescheid"'))).status, 303)
})

test('A file that is refused leaves no model behind', async () => {
  const timer = '<bpmn:timerEventDefinition><bpmn:timeCycle>= "nie"</bpmn:timeCycle></bpmn:timerEventDefinition>'
  assert.equal((await upload(tax, '/tax/', model('weekly', timer))).status, 422)
  assert.deepEqual(await modelsOf('weekly'), [])
})

test('Four eyes: whoever may only by what the first one lent them is no second person', async () => {
  const deputy = await colleague('tax', false)
  const colleagueToo = await colleague('tax')
  const lent = {
    person: clerk.id,
    deputy: deputy.id,
    startsAt: new Date(now.getTime() - 60_000),
    endsAt: new Date(now.getTime() + 86_400_000),
  }
  await town.write((db: WriteDb<KernelTables>) => giveDeputy(db, { person: clerk.id, permission: '' }, lent, new Set(), now))
  const tasks =
    '<bpmn:startEvent id="a"/><bpmn:userTask id="First" stadttor:unit="tax"/><bpmn:userTask id="Second" stadttor:unit="tax" stadttor:notBy="First"/><bpmn:endEvent id="b"/>'
  await deployed(town, bpmn('refund', tasks, 'a -> First\nFirst -> Second\nSecond -> b'), now, '/tax/')
  const { instance } = await begun(town, 'refund', [], now)
  const complete = async (session: string): Promise<string> => {
    const { id } = (await stateOf(town, instance)).tasks[0]!
    const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
    const path = `/desk/processes/tasks/${id}/complete`
    return String((await served.request(town, path, { method: 'POST', session, headers, body: '' })).headers.location)
  }
  assert.match(await complete(tax), /done=1/)
  assert.match(await complete(tax), /refused=four-eyes/)
  assert.match(await complete(deputy.session), /refused=four-eyes/)
  assert.match(await complete(colleagueToo.session), /done=1/)
})

test('Programs are told what to send to every address of processes', async () => {
  const { text } = await served.request(town, '/api/v1/openapi.json')
  type Described = {
    requestBody?: { content: Record<string, { schema: unknown }> }
    parameters: { name: string }[]
    security: unknown
  }
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Described>> }
  const ours = Object.entries(paths).filter(([path]) => path.startsWith('/api/v1/processes'))
  const sent = ours.flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      method === 'get' || requestBody ? [] : [`${method} ${path}`],
    ),
  )
  assert.deepEqual(sent, [])
  assert.ok(ours.length >= 8)
  const complete = paths['/api/v1/processes/tasks/{id}/complete']?.post
  assert.deepEqual(
    complete?.parameters.map(({ name }) => name),
    ['id'],
  )
  assert.deepEqual(complete?.security, [{ token: [] }])
})

test('A task that belongs to the page of another room is done there and nowhere else', async () => {
  const task =
    '<bpmn:startEvent id="a"/><bpmn:userTask id="Decide" stadttor:unit="tax" stadttor:form="matters.decide"/><bpmn:endEvent id="b"/>'
  await deployed(town, bpmn('elsewhere', task, 'a -> Decide\nDecide -> b'), now, '/tax/')
  const { instance } = await begun(town, 'elsewhere', [], now, { businessKey: 'M-1' })
  const { id } = (await stateOf(town, instance)).tasks[0]!
  const shown = await served.request(town, `/desk/processes/tasks/${id}`, { session: tax })
  assert.match(shown.text, /href="\/desk\/matters\/M-1"/)
  assert.doesNotMatch(shown.text, /Aufgabe erledigen/)
  const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
  const path = `/desk/processes/tasks/${id}/complete`
  const done = await served.request(town, path, { method: 'POST', session: tax, headers, body: '' })
  assert.equal(done.headers.location, '/desk/matters/M-1')
  assert.equal((await stateOf(town, instance)).state, 'running')
})

test('Whoever is handed a task is told; a colleague does not take it away again', async () => {
  const task = '<bpmn:startEvent id="a"/><bpmn:userTask id="Check" name="Prüfen" stadttor:unit="tax"/><bpmn:endEvent id="b"/>'
  await deployed(town, bpmn('handed', task, 'a -> Check\nCheck -> b'), now, '/tax/')
  const { instance } = await begun(town, 'handed', [], now)
  const { id } = (await stateOf(town, instance)).tasks[0]!
  const [to, other] = [await colleague('tax'), await colleague('tax')]
  const assign = async (session: string, body: string): Promise<string> => {
    const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
    const asked = { method: 'POST', session, headers, body }
    return String((await served.request(town, `/desk/processes/tasks/${id}/assign`, asked)).headers.location)
  }
  await assign(tax, `do=delegate&to=${to.id}`)
  assert.deepEqual(notices, [
    { person: to.id, text: 'Eine Aufgabe wurde an Sie weitergegeben: Prüfen', path: `/desk/processes/tasks/${id}` },
  ])
  assert.match(await assign(other.session, 'do=release'), /refused=taken/)
  assert.equal((await stateOf(town, instance)).tasks[0]!.assignee, to.id)
  await assign(to.session, 'do=release')
  assert.equal((await stateOf(town, instance)).tasks[0]!.assignee, null)
})
