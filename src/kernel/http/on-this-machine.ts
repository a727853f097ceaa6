// Whether the reader sits at this very machine: what a demonstration shows is for them alone.
import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../configuration.ts'

/** @standard RFC 7239 Forwarded, RFC 9110 Via, and the names in use before them */
const forwarded = /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-original-.+|cf-.+|true-client-ip)$/

/**
 * A proxy on the same machine comes from loopback too and may rewrite the host: whatever it says about itself refuses. nginx says
 * nothing by default, but speaks HTTP/1.0, as no browser does.
 */
export function isOnThisMachine({ socket, headers, httpVersion }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return isLoopback(address) && httpVersion !== '1.0' && !Object.keys(headers).some((name) => forwarded.test(name))
}
