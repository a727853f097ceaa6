// A town hall with Munich's real catalogue in it, ready to be measured.
import type { Run } from './bench.ts'
import { catalogueFixtures, inHouse, type MunichFiles, munichFiles, townNamed } from './catalogue.ts'
import { fetchOnce } from './reader.ts'
import { startTownHall, type TownHall, type TownHallOptions } from './town-hall.ts'

export async function munichHall(run: Run, options: TownHallOptions = {}): Promise<TownHall> {
  const townHall = await startTownHall(run, options)
  if (await searchFinds(townHall.port, 'Personalausweis')) return townHall
  await fill(townHall, 'muenchen', munichFiles())
  return townHall
}

/** Takes a catalogue into a town of a running town hall, and waits until its search knows it. */
export async function fill({ env }: TownHall, key: string, files: MunichFiles): Promise<void> {
  const { importMunich } = await catalogueFixtures()
  await inHouse(env, (house) => importMunich(townNamed(house, key), files, new Date()))
}

async function searchFinds(port: number, q: string): Promise<boolean> {
  const { status, text } = await fetchOnce(port, `/api/v1/search?q=${encodeURIComponent(q)}`)
  return status === 200 && (JSON.parse(text) as { total: number }).total > 0
}
