// A submission as a signed call to another system. @standard CloudEvents 1.0 (JSON, structured), Standard Webhooks 1.0 (signature).
import { createHmac } from 'node:crypto'
import type { HandedSubmission, Taken } from '../../../contracts/submissions.ts'
import { makeOutbound, type Outbound, OutboundRefused } from '../../../kernel/outbound.ts'
import type { Town } from '../../../kernel/town.ts'
import { openSecret, privateReceivers } from './receiver.ts'
import type { ReceiverRow } from './tables.ts'

/** Why a hand-over did not succeed: a code without anything that the other side said. */
export class NotTaken extends Error {
  readonly code: string
  constructor(code: string, cause?: unknown) {
    super(`It was not taken: ${code}`, { cause })
    this.code = code
  }
}

/** `id` is the hand-over's: the same at every try. @standard CloudEvents 1.0 (JSON, structured), Standard Webhooks 1.0 (signature) */
export function webhookCall(town: Town, receiver: ReceiverRow, id: string, submission: HandedSubmission, now: Date) {
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: `${town.origin}/forms/${submission.form.key}`,
    type: 'forms.submitted.v1',
    subject: submission.id,
    time: submission.receivedAt,
    datacontenttype: 'application/json',
    data: submission,
  })
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const secret = Buffer.from(openSecret(town.dataKey, receiver).replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
  return { url: receiver.target, method: 'POST', headers, body }
}

/** @throws NotTaken for anything but a status from 200 to 299 */
export async function callWebhook(
  town: Town,
  receiver: ReceiverRow,
  id: string,
  submission: HandedSubmission,
  now: Date,
): Promise<Taken> {
  const outbound = outboundFor(town, receiver)
  try {
    const { status, body } = await outbound.send(webhookCall(town, receiver, id, submission, now)).catch((fault: unknown) => {
      throw new NotTaken(fault instanceof OutboundRefused ? 'not-allowed' : 'no-answer', fault)
    })
    if (status < 200 || status > 299) throw new NotTaken(`status-${status}`)
    return readTaken(body)
  } finally {
    outbound.close()
  }
}

function outboundFor(town: Town, { target }: ReceiverRow): Outbound {
  const { origin } = new URL(target)
  return makeOutbound({ allow: [origin], allowPrivate: privateReceivers(town).filter((one) => one === origin) })
}

/** `{ "caseId": "…", "replyChannel": "…" }`, if the receiver says so. */
function readTaken(body: Buffer): Taken {
  try {
    const said = JSON.parse(body.toString()) as Record<string, unknown> | null
    const text = (name: string): string | undefined => {
      const value = said?.[name]
      return typeof value === 'string' && /^[^\p{Cc}]{1,200}$/u.test(value) ? value : undefined
    }
    const [foreignCaseId, replyChannel] = [text('caseId'), text('replyChannel')]
    return { ...(foreignCaseId && { foreignCaseId }), ...(replyChannel && { replyChannel }) }
  } catch {
    return {}
  }
}
