// The largest published FIM schema read, converted and stored as a working copy.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Town } from '../src/kernel/town.ts'
import { place } from '../src/main.ts'
import { type Bench, CannotMeasure, median } from './bench.ts'
import { inHouse, townNamed } from './catalogue.ts'
import { sharedFolder } from './munich-documents.ts'
import { startTownHall } from './town-hall.ts'

type Fixtures = {
  importInto: (town: Town, content: Buffer, fileName: string, now: Date) => Promise<{ fields: number; rules: number }>
}

export const formsImport: Bench = {
  name: 'forms-import',
  title: 'the largest published FIM schema (273 fields) becomes a form',
  measure: async (run) => {
    const file = join(place.dist, 'src/modules/forms/fixtures.js')
    const schema = join(sharedFolder, 'data/fim/xdf3/S05000001162.xdf.xml')
    if (!existsSync(file)) throw new CannotMeasure('the module forms is not home')
    if (!existsSync(schema)) throw new CannotMeasure(`${schema} is not there`)
    const { importInto } = (await import(pathToFileURL(file).href)) as Fixtures
    const townHall = await startTownHall(run)
    const times = await inHouse(townHall.env, async (house) => {
      const town = townNamed(house, 'muenchen')
      const seconds: number[] = []
      for (let round = 0; round < (run.short ? 2 : 7); round += 1) {
        const begin = performance.now()
        const { fields, rules } = await importInto(town, readFileSync(schema), 'schema.xml', new Date())
        seconds.push((performance.now() - begin) / 1000)
        if (fields !== 273 || rules !== 33) throw new Error(`${fields} fields and ${rules} rules came in, not 273 and 33`)
      }
      return seconds
    })
    return [
      { what: 'imported, the first time', value: times[0]!, unit: 's', goal: { most: 2 }, note: '0.7 MB of XML, committed' },
      { what: 'imported again', value: median(times), unit: 's', goal: { most: 2 } },
    ]
  },
}
