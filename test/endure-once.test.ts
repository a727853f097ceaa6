// One short seeded round of each kind of crash; the long ones are `npm run endure`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashRounds, kills } from './endure/crash.ts'

test('What was acknowledged is there after the process, the database, both or one connection were killed', async () => {
  const rounds = await crashRounds({ rounds: kills.length, seed: 20261122, matters: 24 })
  assert.deepEqual(new Set(rounds.map(({ kill }) => kill)), new Set(kills))
  for (const { kill, acknowledged, lost, unreadable } of rounds) {
    assert.ok(acknowledged >= 12, `${kill}: the writer wrote`)
    assert.deepEqual(lost, [], `${kill}: acknowledged and not there`)
    assert.deepEqual(unreadable, [], `${kill}: a row without its file`)
  }
})
