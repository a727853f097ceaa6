// A catalogue of 10,000 services through the real reader and the real import.
import { type Bench, median, rounded } from './bench.ts'
import { catalogueFixtures, inHouse, munichFiles, townNamed } from './catalogue.ts'
import { listServices, pathOfService } from './munich.ts'
import { fetchChecked } from './reader.ts'
import { startTownHall } from './town-hall.ts'

export const imports: Bench = {
  name: 'import',
  title: '10,000 generated services, read and taken in',
  measure: async (run) => {
    const count = run.short ? 1_000 : 10_000
    const files = munichFiles(count)
    const { importMunich } = await catalogueFixtures()
    const townHall = await startTownHall(run)
    const towns = run.short ? ['augsburg'] : ['augsburg', 'nuernberg']
    const first: number[] = []
    const again: number[] = []
    for (const key of towns) {
      const listed = await inHouse(townHall.env, async (house) => {
        const town = townNamed(house, key)
        const timed = async () => {
          const begin = performance.now()
          const { refused, services } = await importMunich(town, files, new Date())
          if (refused > 0 || services !== count) throw new Error(`${services} of ${count} services came in, ${refused} refused`)
          return (performance.now() - begin) / 1000
        }
        first.push(await timed())
        again.push(await timed())
        run.say(`${key}: ${rounded(first.at(-1)!)} s, again ${rounded(again.at(-1)!)} s`)
        return listServices(town)
      })
      if (listed.length !== count) throw new Error(`${listed.length} services are in ${key}, not ${count}`)
      const host = `${key}.localhost:${townHall.port}`
      for (const service of [listed[0]!, listed[count / 2]!, listed[count - 1]!]) {
        const path = await pathOfService(townHall.port, service.id, host)
        await fetchChecked(townHall.port, path, service.title.split(/[&<>"']/)[0]!, { host })
      }
    }
    const megabytes = (files.services.length / 1e6).toFixed(1)
    return [
      {
        what: `${count.toLocaleString('en')} services (${megabytes} MB of JSON)`,
        value: median(first),
        unit: 's',
        goal: { most: 20 },
        note: 'read, one transaction, committed; pages checked',
      },
      { what: 'the same file again, nothing changes', value: median(again), unit: 's' },
    ]
  },
}
