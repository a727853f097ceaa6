// A town hall with Munich's real catalogue in it, ready to be measured.
import { sql } from 'kysely'
import type { Language } from '../src/kernel/language.ts'
import type { Town } from '../src/kernel/town.ts'
import type { Run } from './bench.ts'
import { catalogueFixtures, inHouse, type MunichFiles, munichFiles, townNamed } from './catalogue.ts'
import { fetchOnce } from './reader.ts'
import { startTownHall, type TownHall, type TownHallOptions } from './town-hall.ts'

export type Listed = { id: number; title: string; language: Language }

/** Ids and titles of a town's published services, straight from its tables. */
export const listServices = (town: Town): Promise<Listed[]> =>
  town.read(async (db) => {
    const { rows } = await sql<Listed>`SELECT s.id, t.effective ->> 'title' AS title, t.language
      FROM catalogue.service s JOIN catalogue.service_text t ON t.town_id = s.town_id AND t.service_id = s.id
      WHERE s.status = 'published' AND t.language = 'de' ORDER BY s.id`.execute(db)
    return rows
  })

export async function munichHall(run: Run, options: TownHallOptions = {}): Promise<{ townHall: TownHall; services: Listed[] }> {
  const townHall = await startTownHall(run, options)
  const list = () => inHouse(townHall.env, (house) => listServices(townNamed(house, 'muenchen')))
  const services = await list()
  if (services.length > 0) return { townHall, services }
  await fill(townHall, 'muenchen', munichFiles())
  return { townHall, services: await list() }
}

/** Takes a catalogue into a town beside its running town hall. */
export async function fill({ env }: TownHall, key: string, files: MunichFiles): Promise<void> {
  const { importMunich } = await catalogueFixtures()
  await inHouse(env, (house) => importMunich(townNamed(house, key), files, new Date()))
}

/** The address of a service, as its short form leads to it. */
export async function pathOfService(port: number, id: number, host = `localhost:${port}`): Promise<string> {
  const { status, headers } = await fetchOnce(port, `/services/${id}`, { host })
  if (status !== 301) throw new Error(`/services/${id} answered ${status}, not the way to its page`)
  return String(headers.location)
}
