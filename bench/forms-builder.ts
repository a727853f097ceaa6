// The largest public FIM schema opened in the form builder: everything the server draws for it, without the database.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { frameOf } from '../src/design/fixtures.ts'
import { place } from '../src/main.ts'
import { sharedFile } from '../test/ground.ts'
import { type Bench, CannotMeasure, median } from './bench.ts'

type Fixtures = {
  openInBuilder: (content: Buffer, fileName: string, frame: object, now: Date) => () => { overview: string; points: number }
}

export const formsBuilder: Bench = {
  name: 'forms-builder',
  title: 'a FIM schema of 273 fields opened in the builder',
  measure: async ({ short }) => {
    const file = join(place.dist, 'src/modules/forms/fixtures.js')
    const source = sharedFile('data/fim/xdf3/S05000001162.xdf.xml')
    if (!existsSync(file)) throw new CannotMeasure('the module forms is not home')
    if (!existsSync(source)) throw new CannotMeasure('the schema is not beside this project')
    const { openInBuilder } = (await import(pathToFileURL(file).href)) as Fixtures
    const draw = openInBuilder(readFileSync(source), 'S05000001162.xdf.xml', frameOf(), new Date('2026-11-22T10:00:00Z'))
    // CPU time, so that others on the machine do not count.
    const times = Array.from({ length: short ? 3 : 9 }, () => {
      const start = process.cpuUsage()
      const { overview, points } = draw()
      assert.ok(overview.includes('outline-page') && points > 10)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1e3
    })
    return [
      { what: 'overview, first page and check list drawn', value: median(times), unit: 'ms CPU', goal: { most: 1_000 } },
      { what: 'the first time', value: times[0]!, unit: 'ms CPU', goal: { most: 1_000 } },
    ]
  },
}
