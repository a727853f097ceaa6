// Rounds of sending forms and killing: what was acknowledged is there exactly once, and what was not can be sent again and is there once then.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { type Configuration, readConfiguration } from '../../src/kernel/configuration.ts'
import { findEmbedded } from '../../src/kernel/database/embedded.ts'
import { stopServer } from '../../src/kernel/database/server.ts'
import { createLog } from '../../src/kernel/log.ts'
import type { Town } from '../../src/kernel/town.ts'
import { openHouse, place } from '../../src/main.ts'
import { drawsOf } from './crash.ts'
import { findFormSender } from './forms-worker.ts'

export type FormsRound = { kill: 'process' | 'both'; acknowledged: number; inFlight: number; faults: string[] }
export type FormsOrder = { rounds: number; seed: number; submissions: number; told?: (round: FormsRound, index: number) => void }

/** Every second kill takes the database with it. */
export async function killWhileSendingForms({ rounds, seed, submissions, told }: FormsOrder): Promise<FormsRound[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-endure-forms-'))
  // The database's account must be able to cross it.
  chmodSync(folder, 0o711)
  const dataDir = join(folder, 'data')
  const draw = drawsOf(seed)
  const results: FormsRound[] = []
  try {
    for (let index = 0; index < rounds; index += 1) {
      const kill = index % 2 === 0 ? 'process' : 'both'
      const wanted = Math.ceil(submissions / 2) + draw(Math.ceil(submissions / 2))
      const sent = await sendUntilKilled(dataDir, kill, wanted)
      const round = { kill, ...(await compare(dataDir, sent)) } as const
      results.push(round)
      told?.(round, index)
    }
  } finally {
    const database = findEmbedded(dataDir)
    if (database) await stopServer(database.pid)
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

type Sent = { begun: Set<string>; acknowledged: Map<string, string> }

async function sendUntilKilled(dataDir: string, kill: FormsRound['kill'], wanted: number): Promise<Sent> {
  const program = join(place.dist, 'test', 'endure', 'forms-writer.js')
  const writer = spawn(process.execPath, ['--enable-source-maps', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(writer, 'close')
  const sent: Sent = { begun: new Set(), acknowledged: new Map() }
  try {
    for await (const line of createInterface({ input: writer.stdout! })) {
      const [what, draft = '', submission = ''] = line.split(' ')
      if (what === 'begun') sent.begun.add(draft)
      else sent.acknowledged.set(draft, submission)
      if (sent.acknowledged.size !== wanted || what === 'begun') continue
      const database = findEmbedded(dataDir)
      if (kill === 'both' && database) process.kill(database.pid, 'SIGKILL')
      writer.kill('SIGKILL')
    }
    await ended
  } finally {
    writer.kill('SIGKILL')
  }
  if (sent.acknowledged.size < wanted) throw new Error(`The writer ended after ${sent.acknowledged.size} of ${wanted} forms.`)
  return sent
}

/** Opens the house as the next start would; whoever got no answer sends again. */
async function compare(dataDir: string, { begun, acknowledged }: Sent): Promise<Omit<FormsRound, 'kill'>> {
  const configuration = readConfiguration({ DATA_DIR: dataDir }) as Configuration
  const { house, close } = await openHouse(configuration, createLog('silent'))
  try {
    const [town] = house.towns.list()
    const sender = await (await findFormSender())!(house, town!)
    const unanswered = [...begun].filter((draft) => !acknowledged.has(draft))
    const all = new Map(acknowledged)
    for (const draft of unanswered) all.set(draft, await sender.send(draft))
    const faults: string[] = []
    for (const [draft, submission] of all) {
      const fault = await sender.faultOf(draft, submission)
      if (fault) faults.push(fault)
    }
    faults.push(...(await halfThings(town!)))
    return { acknowledged: acknowledged.size, inFlight: unanswered.length, faults }
  } finally {
    await close()
  }
}

/** Sent drafts without a submission, submissions without their event, and the other way round. */
const halfThings = (town: Town): Promise<string[]> =>
  town.read(async (db) => {
    const { rows } = await sql<{ drafts: number; submissions: number; events: number }>`SELECT
      (SELECT count(*) FROM forms.draft WHERE state = 'sent') AS drafts,
      (SELECT count(*) FROM forms.submission) AS submissions,
      (SELECT count(DISTINCT payload->>'submission') FROM kernel.event WHERE type = 'forms.submitted.v1') AS events`.execute(db)
    const { drafts, submissions, events } = rows[0]!
    return drafts === submissions && submissions === events
      ? []
      : [`${drafts} drafts sent, ${submissions} submissions, ${events} events`]
  })
