// How mail leaves the house, as an operator sets it: server, sender, way back, signature.
import { createPrivateKey } from 'node:crypto'
import { readMailAddress } from './mail-address.ts'

export type SmtpSettings = {
  host: string
  port: number
  /** `implicit`: encrypted from the first byte; `required`: STARTTLS or nothing; `none`: only to a server on this machine. */
  tls: 'implicit' | 'required' | 'none'
  user?: string | undefined
  password?: string | undefined
}

/** @standard RFC 6376 (DKIM) */
export type DkimSettings = { domainName: string; keySelector: string; privateKey: string }

/** A gateway that takes `{ from, to, text }` as JSON. */
export type SmsSettings = { url: string; token: string | undefined; from: string | undefined }

export type MailSettings = {
  smtp: SmtpSettings | undefined
  /** Sender of every town; without it each town sends as `noreply@` its own host. */
  from: string | undefined
  /** Where mail that failed comes back to; a token for the message is added to its name. */
  returnPath: string | undefined
  dkim: DkimSettings | undefined
  sms?: SmsSettings | undefined
}

export const mailSettings = [
  {
    name: 'SMTP_URL',
    default: '',
    meaning: 'Mail server, smtp:// (STARTTLS required) or smtps://, with a user name; empty: no mail leaves',
    secret: true,
  },
  { name: 'SMTP_PASSWORD_FILE', default: '', meaning: 'File that holds the password for the mail server' },
  { name: 'MAIL_FROM', default: 'noreply@ the host of the town', meaning: 'Sender address of all mail' },
  { name: 'MAIL_RETURN_PATH', default: 'MAIL_FROM', meaning: 'Where failed mail comes back to; +token is added to its name' },
  { name: 'DKIM_DOMAIN', default: '', meaning: 'Domain that signs mail (DKIM); empty: the mail server signs' },
  { name: 'DKIM_SELECTOR', default: '', meaning: 'Selector of the DKIM key' },
  { name: 'SMS_URL', default: '', meaning: 'Gateway for text messages that takes {from, to, text} as JSON; empty: none leave' },
  { name: 'SMS_TOKEN_FILE', default: '', meaning: 'File that holds the bearer token for the gateway' },
  { name: 'SMS_FROM', default: '', meaning: 'Sender that text messages show' },
  { name: 'DKIM_KEY_FILE', default: '', meaning: 'File that holds the private DKIM key in PEM' },
] as const

type Name = (typeof mailSettings)[number]['name']
export type MailSource = {
  value: (name: Name) => string | undefined
  wrong: (name: Name, expected: string) => void
  /** The content of a file; says what is wrong when it cannot be read. */
  readSecret: (name: Name) => string | undefined
  isLoopback: (host: string) => boolean
  /** Origin of the default town. */
  baseUrl: string
}

export function readMailSettings(source: MailSource): MailSettings {
  const { value, wrong } = source
  const address = (name: 'MAIL_FROM' | 'MAIL_RETURN_PATH'): string | undefined => {
    const text = value(name)
    const read = text === undefined ? undefined : readMailAddress(text)
    if (text !== undefined && read === undefined) wrong(name, 'expected a mail address alone, such as noreply@example.org')
    return read
  }
  const smtp = readSmtp(source)
  if (!smtp && value('SMTP_PASSWORD_FILE')) wrong('SMTP_PASSWORD_FILE', 'has no meaning without SMTP_URL')
  const from = address('MAIL_FROM')
  if (smtp && !value('MAIL_FROM') && !readMailAddress(`noreply@${URL.parse(source.baseUrl)?.hostname}`))
    wrong('MAIL_FROM', 'is missing: no sender address can be made of the host in BASE_URL')
  return { smtp, from, returnPath: address('MAIL_RETURN_PATH'), dkim: readDkim(source), sms: readSms(source) }
}

function readSmtp({ value, wrong, readSecret, isLoopback }: MailSource): SmtpSettings | undefined {
  const text = value('SMTP_URL')
  if (text === undefined) return undefined
  const url = URL.parse(text)
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || host === '' || !/^\/?$/.test(url.pathname) || url.search) {
    wrong('SMTP_URL', 'expected an address such as smtps://user@mail.example.org:465')
    return undefined
  }
  if (url.password) wrong('SMTP_URL', 'the password belongs into the file named by SMTP_PASSWORD_FILE')
  const password = readSecret('SMTP_PASSWORD_FILE')
  const user = url.username ? decodeURIComponent(url.username) : undefined
  if ((user === undefined) !== (password === undefined) && value('SMTP_PASSWORD_FILE') !== undefined)
    wrong('SMTP_URL', 'a user name in it and SMTP_PASSWORD_FILE belong together')
  else if (user !== undefined && password === undefined) wrong('SMTP_URL', 'a user name needs SMTP_PASSWORD_FILE')
  const implicit = url.protocol === 'smtps:'
  const tls = implicit ? 'implicit' : isLoopback(host) ? 'none' : 'required'
  return { host, port: Number(url.port || (implicit ? 465 : 587)), tls, user, password }
}

function readSms({ value, wrong, readSecret }: MailSource): SmsSettings | undefined {
  const text = value('SMS_URL')
  const url = URL.parse(text ?? '')
  if (text === undefined) {
    if (value('SMS_TOKEN_FILE') || value('SMS_FROM')) wrong('SMS_URL', 'is missing, though other SMS_ settings are there')
    return undefined
  }
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    wrong('SMS_URL', 'expected an address beginning with https://')
  const from = value('SMS_FROM')
  if (from !== undefined && !/^[\w +.-]{1,15}$/.test(from))
    wrong('SMS_FROM', 'expected a number or a name of at most 15 characters')
  return { url: text, token: readSecret('SMS_TOKEN_FILE'), from }
}

function readDkim({ value, wrong, readSecret }: MailSource): DkimSettings | undefined {
  const names = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_KEY_FILE'] as const
  const missing = names.filter((name) => value(name) === undefined)
  if (missing.length === names.length) return undefined
  for (const name of missing) wrong(name, 'is missing, though other DKIM_ settings are there')
  const [domainName = '', keySelector = ''] = [value('DKIM_DOMAIN'), value('DKIM_SELECTOR')]
  if (domainName && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domainName))
    wrong('DKIM_DOMAIN', 'expected a domain such as example.org')
  if (keySelector && !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(keySelector)) wrong('DKIM_SELECTOR', 'expected a name such as mail2026')
  const privateKey = readSecret('DKIM_KEY_FILE') ?? ''
  try {
    if (privateKey) createPrivateKey(privateKey)
  } catch {
    wrong('DKIM_KEY_FILE', 'this is no private key in PEM')
  }
  return { domainName, keySelector, privateKey }
}
