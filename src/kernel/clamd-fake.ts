// A small clamd for tests: takes a stream chunk by chunk, finds the EICAR file in it, and keeps to its limit.

import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { eicar } from './uploads/check.ts'

export type FakeClamd = {
  port: number
  /** Bytes of the streams that arrived whole. */
  scanned: number[]
  /** Says this to every stream instead. */
  says: (line: string | undefined) => void
  stop: () => Promise<void>
}

export async function startFakeClamd({ streamMaxLength = 1_000_000 } = {}): Promise<FakeClamd> {
  const scanned: number[] = []
  let line: string | undefined
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    void answer(socket, streamMaxLength, scanned, () => line)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    port: (server.address() as AddressInfo).port,
    scanned,
    says: (text) => {
      line = text
    },
    stop: () => new Promise((done) => server.close(() => done())),
  }
}

async function answer(socket: Socket, most: number, scanned: number[], says: () => string | undefined): Promise<void> {
  let rest = Buffer.alloc(0)
  const content: Buffer[] = []
  let size = 0
  let greeted = false
  for await (const part of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, part])
    if (!greeted) {
      const end = rest.indexOf(0)
      if (end < 0) continue
      if (rest.toString('latin1', 0, end) !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0')
      rest = rest.subarray(end + 1)
      greeted = true
    }
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const length = rest.readUInt32BE(0)
      if (length === 0) {
        scanned.push(size)
        const found = Buffer.concat(content).includes(eicar)
        return void socket.end(`${says() ?? (found ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK')}\0`)
      }
      size += length
      if (size > most) return void socket.end('INSTREAM size limit exceeded. ERROR\0')
      content.push(Buffer.from(rest.subarray(4, 4 + length)))
      rest = rest.subarray(4 + length)
    }
  }
}
