import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '../../../../test/ground.ts'
import { UnreadableFile } from './fields.ts'
import { readXzufi } from './xzufi.ts'

const sample = (name: string): string => readFileSync(join(repository, 'src/modules/catalogue/samples', name), 'utf8')
const agency = 'xzufi:L999999:beispiel%3A'

test('A service of XZuFi 2.2 is read with all its structured parts', () => {
  const { services, format } = readXzufi(sample('xzufi-2-2.sample.xml'))
  assert.equal(format, 'xzufi-2.2')
  const { texts, ...facts } = services[0]!
  assert.deepEqual(facts, {
    source: `${agency}leistung`,
    sourceId: '4711',
    kind: 'service',
    leikaKeys: ['99000000000001', '99000000000002'],
    audience: ['resident', 'company'],
    fees: [
      {
        type: '001',
        prepayment: true,
        kind: 'fixed',
        cents: 3750,
        currency: 'EUR',
        condition: { de: 'ab 24 Jahren', en: 'aged 24 or over' },
      },
      { type: '002', kind: 'range', fromCents: 1000, toCents: 25000, currency: 'EUR', condition: { de: 'nach Aufwand' } },
      { type: '003', kind: 'free', condition: { de: 'unter 6 Jahren' } },
    ],
    deadlines: [
      { type: '001', span: { kind: 'duration', value: 3, unit: 'werktag' } },
      { type: '006', span: { kind: 'date', to: '--03-31' }, note: { de: 'jedes Jahr' } },
    ],
    processingTimes: [{ span: { kind: 'duration', value: 2, unit: 'week', valueTo: 15, unitTo: 'arbeitstag' } }],
    documents: [
      { direction: 'in', type: '001', title: { de: 'Foto' }, description: { de: '<p>nicht älter als ein Jahr</p>' } },
      { direction: 'out', type: '999', title: { de: 'Musterausweis' } },
    ],
    legalBases: [{ title: '§ 1 Mustergesetz', url: 'https://gesetze.beispiel.de/mustergesetz', language: 'de' }],
    forms: [{ title: 'Antrag', url: 'https://formulare.beispiel.de/antrag.pdf', format: 'pdf' }],
    links: [],
    channels: [
      { kind: 'external-link', url: 'https://portal.beispiel.de/musterausweis', title: { de: 'Portal Beispiel' } },
      { kind: 'online-form', url: 'https://online.beispiel.de/musterausweis', title: { de: 'Musterausweis online' } },
      { kind: 'office' },
    ],
    assuranceLevel: '30',
    areas: [{ source: 'urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs', sourceId: '091620000000' }],
    validity: [{ from: '2025-01-01T00:00:00+01:00' }],
    types: ['2/3a'],
    sdgAreas: ['1020100'],
    classifications: [{ list: 'urn:xoev-de:fim:codeliste:pvlagen', version: '1', code: '2100400' }],
    authorities: [],
    offices: [{ office: { source: `${agency}organisation`, sourceId: '17' }, appointmentAllowed: false }],
    topics: [{ source: 'beispiel:kategorie', sourceId: 'k2' }],
    related: [{ kind: 'explicit', service: { source: `${agency}leistung`, sourceId: '4712' } }],
    obstacles: [{ kind: 'written-form' }],
    maturity: [],
    lastChange: '2025-12-24T12:00:00+01:00',
  })
  assert.deepEqual(texts, {
    de: {
      title: 'Musterausweis beantragen',
      officialTitle: 'Musterausweis Ausstellung',
      summary: 'Ausweis zum Ausprobieren 10 Jahre gültig',
      description: '<p>Den Musterausweis gibt es nur in diesem Beispiel.</p>',
      legalBasisText: '<p>§ 1 Mustergesetz</p>',
      deadlinesText: '<p>Bitte rechtzeitig beantragen.</p>',
      feesText: '<p>Die Gebühr ist beim Antrag zu zahlen.</p>',
      keywords: ['Probeausweis'],
    },
    en: {
      title: 'Sample card issuance',
      description: '<p>The sample card exists only in this sample.</p>',
      keywords: ['test card'],
    },
    leicht: { title: 'Einen Muster-Ausweis bekommen', keywords: [] },
  })
})

test('What cannot be used in a message is listed with its reason', () => {
  const { services, offices, refused } = readXzufi(sample('xzufi-2-2.sample.xml'))
  assert.deepEqual(
    services.map((one) => one.sourceId),
    ['4711', '4712'],
  )
  assert.deepEqual(offices[0]!.geo, { lat: 48.1, lon: 11.5 })
  assert.deepEqual(offices[0]!.accessibility, { wheelchair: 'yes' })
  assert.deepEqual(
    refused.map(({ what, id, reason }) => `${what} ${id}: ${reason}`),
    [
      'fee 4711: betrag “1.005” is no amount in whole cents',
      'deadline 4711: fristauswahl of unknown type “none”',
      'leistung 4713: no language has a name (text modules 02 and 03)',
      'leistung 4714: deletions are not read: deliver the whole catalogue, what is missing is retired',
    ],
  )
})

test('XZuFi 2.3 is read into the same model although its members are named and counted differently', () => {
  const { services, format, refused } = readXzufi(sample('xzufi-2-3.sample.xml'))
  assert.equal(format, 'xzufi-2.3')
  assert.deepEqual(refused, [])
  const service = services[0]!
  assert.deepEqual(service.leikaKeys, ['99000000000001'])
  assert.deepEqual(
    service.deadlines.map(({ span }) => span),
    [
      { kind: 'duration', value: 1, unit: 'arbeitstag' },
      { kind: 'duration', value: 6, unit: 'month' },
    ],
  )
  assert.deepEqual(service.fees, [
    { type: '001', kind: 'fixed', cents: 2280, currency: 'EUR', url: 'https://gebuehren.beispiel.de/' },
    { type: '004', kind: 'free' },
  ])
  assert.deepEqual(service.documents, [{ direction: 'in', type: '001', title: { de: 'Foto' }, obligation: '01' }])
  assert.deepEqual(service.obstacles, [{ kind: 'presence' }, { kind: 'written-form' }])
  assert.equal(service.texts.de!.steps, '<p>Sie stellen den Antrag.</p><p>Online melden Sie sich zuerst an.</p>')
  assert.equal(service.texts.de!.requiredDocumentsText, '<p>Ein Foto</p>')
  assert.equal(service.lastChange, '2026-02-03T04:05:06Z')
})

test('Prefixes mean nothing, namespaces everything', () => {
  const original = sample('xzufi-2-2.sample.xml')
  const renamed = original.replace(/(<\/?|")xzufi:(?=[A-Za-z])/g, '$1q:').replace('xmlns:xzufi=', 'xmlns:q=')
  assert.ok(!renamed.includes('<xzufi:'))
  assert.deepEqual(readXzufi(renamed).services, readXzufi(original).services)
})

const message = (inside: string, attributes = 'xzufiVersion="2.2"'): string =>
  `<a:x xmlns:a="http://xoev.de/schemata/xzufi/2_2_0" ${attributes}>${inside}</a:x>`
const leistung = (id: string, title: string): string =>
  `<a:leistung><a:id schemeID="${id.slice(0, 1)}">${id}</a:id><a:modulText><a:leikaTextmodul><code>02</code></a:leikaTextmodul><a:inhalt languageCode="de">${title}</a:inhalt></a:modulText></a:leistung>`

test('The same value under two schemes is two services, under one scheme a repetition', () => {
  const two = message(
    leistung('7', 'Eins') + leistung('7', 'Zwei') + leistung('7', 'Drei').replace('schemeID="7"', 'schemeID="8"'),
  )
  const { services, refused } = readXzufi(two)
  assert.deepEqual(
    services.map((one) => `${one.source} ${one.sourceId} ${one.texts.de!.title}`),
    ['7 7 Eins', '8 7 Drei'],
  )
  assert.deepEqual(refused, [{ what: 'leistung', id: '7', reason: 'a record with this id was already read' }])
})

test('A name of 5 MB, a record of 17 MB and a path as an id hurt nobody', () => {
  const { services, refused } = readXzufi(
    message(leistung('1', 'x'.repeat(5_000_000)) + leistung('2', 'y'.repeat(17_000_000)) + leistung('../../etc/passwd', 'Pfad')),
  )
  assert.deepEqual(
    services.map((one) => one.sourceId),
    ['../../etc/passwd'],
  )
  assert.deepEqual(
    refused.map(({ reason }) => reason),
    ['officialTitle is 5000000 characters long, more than 200000', 'the record is larger than 16 MB'],
  )
})

test('A whole message that cannot be trusted is refused, and the message says where', () => {
  const refuses = (content: string | Uint8Array, reason: RegExp) =>
    assert.throws(
      () => readXzufi(content),
      (fault) => (fault instanceof UnreadableFile && reason.test(fault.message)) || assert.fail(String(fault)),
    )
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  refuses(`${bomb}${message('&b;')}`, /Line 1, column \d+: a document type \(DTD\) is not allowed/)
  refuses(message('&unknown;'), /Line 1, column \d+: undefined entity/)
  refuses(message(`\n${'<a:b>'.repeat(60)}${'</a:b>'.repeat(60)}`), /Line 2, column \d+: elements are nested more than 40 deep/)
  refuses(message('<a:leistung>'), /Line 1, column \d+: unexpected close tag/)
  refuses('', /document must contain a root element/)
  refuses('{"data": []}', /Line 1, column \d+: /)
  refuses(message('', 'xzufiVersion="2.3.1"'), /xzufiVersion says “2.3.1”/)
  refuses(
    '<x xmlns="http://xoev.de/schemata/xzufi/2_1_0"/>',
    /namespace “http:\/\/xoev.de\/schemata\/xzufi\/2_1_0”. Known are .*2_2_0 and .*2_3_1/,
  )
  refuses(`<?xml version="1.0" encoding="ISO-8859-1"?>${message('')}`, /encoding is ISO-8859-1/)
  refuses(new Uint8Array([...Buffer.from(message('').slice(0, 10)), 0xfc, 0x3e]), /invalid byte 0xfc at byte 10/)
})
