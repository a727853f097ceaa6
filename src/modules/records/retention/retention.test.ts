// How long files are kept, and what becomes of them: nothing too early, nothing under hold, nothing without proof.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { asDay } from '../../../kernel/calendar/day.ts'
import { openFile } from '../../../kernel/files.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import type { Town } from '../../../kernel/town.ts'
import { aPlan, file } from '../fixtures.ts'
import { liftHold, setHold } from '../hold.ts'
import records from '../module.tsx'
import { legalBasis } from '../person-offers.ts'
import { closeProcedure } from '../procedure.ts'
import type { Db } from '../text.ts'
import { appraise, beginDisposal, endItems, prepareDisposals } from './disposal.ts'
import { keepUntil, periodOf } from './period.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const opened = new Date('2010-03-01T10:00:00Z')
const now = new Date('2026-11-22T10:00:00Z')
const today = '2026-11-22'
const by = newId()
const actor = { staff: by, unit: '/' }

test('A period runs from the end of the year of closing, or from the day of closing where the plan says so', () => {
  const plan = { keep_years: 10, forever: false, starts: 'year-end' as const, law: '§ 147 AO' }
  const none = { keep_years: null, law: '' }
  assert.equal(keepUntil(periodOf(plan, none), asDay('2026-01-01')), '2036-12-31')
  assert.equal(keepUntil(periodOf({ ...plan, starts: 'closing' }, none), asDay('2024-02-29')), '2034-02-28')
  assert.equal(keepUntil(periodOf({ ...plan, keep_years: 0 }, none), asDay('2026-05-01')), '2026-12-31')
  assert.equal(keepUntil(periodOf({ ...plan, forever: true }, none), asDay('2026-05-01')), null)
  assert.equal(periodOf({ ...plan, keep_years: null }, none), 'unknown')
})

async function closedIn(town: Town, plan: string, at: Date) {
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, at)
  const filed = await file(
    house,
    town,
    { person, plan, documents: [{ content: `Antrag ${newId()}` }, { content: 'für alle gleich' }] },
    at,
  )
  await town.write((db: Db) => closeProcedure(db, filed.procedure, 'bewilligt', actor, at))
  return { ...filed, person }
}
async function townWithOldFiles() {
  const town = await freshTown(house)
  await aPlan(town, opened)
  return {
    town,
    old: await closedIn(town, '9221', opened),
    young: await closedIn(town, '9221', now),
    offered: await closedIn(town, '92', opened),
  }
}
const begin = (town: Town) => town.write((db: Db) => beginDisposal(db, { unit: '/', due: today, by, actor }, now))
const itemsOf = (town: Town, id: string) =>
  town.write((db: Db) =>
    db.selectFrom('records.disposal_item').selectAll().where('disposal_id', '=', id).orderBy('procedure_id').execute(),
  )
const stateOf = (town: Town, id: string) =>
  town.write((db: Db) => db.selectFrom('records.disposal').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const documentsOf = (town: Town, procedure: string) =>
  town.write((db: Db) => db.selectFrom('records.document').select('id').where('procedure_id', '=', procedure).execute())

test('Only what is due is gathered, once; what the plan leaves open must be appraised first', async () => {
  const { town, old, offered } = await townWithOldFiles()
  const id = (await begin(town))!
  const items = await itemsOf(town, id)
  assert.deepEqual(
    new Map(items.map((one) => [one.procedure_id, one.appraisal])),
    new Map([
      [old.procedure, 'V'],
      [offered.procedure, 'B'],
    ] as const),
  )
  assert.equal(await begin(town), undefined, 'in one run at a time')
  const ending = { procedures: [old.procedure], outcome: 'destroyed' as const, by, actor }
  assert.equal((await endItems(house, town, id, ending, now)).destroyed, 0, 'not before everything is appraised')
  await town.write((db: Db) =>
    appraise(
      db,
      id,
      [
        { id: offered.procedure, appraisal: 'A' },
        { id: newId(), appraisal: 'V' },
      ],
      actor,
      now,
    ),
  )
  assert.equal((await stateOf(town, id)).state, 'appraised')
})

test('Destroyed means that content, names and words are gone, others keep theirs, and the proof stays', async () => {
  const { town, old, young, offered } = await townWithOldFiles()
  const id = (await begin(town))!
  await town.write((db: Db) => appraise(db, id, [{ id: offered.procedure, appraisal: 'A' }], actor, now))
  const blobs = await town.write((db: Db) =>
    db
      .selectFrom('records.version as v')
      .innerJoin('records.document as d', 'd.id', 'v.document_id')
      .select(['v.blob', 'd.procedure_id'])
      .execute(),
  )
  const own = blobs.filter(({ procedure_id }) => procedure_id === old.procedure).map(({ blob }) => blob)
  const shared = blobs.filter(({ blob }) => blobs.filter((other) => other.blob === blob).length > 1)[0]!.blob
  const all = [old.procedure, young.procedure, offered.procedure]
  const counted = await endItems(house, town, id, { procedures: all, outcome: 'destroyed', by, actor }, now)
  assert.deepEqual(
    counted,
    { destroyed: 1, 'handed-over': 0, held: 0, failed: 0 },
    'neither the young one nor what goes to the archive',
  )
  assert.equal((await documentsOf(town, old.procedure)).length, 0)
  assert.equal((await documentsOf(town, young.procedure)).length, 2)
  const alone = own.find((blob) => blob !== shared)!
  assert.equal(await openFile(house.files, town.dataKey, alone), undefined)
  assert.ok(await openFile(house.files, town.dataKey, shared), 'others still refer to it')
  const look = { subjects: [old.person], actor: { system: 'test' }, purpose: 'Probe', legalBasis }
  const texts = await town.personal(look, (db: Db) => db.selectFrom('records.person_text').selectAll().execute())
  assert.deepEqual(texts, [])
  const [item] = (await itemsOf(town, id)).filter(({ outcome }) => outcome === 'destroyed')
  assert.equal(item?.documents, 2)
  assert.equal(item?.proof?.length, 32)
  const history = await town.write((db: Db) =>
    db.selectFrom('records.history').select('what').where('procedure_id', '=', old.procedure).execute(),
  )
  assert.ok(history.some(({ what }) => what === 'destroyed') && history.some(({ what }) => what === 'filed'))
  const handed = await endItems(
    house,
    town,
    id,
    { procedures: [offered.procedure], outcome: 'handed-over', mark: new Map([[offered.procedure, 'Sign. 1']]), by, actor },
    now,
  )
  assert.equal(handed['handed-over'], 1)
  assert.equal((await stateOf(town, id)).state, 'done')
})

test('Nothing under hold is gathered, and a hold that comes in between stops the destruction; lifted, it is due again', async () => {
  const { town, old, offered } = await townWithOldFiles()
  const id = (await begin(town))!
  await town.write((db: Db) => appraise(db, id, [{ id: offered.procedure, appraisal: 'V' }], actor, now))
  await town.write((db: Db) => setHold(db, { procedure: old.procedure }, 'Klage', by, actor, now))
  const ending = { procedures: [old.procedure, offered.procedure], outcome: 'destroyed' as const, by, actor }
  assert.deepEqual(await endItems(house, town, id, ending, now), { destroyed: 1, 'handed-over': 0, held: 1, failed: 0 })
  assert.equal((await documentsOf(town, old.procedure)).length, 2)
  assert.equal(await begin(town), undefined)
  const [hold] = await town.write((db: Db) => db.selectFrom('records.hold').select('id').execute())
  await town.write((db: Db) => liftHold(db, hold!.id, { procedure: old.procedure }, by, actor, now))
  assert.ok(await begin(town))
})

test('A hold on the file holds every procedure in it', async () => {
  const { town, old } = await townWithOldFiles()
  const { file_id } = await town.write((db: Db) =>
    db.selectFrom('records.procedure').select('file_id').where('id', '=', old.procedure).executeTakeFirstOrThrow(),
  )
  await town.write((db: Db) => setHold(db, { file: file_id! }, 'Prüfung', by, actor, now))
  const id = (await begin(town))!
  assert.ok((await itemsOf(town, id)).every(({ procedure_id }) => procedure_id !== old.procedure))
})

test('The job prepares a run where something is due, and a second time nothing', async () => {
  const { town } = await townWithOldFiles()
  const due = () => today
  assert.ok((await prepareDisposals(house, due, now)) >= 1)
  assert.equal(await prepareDisposals(house, due, now), 0)
  const runs = await town.write((db: Db) => db.selectFrom('records.disposal').select(['state', 'unit']).execute())
  assert.deepEqual(runs, [{ state: 'draft', unit: '/' }])
})
