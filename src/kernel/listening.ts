// The line on which this process hears what other processes committed. A lost line is reopened, and then all may be stale.
import pg from 'pg'
import type { Log } from './log.ts'
import { channel, type Notice, readNotice } from './outbox.ts'

export type Ears = { heard: (notice: Notice) => void; deaf: () => void }
export type Listening = { stop: () => Promise<void> }

/** Resolves once LISTEN is in force. `deaf` is called whenever notices may have been missed. */
export async function listen(url: string, ears: Ears, log: Log, retryAfterMs = 500): Promise<Listening> {
  let client: pg.Client | undefined
  let stopped = false
  let retry: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'stadttor listen', keepAlive: true })
    next.on('notification', ({ payload = '' }) => {
      const notice = readNotice(payload)
      if (notice) return ears.heard(notice)
      log.warn('a notice of the database could not be read; cached pages are dropped')
      ears.deaf()
    })
    next.on('error', () => undefined)
    try {
      await next.connect()
      await next.query(`LISTEN ${channel}`)
    } catch (fault) {
      next.end().catch(() => undefined)
      throw fault
    }
    client = next
    if (stopped) return next.end()
    // Only now: an attempt that fails ends too, and must not count as a second loss.
    next.on('end', () => {
      if (stopped) return
      log.warn('the line to the database was lost; cached pages are dropped')
      ears.deaf()
      reconnectLater()
    })
  }
  const reconnectLater = (): void => {
    retry = setTimeout(() => {
      connect().then(ears.deaf, (fault: unknown) => {
        log.fault('the line to the database could not be reopened', fault)
        reconnectLater()
      })
    }, retryAfterMs)
  }

  await connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
