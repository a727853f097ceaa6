// What an operator's monitoring reads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { keepBlob } from './blobs.ts'
import { dispatch } from './dispatcher.ts'
import { declareMeasures } from './measures.ts'
import { Metrics } from './metrics.ts'
import type { Module } from './module.ts'
import { tell } from './outbox.ts'
import type { KernelTables } from './tables.ts'
import type { WriteDb } from './town.ts'

const deaf: Module = {
  name: 'deaf',
  officialName: 'Probe',
  folder: '',
  hears: [
    {
      type: 'deaf.called.v1',
      receive: async () => {
        throw new Error('not today')
      },
    },
  ],
}
const fresh = await freshHouse({ modules: [deaf] })
const town = await freshTown(fresh.house, { key: 'augsburg' })

test('Times are told as how many answers took at most so long, module by module', async () => {
  const metrics = new Metrics()
  const took = metrics.spread('seconds', 'Time', { module: 'hall' })
  for (const seconds of [0.004, 0.005, 0.2, 60]) took(seconds)
  const text = await metrics.text()
  assert.match(text, /^# TYPE seconds histogram$/m)
  assert.match(text, /^seconds_bucket\{module="hall",le="0.005"\} 2$/m)
  assert.match(text, /^seconds_bucket\{module="hall",le="0.25"\} 3$/m)
  assert.match(text, /^seconds_bucket\{module="hall",le="\+Inf"\} 4$/m)
  assert.match(text, /^seconds_count\{module="hall"\} 4$/m)
})

test('A module that cannot take its events shows by how far it is behind and how often it failed', async () => {
  const metrics = new Metrics()
  declareMeasures(metrics, fresh.house)
  await town.write((db: WriteDb<KernelTables>) => tell(db, { type: 'deaf.called.v1', subjects: [] }))
  // An event counts once no older transaction runs anywhere in the cluster; each attempt asks anew.
  let text = ''
  for (let attempt = 0; attempt < 500 && !/failures\{module="deaf"\} [1-9]/.test(text); attempt += 1) {
    await dispatch(fresh.house, town, deaf)
    text = await metrics.text()
  }
  assert.match(text, /^stadttor_event_failures\{module="deaf"\} [1-9]\d*$/m)
  assert.match(text, /^stadttor_event_lag_seconds\{module="deaf"\} (?!0$)[\d.e-]+$/m)
})

test('Kept files and connections are counted', async () => {
  const metrics = new Metrics()
  declareMeasures(metrics, fresh.house)
  await town.write((db: WriteDb<KernelTables>) => keepBlob(town, db, fresh.house.files, Buffer.alloc(321), 'text/plain'))
  const text = await metrics.text()
  assert.match(text, /^stadttor_blob_bytes\{town="augsburg"\} 321$/m)
  assert.match(text, /^stadttor_database_waiting\{pool="app"\} 0$/m)
})

test('A figure that cannot be read leaves the others standing', async () => {
  const metrics = new Metrics()
  metrics.declare('broken', 'Broken', () => Promise.reject(new Error('no database')))
  metrics.declare('sound', 'Sound', () => 7)
  assert.match(await metrics.text(), /^sound 7$/m)
})
