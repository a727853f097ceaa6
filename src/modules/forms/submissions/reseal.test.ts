// A new data key for a town: what was sent before stays readable, is closed anew, and its seals stay valid.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { keyRotate } from '../../../commands/key-rotate.ts'
import { encrypt, keyNumber, numberOf } from '../../../kernel/keys.ts'
import type { StoredEvent } from '../../../kernel/module.ts'
import forms from '../module.tsx'
import { beginDraft, publishSample, sampleAnswers, sendSample } from './fixtures.ts'
import { readReceipt } from './receipt.ts'
import { addReceiver, openSecret } from './receiver.ts'
import { hearRotation } from './reseal.ts'
import { checkCodeOf, isSignedSubmission } from './seal.ts'
import { verifyCode } from './verify.ts'

const fresh = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }] })
const { house } = fresh
const before = await freshTown(house)
const now = new Date()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const rows = async (query: string) => (await admin.query(query)).rows

test('After a change of the key everything is closed with the new one, reads as before, and bears a valid seal', async () => {
  const sample = await publishSample(before, { now })
  const { submission } = await sendSample(house, before, sample, { now })
  const draft = await beginDraft(before, sample, { now })
  const sealed = encrypt(before.dataKey, Buffer.from('{}'), `forms.draft/${draft}`)
  await admin.query('UPDATE forms.draft_content SET sealed = $1 WHERE draft_id = $2', [sealed, draft])
  const webhook = { kind: 'webhook', label: 'Fach', target: 'https://fach.example/', formId: sample.form.id, now } as const
  const { secret } = await addReceiver(before, 'self', webhook)
  const call = { positionals: [], options: { town: before.key, wait: '0' }, now, configuration: {} as never, databaseUrl: '' }
  assert.equal(await keyRotate.run(house, call), 0)
  const town = house.towns.byKey(before.key)!
  assert.equal(keyNumber(town.dataKey), 2)
  const [event] = (await rows("SELECT * FROM kernel.event WHERE type = 'kernel.key-rotated.v1'")) as [StoredEvent]
  await assert.rejects(hearRotation(before, event), /not known here yet/)
  await hearRotation(town, event)
  for (const table of ['submission_content', 'draft_content'])
    for (const { sealed: closed } of await rows(`SELECT sealed FROM forms.${table}`)) assert.equal(numberOf(closed), 2, table)
  const receipt = await readReceipt(town, submission, 'self' as never, 'Test')
  assert.deepEqual(receipt.content?.answers, sampleAnswers)
  assert.ok(isSignedSubmission(town.dataKey, submission))
  assert.equal((await verifyCode(town, { language: 'de' }, submission.reference, checkCodeOf(submission))).is, 'valid')
  const [receiver] = await rows('SELECT * FROM forms.receiver')
  assert.equal(numberOf(receiver.secret), 2)
  assert.equal(openSecret(town.dataKey, receiver), secret)
})

test('A process that came later reads with both keys', async () => {
  const second = await fresh.another()
  assert.equal(keyNumber(second.towns.byKey(before.key)!.dataKey), 2)
})
