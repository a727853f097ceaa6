// ClamAV's daemon: files are sent to it over a socket as they are read, never whole, and its one line of answer is understood.
import { connect, type Socket } from 'node:net'
import type { ClamdSettings } from './clamd-settings.ts'
import type { Scanner } from './uploads/scan.ts'

/** Milliseconds without any sign of life; unpacking a large archive takes it a while. */
const patience = 120_000
const chunkBytes = 256 * 1024
const fewBytes = 1024 * 1024
/** Its words for a stream beyond its limit. It closes the line at once, and often enough the words are lost with it. */
const tooLarge = 'INSTREAM size limit exceeded. ERROR'

export const makeClamd = ({ at, maxBytes }: ClamdSettings): Scanner => ({
  maxBytes,
  scan: async (chunks) => {
    const socket = connect(at)
    socket.setTimeout(patience, () => socket.destroy(new Error('clamd was silent for too long.')))
    try {
      const answer = answerOf(socket)
      answer.catch(() => undefined)
      await Promise.race([stream(socket, chunks), answer])
      return understand(await answer)
    } finally {
      socket.destroy()
    }
  },
})

/** @standard clamd(8) INSTREAM: each chunk behind its length in four bytes, a length of zero at the end */
async function stream(socket: Socket, chunks: AsyncIterable<Buffer>): Promise<void> {
  await written(socket, Buffer.from('zINSTREAM\0'))
  for await (const whole of chunks) {
    for (let from = 0; from < whole.length; from += chunkBytes) {
      const chunk = whole.subarray(from, from + chunkBytes)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(chunk.length)
      socket.write(length)
      await written(socket, chunk)
      // It has answered before the end: more would only meet a closed door.
      if (socket.readableEnded || socket.destroyed) return
    }
  }
  await written(socket, Buffer.alloc(4))
}

const written = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    // A connection that broke is told by the answer that does not come.
    socket.write(bytes, () => resolve())
  })

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    socket.on('data', (part: Buffer) => {
      if (said.length < 1_000) said += part.toString('latin1')
      if (said.includes('\0')) resolve(said)
    })
    socket.on('end', () => resolve(said))
    socket.on('error', (fault: NodeJS.ErrnoException) => {
      const cut = ['ECONNRESET', 'EPIPE'].includes(fault.code ?? '') && socket.bytesWritten > fewBytes
      if (said !== '') resolve(said)
      else if (cut) resolve(tooLarge)
      else reject(fault)
    })
    socket.on('close', () => reject(new Error('clamd closed the connection without an answer.')))
  })
}

/** With `AlertEncrypted` and `AlertExceedsMax` it also reports what it could not look into, in the words of a finding. */
function understand(answer: string): Awaited<ReturnType<Scanner['scan']>> {
  const line = answer.replace(/\0[\s\S]*$/, '').trim()
  if (/^stream: OK$/.test(line)) return 'clean'
  if (/^stream: Heuristics\.Encrypted\..* FOUND$/.test(line)) return 'locked'
  if (/^stream: Heuristics\.Limits\.Exceeded.* FOUND$/.test(line)) return 'too-large'
  if (/ FOUND$/.test(line)) return 'found'
  if (/size limit exceeded/i.test(line)) return 'too-large'
  throw new Error(`clamd answered: ${line.slice(0, 200)}`)
}
