// What another room does with the process behind its matter: begin it once, tell it something, see and do its tasks in its own transaction.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { AssignTasks, CompleteTask, ProcessMessage, ProcessState, StartProcess } from '../../contracts/processes.ts'
import type { SignedIn } from '../../kernel/access.ts'
import { giveRole } from '../../kernel/grants.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { tell } from '../../kernel/outbox.ts'
import { registerPerson } from '../../kernel/people.ts'
import { saveRole } from '../../kernel/roles.ts'
import { findSignedIn, openSession } from '../../kernel/sessions.ts'
import { joinUnit } from '../../kernel/staff.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { TownSql, WriteDb } from '../../kernel/town.ts'
import { bpmn, deployed, stateOf } from './fixtures.ts'
import processes from './module.tsx'
import { runTown } from './worker.ts'

const now = new Date()

/** A room whose matters are moved by processes. */
const matters: Module = {
  name: 'matters',
  officialName: 'Vorgänge',
  folder: '',
  offers: [
    offer<ProcessWork>('process-work', 1, async (_town, { db, topic, variables, businessKey }) => {
      if (topic === 'matters.refuse') return { incident: { de: 'Die Gebühr ist nicht festgelegt.', en: 'The fee is not set.' } }
      if (topic === 'matters.locked') {
        await sql`SELECT 1 FROM kernel.unit WHERE key = 'tax' FOR UPDATE`.execute(db)
        return { done: {} }
      }
      if (topic !== 'matters.step') return undefined
      await tell(db, { type: 'matters.moved.v1', subjects: [`matters.matter/${businessKey}`], payload: { ...variables } })
      return { done: {} }
    }),
  ],
}
const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }, matters] })
const town = await freshTown(house)
await town.write(async (db: WriteDb<KernelTables>) => {
  const units = 'key;parent;kind;name\ntax;;department;Steueramt\npark;;department;Gartenbau\n'
  await takeOrganisation(db, { lines: readOrganisation(units).lines, source: 'file' }, now)
  const permissions = ['processes.task.work']
  await saveRole(db, undefined, { key: 'clerk', name: 'Sachbearbeitung', permissions }, new Set(permissions), now)
})

const message = '<bpmn:message id="W" name="cases.withdrawn"/>'
const model = bpmn(
  'permit',
  `<bpmn:startEvent id="Start"/><bpmn:serviceTask id="Check" stadttor:topic="matters.step"><bpmn:extensionElements><stadttor:input to="step" from="check"/></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:userTask id="Decide" name="Entscheiden" stadttor:unit="= unit" stadttor:form="cases.decide"/><bpmn:endEvent id="End"/>
  <bpmn:subProcess id="Withdrawal" triggeredByEvent="true"><bpmn:startEvent id="Withdrawn"><bpmn:outgoing>w1</bpmn:outgoing><bpmn:messageEventDefinition messageRef="W"/></bpmn:startEvent>
  <bpmn:serviceTask id="Close" stadttor:topic="matters.step"><bpmn:extensionElements><stadttor:input to="step" from="withdrawn"/></bpmn:extensionElements><bpmn:incoming>w1</bpmn:incoming><bpmn:outgoing>w2</bpmn:outgoing></bpmn:serviceTask><bpmn:endEvent id="Gone"><bpmn:incoming>w2</bpmn:incoming></bpmn:endEvent>
  <bpmn:sequenceFlow id="w1" sourceRef="Withdrawn" targetRef="Close"/><bpmn:sequenceFlow id="w2" sourceRef="Close" targetRef="Gone"/></bpmn:subProcess>`,
  'Start -> Check\nCheck -> Decide\nDecide -> End',
  message,
)
await deployed(town, model, now)

async function clerk(unit: string): Promise<SignedIn> {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: unit }, now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const place = await db.selectFrom('kernel.unit').select('id').where('key', '=', unit).executeTakeFirstOrThrow()
    await joinUnit(db, id, place.id, now)
    await giveRole(db, undefined, { person: id, role: 'clerk', unit }, now)
  })
  return (await findSignedIn(town, await openSession(town, id, 'high', now), now))!
}
const inTown = <Result>(work: (db: TownSql) => Promise<Result>): Promise<Result> =>
  town.write((db: WriteDb<KernelTables>) => work(db as unknown as TownSql))
const begin = (businessKey: string, more: Partial<StartProcess['input']> = {}) =>
  inTown((db) =>
    house.ask<StartProcess>(town, 'start-process', {
      db,
      process: 'permit',
      businessKey,
      startKey: businessKey,
      variables: { unit: '/tax/' },
      now,
      ...more,
    }),
  )
const stateFor = async (businessKey: string) =>
  (await inTown((db) => house.ask<ProcessState>(town, 'process-state', { db, businessKey })))!
const run = () => runTown(house, town, () => now)
const moves = (businessKey: string): Promise<unknown[]> =>
  inTown(async (db) => {
    const { rows } = await sql<{ payload: unknown }>`SELECT payload FROM kernel.event
      WHERE type = 'matters.moved.v1' AND ${`matters.matter/${businessKey}`} = ANY (subjects) ORDER BY sequence`.execute(db)
    return rows.map(({ payload }) => payload)
  })

test('A matter begins its process once, and the first steps follow by themselves', async () => {
  const first = await begin('M-1')
  const again = await begin('M-1')
  assert.deepEqual(again, first)
  assert.equal('version' in first! && first.version, 1)
  await run()
  assert.deepEqual(await moves('M-1'), [{ step: 'check' }])
  const { state, tasks, path } = await stateFor('M-1')
  assert.equal(state, 'running')
  assert.match(path, /^\/desk\/processes\/instances\//)
  assert.deepEqual(
    tasks.map(({ node, form, units, assignee }) => ({ node, form, units, assignee })),
    [{ node: 'Decide', form: 'cases.decide', units: ['/tax/'], assignee: null }],
  )
  assert.deepEqual(await begin('M-2', { process: 'nothing' }), { refused: 'unknown' })
  assert.deepEqual(await begin('M-2', { version: 7 }), { refused: 'unknown' })
})

test('What began a process and was taken back leaves nothing of it', async () => {
  await assert.rejects(
    inTown(async (db) => {
      const asked = { process: 'permit', businessKey: 'M-3', startKey: 'M-3', variables: {}, now }
      await house.ask<StartProcess>(town, 'start-process', { db, ...asked })
      throw new Error('no')
    }),
  )
  assert.equal(await inTown((db) => house.ask<ProcessState>(town, 'process-state', { db, businessKey: 'M-3' })), undefined)
})

test('The competent clerk does the task in the same transaction as the decision; a colleague of another unit may not', async () => {
  await begin('M-4')
  await run()
  const [task] = (await stateFor('M-4')).tasks
  const complete = (person: SignedIn) =>
    inTown((db) =>
      house.ask<CompleteTask>(town, 'complete-task', { db, task: task!.id, person, variables: { next: 'decide' }, now }),
    )
  assert.deepEqual(await complete(await clerk('park')), { refused: 'gone' })
  const tax = await clerk('tax')
  assert.deepEqual(await complete(tax), { done: true })
  assert.deepEqual(await complete(tax), { refused: 'gone' })
  assert.equal((await stateFor('M-4')).state, 'ended')
})

test('Whoever takes over the matter has its tasks, and gives them back', async () => {
  const [tax, other, park] = [await clerk('tax'), await clerk('tax'), await clerk('park')]
  await begin('M-5')
  await run()
  const assign = (assignee: string | null, from?: string) =>
    inTown((db) => house.ask<AssignTasks>(town, 'assign-tasks', { db, businessKey: 'M-5', assignee, from, now }))
  const whose = async () => (await stateFor('M-5')).tasks.map(({ assignee }) => assignee)
  assert.deepEqual(await assign(tax.personId), { assigned: 1 })
  assert.deepEqual(await whose(), [tax.personId])
  assert.deepEqual(await assign(park.personId), { assigned: 0 })
  assert.deepEqual(await assign(null, other.personId), { assigned: 0 })
  const [task] = (await stateFor('M-5')).tasks
  const refused = await inTown((db) =>
    house.ask<CompleteTask>(town, 'complete-task', { db, task: task!.id, person: other, variables: {}, now }),
  )
  assert.deepEqual(refused, { refused: 'taken' })
  assert.deepEqual(await assign(null), { assigned: 1 })
  assert.deepEqual(await whose(), [null])
})

test('A withdrawal by message ends the work of this matter alone, and comes once', async () => {
  await begin('M-6')
  await begin('M-7')
  const withdraw = () =>
    inTown((db) =>
      house.ask<ProcessMessage>(town, 'process-message', {
        db,
        name: 'cases.withdrawn',
        key: 'M-6',
        once: 'w-6',
        variables: {},
        now,
      }),
    )
  await run()
  await withdraw()
  await withdraw()
  await run()
  assert.deepEqual(await moves('M-6'), [{ step: 'check' }, { step: 'withdrawn' }])
  assert.equal((await stateFor('M-6')).state, 'ended')
  assert.deepEqual((await stateFor('M-6')).tasks, [])
  assert.equal((await stateFor('M-7')).tasks.length, 1)
})

test('A room that cannot do its work says why, and somebody repairs it', async () => {
  const source = bpmn(
    'fee',
    '<bpmn:startEvent id="s"/><bpmn:serviceTask id="Issue" stadttor:topic="matters.refuse"/><bpmn:endEvent id="e"/>',
    's -> Issue\nIssue -> e',
  )
  await deployed(town, source, now)
  const begun = await begin('M-8', { process: 'fee' })
  await run()
  assert.deepEqual((await stateFor('M-8')).incident, { de: 'Die Gebühr ist nicht festgelegt.', en: 'The fee is not set.' })
  const { incidents } = await stateOf(town, 'instance' in begun! ? begun.instance : '')
  assert.equal(incidents.length, 1)
})

test('Work that meets a row somebody holds gives way, counts no fault, and is done a little later', async () => {
  const source = bpmn(
    'locked',
    '<bpmn:startEvent id="s"/><bpmn:serviceTask id="Note" stadttor:topic="matters.locked"/><bpmn:endEvent id="e"/>',
    's -> Note\nNote -> e',
  )
  await deployed(town, source, now)
  await begin('M-9', { process: 'locked' })
  await inTown(async (db) => {
    await sql`SELECT 1 FROM kernel.unit WHERE key = 'tax' FOR UPDATE`.execute(db)
    await run()
  })
  const tries = await inTown((db) =>
    sql<{ tries: number; left: number }>`SELECT tries, tries_left AS left FROM processes.job`.execute(db),
  )
  assert.deepEqual(tries.rows, [{ tries: 0, left: 5 }])
  await runTown(house, town, () => new Date(now.getTime() + 2_000))
  assert.equal((await stateFor('M-9')).state, 'ended')
})
