// How often one address may call: per town and address, so that nobody's flood closes another town.
import { BlockList, isIP } from 'node:net'

/** IPv6 users own a /64; one bucket for all of it. */
export function bucketOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith('::ffff:')) return address
  const [head = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  while (groups.length < 4) groups.push('0')
  return groups.slice(0, 4).join(':')
}

/** Believes `X-Forwarded-For` only from proxies the operator named, and takes the last hop that is not one of them. */
export function readerAddress(proxies: BlockList | undefined, socketAddress: string, forwarded: string | undefined): string {
  const plain = (address: string): string => address.trim().replace(/^::ffff:/, '')
  const trusted = (address: string): boolean => {
    const kind = isIP(address)
    return kind !== 0 && proxies !== undefined && proxies.check(address, kind === 6 ? 'ipv6' : 'ipv4')
  }
  let address = plain(socketAddress)
  for (const hop of (forwarded ?? '').split(',').reverse()) {
    if (!trusted(address)) return address
    const next = plain(hop)
    if (isIP(next) === 0) return address
    address = next
  }
  return address
}

export function proxyList(cidrs: readonly string[]): BlockList | undefined {
  if (cidrs.length === 0) return undefined
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', prefix] = cidr.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

type Bucket = { tokens: number; at: number }

export class Throttle {
  readonly #buckets = new Map<string, Bucket>()

  /** Takes one of `perMinute` tokens. @returns seconds to wait, 0 when admitted */
  take(key: string, perMinute: number, now: number): number {
    const bucket = this.#buckets.get(key) ?? { tokens: perMinute, at: now }
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute)
    bucket.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > 20_000) this.#buckets.delete(this.#buckets.keys().next().value!)
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perMinute) * 60)
    bucket.tokens -= 1
    return 0
  }
}
