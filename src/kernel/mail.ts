// The way mail takes out of the house: over SMTP, or kept in the town for a demonstration, or nowhere.
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { readMailAddress } from './mail-address.ts'
import type { MailSettings } from './mail-settings.ts'
import { makeSmsSender, type SmsSender } from './sms.ts'

export type Mail = {
  /** Unique in all the world, and the same whenever this mail is tried again. @standard RFC 5322 Message-ID, without brackets */
  messageId: string
  from: { name: string; address: string }
  to: string
  /** Where a bounce goes. */
  returnPath: string
  subject: string
  text: string
  language: 'de' | 'en'
  date: Date
}

export type MailOutcome =
  | { outcome: 'accepted' }
  | {
      outcome: 'temporary' | 'permanent'
      reason: 'no-connection' | 'no-answer' | 'certificate' | 'login' | 'sender' | 'address' | 'refused'
      /** Code and enhanced code: `550 5.1.1`. The server's sentence is not kept: it likes to repeat the address. */
      status: string
    }

export type Mailer =
  | {
      by: 'smtp'
      from: string | undefined
      returnPath: string | undefined
      send(mail: Mail): Promise<MailOutcome>
      /** Text messages, where a gateway is set. */
      sms: SmsSender | undefined
      close(): void
    }
  /** Kept in the town and shown to whoever tries the demonstration; nothing leaves. */
  | { by: 'demo' }
  | { by: 'nothing' }

/** As many mails travel at once; a process that is killed leaves no more than these in doubt. */
export const mailConnections = 5

export type MailPatience = { connect: number; silence: number; whole: number }
const usualPatience: MailPatience = { connect: 10_000, silence: 15_000, whole: 30_000 }

export function makeMailer(settings: MailSettings, demo: boolean, patience: MailPatience = usualPatience, ca?: string[]): Mailer {
  const { smtp, from, returnPath, dkim } = settings
  if (!smtp) return { by: demo ? 'demo' : 'nothing' }
  const transport = createTransport({
    pool: true,
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === 'implicit',
    requireTLS: smtp.tls === 'required',
    ignoreTLS: smtp.tls === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(isIP(smtp.host) ? {} : { servername: smtp.host }),
      ...(ca && { ca }),
    },
    ...(smtp.user !== undefined && { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
    ...(dkim && { dkim }),
    maxConnections: mailConnections,
    maxMessages: 1_000,
    // A mail whose connection broke is tried again by whoever counts the tries.
    maxRequeues: 0,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    dnsTimeout: patience.connect,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const sms = settings.sms && makeSmsSender(settings.sms)
  return {
    by: 'smtp',
    from,
    returnPath,
    send: async (mail) => {
      try {
        await transport.sendMail({
          messageId: `<${mail.messageId}>`,
          from: { name: oneLine(mail.from.name, 100), address: certain(mail.from.address) },
          to: { name: '', address: certain(mail.to) },
          envelope: { from: certain(mail.returnPath), to: certain(mail.to) },
          subject: oneLine(mail.subject, 200),
          text: mail.text,
          date: mail.date,
          // @standard RFC 3834: no out-of-office answers to what a machine sent.
          headers: { 'auto-submitted': 'auto-generated', 'content-language': mail.language },
          signal: AbortSignal.timeout(patience.whole),
        })
        return { outcome: 'accepted' }
      } catch (fault) {
        return judge(fault as MailFault)
      }
    },
    sms,
    close: () => {
      transport.close()
      sms?.close()
    },
  }
}

/** Line breaks and other control characters never reach a header. */
export const oneLine = (text: string, atMost: number): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, atMost)
    .toWellFormed()

function certain(address: string): string {
  const read = readMailAddress(address)
  if (read === undefined)
    throw Object.assign(new Error('This is no mail address.'), { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 553 })
  return read
}

type MailFault = Error & { code?: string; command?: string; responseCode?: number; response?: string }

/** What concerns this recipient or this mail is for good with 5xx; what concerns us or the line is worth another try. */
function judge({ code, command, responseCode, response, message }: MailFault): MailOutcome {
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0]
  const status = [responseCode, enhanced].filter(Boolean).join(' ')
  if (code === 'EAUTH') return { outcome: 'temporary', reason: 'login', status }
  if (command === 'MAIL FROM') return { outcome: 'temporary', reason: 'sender', status }
  if (responseCode && (command === 'RCPT TO' || command === 'DATA')) {
    const outcome = responseCode >= 500 ? 'permanent' : 'temporary'
    return { outcome, reason: command === 'RCPT TO' ? 'address' : 'refused', status }
  }
  if (code === 'ETIMEDOUT' || code === 'EABORT') return { outcome: 'temporary', reason: 'no-answer', status }
  if (code === 'ETLS' || /certificate|self-signed|altname/i.test(message))
    return { outcome: 'temporary', reason: 'certificate', status }
  return { outcome: 'temporary', reason: 'no-connection', status }
}
