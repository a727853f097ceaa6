// The reader of a benchmark as a process of its own: keeps connections busy, or sends at a fixed rate, and checks every answer whole.
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

export type Asked = {
  path: string
  host: string
  headers?: Record<string, string>
  /** File with the exact bytes that must come back. */
  bodyFile: string
}
export type Job = {
  port: number
  asked: Asked[]
  connections: number
  warmUpSeconds: number
  /** Ends after this many seconds, or after this many requests, whichever comes first. */
  seconds: number
  requests?: number
  /** Requests per second, sent on time whether or not earlier ones were answered; without it each connection asks again at once. */
  rate?: number
}
export type Load = {
  requests: number
  seconds: number
  perSecond: number
  median: number
  p95: number
  p99: number
  slowest: number
  wrong: number
  firstWrong: string | undefined
}

type Prepared = { bytes: Buffer; body: Buffer; path: string }
type Line = {
  socket: Socket
  parts: Buffer[]
  size: number
  asked: Prepared | undefined
  due: number
  awaited: number
  head: number
}

function load(job: Job): Promise<Load> {
  const asked = job.asked.map(
    ({ path, host, headers = {}, bodyFile }): Prepared => ({
      path,
      body: readFileSync(bodyFile),
      bytes: Buffer.from(
        `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      ),
    }),
  )
  const times: number[] = []
  const waiting: number[] = []
  const free: Line[] = []
  const begin = performance.now()
  const measuredFrom = begin + job.warmUpSeconds * 1000
  const until = measuredFrom + job.seconds * 1000
  let next = 0
  let sent = 0
  let wrong = 0
  let firstWrong: string | undefined
  let lastAnswer = measuredFrom
  let finished = false

  return new Promise((resolve, reject) => {
    const over = () => performance.now() >= until || (job.requests !== undefined && times.length >= job.requests)
    const lines = Array.from({ length: job.connections }, (): Line => {
      const socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true })
      const line: Line = { socket, parts: [], size: 0, asked: undefined, due: 0, awaited: 0, head: 0 }
      socket.on('connect', () => (job.rate === undefined ? send(line, performance.now()) : free.push(line)))
      socket.on('data', (part) => arrive(line, part))
      socket.on('error', reject)
      socket.on('close', () => !finished && reject(new Error('the server closed a connection')))
      return line
    })
    const pace = job.rate === undefined ? undefined : setInterval(sendDue, 1)
    const deadline = setTimeout(finish, until - begin + 5_000)

    function sendDue(): void {
      const now = performance.now()
      for (let due = begin + (sent / job.rate!) * 1000; due <= now && due < until; due = begin + (sent / job.rate!) * 1000) {
        sent += 1
        const line = free.pop()
        if (line) send(line, due)
        else waiting.push(due)
      }
      if (now >= until && waiting.length === 0 && free.length === lines.length) finish()
    }

    function send(line: Line, due: number): void {
      const what = asked[next]!
      next = (next + 1) % asked.length
      line.asked = what
      line.due = due
      line.socket.write(what.bytes)
    }

    function arrive(line: Line, part: Buffer): void {
      line.parts.push(part)
      line.size += part.length
      if (line.awaited === 0) {
        const start = line.parts.length === 1 ? part : Buffer.concat(line.parts)
        const end = start.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = start.toString('latin1', 0, end)
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
        if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) note(`${line.asked!.path}: ${head.slice(0, 80)}`)
        line.head = end + 4
        line.awaited = line.head + Number(length ?? 0)
      }
      if (line.size < line.awaited) return
      const whole = line.parts.length === 1 ? part : Buffer.concat(line.parts)
      const { body, path } = line.asked!
      if (whole.length - line.head !== body.length || body.compare(whole, line.head) !== 0)
        note(`${path}: ${whole.length - line.head} bytes instead of ${body.length}, or others than expected`)
      line.parts = []
      line.size = 0
      line.awaited = 0
      const now = performance.now()
      if (line.due >= measuredFrom) {
        times.push(now - line.due)
        lastAnswer = now
      }
      const due = job.rate === undefined ? now : waiting.shift()
      if (job.rate === undefined && over()) finish()
      else if (due === undefined) free.push(line)
      else send(line, due)
    }

    function note(what: string): void {
      wrong += 1
      firstWrong ??= what
    }

    function finish(): void {
      if (finished) return
      finished = true
      clearInterval(pace)
      clearTimeout(deadline)
      for (const { socket } of lines) socket.destroy()
      const sorted = Float64Array.from(times).sort()
      const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
      const seconds = (lastAnswer - measuredFrom) / 1000
      resolve({
        requests: times.length,
        seconds,
        perSecond: times.length / seconds,
        median: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        slowest: at(1),
        wrong: wrong + waiting.length,
        firstWrong: firstWrong ?? (waiting.length > 0 ? `${waiting.length} requests were never answered` : undefined),
      })
    }
  })
}

if (process.argv[2]) console.log(JSON.stringify(await load(JSON.parse(process.argv[2]) as Job)))
