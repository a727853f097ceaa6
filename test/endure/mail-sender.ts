// A Stadttor process that asks for numbered messages and sends what waits, as fast as it can. It is there to be killed.
import { sql } from 'kysely'
import type { SendMessage } from '../../src/contracts/messages.ts'
import { readConfiguration } from '../../src/kernel/configuration.ts'
import { takeDataDir } from '../../src/kernel/data-folder.ts'
import { createLog } from '../../src/kernel/log.ts'
import type { Town } from '../../src/kernel/town.ts'
import { openHouse } from '../../src/main.ts'
import { neutralSettings } from '../fresh-town.ts'
import { findWorker, probeFor, withSender } from './mail-worker.ts'

const [dataDir = '', smtpPort = '', count = '0'] = process.argv.slice(2)
const configuration = readConfiguration({
  DATA_DIR: dataDir,
  SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  MAIL_FROM: 'rathaus@musterstadt.example',
})
if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
// Whoever counts the mails is gone: nobody would end this process any more.
process.stdout.on('error', () => process.exit(1))
process.once('disconnect', () => process.exit(1))
process.channel?.unref()

const hold = takeDataDir(dataDir)
const opened = await openHouse(configuration, createLog('error'))
const house = withSender(opened.house, configuration.townsDir)
const { towns } = house
await towns.settle(['nordstadt', 'suedstadt'].map((key) => ({ key, folder: '', settings: neutralSettings(key) })))

const townOf = (number: number): Town => towns.list()[number % towns.list().length]!

// Every start asks for all of them again, as somebody would who got no answer: one key stays one message.
const atOnce = 100
for (let from = 0; from < Number(count); from += atOnce) {
  for (const town of towns.list()) {
    await town.write(async (db) => {
      for (let number = from; number < Math.min(from + atOnce, Number(count)); number += 1)
        if (townOf(number) === town)
          await house.ask<SendMessage>(town, 'send-message', { db, message: probeFor(number), now: new Date() })
    })
  }
}
process.stdout.write('asked\n')

// A short lease, so that a test does not wait for what the killed process held.
const startWorker = await findWorker()
const worker = startWorker!(house, { leaseMs: 1_000, sweepMs: 200 })
const waiting = async (town: Town): Promise<number> => {
  const { rows } = await town.read((db) =>
    sql<{ count: number }>`SELECT count(*)::int AS count FROM notify.message WHERE state <> 'delivered'`.execute(db),
  )
  return rows[0]!.count
}
let left = 1
while (left > 0) {
  await new Promise((later) => setTimeout(later, 100))
  left = 0
  for (const town of towns.list()) left += await waiting(town)
}
await worker.stop()
process.stdout.write('done\n')
await opened.close()
hold.release()
