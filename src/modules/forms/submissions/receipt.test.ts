// The receipt through the front door: who sees it, what the PDF is, and what the check says of it.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { newReference, showReference } from '../../../kernel/reference.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { Town } from '../../../kernel/town.ts'
import { multipart, pdf } from '../../../kernel/uploads/fixtures.ts'
import { readTags } from '../../../standards/tagged-pdf/read-tags.ts'
import { beginDraft, publishSample, sendingOf, sendSample, sent } from './fixtures.ts'
import { checkPaper } from './paper-seal.ts'
import { checkCodeOf } from './seal.ts'
import { submit } from './submit.ts'
import type { SubmissionRow } from './tables.ts'

const fresh = await freshHouse()
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const sample = await publishSample(town)
const served = await serveFresh(fresh)
const now = new Date()

async function person(level: Level = 'basic', where: Town = town) {
  const id = await registerPerson(where, { kind: 'resident', givenName: 'Zoë', familyName: 'Łukasiewicz' }, now)
  return { id, session: await openSession(where, id, level, now) }
}
/** Sent in a browser without an account. */
async function sentInBrowser() {
  const secret = 'f6b1c3'
  const secretHash = createHash('sha256').update(secret).digest()
  const draft = await beginDraft(town, sample, { now, secretHash })
  const { submission } = sent(await submit(house, town, sendingOf(sample, draft, { now, fee: { cents: 3_050 } })))
  return { submission, cookie: `__Host-draft=${draft}.${secret}` }
}
const receipt = ({ id }: SubmissionRow) => `/forms/receipt/${id}`
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')

async function pdfOf(): Promise<{ submission: SubmissionRow; file: Buffer }> {
  const { submission, cookie } = await sentInBrowser()
  const answer = await served.request(town, `${receipt(submission)}/receipt.pdf`, { headers: { cookie } })
  assert.equal(answer.status, 200)
  return { submission, file: answer.body }
}
const checking = (parts: Parameters<typeof multipart>[0], where: Town = town): Promise<{ status: number; text: string }> => {
  const { headers, body } = multipart(parts)
  const asked: Asked = { method: 'POST', headers: { origin: where.origin, ...headers }, body }
  return served.request(where, '/verify', asked)
}
const checkFile = (file: Buffer, where: Town = town) => checking([{ field: 'file', name: 'a.pdf', content: file }], where)
const checkCode = (reference: string, code: string) =>
  checking([
    { field: 'reference', content: reference },
    { field: 'code', content: code },
  ])

test('The browser that sent the form sees every answer in words, its number, the fee and what happens next', async () => {
  const { submission, cookie } = await sentInBrowser()
  const { status, text, headers } = await served.request(town, receipt(submission), { headers: { cookie } })
  assert.equal(status, 200)
  for (const words of [
    showReference(submission.reference),
    'Zoë Łukasiewicz',
    'Ihr Grund: Ich habe kein Telefon',
    'Kennzeichen',
    'MU ZL 2',
    '30,50 Euro',
    'Wir prüfen Ihre Angaben',
    'Parkraumbüro (Beispiel)',
    'kein qualifiziertes elektronisches Siegel',
    showReference(checkCodeOf(submission)),
  ])
    assert.ok(plain(text).includes(words), `the page says: ${words}`)
  assert.match(String(headers['cache-control']), /no-store/)
  const english = await served.request(town, `/en${receipt(submission)}`, { headers: { cookie } })
  assert.match(english.text, /Your reason/)
  assert.match(english.text, /Number plate/)
})

test('Nobody else sees it: another browser, another secret, another person, another town', async () => {
  const { submission, cookie } = await sentInBrowser()
  const toSignIn = await served.request(town, receipt(submission))
  assert.equal(toSignIn.status, 303)
  const missing = await served.request(town, receipt({ ...submission, id: '01890000-0000-7000-8000-000000000000' }))
  assert.deepEqual([missing.status, missing.text], [toSignIn.status, toSignIn.text], 'a hit and a miss look alike')
  const wrong = await served.request(town, receipt(submission), { headers: { cookie: `${cookie}0` } })
  assert.equal(wrong.status, 303)
  const stranger = await person()
  assert.equal((await served.request(town, receipt(submission), { session: stranger.session })).status, 404)
  const owner = await person()
  const { submission: owned } = await sendSample(house, town, sample, { owner: owner.id })
  assert.equal((await served.request(town, receipt(owned), { session: owner.session })).status, 200)
  assert.equal((await served.request(town, receipt(owned), { session: stranger.session })).status, 404)
  const there = await person('basic', other)
  assert.equal((await served.request(other, receipt(owned), { session: there.session })).status, 404)
})

test('What was sent with a proven identity is shown only after the same proof', async () => {
  const owner = await person('basic')
  const { submission } = await sendSample(house, town, sample, { owner: owner.id, level: 'substantial', method: 'oidc:test' })
  const answer = await served.request(town, receipt(submission), { session: owner.session })
  assert.equal(answer.status, 303)
  const again = await openSession(town, owner.id, 'substantial', now)
  assert.equal((await served.request(town, receipt(submission), { session: again })).status, 200)
})

test('The receipt as PDF is tagged, in its language, with heads over its table, and bears a seal', async () => {
  const { submission, file } = await pdfOf()
  const tags = readTags(file)
  assert.equal(tags.language, 'de')
  assert.equal(tags.title, 'Eingangsbestätigung: Bewohnerparkausweis – Stadt Musterstadt')
  assert.equal(tags.uaPart, '1')
  assert.equal(tags.untagged, 0)
  assert.deepEqual(
    tags.elements.filter(({ type }) => /^H\d$/.test(type)).map(({ type }) => type),
    ['H1', 'H2', 'H2', 'H2', 'H2', 'H2'],
  )
  assert.equal(tags.elements.filter(({ type }) => type === 'TH').length, 4)
  assert.match(file.subarray(-200).toString('latin1'), /\nstartxref\n\d+\n%%EOF\n?$/)
  const found = checkPaper(town.dataKey, file)
  assert.equal(found.is === 'valid' && found.seal.reference, submission.reference)
  assert.ok(!file.includes('Łukasiewicz') && !JSON.stringify(found).includes('Zoë'), 'the seal names nobody')
})

test('The check says of the PDF for which form and when, and nothing about the person', async () => {
  const { submission, file } = await pdfOf()
  const { status, text } = await checkFile(file)
  assert.equal(status, 200)
  assert.match(text, /kommt von uns und ist unverändert/)
  assert.match(text, /Bewohnerparkausweis/)
  assert.ok(text.includes(showReference(submission.reference)))
  assert.doesNotMatch(text, /Łukasiewicz|Rhabarberweg/)
})

test('Every changed byte of the PDF is noticed, and so is what somebody adds at its end', async () => {
  const { file } = await pdfOf()
  for (let at = 20; at < file.length; at += Math.ceil(file.length / 300)) {
    const changed = Buffer.from(file)
    changed[at] = changed[at]! ^ 1
    assert.notEqual(checkPaper(town.dataKey, changed).is, 'valid', `byte ${at}`)
  }
  const longer = Buffer.concat([file, Buffer.from('\n1 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n')])
  assert.equal(checkPaper(town.dataKey, longer).is, 'changed')
  const { status, text } = await checkFile(longer)
  assert.equal(status, 200)
  assert.match(text, /nicht mehr die, die wir ausgestellt haben/)
})

test('A seal taken from another receipt, one of another town and a PDF of somebody else are not ours', async () => {
  const [one, two] = [await pdfOf(), await pdfOf()]
  const lineOf = (file: Buffer) => /%StadttorSeal [^\n]+/.exec(file.toString('latin1'))![0]
  const swapped = Buffer.from(one.file.toString('latin1').replace(lineOf(one.file), lineOf(two.file)), 'latin1')
  assert.equal(checkPaper(town.dataKey, swapped).is, 'changed')
  assert.equal(checkPaper(other.dataKey, one.file).is, 'unknown')
  assert.match((await checkFile(pdf())).text, /Das kennen wir nicht/)
})

test('The public key alone checks a receipt, without us', async () => {
  const { file } = await pdfOf()
  const { text } = await served.request(town, '/verify/key.json')
  const [key] = (JSON.parse(text) as { keys: { kty: string; crv: string; x: string }[] }).keys
  const publicKey = createPublicKey({ key: key as never, format: 'jwk' })
  const [line = '', payload = '', signature = ''] = /%StadttorSeal 1 ([^.\n]+)\.([^\n]+)\n/.exec(file.toString('latin1')) ?? []
  assert.ok(verify(null, Buffer.from(`stadttor paper 1\n${payload}`), publicKey, Buffer.from(signature, 'base64url')))
  const rest = Buffer.from(file.toString('latin1').replace(line, ''), 'latin1')
  const sealed = JSON.parse(Buffer.from(payload, 'base64url').toString())
  assert.equal(createHash('sha256').update(rest).digest('hex'), sealed.file)
})

test('Number and code from a printout are found; a wrong code and an unknown number are answered alike', async () => {
  const { submission } = await sentInBrowser()
  const code = showReference(checkCodeOf(submission)).toLowerCase()
  assert.match((await checkCode(showReference(submission.reference), code)).text, /gehören zusammen/)
  const unknown = newReference()
  const wrongCode = await checkCode(submission.reference, '0000-0000')
  const noNumber = await checkCode(unknown, '0000-0000')
  assert.match(wrongCode.text, /Das kennen wir nicht/)
  const without = (text: string) => text.replaceAll(unknown, '').replaceAll(submission.reference, '')
  assert.equal(without(wrongCode.text), without(noNumber.text))
  assert.doesNotMatch(wrongCode.text, /Bewohnerparkausweis/)
})

test('A typing error and an empty form are told, with what was typed kept', async () => {
  const empty = await checking([{ field: 'reference', content: '' }])
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Wählen Sie die PDF-Datei/)
  const wrong = await checkCode('7K3M-9QX', 'ABCD')
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="7K3M-9QX"/)
})
