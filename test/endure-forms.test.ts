// One short seeded round of killing while forms are sent; the long ones are `npm run endure`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killWhileSendingForms } from './endure/forms-crash.ts'
import { findFormSender } from './endure/forms-worker.ts'

test('A form that was acknowledged is there exactly once after the process was killed, also where somebody clicked twice', async (t) => {
  if (!(await findFormSender())) return t.skip('no room takes forms')
  const rounds = await killWhileSendingForms({ rounds: 1, seed: 20261122, submissions: 40 })
  for (const { acknowledged, faults } of rounds) {
    assert.ok(acknowledged >= 20, 'the writer sent')
    assert.deepEqual(faults, [])
  }
})
