// The index of a town in a house: built when somebody asks, dropped by news of the rooms whose documents it holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import { type Module, offer } from '../module.ts'
import { documentOf } from './fixtures.ts'

let collected = 0
const shelf: Module = {
  name: 'shelf',
  officialName: 'Regal',
  folder: '',
  offers: [
    offer<SearchOffer>('search-documents', 1, async () => {
      collected += 1
      return [documentOf('pass', 'Reisepass')]
    }),
  ],
}
const { house } = await freshHouse({ modules: [shelf, { name: 'cases', officialName: 'Vorgänge', folder: '' }] })
const town = await freshTown(house, { name: 'Augsburg', otherNames: ['Augschburg'] })
const find = async (q: string) => (await house.search.find(town, { q, language: 'de', limit: 5 })).total

test('Who adds the name of the own town to a question finds what the question finds', async () => {
  for (const q of ['reisepass', 'reisepass augsburg', 'Reisepass in Augschburg']) assert.equal(await find(q), 1, q)
  assert.equal(await find('reisepass nürnberg'), 0)
})

test('News of a room without documents leave the index standing; news of its own rooms build a new one', async () => {
  await find('reisepass')
  const before = collected
  house.search.forget(town.id, ['cases.case/17', 'kernel.frame'])
  await find('reisepass')
  assert.equal(collected, before)
  for (const subjects of [['shelf.book/1'], ['shelf.*'], ['*']]) {
    house.search.forget(town.id, subjects)
    await find('reisepass')
  }
  assert.equal(collected, before + 3)
})
