// Text messages over a gateway of the operator's choice: one JSON request each, through the outbound client.
import type { MailOutcome } from './mail.ts'
import type { SmsSettings } from './mail-settings.ts'
import { makeOutbound } from './outbound.ts'

export type SmsSender = { send(to: string, text: string): Promise<MailOutcome>; close(): void }

/** @standard ITU-T E.164 with a plus sign */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text)

/** Four joined parts of a text message. */
const longest = 600

export function makeSmsSender({ url, token, from }: SmsSettings): SmsSender {
  const { origin } = new URL(url)
  const outbound = makeOutbound({ allow: [origin], allowPrivate: [origin] })
  return {
    send: async (to, text) => {
      try {
        const { status } = await outbound.send({
          url,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
          body: JSON.stringify({ ...(from && { from }), to, text: text.slice(0, longest).toWellFormed() }),
          milliseconds: 15_000,
          maxBytes: 100_000,
        })
        if (status >= 200 && status < 300) return { outcome: 'accepted' }
        if (status === 401 || status === 403) return { outcome: 'temporary', reason: 'login', status: String(status) }
        const forGood = status >= 400 && status < 500 && status !== 408 && status !== 429
        return { outcome: forGood ? 'permanent' : 'temporary', reason: 'refused', status: String(status) }
      } catch {
        return { outcome: 'temporary', reason: 'no-connection', status: '' }
      }
    },
    close: () => outbound.close(),
  }
}
