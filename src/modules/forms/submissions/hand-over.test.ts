// Handing over on a real database and to a real receiver on this machine: at least once, signed, tried again, never lost.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { OpenMatters } from '../../../contracts/desk-work.ts'
import type { HandedSubmission, ReceiveSubmission } from '../../../contracts/submissions.ts'
import { keepBlob } from '../../../kernel/blobs.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import forms from '../module.tsx'
import { answersCsv, flatAnswers } from './answers-file.ts'
import { closeBatches } from './batch.ts'
import { publishSample, sampleAnswers, sendSample } from './fixtures.ts'
import { handOverDue, listHandOvers, tryAgain } from './hand-over.ts'
import { addReceiver, isReceiverUrl, type NewReceiver, removeReceiver } from './receiver.ts'
import type { SubmissionRow } from './tables.ts'

type Called = { headers: IncomingHttpHeaders; body: string }
const called: Called[] = []
let status = 200
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += String(part)
  called.push({ headers: request.headers, body })
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ caseId: 'AZ-17', replyChannel: 'mail', more: ['ignored'] }))
})
receiver.listen(0, '127.0.0.1')
await once(receiver, 'listening')
const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
after(() => receiver.close())

const cases: HandedSubmission[] = []
let casesOpen = true
const caseRoom: Module = {
  name: 'sample-cases',
  officialName: 'Vorgänge',
  folder: '',
  offers: [
    offer<ReceiveSubmission>('receive-submission', 1, async (_town, { db, submission }) => {
      await tell(db, { type: 'sample-cases.opened.v1', subjects: [`sample-cases.case/${submission.id}`] })
      if (!casesOpen) throw new Error('the case could not be opened')
      cases.push(submission)
      return { foreignCaseId: 'V-1' }
    }),
  ],
}
const fresh = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }, caseRoom] })
const { house } = fresh
const town = await freshTown(house, { forms: { privateReceivers: [origin] } } as never)
const closed = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)
const statesOf = (submission: SubmissionRow, where: Town = town) =>
  where.read(async (db) => await listHandOvers(db as never, submission.id))

/** What the room has written about it. */
const notesOf = async ({ id }: SubmissionRow): Promise<number> => {
  const found = await town.read((db: ReadDb<KernelTables>) =>
    db
      .selectFrom('kernel.event')
      .select((all) => all.fn.countAll<number>().as('count'))
      .where('type', '=', 'sample-cases.opened.v1')
      .where(sql<boolean>`${`sample-cases.case/${id}`} = ANY (subjects)`)
      .executeTakeFirstOrThrow(),
  )
  return Number(found.count)
}

let made = 0
async function formWith(asked: NewReceiver, where = town) {
  made += 1
  const sample = await publishSample(where, { key: `formular-${made}`, now })
  const added = await addReceiver(where, 'self', { ...asked, formId: sample.form.id, now })
  return { sample, ...added }
}
const webhook = {
  kind: 'webhook' as const,
  label: 'Fachverfahren',
  target: `${origin}/in`,
  parameters: { routingTarget: 'parken' },
}

test('A webhook gets a signed cloud event with level, answers, target and own parameters, once', async () => {
  const { sample, secret } = await formWith(webhook)
  const { submission } = await sendSample(house, town, sample, { now, level: 'low', method: 'oidc:test', fee: { cents: 3_000 } })
  called.length = 0
  assert.deepEqual(await handOverDue(house, town, now), { delivered: 1, failed: 0 })
  assert.deepEqual(await handOverDue(house, town, minutes(60)), { delivered: 0, failed: 0 })
  const [{ headers, body }] = called as [Called]
  const event = JSON.parse(body) as { data: HandedSubmission; type: string; specversion: string; id: string }
  assert.equal(event.specversion, '1.0')
  assert.equal(event.type, 'forms.submitted.v1')
  assert.equal(headers['webhook-id'], event.id)
  const key = Buffer.from(secret!.slice('whsec_'.length), 'base64')
  const signed = createHmac('sha256', key).update(`${event.id}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${signed}`)
  assert.deepEqual(event.data.answers, sampleAnswers)
  assert.deepEqual([event.data.level, event.data.method, event.data.routingTarget], ['low', 'oidc:test', 'parken'])
  assert.deepEqual(event.data.fee, { cents: 3_000 })
  const [state] = await statesOf(submission)
  assert.deepEqual([state?.state, state?.foreign_id, state?.reply_channel], ['delivered', 'AZ-17', 'mail'])
})

test('A webhook learns nothing of where files lie, of mail addresses and of other matters', async () => {
  const { sample } = await formWith(webhook)
  const blob = await town.write((db) => keepBlob(town, db, house.files, Buffer.from('Mietvertrag'), 'text/plain'))
  const file = { id: newId(), path: 'paper', name: 'miete.txt', mediaType: 'text/plain', size: 11, blob }
  await sendSample(house, town, sample, { now, files: [file], mailTo: 'zoe@example.org' })
  called.length = 0
  await handOverDue(house, town, now)
  const [{ body }] = called as [Called]
  assert.match(body, /miete\.txt/)
  for (const kept of [blob, 'zoe@example.org', 'mailTo', 'enteredBy', 'matter']) assert.ok(!body.includes(kept), kept)
})

test('A receiver that is down is tried again with pauses, its failure stands there, and nothing is lost', async () => {
  const { sample } = await formWith(webhook)
  const { submission } = await sendSample(house, town, sample, { now })
  status = 503
  assert.deepEqual(await handOverDue(house, town, now), { delivered: 0, failed: 1 })
  const [failing] = await statesOf(submission)
  assert.deepEqual([failing?.state, failing?.last_error, failing?.attempts], ['failing', 'status-503', 1])
  assert.deepEqual(await handOverDue(house, town, now), { delivered: 0, failed: 0 }, 'not before its pause is over')
  assert.deepEqual(await handOverDue(house, town, minutes(2)), { delivered: 0, failed: 1 })
  status = 200
  assert.equal(await tryAgain(town, submission.id, failing!.id, minutes(3)), true)
  assert.deepEqual(await handOverDue(house, town, minutes(3)), { delivered: 1, failed: 0 })
  assert.equal(await tryAgain(town, submission.id, failing!.id, minutes(4)), false, 'what is delivered is not tried again')
  const ids = called.slice(-3).map(({ headers }) => headers['webhook-id'])
  assert.equal(new Set(ids).size, 1, 'every try has the same id')
})

test('Two processes at once hand over once', async () => {
  const { sample } = await formWith(webhook)
  for (let count = 0; count < 5; count += 1) await sendSample(house, town, sample, { now })
  called.length = 0
  const done = await Promise.all([handOverDue(house, town, now), handOverDue(house, town, now)])
  assert.equal(done[0]!.delivered + done[1]!.delivered, 5)
  assert.equal(called.length, 5)
})

test('An address inside the network is called only where the town’s folder allows it', async () => {
  assert.equal(isReceiverUrl(town, `${origin}/in`), true)
  assert.equal(isReceiverUrl(closed, `${origin}/in`), false)
  assert.equal(isReceiverUrl(closed, 'https://user:secret@example.org/'), false)
  assert.equal(isReceiverUrl(closed, 'javascript:alert(1)'), false)
  const { sample } = await formWith(webhook, closed)
  const { submission } = await sendSample(house, closed, sample, { now })
  called.length = 0
  assert.deepEqual(await handOverDue(house, closed, now), { delivered: 0, failed: 1 })
  assert.equal((await statesOf(submission, closed))[0]?.last_error, 'not-allowed')
  assert.equal(called.length, 0)
})

test('A room has what was sent in the same moment, or it waits and is tried again: one case, whatever failed', async () => {
  const { sample } = await formWith({ kind: 'contract', label: 'Vorgang', target: 'parken' })
  const at = cases.length
  const first = await sendSample(house, town, sample, { now })
  assert.deepEqual(
    cases.slice(at).map(({ id, routingTarget }) => [id, routingTarget]),
    [[first.submission.id, 'parken']],
  )
  assert.deepEqual(await handOverDue(house, town, minutes(2)), { delivered: 0, failed: 0 }, 'nothing is left for the job')
  const [state] = await statesOf(first.submission)
  assert.deepEqual([state?.state, state?.foreign_id], ['delivered', 'V-1'])
  casesOpen = false
  const { submission } = await sendSample(house, town, sample, { now })
  const [waiting] = await statesOf(submission)
  assert.deepEqual([waiting?.state, waiting?.attempts], ['waiting', 0])
  assert.equal(await notesOf(submission), 0, 'what the room wrote before it failed is undone')
  assert.deepEqual(await handOverDue(house, town, now), { delivered: 0, failed: 1 })
  casesOpen = true
  assert.deepEqual(await handOverDue(house, town, minutes(2)), { delivered: 1, failed: 0 })
  assert.deepEqual(
    cases.slice(at + 1).map(({ id }) => id),
    [submission.id],
  )
  assert.equal(await notesOf(submission), 1)
})

test('What a room has taken over is no open matter of the forms any more: the room tells of it, or keeps it secret', async () => {
  const { sample } = await formWith({ kind: 'contract', label: 'Vorgang', target: 'parken' })
  const plain = await publishSample(town, { key: 'ohne-empfang', now })
  const [taken, ours] = [await sendSample(house, town, sample, { now }), await sendSample(house, town, plain, { now })]
  const openOf = async ({ holder_id }: SubmissionRow) =>
    (await house.askAll<OpenMatters>(town, 'open-matters', { subject: holder_id, language: 'de' })).flatMap(
      ({ answer }) => answer,
    )
  assert.deepEqual(await openOf(taken.submission), [])
  assert.equal((await openOf(ours.submission)).length, 1)
})

test('Where no room takes submissions, sending works as ever and the submission waits', async () => {
  const alone = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }] })
  const there = await freshTown(alone.house)
  const { sample } = await formWith({ kind: 'contract', label: 'Vorgang', target: 'parken' }, there)
  const { submission } = await sendSample(alone.house, there, sample, { now })
  assert.equal((await statesOf(submission, there))[0]?.state, 'waiting')
})

test('A file is fetched by its link for a few minutes, and by no other', async () => {
  const { sample } = await formWith({ kind: 'contract', label: 'Vorgang', target: 'parken' })
  const blob = await town.write((db) => keepBlob(town, db, house.files, Buffer.from('Fahrzeugschein'), 'text/plain'))
  const file = { id: newId(), path: 'paper', name: 'schein.txt', mediaType: 'text/plain', size: 14, blob }
  await sendSample(house, town, sample, { now: new Date(), files: [file], mailTo: 'zoe@example.org' })
  const { attachments, primaryDocument } = cases.at(-1)!
  const path = (url: string) => url.slice(town.origin.length)
  const answer = await served.request(town, path(attachments[0]!.url))
  assert.deepEqual([answer.status, answer.text], [200, 'Fahrzeugschein'])
  const paper = await served.request(town, path(primaryDocument.url))
  assert.equal(paper.body.subarray(0, 5).toString(), '%PDF-')
  assert.equal(attachments[0]!.blob, blob, 'a room keeps the file itself')
  assert.equal(cases.at(-1)!.mailTo, 'zoe@example.org')
  const url = path(attachments[0]!.url)
  for (const forged of [
    url.replace(/until=\d+/, (old) => `until=${Number(old.slice(6)) + 1}`),
    url.replace(attachments[0]!.id, newId()),
    url.replace(/mac=.*/, 'mac='),
    url.replace(cases.at(-1)!.id, cases[0]!.id),
  ])
    assert.equal((await served.request(town, forged)).status, 404, forged)
  assert.equal((await served.request(closed, url)).status, 404)
})

test('A day’s file holds each submission once; what comes later is in the next one', async () => {
  const { sample } = await formWith({ kind: 'batch', label: 'Täglich', format: 'csv', rhythm: 'daily' })
  const first = await sendSample(house, town, sample, { now })
  assert.equal(await closeBatches(house, now), 1)
  assert.equal(await closeBatches(house, now), 0)
  const second = await sendSample(house, town, sample, { now })
  assert.equal(await closeBatches(house, minutes(1_440)), 1)
  const [one, two] = [(await statesOf(first.submission))[0], (await statesOf(second.submission))[0]]
  assert.ok(one?.batch_id && two?.batch_id && one.batch_id !== two.batch_id)
})

test('A receiver that was removed gets nothing any more', async () => {
  const { sample, id } = await formWith(webhook)
  const { submission } = await sendSample(house, town, sample, { now })
  assert.equal(await removeReceiver(town, 'self', sample.form.id, id, now), true)
  await sendSample(house, town, sample, { now })
  called.length = 0
  await handOverDue(house, town, now)
  assert.equal(called.length, 0)
  assert.deepEqual(await statesOf(submission), [])
})

test('A spreadsheet runs nothing of what somebody typed, and numbers stay numbers', () => {
  const row = {
    reference: '7K3M9QX2',
    version: 1,
    received_at: now,
    language: 'de',
    level: 'none',
    fee_cents: null,
  } as SubmissionRow
  const answers = { a: '=cmd|calc', b: '+49 821', c: -5, d: 'Zoë; "Ö"', car: [{ plate: '@SUM(A1)' }] }
  const content = { answers, leftOpen: {}, files: [], salt: '' }
  const lines = answersCsv([{ row, formKey: 'f', content }]).split('\r\n')
  assert.match(lines[0]!, /,a,b,c,d,car\.0\.plate$/)
  assert.match(lines[1]!, /,'=cmd\|calc,'\+49 821,-5,"Zoë; ""Ö""",'@SUM\(A1\)$/)
  const split = { ...content, answers: { a: 'Hund;=cmd|calc', b: 'Zeile\n@SUM(A1)' } }
  const text = answersCsv([{ row, formKey: 'f', content: split }])
  assert.doesNotMatch(text, /[;\n]\s*[=@]/, 'also where a spreadsheet parts cells at semicolons')
  assert.deepEqual(flatAnswers({ a: ['x', 'y'] }), [['a', 'x; y']])
})
