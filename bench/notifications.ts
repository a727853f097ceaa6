// 10,000 messages from the asking room to a mail server on this machine.
import { join } from 'node:path'
import type { SendMessage } from '../src/contracts/messages.ts'
import { readConfiguration } from '../src/kernel/configuration.ts'
import { createLog } from '../src/kernel/log.ts'
import { openHouse } from '../src/main.ts'
import { findWorker, probeFor, withSender } from '../test/endure/mail-worker.ts'
import { neutralSettings } from '../test/fresh-town.ts'
import { startMailServer } from '../test/mail-server.ts'
import { type Bench, CannotMeasure } from './bench.ts'
import { openFolder } from './town-hall.ts'

const atOnce = 100

export const notifications: Bench = {
  name: 'notifications',
  title: '10,000 messages stored, then sent to a mail server on this machine',
  measure: async (run) => {
    const startWorker = await findWorker()
    if (!startWorker) throw new CannotMeasure('no room sends messages')
    const count = run.short ? 1_000 : 10_000
    const server = await startMailServer()
    run.atEnd(() => server.stop())
    const configuration = readConfiguration({
      DATA_DIR: openFolder(join(run.folder, 'data')),
      SMTP_URL: `smtp://127.0.0.1:${server.settings.port}`,
      MAIL_FROM: 'rathaus@musterstadt.example',
    })
    if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
    const opened = await openHouse(configuration, createLog('error'))
    run.atEnd(() => opened.close())
    const house = withSender(opened.house, configuration.townsDir)
    await house.towns.settle([{ key: 'musterstadt', folder: '', settings: neutralSettings('musterstadt') }])
    const [town] = house.towns.list()
    const begin = performance.now()
    for (let from = 0; from < count; from += atOnce) {
      await town!.write(async (db) => {
        for (let number = from; number < from + atOnce; number += 1)
          await house.ask<SendMessage>(town!, 'send-message', { db, message: probeFor(number), now: new Date() })
      })
    }
    const stored = performance.now()
    const before = process.cpuUsage()
    const worker = startWorker(house)
    await server.arrived(count)
    await worker.idle()
    const sent = performance.now()
    const { user, system } = process.cpuUsage(before)
    await worker.stop()
    const different = new Set(server.received.map(({ to }) => to)).size
    if (different !== count || server.received.length !== count)
      throw new Error(`${server.received.length} mails to ${different} people arrived, not ${count}`)
    return [
      { what: 'messages stored', value: count / ((stored - begin) / 1000), unit: '/s', note: `${atOnce} in a transaction` },
      { what: 'messages sent and recorded', value: count / ((sent - stored) / 1000), unit: '/s', goal: { least: 100 } },
      {
        what: 'CPU per message, mail server included',
        value: (user + system) / 1000 / count,
        unit: 'ms',
        note: 'without the database',
      },
    ]
  },
}
