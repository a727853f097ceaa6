// Where the house's scanner for malware stands, as an operator sets it.
import { isIP } from 'node:net'

export type ClamdSettings = {
  at: { host: string; port: number } | { path: string }
  /** Its `StreamMaxLength`. */
  maxBytes: number
}

export const clamdSettings = [
  {
    name: 'CLAMD',
    default: '',
    meaning: 'ClamAV daemon that looks into uploads, as HOST:PORT or the path of its socket; empty: none',
  },
  {
    name: 'CLAMD_MAX_MB',
    default: '100',
    meaning: 'StreamMaxLength of the daemon in megabytes; larger uploads stay in quarantine',
  },
] as const

type Name = (typeof clamdSettings)[number]['name']
type Source = { value: (name: Name) => string | undefined; wrong: (name: Name, expected: string) => void }

export function readClamdSettings({ value, wrong }: Source): ClamdSettings | undefined {
  const most = value('CLAMD_MAX_MB') ?? '100'
  if (!/^\d{1,5}$/.test(most) || Number(most) === 0) wrong('CLAMD_MAX_MB', 'expected a number of megabytes above 0')
  const maxBytes = Number(most) * 1_048_576
  const text = value('CLAMD')
  if (text === undefined) return undefined
  if (text.startsWith('/')) return { at: { path: text }, maxBytes }
  const [, written = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? []
  const host = written.replace(/^\[|\]$/g, '')
  const sound = isIP(host) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)
  if (!sound || Number(port) > 65_535) wrong('CLAMD', 'expected HOST:PORT, such as 127.0.0.1:3310, or the path of a socket')
  return { at: { host, port: Number(port) }, maxBytes }
}
