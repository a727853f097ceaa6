// Calls an address with a signed request; the key is the same at every try, so that the other side does it once.
import { createHmac } from 'node:crypto'
import { nameOf, type TownKey } from '../../kernel/keys.ts'
import { makeOutbound, type Outbound } from '../../kernel/outbound.ts'
import type { Town } from '../../kernel/town.ts'
import { type Outcome, variablesFrom } from './work.ts'

export type Call = {
  url: string
  key: string
  body: { instance: string; step: string; businessKey: string | null; variables: Record<string, unknown> }
}

/** What the other side checks the signature with; shown to whoever allows the address, stored nowhere. */
export const webhookSecret = (key: TownKey, origin: string): string => nameOf(key, Buffer.from(`processes webhook ${origin}`))

/** HMAC-SHA-256 of time and body, as `t=1700000000,v1=…`. */
export const signatureOf = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1_000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** @throws for whatever is to be tried again: no answer, garbage, a fault of the other side */
export async function callWebhook(
  town: Town,
  call: Call,
  allowed: readonly string[],
  now: Date,
  made?: Outbound,
): Promise<Outcome> {
  const { origin } = new URL(call.url)
  const outbound = made ?? makeOutbound({ allow: allowed })
  try {
    const body = JSON.stringify({ ...call.body, key: call.key })
    const answer = await outbound.send({
      url: call.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': call.key,
        'stadttor-signature': signatureOf(webhookSecret(town.dataKey, origin), body, now),
      },
      body,
      milliseconds: 15_000,
      maxBytes: 1_000_000,
    })
    return readAnswer(answer.status, answer.body.toString('utf8'))
  } finally {
    if (!made) outbound.close()
  }
}

function readAnswer(status: number, text: string): Outcome {
  const json = text.trim() === '' ? {} : parsed(text)
  if (status === 422 && typeof json === 'object' && json !== null && 'error' in json) {
    const { code, message } = json.error as Record<string, unknown>
    return { error: { code: String(code ?? ''), message: String(message ?? '') } }
  }
  if (status < 200 || status > 299) throw new Error(`The other side answered ${status}.`)
  return { done: variablesFrom(json) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Error('The other side answered something that is no JSON.')
  }
}
