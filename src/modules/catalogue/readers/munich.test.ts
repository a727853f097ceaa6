import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedFile, sharedSkip } from '../../../../test/ground.ts'
import type { ServiceRecord } from '../record.ts'
import { UnreadableFile } from './fields.ts'
import { readMunich } from './munich.ts'

const real = () =>
  readMunich({
    services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
    offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
  })

const service = (members: object): string => JSON.stringify({ data: [{ id: '1', name: 'Reisepass', ...members }] })
const only = (members: object): ServiceRecord => readMunich({ services: service(members) }).services[0]!

test('All of Munich’s services and offices are read, none refused', { skip: sharedSkip }, () => {
  const file = real()
  assert.deepEqual(file.refused, [])
  assert.equal(file.services.length, 287)
  assert.equal(file.offices.length, 109)
  assert.equal(
    file.services.reduce((sum, one) => sum + one.offices.length, 0),
    526,
  )
  assert.equal(file.services.filter((one) => one.texts.de!.description === undefined).length, 63)
  assert.equal(file.services.filter((one) => one.leikaKeys.length > 0).length, 132)
  assert.deepEqual(
    file.services.filter((one) => one.leikaKeys.length > 1).map((one) => one.leikaKeys),
    [['99036008007003', '99036008007004', '99036008007006', '99036008007007']],
  )
})

test('Munich’s two identical lists of links are shown once', { skip: sharedSkip }, () => {
  const { services } = real()
  assert.equal(services.filter((one) => one.links.length > 0).length, 216)
  assert.equal(services.filter((one) => one.forms.length > 0).length, 0)
})

test('Not publicly bookable says nothing about visibility', { skip: sharedSkip }, () => {
  const { services } = real()
  assert.equal(services.filter((one) => one.appointment?.bookable === false).length, 125)
  const closed = services.filter((one) => one.appointment?.bookable === false)
  assert.ok(closed.every((one) => one.offices.every((offer) => !offer.appointmentAllowed)))
  assert.ok(services.some((one) => one.offices.some((offer) => offer.appointmentAllowed && offer.durationMinutes === 10)))
})

test('A fee becomes a field only where its text is nothing but one amount or “free”', { skip: sharedSkip }, () => {
  const { services } = real()
  const structured = services.filter((one) => one.fees.length > 0)
  assert.equal(services.filter((one) => one.texts.de!.feesText !== undefined).length, 193)
  assert.equal(structured.length, 49)
  assert.ok(structured.every((one) => one.texts.de!.feesText!.length < 60))
})

test('Two forms that are no links stay forms, with the kind their address tells', () => {
  const link = { name: 'Info', link: 'https://stadt.muenchen.de/info' }
  const form = { name: 'Antrag', link: 'https://stadt.muenchen.de/antrag.pdf' }
  const read = only({ links: [link], forms: [form] })
  assert.deepEqual(read.links, [{ title: 'Info', url: 'https://stadt.muenchen.de/info' }])
  assert.deepEqual(read.forms, [{ title: 'Antrag', url: 'https://stadt.muenchen.de/antrag.pdf', format: 'pdf' }])
})

test('Hostile records are refused one by one, with their reason, and the others are read', () => {
  const data = [
    { id: '1', name: 'x'.repeat(5_000_000) },
    { id: '../../etc/passwd', name: 'Pfad' },
    { id: '3' },
    null,
    'text',
    { id: '5', name: 'Gut' },
    { id: '5', name: 'Doppelt' },
    { id: '6', name: 'Liste', locations: 'alle' },
    { id: '7', name: { a: 1 } },
    {
      id: '8',
      name: 'Unsicher',
      description: '<script>alert(1)</script><p>ok</p>',
      links: [{ name: 'x', link: 'javascript:alert(1)' }],
    },
    { id: '9', name: 'Falscher Schlüssel', leika: '123' },
    { id: 'a\u0000\u001b[2Jb', name: 'Steuerzeichen' },
    { id: `${'x'.repeat(59)}😀${'x'.repeat(200)}`, name: 'Lang' },
  ]
  const file = readMunich({ services: JSON.stringify({ data }) })
  assert.deepEqual(
    file.services.map((one) => one.sourceId),
    ['../../etc/passwd', '5', '8', '9'],
  )
  assert.deepEqual(file.services[2]!.texts.de!.description, '<p>ok</p>')
  assert.deepEqual(file.services[2]!.links, [])
  assert.deepEqual(
    file.refused.map(({ what, id, reason }) => `${what} ${id}: ${reason}`),
    [
      'service 1: name is 5000000 characters long, more than 500',
      'service 3: name is missing',
      'service #4: service is not an object',
      'service #5: service is not an object',
      'service 5: a record with this id was already read',
      'service 6: locations is not a list',
      'service 7: name is not a text',
      'leika key 9: “123” is not 99 and twelve digits',
      'service a[2Jb: id holds invisible characters',
      `service ${'x'.repeat(59)}\ufffd: id is 261 characters long, more than 200`,
    ],
  )
})

test('A file that is no such catalogue is refused with the place of the mistake', () => {
  const refuses = (services: string | Uint8Array, message: RegExp) =>
    assert.throws(
      () => readMunich({ services }),
      (fault) => fault instanceof UnreadableFile && message.test(fault.message),
    )
  refuses('{"data": [\n{"id": }]}', /not valid JSON at line 2/)
  refuses('[]', /object with the list "data"/)
  refuses('{"meta": {}}', /no list "data"/)
  refuses(new Uint8Array([...Buffer.from('{"data":\n['), 0xff, 0x5d]), /invalid byte 0xff at byte 10 \(line 2\)/)
  refuses(new Uint8Array([...Buffer.from('{"data":["'), 0xc3]), /invalid byte 0xc3 at byte 10 \(line 1\)/)
})
