// Calls to addresses on the network: signed, the same key at every try, tried again and then an incident; garbage is a fault, not a value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { OutboundRequest } from '../../kernel/outbound.ts'
import { begun, bpmn, deployed, stateOf } from './fixtures.ts'
import processes from './module.tsx'
import { callWebhook, signatureOf, webhookSecret } from './webhook.ts'
import { runTown } from './worker.ts'

const { house } = await freshHouse({ modules: [{ ...processes, folder: '' }] })
const town = await freshTown(house)
const start = new Date('2026-11-23T09:00:00+01:00')
const call = {
  url: 'https://pay.example.org/fees',
  key: 'key-1',
  body: { instance: 'i', step: 's', businessKey: null, variables: { fee: 12.5 } },
}

const answering = (status: number, body: string, seen: OutboundRequest[] = []) => ({
  send: async (request: OutboundRequest) => {
    seen.push(request)
    return { status, headers: {}, body: Buffer.from(body) }
  },
  close: () => undefined,
})

test('The other side can check the signature, and finds the key of the step', async () => {
  const seen: OutboundRequest[] = []
  const outcome = await callWebhook(town, call, [], start, answering(200, '{"receipt":"Q-1"}', seen))
  assert.deepEqual(outcome, { done: [['receipt', 'Q-1']] })
  const { headers = {}, body = '' } = seen[0]!
  const secret = webhookSecret(town.dataKey, 'https://pay.example.org')
  assert.equal(headers['stadttor-signature'], signatureOf(secret, String(body), start))
  assert.equal(headers['idempotency-key'], 'key-1')
})

test('Garbage, faults and names that no variable can have are tried again; an error of the matter is not', async () => {
  for (const [status, body] of [
    [200, 'hello'],
    [500, ''],
    [200, '[1]'],
    [200, '{"a b":1}'],
  ] as const)
    await assert.rejects(callWebhook(town, call, [], start, answering(status, body)))
  const refused = await callWebhook(town, call, [], start, answering(422, '{"error":{"code":"no-money","message":"x"}}'))
  assert.deepEqual(refused, { error: { code: 'no-money', message: 'x' } })
})

test('An address that nobody allowed is tried five times and ends in an incident; the rest goes on', async () => {
  await deployed(
    town,
    bpmn(
      'calling',
      '<bpmn:startEvent id="s"/><bpmn:serviceTask id="w" stadttor:webhook="https://pay.example.org/fees"/><bpmn:endEvent id="e"/>',
      's -> w\nw -> e',
    ),
    start,
  )
  const { instance } = await begun(town, 'calling', [], start)
  for (let hour = 0; hour <= 6; hour += 1) await runTown(house, town, () => new Date(start.getTime() + hour * 3_600_000))
  const { incidents, log } = await stateOf(town, instance)
  assert.match(incidents[0]!.message_de, /mehrmals gescheitert/)
  assert.equal(log.filter(({ what }) => what === 'failed').length, 5)
})
