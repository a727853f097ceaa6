// How long a start takes until the first page answers: on an empty folder as after `npm ci`, and once more on the same data.
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, median, rounded } from './bench.ts'
import { startTownHall } from './town-hall.ts'

/** What the start does not read, or must make itself. */
const leftOut = /^(\.git|dist|dist\..*|data|node_modules)$/

export const starts: Bench = {
  name: 'start',
  title: 'from the command to the first page',
  measure: async (run) => {
    const cold: number[] = []
    const warm: number[] = []
    for (let round = 0; round < (run.short ? 1 : 3); round++) {
      const checkout = join(run.folder, `checkout-${round}`)
      cpSync(process.cwd(), checkout, {
        recursive: true,
        filter: (source) => !leftOut.test(source.slice(process.cwd().length + 1)),
      })
      symlinkSync(join(process.cwd(), 'node_modules'), join(checkout, 'node_modules'))
      const options = { checkout, dataDir: join(run.folder, `data-${round}`), townsDir: join(checkout, 'towns') }
      const first = await startTownHall(run, options)
      await first.stop()
      const second = await startTownHall(run, options)
      await second.stop()
      cold.push(first.startedIn / 1000)
      warm.push(second.startedIn / 1000)
      run.say(`round ${round + 1}: cold ${rounded(cold.at(-1)!)} s, warm ${rounded(warm.at(-1)!)} s`)
    }
    return [
      {
        what: 'cold: no data, nothing built',
        value: median(cold),
        unit: 's',
        goal: { most: 15 },
        note: 'builds, makes the database, takes the towns in',
      },
      { what: 'warm: same data', value: median(warm), unit: 's', goal: { most: 2.5 } },
    ]
  },
}
