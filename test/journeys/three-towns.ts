// The three towns of the repository, taken over by the real code and served where a browser reaches them.
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { takeTownFolders } from '../../src/kernel/town-folders.ts'
import { listTownFolders } from '../../src/kernel/towns.ts'
import { freshHouse } from '../fresh-town.ts'
import { repository } from '../ground.ts'
import { serveFresh } from '../serve-town.ts'

/** Known before the house is opened, because canonical addresses and the check of forms hang on the origin. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

export async function openThreeTowns() {
  const port = await freePort()
  const fresh = await freshHouse({ baseUrl: `http://localhost:${port}` })
  const { house } = fresh
  const townsDir = join(repository, 'towns')
  await house.towns.settle(listTownFolders(townsDir))
  await takeTownFolders(house, townsDir, new Date())
  const served = await serveFresh(fresh, { port })
  const munich = house.towns.byKey('muenchen')!
  const augsburg = house.towns.byKey('augsburg')!
  /** The address behind a link with exactly this text on the page at `path`. */
  const addressOf = async (path: string, label: string): Promise<string> => {
    const { text } = await served.request(munich, path)
    const found = [...text.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g)].find(([, , words]) => words === label)
    assert.ok(found, `${path} has no link "${label}"`)
    return found[1]!
  }
  return { fresh, served, munich, augsburg, addressOf }
}
