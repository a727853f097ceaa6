// Which network addresses lie on the open internet, and which only inside a machine, an office or a data centre.
import { BlockList, isIP } from 'node:net'

const closed = new BlockList()
// @standard IANA IPv4 Special-Purpose Address Registry (RFC 6890), with multicast and the reserved rest.
for (const [network, length] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  closed.addSubnet(network, length, 'ipv4')
}
// @standard IANA IPv6 Special-Purpose Address Registry: inside 2000::/3, Teredo and its neighbours, documentation and 6to4 lead elsewhere.
for (const [network, length] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(network, length, 'ipv6')
}
// Everything outside 2000::/3 is closed: loopback, link-local, unique local, multicast, IPv4-mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96).
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')

/** True only for an address in its usual notation that anyone on the internet may use. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  if (family === 6) return !address.includes('%') && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6')
  return false
}
