// Files leave and come back by the standard of the archives: every message we write is valid, and what is sent back is understood.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { readZip } from '../../../standards/zip/read-zip.ts'
import { aPlan, file } from '../fixtures.ts'
import records from '../module.tsx'
import { legalBasis } from '../person-offers.ts'
import type { Db } from '../text.ts'
import { collectProcedures } from './collect.ts'
import { messageFileName } from './model.ts'
import { packMessage } from './pack.ts'
import { readMessage } from './read.ts'
import { writeReceipt } from './write.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const now = new Date('2026-11-22T10:00:00Z')
const process1 = '0190b6a0-0000-7000-8000-00000000cafe'
const shared = process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared')
const schemas = join(shared, 'data/xdomea/xsd/3.1.0')
const skip = existsSync(schemas) ? false : 'the schemas of xdomea are not here'

/** Faults by line, by the schema of the standard. */
async function faultsOf(xml: string): Promise<string[]> {
  const { XmlDocument, XmlValidateError, XsdValidator } = await import('libxml2-wasm')
  const { xmlRegisterFsInputProviders } = await import('libxml2-wasm/lib/nodejs.mjs')
  xmlRegisterFsInputProviders()
  const path = join(schemas, 'xdomea.xsd')
  const schema = XmlDocument.fromString(readFileSync(path, 'utf8'), { url: path })
  const validator = XsdValidator.fromDoc(schema)
  const document = XmlDocument.fromString(xml)
  try {
    validator.validate(document)
    return []
  } catch (fault) {
    if (fault instanceof XmlValidateError) return fault.details.map(({ line, message }) => `${line}: ${message}`)
    throw fault
  } finally {
    document.dispose()
    validator.dispose()
    schema.dispose()
  }
}

async function sample() {
  const town = await freshTown(house)
  await aPlan(town, now)
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, now)
  const documents = [
    { content: 'Guten Tag & <auf Wiedersehen>', name: 'Antrag „Erika“ & Co.txt' },
    { content: '%PDF-1.4', mediaType: 'application/pdf', direction: 'outgoing' as const, title: 'Bescheid <1>' },
  ]
  const { procedure } = await file(house, town, { person, documents }, now)
  const look = { subjects: [person], actor: { system: 'records' }, purpose: 'Probe', legalBasis }
  const procedures = await town.personal(look, (db: Db) => collectProcedures(db, town, [procedure], now))
  return { town, procedure, procedures }
}
const unpack = (content: Buffer) => readZip(content, { files: 100, bytesEach: 1_000_000, bytes: 10_000_000 })

for (const kind of ['0401', '0501', '0503'] as const)
  test(`Message ${kind} is valid, and its archive carries what it names`, { skip }, async () => {
    const { town, procedures } = await sample()
    const sent = { process: process1, procedures, receiver: { institution: 'Stadtarchiv' }, unit: 'Steuern' }
    const packed = await packMessage(house, town, kind, sent, now)
    assert.equal(packed.name, `${messageFileName(process1, kind)}.zip`)
    const files = unpack(packed.content)
    const xml = files.get(`${messageFileName(process1, kind)}.xml`)!.toString()
    assert.deepEqual(await faultsOf(xml), [])
    const named = [...xml.matchAll(/<xdomea:Dateiname>([^<]+)</g)].map(([, name]) => name)
    assert.deepEqual([...files.keys()].filter((name) => !name.endsWith('.xml')).sort(), named.sort())
    assert.equal(named.length, kind === '0501' ? 0 : 2)
    assert.ok(
      named.every((name) => !procedures[0]!.documents.some(({ id }) => name!.includes(id))),
      'new ids, not those of documents',
    )
  })

test('Our receipt is valid; a message with a fault is found to be none', { skip }, async () => {
  const about = { process: process1, now, sender: { institution: 'Stadt', unit: 'Steuern' }, stadttor: '0.1' }
  const xml = writeReceipt({ ...about, receiver: { institution: 'Stadtarchiv' } })
  assert.deepEqual(await faultsOf(xml), [])
  assert.notDeepEqual(await faultsOf(xml.replace(/<xdomea:Erstellungszeitpunkt>.*?<\/xdomea:Erstellungszeitpunkt>/, '')), [])
})

const reply = (kind: string, name: string, body: string): string =>
  `<?xml version="1.0"?><xdomea:Aussonderung.${name}.${kind} xmlns:xdomea="urn:xoev-de:xdomea:schema:3.1.0"><xdomea:Kopf><xdomea:ProzessID>${process1}</xdomea:ProzessID>
  <xdomea:Nachrichtentyp><code>${kind}</code></xdomea:Nachrichtentyp><xdomea:Erstellungszeitpunkt>2026-11-22T10:00:00Z</xdomea:Erstellungszeitpunkt>
  <xdomea:Absender/><xdomea:Empfaenger/>${kind === '0502' ? '<xdomea:Empfangsbestaetigung>1</xdomea:Empfangsbestaetigung>' : ''}</xdomea:Kopf>${body}</xdomea:Aussonderung.${name}.${kind}>`
const appraisal = (id: string, code: string): string =>
  `<xdomea:BewertetesObjekt><xdomea:ID>${id}</xdomea:ID><xdomea:Aussonderungsart><xdomea:Aussonderungsart><code>${code}</code></xdomea:Aussonderungsart></xdomea:Aussonderungsart></xdomea:BewertetesObjekt>`

test('Appraisals and receipts of an archive are understood', { skip }, async () => {
  const list = reply('0502', 'Bewertungsverzeichnis', appraisal(process1, 'A'))
  assert.deepEqual(await faultsOf(list), [], 'the sample is valid itself')
  assert.deepEqual(readMessage(list), { kind: '0502', process: process1, appraised: [{ id: process1, appraisal: 'A' }] })
  const imported = reply(
    '0506',
    'AussonderungImportBestaetigen',
    `<xdomea:AusgesondertesSGO><xdomea:IDSGO>${process1}</xdomea:IDSGO><xdomea:Erfolgreich>1</xdomea:Erfolgreich><xdomea:Archivkennung>Sign. 12</xdomea:Archivkennung></xdomea:AusgesondertesSGO>`,
  )
  assert.deepEqual(await faultsOf(imported), [])
  assert.deepEqual(readMessage(imported), {
    ...{ kind: '0506', process: process1 },
    imported: [{ id: process1, done: true, mark: 'Sign. 12', fault: '' }],
  })
  for (const [kind, name] of [
    ['0504', 'AnbietungEmpfangBestaetigen'],
    ['0505', 'BewertungEmpfangBestaetigen'],
    ['0507', 'AussonderungEmpfangBestaetigen'],
  ] as const)
    assert.deepEqual(readMessage(reply(kind, name, '')), { kind, process: process1 })
})

test('What is no message of this version, names no UUID or tricks the reader is refused', () => {
  const list = reply('0502', 'Bewertungsverzeichnis', appraisal(process1, 'A'))
  for (const wrong of [
    list.replace('schema:3.1.0', 'schema:3.0.0'),
    list.replaceAll(process1, 'keine'),
    list.replace('<code>A</code>', '<code>Z</code>'),
    `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${list}`,
    'kein XML',
  ])
    assert.throws(() => readMessage(wrong))
})
