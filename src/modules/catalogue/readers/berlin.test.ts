import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedFile, sharedSkip } from '../../../../test/ground.ts'
import { identityKey } from '../record.ts'
import { readBerlin } from './berlin.ts'

const content = (name: string) => readFileSync(sharedFile(`data/catalogue/berlin/${name}`))
const real = () =>
  readBerlin({
    services: content('services_de.2018.json'),
    offices: content('locations_de.2018.json'),
    topics: content('topic_de.2016.json'),
    authorities: content('authority_de.2016.json'),
  })

test('All of Berlin’s services, offices, topics and authorities are read', { skip: sharedSkip }, () => {
  const file = real()
  assert.deepEqual([file.services.length, file.offices.length, file.topics.length, file.authorities.length], [653, 537, 170, 189])
  assert.equal(file.generated, '2018-02-07T15:48:42+01:00')
  assert.deepEqual(
    file.refused.map(({ what, reason }) => `${what}: ${reason}`),
    ['points: all 537 offices have the same point 53.45 13.45: a placeholder'],
  )
  assert.ok(file.offices.every((office) => office.geo === undefined))
})

test('A topic stands under several parents', { skip: sharedSkip }, () => {
  const { topics } = real()
  assert.equal(topics.filter((topic) => topic.parents.length > 1).length, 31)
  assert.equal(
    topics.reduce((sum, topic) => sum + topic.parents.length, 0),
    197,
  )
  assert.equal(topics.filter((topic) => topic.navigation).length, 18)
})

test('Services carry their main topic and every topic that names them', { skip: sharedSkip }, () => {
  const { services, topics } = real()
  const known = new Set(topics.map(identityKey))
  const links = services.flatMap((service) => service.topics)
  assert.ok(links.length > 653)
  assert.equal(services.filter((service) => service.topics.some((topic) => !known.has(identityKey(topic)))).length, 2)
})

const topic = (id: string, children: string[]) => ({
  id,
  name: `Thema ${id}`,
  relation: { childs: children.map((child) => ({ id: child })), services: [{ id: 's' }] },
})

test('A circle of topics is opened at the edge that closes it, and the edge is named', () => {
  const topics = JSON.stringify({ data: [topic('a', ['b']), topic('b', ['c', 'd']), topic('c', ['a']), topic('d', ['d'])] })
  const file = readBerlin({ services: JSON.stringify({ data: [{ id: 's', name: 'Dienst', relation: {} }] }), topics })
  assert.equal(file.services[0]!.topics.length, 4)
  assert.deepEqual(
    file.refused.map(({ id, reason }) => `${id}: ${reason}`),
    ['b > c: it would close a circle of topics', 'd > d: it would close a circle of topics'],
  )
  assert.deepEqual(
    file.topics.map((one) => one.parents.map((parent) => parent.sourceId)),
    [['c'], ['a'], [], ['b']],
  )
})
