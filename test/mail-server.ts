// A real SMTP server on a free port that keeps what it is given and answers as a test wants.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SmtpSettings } from '../src/kernel/mail-settings.ts'

export type Received = { from: string; to: string; raw: string }
/** What the server says to a recipient or to a mail; nothing: it accepts. */
export type Verdict = { code: number; text: string } | 'hang' | undefined

export type MailServer = {
  received: Received[]
  settings: SmtpSettings
  /** Resolves once `count` mails were accepted. */
  arrived: (count: number) => Promise<void>
  stop: () => Promise<void>
}

type Behaviour = {
  toRecipient?: (address: string) => Verdict
  toMail?: (received: Received) => Verdict
  server?: SMTPServerOptions
  tls?: SmtpSettings['tls']
  port?: number
}

const asError = ({ code, text }: { code: number; text: string }): Error => Object.assign(new Error(text), { responseCode: code })

export async function startMailServer({
  toRecipient,
  toMail,
  server: own,
  tls = 'none',
  port = 0,
}: Behaviour = {}): Promise<MailServer> {
  const received: Received[] = []
  const waiting: { count: number; done: () => void }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: tls === 'none' ? ['STARTTLS', 'AUTH'] : [],
    logger: false,
    closeTimeout: 500,
    onRcptTo: ({ address }, _session, done) => {
      const verdict = toRecipient?.(address)
      if (verdict !== 'hang') done(verdict && asError(verdict))
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        const mail = {
          from,
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          raw: Buffer.concat(parts).toString(),
        }
        const verdict = toMail?.(mail)
        if (verdict === 'hang') return
        if (!verdict) received.push(mail)
        done(verdict && asError(verdict))
        for (const one of waiting) if (received.length >= one.count) one.done()
      })
    },
    ...own,
  })
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const { port: taken } = server.server.address() as AddressInfo
  return {
    received,
    settings: { host: '127.0.0.1', port: taken, tls },
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve()
        else waiting.push({ count, done: resolve })
      }),
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
