// PostgreSQL's COPY protocol over a `pg` client: a table's rows out as text, and back in.
import type { Client, Submittable } from 'pg'

/** What `pg` offers to a query of one's own besides what its types name. */
type CopyConnection = {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
  stream: NodeJS.WritableStream & { pause(): void; resume(): void; writableNeedDrain: boolean; destroyed: boolean }
}

const CHUNK = 1 << 20

/** The rows as text, in chunks of about 1 MB; returns how many rows there were. */
export async function* copyOut(client: Client, text: string): AsyncGenerator<Buffer, number> {
  const full: Buffer[] = []
  let open: Buffer[] = []
  let size = 0
  let rows = 0
  let ended = false
  let abandoned = false
  let failure: Error | undefined
  let wake = () => {}
  let stream: CopyConnection['stream'] | undefined
  const close = () => {
    if (size > 0) full.push(Buffer.concat(open))
    open = []
    size = 0
  }
  const query = {
    submit(connection: CopyConnection) {
      stream = connection.stream
      connection.query(text)
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      if (abandoned) return
      // The client reuses the memory of a message.
      open.push(Buffer.from(chunk))
      size += chunk.length
      if (size < CHUNK) return
      close()
      if (full.length > 4) stream?.pause()
      wake()
    },
    handleCommandComplete(message: { text: string }) {
      rows = countOf(message.text)
    },
    handleError(error: Error) {
      failure = error
      ended = true
      wake()
    },
    handleReadyForQuery() {
      close()
      ended = true
      wake()
    },
  }
  client.query(query as unknown as Submittable)
  try {
    for (;;) {
      const chunk = full.shift()
      if (chunk) {
        if (full.length < 2) stream?.resume()
        yield chunk
      } else if (failure) throw failure
      else if (ended) return rows
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    // Left early: the rest flows past, so that the connection can be closed.
    abandoned = true
    stream?.resume()
  }
}

/** Feeds text rows into `COPY … FROM STDIN` and returns how many were taken. When the source throws, nothing is taken. */
export function copyIn(client: Client, text: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    let failure: Error | undefined
    const query = {
      submit: (connection: CopyConnection) => connection.query(text),
      async handleCopyInResponse(connection: CopyConnection) {
        try {
          for await (const chunk of source) {
            if (failure) return
            connection.sendCopyFromChunk(chunk)
            if (connection.stream.writableNeedDrain && !connection.stream.destroyed) await drained(connection.stream)
          }
          connection.endCopyFrom()
        } catch (error) {
          failure = error as Error
          connection.sendCopyFail('the source of the rows failed')
        }
      },
      handleCommandComplete(message: { text: string }) {
        rows = countOf(message.text)
      },
      handleError(error: Error) {
        failure ??= error
        reject(failure)
      },
      handleReadyForQuery() {
        if (!failure) resolve(rows)
      },
    }
    client.query(query as unknown as Submittable)
  })
}

const countOf = (tag: string): number => Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0)

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}
