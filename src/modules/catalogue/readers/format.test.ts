import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository, sharedFile, sharedSkip } from '../../../../test/ground.ts'
import { UnreadableFile } from './fields.ts'
import { readCatalogue } from './format.ts'

const file = (path: string) => ({ name: path, content: readFileSync(sharedFile(`data/catalogue/${path}`)) })

test('The files of a delivery are told apart by what stands in them, in any order', { skip: sharedSkip }, () => {
  const berlin = readCatalogue('berlin', [
    file('berlin/topic_de.2016.json'),
    file('berlin/authority_de.2016.json'),
    file('berlin/services_de.2018.json'),
    file('berlin/locations_de.2018.json'),
  ])
  assert.deepEqual(
    [berlin.services.length, berlin.offices.length, berlin.topics.length, berlin.authorities.length],
    [653, 537, 170, 189],
  )
  const munich = readCatalogue('munich', [file('muenchen/locations_de.json'), file('muenchen/services_de.json')])
  assert.deepEqual([munich.services.length, munich.offices.length], [287, 109])
})

test('A delivery without services, with a part twice or with strange records is refused by name', () => {
  const json = (name: string, record: object) => ({ name, content: JSON.stringify({ data: [record] }) })
  const refuses = (files: { name: string; content: string }[], reason: RegExp) =>
    assert.throws(
      () => readCatalogue('munich', files),
      (fault) => fault instanceof UnreadableFile && reason.test(fault.message),
    )
  refuses([json('orte.json', { id: 1, geo: {} })], /None of the files holds Munich services: orte.json/)
  refuses([json('a.json', { leika: '' }), json('b.json', { leika: '' })], /b.json: a second file of services/)
  refuses([json('c.json', { farbe: 'rot' })], /c.json: its records are neither/)
  assert.throws(() => readCatalogue('xzufi', [json('a', {}), json('b', {})]), /one message in one file; 2 were given/)
  assert.throws(() => readCatalogue('xzufi', [{ name: 'a.xml', content: '<x/>' }]), /root element <x>/)
})

test('A message of XZuFi needs no telling which version it is', () => {
  const sample = (version: string) => readFileSync(join(repository, `src/modules/catalogue/samples/xzufi-${version}.sample.xml`))
  assert.equal(readCatalogue('xzufi', [{ name: 'a.xml', content: sample('2-2') }]).format, 'xzufi-2.2')
  assert.equal(readCatalogue('xzufi', [{ name: 'a.xml', content: sample('2-3') }]).format, 'xzufi-2.3')
})
