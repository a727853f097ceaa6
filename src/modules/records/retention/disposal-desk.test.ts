// Disposal on the desk: prepared, offered, appraised by the archive's message, handed over on its receipt, destroyed after a last question.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { readZip } from '../../../standards/zip/read-zip.ts'
import { aClerk, addUnit, aPlan, file } from '../fixtures.ts'
import records from '../module.tsx'
import { closeProcedure } from '../procedure.ts'
import type { Db } from '../text.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const served = await serveFresh(fresh)
const now = new Date()
const old = new Date('2005-05-05T10:00:00Z')
const may = ['file.read', 'file.write', 'disposal.run'].map((one) => `records.${one}`)

const town = await freshTown(house)
await aPlan(town, old)
await addUnit(town, 'traffic', now)
const procedures: string[] = []
for (const [number, plan] of [
  [1, '92'],
  [2, '9221'],
] as const) {
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: `Muster${number}` }, old)
  const { procedure } = await file(house, town, { person, plan }, old)
  await town.write((db: Db) => closeProcedure(db, procedure, 'bewilligt', 'system:test', old))
  procedures.push(procedure)
}
const [archived, gone] = procedures as [string, string]
const { session } = await aClerk(town, '/', may, now)
const send = (path: string, fields: Record<string, string> = {}, who = session) =>
  served.request(town, path, {
    method: 'POST',
    session: who,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
const upload = (path: string, content: string) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'multipart/form-data; boundary=mark' },
    body: `--mark\r\nContent-Disposition: form-data; name="message"; filename="a.xml"\r\nContent-Type: application/xml\r\n\r\n${content}\r\n--mark--\r\n`,
  })
const message = (kind: string, name: string, process: string, body: string): string =>
  `<x:Aussonderung.${name}.${kind} xmlns:x="urn:xoev-de:xdomea:schema:3.1.0"><x:Kopf><x:ProzessID>${process}</x:ProzessID></x:Kopf>${body}</x:Aussonderung.${name}.${kind}>`

test('From what is due to the proof, in four steps with the archive', async () => {
  const begun = await send('/desk/records/disposals', { unit: '/' })
  const at = String(begun.headers.location)
  assert.match(at, /^\/desk\/records\/disposals\/[0-9a-f-]{36}$/)
  assert.equal((await send('/desk/records/disposals', { unit: '/' })).status, 422, 'nothing more is due')
  assert.equal((await send(`${at}/hand-over`)).status, 404, 'not before it is appraised')
  assert.equal((await served.request(town, `${at}/destroy`, { session })).status, 404)
  const offered = await send(`${at}/offer`)
  assert.equal(offered.headers['content-type'], 'application/zip')
  const [offer] = [...readZip(offered.body, { files: 9, bytesEach: 1e6, bytes: 1e7 }).values()]
  assert.match(offer!.toString(), /Anbieteverzeichnis\.0501/)
  assert.doesNotMatch(offer!.toString(), /Erika/, 'the offer names nobody')
  const { process_id } = await town.write((db: Db) => db.selectFrom('records.disposal').selectAll().executeTakeFirstOrThrow())
  const appraised = `<x:BewertetesObjekt><x:ID>${archived}</x:ID><x:Aussonderungsart><x:Aussonderungsart><code>A</code></x:Aussonderungsart></x:Aussonderungsart></x:BewertetesObjekt>`
  const foreign = await upload(`${at}/receive`, message('0502', 'Bewertungsverzeichnis', gone, appraised))
  assert.equal(foreign.status, 422, 'a message of another process')
  const taken = await upload(`${at}/receive`, message('0502', 'Bewertungsverzeichnis', process_id, appraised))
  assert.equal(taken.headers.location, `${at}?received=0502`)
  const handed = await send(`${at}/hand-over`)
  const files = readZip(handed.body, { files: 9, bytesEach: 1e6, bytes: 1e7 })
  assert.equal(files.size, 2, 'the message and its one document')
  assert.match([...files.values()].map(String).join(''), /Erika/)
  const imported = `<x:AusgesondertesSGO><x:IDSGO>${archived}</x:IDSGO><x:Erfolgreich>1</x:Erfolgreich><x:Archivkennung>StadtA 7</x:Archivkennung></x:AusgesondertesSGO>`
  await upload(`${at}/receive`, message('0506', 'AussonderungImportBestaetigen', process_id, imported))
  const asked = await served.request(town, `${at}/destroy`, { session })
  assert.match(asked.text, /1 Vorgang wird mit allen Dokumenten vernichtet/)
  assert.equal((await send(`${at}/destroy`)).headers.location, `${at}?ended=1`)
  const proof = await served.request(town, at, { session })
  assert.match(proof.text, /Abgeschlossen/)
  assert.match(proof.text, /Archivsignatur StadtA 7/)
  assert.match(proof.text, /1 Dokumente, Prüfsumme [0-9a-f]{16}/)
  const left = await town.write((db: Db) => db.selectFrom('records.document').select('id').execute())
  assert.deepEqual(left, [])
})

test('Another unit sees no run of this one', async () => {
  const { session: other } = await aClerk(town, '/traffic/', may, now)
  const { id } = await town.write((db: Db) => db.selectFrom('records.disposal').select('id').executeTakeFirstOrThrow())
  assert.equal((await served.request(town, `/desk/records/disposals/${id}`, { session: other })).status, 404)
  assert.equal((await send('/desk/records/disposals', { unit: '/' }, other)).status, 422, 'nor begins one for the town')
})
