// A Stadttor process that only sends forms, as fast as it can, and says which were acknowledged. It is there to be killed.
import { writeSync } from 'node:fs'
import { readConfiguration } from '../../src/kernel/configuration.ts'
import { takeDataDir } from '../../src/kernel/data-folder.ts'
import { createLog } from '../../src/kernel/log.ts'
import { openHouse } from '../../src/main.ts'
import { neutralSettings } from '../fresh-town.ts'
import { findFormSender } from './forms-worker.ts'

const writers = 4
const [dataDir = ''] = process.argv.slice(2)
const configuration = readConfiguration({ DATA_DIR: dataDir })
if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
takeDataDir(dataDir)
process.once('disconnect', () => process.exit(1))
process.channel?.unref()
const { house } = await openHouse(configuration, createLog('silent'))
await house.towns.settle([{ key: 'nordstadt', folder: '', settings: neutralSettings('nordstadt') }])
const [town] = house.towns.list()
const sender = await (await findFormSender())!(house, town!)
/** Written before it goes on: what the parent has read was so. */
const say = (line: string): void => void writeSync(1, `${line}\n`)

async function sendOn(): Promise<never> {
  for (;;) {
    const draft = await sender.begin()
    say(`begun ${draft}`)
    // Two clicks at once, as somebody in a hurry does.
    const [submission, again] = await Promise.all([sender.send(draft), sender.send(draft)])
    if (again !== submission) throw new Error(`${draft} became two submissions`)
    say(`sent ${draft} ${submission}`)
  }
}

await Promise.all(Array.from({ length: writers }, sendOn)).catch(() => process.exit(1))
