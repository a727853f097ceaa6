// What an operator may set: every setting with its default, its meaning and its check, read once at the start.
import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { join } from 'node:path'
import { type ClamdSettings, clamdSettings, readClamdSettings } from './clamd-settings.ts'
import { type MailSettings, mailSettings, readMailSettings } from './mail-settings.ts'

export type Environment = Record<string, string | undefined>

export type S3Settings = { endpoint: string; bucket: string; region: string; keyId: string; secret: string }

export type Configuration = {
  /** 0 lets the system choose a free one. */
  port: number
  host: string
  dataDir: string
  /** Absent: the embedded database in `dataDir`. */
  databaseUrl: string | undefined
  /** For LISTEN and migrations; differs from `databaseUrl` only where a pooler stands between. */
  databaseDirectUrl: string | undefined
  /** The origin of the default town, without a slash at the end. */
  baseUrl: string
  /** Networks in CIDR form whose X-Forwarded-* headers are believed. */
  trustedProxies: string[]
  demo: boolean
  limits: boolean
  logLevel: 'error' | 'warn' | 'info' | 'debug'
  metricsPort: number | undefined
  keyFile: string
  /** Second place of the audit's signed heads. */
  auditDir: string
  townsDir: string
  s3: S3Settings | undefined
  mail: MailSettings
  /** The house's scanner for malware; absent: uploads other than pictures stay closed until a clerk opens them. */
  clamd: ClamdSettings | undefined
}

type Setting = { name: string; default: string; meaning: string; secret?: true }

const settings = [
  { name: 'PORT', default: '8080', meaning: 'Port of the web server; 0 takes a free one' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'Address the web server listens on; 0.0.0.0 in a container behind a proxy' },
  {
    name: 'BASE_URL',
    default: 'http://localhost:PORT',
    meaning: 'Origin of the default town; other towns put their name before it',
  },
  { name: 'DATA_DIR', default: './data', meaning: 'Folder of the embedded database, files and keys' },
  { name: 'TOWNS_DIR', default: './towns', meaning: 'Folder with one folder per municipality' },
  { name: 'DATABASE_URL', default: '', meaning: 'PostgreSQL 15 to 18, owner role; empty: the embedded database', secret: true },
  {
    name: 'DATABASE_DIRECT_URL',
    default: 'DATABASE_URL',
    meaning: 'The same database beside a pooler, for LISTEN and migrations',
    secret: true,
  },
  {
    name: 'KEY_FILE',
    default: 'DATA_DIR/keys/master-key',
    meaning: 'Key that wraps the data keys of all towns; back it up apart',
  },
  {
    name: 'AUDIT_DIR',
    default: 'DATA_DIR/audit-heads',
    meaning: "Second place of the security audit's signed heads; best on another machine",
  },
  { name: 'TRUSTED_PROXIES', default: '', meaning: 'Networks (CIDR, comma-separated) whose X-Forwarded headers are believed' },
  {
    name: 'DEMO',
    default: '1 on loopback with the embedded database, else 0',
    meaning: 'Demonstration: invented persons, and mails and codes that everybody can read at /demo/mail',
  },
  { name: 'LIMITS', default: 'on', meaning: 'Rate limits; off only on loopback, for load tests' },
  { name: 'LOG_LEVEL', default: 'info', meaning: 'error, warn, info or debug' },
  { name: 'METRICS_PORT', default: '', meaning: 'Port of the Prometheus metrics; empty: none' },
  { name: 'S3_ENDPOINT', default: '', meaning: 'Address of an S3 store for files; empty: DATA_DIR/files' },
  { name: 'S3_BUCKET', default: '', meaning: 'Bucket for files' },
  { name: 'S3_REGION', default: 'us-east-1', meaning: 'Region the S3 requests are signed for' },
  { name: 'S3_KEY_ID', default: '', meaning: 'Access key id' },
  { name: 'S3_SECRET_FILE', default: '', meaning: 'File that holds the secret access key' },
  ...clamdSettings,
  ...mailSettings,
] as const satisfies Setting[]

type Name = (typeof settings)[number]['name']

/** Loopback in the narrow sense: nobody outside this machine can reach it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Whether an origin leads to this machine alone; browsers resolve every name below `localhost` to it. */
export const isLocalOrigin = (origin: string): boolean => {
  const name = URL.parse(origin)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  return isLoopback(name) || name.endsWith('.localhost')
}

/** What an operator should read before everything else; one line each. */
export function warningsOf({ demo, host, baseUrl }: Configuration): string[] {
  if (!demo || (isLoopback(host) && isLocalOrigin(baseUrl))) return []
  const where = isLoopback(host) ? `BASE_URL=${baseUrl}` : `HOST=${host}`
  return [
    `WARNING: DEMO=1 with ${where}: everybody who reaches this server can read its mails and sign-in codes and act as its persons.`,
  ]
}

/** Reads all settings; every wrong value gives one line. An empty value counts as not set. */
export function readConfiguration(env: Environment): Configuration | { problems: string[] } {
  const problems: string[] = []
  const value = (name: Name): string | undefined => env[name]?.trim() || undefined
  const wrong = (name: Name, expected: string) => problems.push(`${name}=${hide(name, value(name) ?? '')}: ${expected}`)

  const port = readPort('PORT') ?? 8080
  const metricsPort = readPort('METRICS_PORT')
  if (metricsPort !== undefined && metricsPort !== 0 && metricsPort === port) wrong('METRICS_PORT', 'must differ from PORT')
  const host = value('HOST') ?? '127.0.0.1'
  if (host !== 'localhost' && isIP(host) === 0) wrong('HOST', 'expected an IP address or localhost')
  const dataDir = value('DATA_DIR') ?? './data'
  const databaseUrl = readAddress('DATABASE_URL', ['postgres:', 'postgresql:'])
  const databaseDirectUrl = readAddress('DATABASE_DIRECT_URL', ['postgres:', 'postgresql:'])
  if (databaseDirectUrl && !databaseUrl) wrong('DATABASE_DIRECT_URL', 'has no meaning without DATABASE_URL')
  const loopback = isLoopback(host)
  const baseUrl = readOrigin() ?? `http://localhost:${port}`
  const reachable = !loopback || !isLocalOrigin(baseUrl)
  const demo = readSwitch('DEMO', '1', '0') ?? (!reachable && !databaseUrl)
  const limits = readSwitch('LIMITS', 'on', 'off') ?? true
  if (!limits && reachable)
    wrong(
      'LIMITS',
      `rate limits may be off only on a loopback address, not on ${loopback ? `BASE_URL=${baseUrl}` : `HOST=${host}`}`,
    )
  const logLevel = (['error', 'warn', 'info', 'debug'] as const).find((level) => level === (value('LOG_LEVEL') ?? 'info'))
  if (!logLevel) wrong('LOG_LEVEL', 'expected error, warn, info or debug')

  const configuration: Configuration = {
    port,
    host,
    dataDir,
    databaseUrl,
    databaseDirectUrl: databaseDirectUrl ?? databaseUrl,
    baseUrl,
    trustedProxies: readNetworks(),
    demo,
    limits,
    logLevel: logLevel ?? 'info',
    metricsPort,
    keyFile: value('KEY_FILE') ?? join(dataDir, 'keys', 'master-key'),
    auditDir: value('AUDIT_DIR') ?? join(dataDir, 'audit-heads'),
    townsDir: value('TOWNS_DIR') ?? './towns',
    s3: readS3(),
    mail: readMailSettings({ value, wrong, readSecret: (name) => readSecret(name), isLoopback, baseUrl }),
    clamd: readClamdSettings({ value, wrong }),
  }
  return problems.length > 0 ? { problems } : configuration

  function readPort(name: 'PORT' | 'METRICS_PORT'): number | undefined {
    const text = value(name)
    if (text === undefined) return undefined
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) wrong(name, 'expected a number from 0 to 65535')
    return Number(text)
  }

  function readSwitch(name: 'DEMO' | 'LIMITS', yes: string, no: string): boolean | undefined {
    const text = value(name)
    if (text !== undefined && text !== yes && text !== no) wrong(name, `expected ${yes} or ${no}`)
    return text === undefined ? undefined : text === yes
  }

  function readAddress(name: Name, schemes: string[]): string | undefined {
    const text = value(name)
    if (text === undefined) return undefined
    if (!schemes.includes(URL.parse(text)?.protocol ?? '')) wrong(name, `expected an address beginning with ${schemes.at(-1)}//`)
    return text
  }

  function readOrigin(): string | undefined {
    const text = readAddress('BASE_URL', ['http:', 'https:'])
    const url = URL.parse(text ?? '')
    if (!url || !text) return undefined
    if (url.pathname !== '/' || url.search || url.hash || url.username)
      wrong('BASE_URL', 'expected an origin alone, without a path')
    return url.origin
  }

  function readNetworks(): string[] {
    const networks = (value('TRUSTED_PROXIES') ?? '').split(/[\s,]+/).filter((one) => one !== '')
    for (const network of networks) {
      if (!isNetwork(network)) wrong('TRUSTED_PROXIES', `${network} is no network such as 10.0.0.0/8 or fd00::/8`)
    }
    return networks
  }

  function readS3(): S3Settings | undefined {
    const endpoint = readAddress('S3_ENDPOINT', ['http:', 'https:'])
    const [bucket, keyId, secretFile] = [value('S3_BUCKET'), value('S3_KEY_ID'), value('S3_SECRET_FILE')]
    if (!endpoint) {
      if (bucket || keyId || secretFile) problems.push('S3_ENDPOINT is missing, though other S3_ settings are there')
      return undefined
    }
    for (const name of ['S3_BUCKET', 'S3_KEY_ID', 'S3_SECRET_FILE'] as const) {
      if (!value(name)) problems.push(`${name} is missing, though S3_ENDPOINT is set`)
    }
    return {
      endpoint: endpoint.replace(/\/+$/, ''),
      bucket: bucket ?? '',
      region: value('S3_REGION') ?? 'us-east-1',
      keyId: keyId ?? '',
      secret: readSecret('S3_SECRET_FILE') ?? '',
    }
  }

  function readSecret(name: Name): string | undefined {
    const file = value(name)
    if (!file) return undefined
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      wrong(name, 'this file cannot be read')
      return undefined
    }
  }
}

/** Whether a text names a network that `net.BlockList` understands: an address with or without a length. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (length === undefined) return true
  try {
    new BlockList().addSubnet(address, /^\d+$/.test(length) ? Number(length) : -1, family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}

/** All settings, for the README and `stadttor config`; the value in force is masked where it is a secret. */
export function describeConfiguration(
  env: Environment = {},
): { name: string; default: string; meaning: string; value: string }[] {
  return settings.map(({ name, default: fallback, meaning }) => ({
    name,
    default: fallback,
    meaning,
    value: hide(name, env[name]?.trim() ?? ''),
  }))
}

/** A connection string keeps its host, so that an operator recognises it; the rest of a secret is hidden. */
function hide(name: Name, value: string): string {
  const setting: Setting | undefined = settings.find((one) => one.name === name)
  if (!setting?.secret || value === '') return value
  const url = URL.parse(value)
  return url?.host ? `${url.protocol}//***@${url.host}${url.pathname}` : '***'
}
