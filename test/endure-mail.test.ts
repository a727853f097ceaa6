// One short seeded round of kills while messages are sent; the long ones are `npm run endure`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killWhileSending } from './endure/mail-crash.ts'
import { findWorker } from './endure/mail-worker.ts'

const skip = (await findWorker()) ? false : 'no room sends messages'

test('Killed in the middle, no message is lost and only those in flight come twice', { skip }, async () => {
  const { lost, twice, allowedTwice, strangers } = await killWhileSending({ messages: 80, kills: 1, seed: 20261122 })
  assert.deepEqual(lost, [])
  assert.ok(twice <= allowedTwice, `${twice} came twice`)
  assert.equal(strangers, 0, 'a second arrival is recognised by its Message-ID')
})
