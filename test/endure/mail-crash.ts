// Messages on their way while the process is killed again and again: none may be lost, and only those in flight may come twice.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findEmbedded } from '../../src/kernel/database/embedded.ts'
import { stopServer } from '../../src/kernel/database/server.ts'
import { mailConnections } from '../../src/kernel/mail.ts'
import { place } from '../../src/main.ts'
import { type MailServer, startMailServer } from '../mail-server.ts'
import { drawsOf } from './crash.ts'

export type MailOrder = { messages: number; kills: number; seed: number; told?: (line: string) => void }
export type MailResult = {
  messages: number
  lost: number[]
  /** Mails that arrived more than once, counted without their first arrival. */
  twice: number
  /** As many may be in flight at each kill. */
  allowedTwice: number
  /** A second arrival must carry the first one's Message-ID, so that its reader can drop it. */
  strangers: number
}

export async function killWhileSending({ messages, kills, seed, told }: MailOrder): Promise<MailResult> {
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-endure-mail-'))
  // The database's account must be able to cross it.
  chmodSync(folder, 0o711)
  const dataDir = join(folder, 'data')
  const draw = drawsOf(seed)
  let reached: { count: number; act: () => void } | undefined
  let arrivals = 0
  const server = await startMailServer({
    toMail: () => {
      arrivals += 1
      if (reached && arrivals >= reached.count) reached.act()
      return undefined
    },
  })
  try {
    for (let kill = 0; kill <= kills; kill += 1) {
      const span = Math.floor(messages / (kills + 1))
      const wanted = kill < kills ? arrivals + 1 + draw(span) : undefined
      await runSender({ dataDir, server, messages, kill: wanted, watch: (one) => (reached = one) })
      told?.(`${kill < kills ? `kill ${kill + 1}` : 'end   '} after ${arrivals} arrivals`)
    }
  } finally {
    const database = findEmbedded(dataDir)
    if (database) await stopServer(database.pid)
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return compare(server, messages, kills)
}

type SenderRun = {
  dataDir: string
  server: MailServer
  messages: number
  /** Number of arrivals at which it is killed; undefined: it may end by itself. */
  kill: number | undefined
  watch: (reached: { count: number; act: () => void } | undefined) => void
}

async function runSender({ dataDir, server, messages, kill, watch }: SenderRun): Promise<void> {
  const program = join(place.dist, 'test', 'endure', 'mail-sender.js')
  const args = ['--enable-source-maps', program, dataDir, String(server.settings.port), String(messages)]
  const sender = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const ended = once(sender, 'close')
  watch(kill === undefined ? undefined : { count: kill, act: () => sender.kill('SIGKILL') })
  let last = ''
  try {
    for await (const line of createInterface({ input: sender.stdout! })) last = line
    await ended
  } finally {
    sender.kill('SIGKILL')
    watch(undefined)
  }
  if (kill === undefined && last !== 'done') throw new Error(`The sender ended early; it said last: ${last || 'nothing'}`)
}

function compare({ received }: MailServer, messages: number, kills: number): MailResult {
  const ids = new Map<string, Set<string>>()
  for (const { to, raw } of received) {
    const id = /^Message-ID:\s+<([^>]+)>/im.exec(raw)?.[1] ?? 'none'
    ids.set(to, (ids.get(to) ?? new Set()).add(id))
  }
  const numbers = Array.from({ length: messages }, (_, number) => number)
  return {
    messages,
    lost: numbers.filter((number) => !ids.has(`p${number}@example.org`)),
    twice: received.length - ids.size,
    allowedTwice: kills * mailConnections,
    strangers: [...ids.values()].filter((own) => own.size > 1).length,
  }
}
