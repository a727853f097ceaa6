// A page of a form in a draft without account, as sixteen residents fetch it at once: nothing of it is kept in memory but the form itself.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { House } from '../src/kernel/house.ts'
import type { Town } from '../src/kernel/town.ts'
import { place } from '../src/main.ts'
import { type Bench, CannotMeasure, type Figure, median, type Run, rounded } from './bench.ts'
import { inHouse, townNamed } from './catalogue.ts'
import { expectPage, readPages } from './reader.ts'
import { startTownHall } from './town-hall.ts'

type Fixtures = { beginDemoDraft: (house: House, town: Town, now: Date) => Promise<{ path: string; cookie: string }> }

export const formsPage: Bench = {
  name: 'forms-page',
  title: 'a page of a form in a draft without account, 16 clients at once',
  measure: async (run: Run): Promise<Figure[]> => {
    const hall = await startTownHall(run)
    const file = join(place.dist, 'src/modules/forms/fixtures.js')
    if (!existsSync(file)) throw new CannotMeasure('the module forms is not home')
    const { beginDemoDraft } = (await import(pathToFileURL(file).href)) as Fixtures
    const { path, cookie } = await inHouse(hall.env, (house) => beginDemoDraft(house, townNamed(house, 'muenchen'), new Date()))
    const asked = await expectPage(run, hall.port, { path, contains: 'Zu Ihnen', headers: { cookie } })
    const rounds = run.short ? 1 : 5
    const p95s: number[] = []
    const speeds: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const load = await readPages({
        port: hall.port,
        asked: [asked],
        connections: 16,
        warmUpSeconds: run.short ? 2 : 5,
        seconds: run.short ? 3 : 10,
      })
      p95s.push(load.p95)
      speeds.push(load.perSecond)
      run.say(`round ${round + 1}: p95 ${rounded(load.p95)} ms, median ${rounded(load.median)} ms, ${rounded(load.perSecond)}/s`)
    }
    return [
      { what: 'form page, p95 at 16 clients', value: median(p95s), unit: 'ms', goal: { most: 20 } },
      { what: '  … pages a second', value: median(speeds), unit: '/s' },
    ]
  },
}
