// The search of the hall through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { Entrance } from '../../contracts/entrance.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { documentOf } from '../../kernel/search/fixtures.ts'
import door from './module.tsx'

let asked = 0
const shelf: Module = {
  name: 'shelf',
  officialName: 'Regal',
  folder: '',
  offers: [
    offer<SearchOffer>('search-documents', 1, async () =>
      Array.from({ length: 12 }, (_, index) => documentOf(String(index), `Reisepass ${index}`)),
    ),
    offer<Entrance>('entrance', 1, async () => {
      asked += 1
      return { situations: [{ label: 'Umzug', url: '/umzug', icon: 'home', examples: [] }], dependsOn: [] }
    }),
  ],
}
const fresh = await freshHouse({ modules: [{ ...door, folder: '' }, shelf] })
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)
const titlesOn = async (path: string) => (await served.request(town, path)).text.match(/<li class="result">/g)?.length

test('A page of results beyond the last shows the last', async () => {
  assert.equal(await titlesOn('/search?q=reisepass'), 10)
  assert.equal(await titlesOn('/search?q=reisepass&page=2'), 2)
  const { text } = await served.request(town, '/search?q=reisepass&page=40')
  assert.match(text, /Seite 2 von 2/)
  assert.equal(text.match(/<li class="result">/g)?.length, 2)
})

test('What the hall shows is asked for only where nothing was found, as a way on', async () => {
  const before = asked
  await titlesOn('/search?q=reisepass')
  await titlesOn('/search')
  assert.equal(asked, before)
  const { text } = await served.request(town, '/search?q=kutschfahrt')
  assert.equal(asked, before + 1)
  assert.match(text, /href="\/umzug"/)
})
