// Forms for an organisation: who may only read there sends nothing for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { startSession } from '../../../kernel/sessions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import { aBrowser, aPublishedForm } from './fixtures.ts'

const fresh = await freshHouse()
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()

type Authorities = KernelTables & {
  'accounts.act': { subject_id: string; how: string; what: string; by_person: string }
  'accounts.organisation': { id: string; kind: string; state: string; opened_at: Date }
  'accounts.representative': {
    id: string
    organisation_id: string
    person_id: string
    role: string
    matters: string[]
    source: string
    since: Date
  }
}

test('A representative whose right became reading only does not send the form they began for the organisation', async () => {
  const question = { kind: 'question', key: 'name', type: 'text', label: { de: 'Wie heißt der Hund?' } }
  await aPublishedForm(
    town,
    'hund',
    {
      format: 'stadttor-form/1',
      title: { de: 'Hund anmelden' },
      languages: ['de'],
      audience: ['company'],
      level: 'none',
      writtenForm: 'none',
      pages: [{ key: 'hund', title: { de: 'Hund' }, items: [question] }],
    },
    now,
  )
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Ada', familyName: 'Muster' }, now)
  const [organisation, authority] = [newId(now), newId(now)]
  const session = await town.write(async (db: WriteDb<Authorities>) => {
    await db
      .insertInto('accounts.organisation')
      .values({ id: organisation, kind: 'company', state: 'unverified', opened_at: now })
      .execute()
    const row = { id: authority, organisation_id: organisation, person_id: person, matters: [], source: 'typed', since: now }
    await db
      .insertInto('accounts.representative')
      .values({ ...row, role: 'all' })
      .execute()
    const proof = { method: 'command', level: 'basic', secondFactor: true } as const
    return startSession(db as never, person, proof, now, { kind: 'organisation', id: organisation, authority })
  })
  const browser = aBrowser(served, town)
  browser.jar.set('__Host-session', session)
  const first = await browser.post('/forms/hund/begin', {})
  const fill = first.location.replace(/\/[^/]+$/, '')
  const { location: check } = await browser.send(`${fill}/hund`, { name: 'Bello' })
  const seen = browser.hidden((await browser.get(check)).text, 'seen')
  const become = (role: string) =>
    town.write((db: WriteDb<Authorities>) => db.updateTable('accounts.representative').set({ role }).execute())
  await become('read')
  assert.equal((await browser.post(check, { confirm: 'yes', seen })).status, 403)
  const sent = await town.read((db: ReadDb<SubmissionTables>) => db.selectFrom('forms.submission').select('id').execute())
  assert.deepEqual(sent, [])
  await become('all')
  assert.match((await browser.post(check, { confirm: 'yes', seen })).location, /receipt/)
  const look = { subjects: [organisation], actor: 'self', purpose: 'Versuch', legalBasis: 'Versuch' }
  const acts = await town.personal(look, (db: WriteDb<Authorities>) =>
    db.selectFrom('accounts.act').select(['how', 'what', 'by_person']).where('subject_id', '=', organisation).execute(),
  )
  assert.deepEqual(acts, [{ how: 'representative', what: 'Formular „Hund anmelden“ abgesendet', by_person: person }])
})
