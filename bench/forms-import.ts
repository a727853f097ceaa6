// The largest published FIM schema through the real command: read, converted, stored as a working copy.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Call, ModuleDoor } from '../src/kernel/module.ts'
import { place } from '../src/main.ts'
import { type Bench, CannotMeasure, median } from './bench.ts'
import { inHouse } from './catalogue.ts'
import { sharedFolder } from './munich-documents.ts'
import { startTownHall } from './town-hall.ts'

export const formsImport: Bench = {
  name: 'forms-import',
  title: 'the largest published FIM schema (273 fields) becomes a form',
  measure: async (run) => {
    const door = join(place.dist, 'src/modules/forms/module.js')
    const schema = join(sharedFolder, 'data/fim/xdf3/S05000001162.xdf.xml')
    if (!existsSync(door)) throw new CannotMeasure('the module forms is not home')
    if (!existsSync(schema)) throw new CannotMeasure(`${schema} is not there`)
    const { default: forms } = (await import(pathToFileURL(door).href)) as { default: ModuleDoor }
    const command = forms.commands!.find(({ name }) => name === 'form import')!
    const townHall = await startTownHall(run)
    const times = await inHouse(townHall.env, async (house) => {
      const print = console.log
      const said: string[] = []
      console.log = (line: string) => void said.push(line)
      try {
        const seconds: number[] = []
        for (let round = 0; round < (run.short ? 2 : 7); round += 1) {
          const begin = performance.now()
          const call = { positionals: [schema], options: { town: 'muenchen', json: true }, now: new Date() }
          if ((await command.run(house, call as unknown as Call)) !== 0) throw new Error('the schema was refused')
          seconds.push((performance.now() - begin) / 1000)
          const { fields, rules } = JSON.parse(said.at(-1)!) as { fields: number; rules: number }
          if (fields !== 273 || rules !== 33) throw new Error(`${fields} fields and ${rules} rules came in, not 273 and 33`)
        }
        return seconds
      } finally {
        console.log = print
      }
    })
    return [
      { what: 'imported, the first time', value: times[0]!, unit: 's', goal: { most: 2 }, note: '0.7 MB of XML, committed' },
      { what: 'imported again', value: median(times), unit: 's', goal: { most: 2 } },
    ]
  },
}
