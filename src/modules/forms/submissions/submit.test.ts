// Sending a form on a real database: exactly once, all or nothing, sealed, and confirmed to its sender.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import type { Letter, SendLetter } from '../../../contracts/letters.ts'
import type { Message, SendMessage } from '../../../contracts/messages.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { readReference } from '../../../kernel/reference.ts'
import type { FormDocument } from '../document/document.ts'
import forms from '../module.tsx'
import { showAnswers } from './answer-view.ts'
import { beginDraft, publishSample, sampleAnswers, sampleDocument, sendingOf, sendSample, sent } from './fixtures.ts'
import { contentHash, isSignedSubmission, openContent } from './seal.ts'
import { submit } from './submit.ts'

const letters: Letter[] = []
const messages: Message[] = []
const post: Module = {
  name: 'post',
  officialName: 'Bote',
  folder: '',
  offers: [
    offer<SendLetter>('send-letter', 1, async (_town, { letter }) => {
      letters.push(letter)
      return { thread: 't', letter: 'l' }
    }),
    offer<SendMessage>('send-message', 1, async (_town, { message, now }) => {
      messages.push(message)
      return { id: newId(now) }
    }),
  ],
}
const fresh = await freshHouse({ modules: [{ ...forms, folder: '' }, post] })
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const now = new Date('2026-11-16T09:00:00Z')
const sample = await publishSample(town, { now })
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const rows = async (query: string, values: unknown[] = []) => (await admin.query(query, values)).rows

test('A second click, at once or later, is the same submission', async () => {
  const draft = await beginDraft(town, sample, { now })
  const asked = sendingOf(sample, draft, { now })
  const clicks = await Promise.all([submit(house, town, asked), submit(house, town, asked), submit(house, town, asked)])
  const later = await submit(house, town, { ...asked, now: new Date('2026-11-17T09:00:00Z') })
  const answered = [...clicks, later].map(sent)
  assert.equal(new Set(answered.map(({ submission }) => submission.id)).size, 1)
  assert.deepEqual(answered.map(({ again }) => again).sort(), [false, true, true, true])
  assert.deepEqual(await rows('SELECT count(*)::int AS n FROM forms.submission WHERE draft_id = $1', [draft]), [{ n: 1 }])
  const events = await rows(
    "SELECT payload FROM kernel.event WHERE type = 'forms.submitted.v1' AND payload->>'submission' = $1",
    [answered[0]!.submission.id],
  )
  assert.equal(events.length, 1)
})

test('What was sent is read back exactly, with its reason for what was left open, and the draft keeps nothing', async () => {
  const { submission } = await sendSample(house, town, sample, { now, fee: { cents: 3_000 } })
  const [row] = await rows('SELECT * FROM forms.submission_content WHERE submission_id = $1', [submission.id])
  const content = openContent(town.dataKey, submission.id, row.sealed)
  assert.deepEqual(content.answers, sampleAnswers)
  assert.deepEqual(content.leftOpen, { phone: 'Ich habe kein Telefon' })
  assert.equal(submission.fee_cents, 3_000)
  assert.equal(submission.keep_until, '2027-02-14')
  assert.equal(readReference(submission.reference), submission.reference)
  assert.deepEqual(await rows('SELECT 1 FROM forms.draft_content WHERE draft_id = $1', [submission.draft_id]), [])
  assert.deepEqual(await rows('SELECT state FROM forms.draft WHERE id = $1', [submission.draft_id]), [{ state: 'sent' }])
})

test('The seal fits what was sent, and nothing else', async () => {
  const { submission } = await sendSample(house, town, sample, { now })
  const [row] = await rows('SELECT * FROM forms.submission_content WHERE submission_id = $1', [submission.id])
  const content = openContent(town.dataKey, submission.id, row.sealed)
  assert.deepEqual(contentHash(content), submission.content_hash)
  assert.ok(isSignedSubmission(town.dataKey, submission))
  const changed = { ...content, answers: { ...content.answers, name: 'Zoe Lukasiewicz' } }
  assert.notDeepEqual(contentHash(changed), submission.content_hash)
  assert.equal(isSignedSubmission(town.dataKey, { ...submission, received_at: new Date('2026-11-16T09:00:01Z') }), false)
  assert.equal(isSignedSubmission(other.dataKey, submission), false)
})

test('A submission leaves no trace when the work around it fails, and can be sent again', async () => {
  const draft = await beginDraft(town, sample, { now })
  const asked = sendingOf(sample, draft, { now })
  const failing = submit(house, town, {
    ...asked,
    within: async () => {
      throw new Error('the files could not be moved')
    },
  })
  await assert.rejects(failing, /could not be moved/)
  assert.deepEqual(await rows('SELECT 1 FROM forms.submission WHERE draft_id = $1', [draft]), [])
  assert.equal(sent(await submit(house, town, asked)).again, false)
})

test('A draft of another town is not there', async () => {
  const draft = await beginDraft(town, sample, { now })
  const there = await publishSample(other, { now })
  assert.deepEqual(await submit(house, other, sendingOf(there, draft, { now })), { refused: 'gone' })
  assert.deepEqual(await submit(house, town, sendingOf(sample, newId(), { now })), { refused: 'gone' })
})

test('A form that takes two takes two, however many send at once', async () => {
  const limited = await publishSample(town, { key: 'begrenzt', now })
  await admin.query('UPDATE forms.form SET submission_limit = 2 WHERE id = $1', [limited.form.id])
  const form = { ...limited.form, submission_limit: 2 }
  const drafts = await Promise.all([1, 2, 3, 4].map(() => beginDraft(town, limited, { now })))
  const answers = await Promise.all(drafts.map((draft) => submit(house, town, sendingOf({ ...limited, form }, draft, { now }))))
  assert.equal(answers.filter((answer) => 'submission' in answer).length, 2)
  assert.deepEqual(await rows('SELECT count(*)::int AS n FROM forms.submission WHERE form_id = $1', [form.id]), [{ n: 2 }])
  assert.deepEqual(
    await rows("SELECT count(*)::int AS n FROM forms.draft WHERE form_id = $1 AND state = 'open'", [form.id]),
    [{ n: 2 }],
    'who came too late keeps the draft',
  )
})

test('A signed-in person finds a copy in the mailbox, with every answer in words', async () => {
  const owner = await registerPerson(town, { kind: 'resident', givenName: 'Zoë', familyName: 'Łukasiewicz' }, now)
  const { submission } = await sendSample(house, town, sample, { now, owner })
  const letter = letters.find(({ key }) => key === `forms.submission/${submission.id}`)
  assert.deepEqual(letter?.to, { person: owner })
  for (const words of [
    'Name: Zoë Łukasiewicz',
    '3. Februar 1990',
    'Rhabarberweg 7a, 99999 Musterstadt',
    'Ihr Grund: Ich habe kein Telefon',
    'Elektrisch',
    '12.500,50 €',
    'Zugestimmt',
  ])
    assert.ok(letter?.text.replaceAll('\u00a0', ' ').includes(words), `the copy says: ${words}`)
})

test('A country is shown by its name, not by its letters', async () => {
  const [page] = sampleDocument.pages
  const document: FormDocument = {
    ...sampleDocument,
    pages: [{ ...page!, items: [{ kind: 'question', key: 'born', type: 'country', label: { de: 'Geboren in' } }] }],
  }
  const [, answers] = showAnswers(document, { answers: { born: 'TR' }, leftOpen: {} }, { language: 'de' })
  const value = answers?.kind === 'answers' ? answers.items[0]?.value : undefined
  assert.ok(value && value !== 'TR', String(value))
})

test('Who sent without an account gets a mail with the number and not a word more', async () => {
  const { submission } = await sendSample(house, town, sample, { now, mailTo: 'zoe@example.org' })
  const message = messages.find(({ key }) => key === `forms.submission/${submission.id}`)
  assert.deepEqual(message?.to, { address: 'zoe@example.org', language: 'de' })
  assert.deepEqual(Object.keys(message?.values ?? {}), ['reference'])
})

test('No answer stands readable in the database, its events included', async () => {
  await sendSample(house, town, sample, { now, mailTo: 'quittengelee@example.org' })
  const tables = await rows("SELECT table_name AS name FROM information_schema.tables WHERE table_schema IN ('forms')")
  for (const name of [...tables.map((table) => `forms.${table.name}`), 'kernel.event']) {
    if (name === 'forms.version' || name === 'forms.form') continue
    const content = JSON.stringify(await rows(`SELECT t::text AS row FROM ${name} t`))
    for (const secret of ['Rhabarberweg', 'Łukasiewicz', 'kein Telefon', 'quittengelee']) {
      assert.ok(!content.includes(secret), `${name} holds ${secret}`)
      assert.ok(!content.includes(Buffer.from(secret).toString('hex')), `${name} holds ${secret} in bytes`)
    }
  }
})

test('The application cannot change what was sent', async () => {
  const { submission } = await sendSample(house, town, sample, { now })
  for (const statement of [
    'UPDATE forms.submission SET received_at = now()',
    "UPDATE forms.submission SET reference = '00000000'",
    "UPDATE forms.submission_content SET sealed = ''",
    'DELETE FROM forms.submission',
  ]) {
    await admin.query('BEGIN')
    await admin.query('SET LOCAL ROLE stadttor_app')
    await assert.rejects(admin.query(statement), /permission denied/, statement)
    await admin.query('ROLLBACK')
  }
  assert.equal((await rows('SELECT 1 FROM forms.submission WHERE id = $1', [submission.id])).length, 1)
})
