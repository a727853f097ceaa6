// Munich's whole folder, taken over and shown: every page once.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { SearchDocument } from '../../kernel/search/document.ts'
import type { ReadDb } from '../../kernel/town.ts'
import { listTownFolders } from '../../kernel/towns.ts'
import type { CatalogueTables } from './tables.ts'
import { takeTownFiles } from './town-files.ts'

const folder = join(repository, 'towns/muenchen')
const { settings } = listTownFolders(join(repository, 'towns')).find(({ key }) => key === 'muenchen')!
const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const town = await freshTown(fresh.house, { catalogue: settings.catalogue, map: settings.map })
const now = new Date()
const first = await takeTownFiles(town, { folder, now })

const offered = async <Answer>(contract: string, input: unknown = {}): Promise<Answer> => {
  const answers = await fresh.house.askAll(town, contract, input)
  return answers.find(({ module }) => module === 'catalogue')!.answer as Answer
}

test('The folder is taken over, and a second time changes nothing', async () => {
  assert.equal(first.changed, true)
  assert.ok(
    first.lines.some((line) => line.startsWith('service: 280 new')),
    first.lines.join('\n'),
  )
  assert.deepEqual(
    first.lines.filter((line) => /not taken over|there is no/.test(line)),
    [],
  )
  assert.deepEqual(await takeTownFiles(town, { folder, now }), { changed: false, lines: [] })
})

test('Every page of the catalogue is shown, every tenth in English too', async () => {
  const pages = await offered<{ path: string }[]>('sitemap-pages')
  assert.ok(pages.length > 280 + 109 + 20 + 9 + 50)
  for (const [index, { path }] of pages.entries())
    for (const prefix of index % 10 === 0 ? ['', '/en'] : ['']) {
      const { status, text } = await request(town, prefix + path)
      assert.equal(status, 200, prefix + path)
      assert.match(text, /<h1>[^<]/, prefix + path)
    }
})

test('The services without a text still say where to go, what they are also called, or whom to ask', async () => {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<{
      id: number
      title: string
    }>`SELECT s.id, t.title FROM catalogue.service s JOIN catalogue.service_text t ON t.service_id = s.id
      WHERE t.language = 'de' AND NOT t.effective ? 'description' ORDER BY s.id`.execute(db),
  )
  assert.equal(rows.length, 59)
  for (const { id, title } of rows) {
    const { headers } = await request(town, `/services/${id}`)
    const { text } = await request(town, String(headers.location))
    assert.match(text, /noch keinen Text/, title)
    assert.match(text, /Auch gesucht als|Wo ist das|Termin buchen/, title)
  }
})

test('Every service is offered to the search in both languages, with the same address', async () => {
  const documents = await offered<SearchDocument[]>('search-documents')
  const services = (language: string) =>
    documents.filter((one) => one.kind === 'service' && one.language === language).map(({ id, url }) => `${id} ${url}`)
  assert.equal(services('de').length, 280)
  assert.deepEqual(services('en'), services('de'))
})

test('The entrance hall gets six services, eight situations with two examples, and six offices', async () => {
  const parts = await offered<{
    often: unknown[]
    situations: { examples: unknown[] }[]
    offices: { items: unknown[] }
  }>('entrance', { language: 'en' })
  assert.equal(parts.often.length, 6)
  assert.deepEqual(
    parts.situations.map(({ examples }) => examples.length),
    [2, 2, 2, 2, 2, 2, 2, 2],
  )
  assert.equal(parts.offices.items.length, 6)
})

test('The town learns what its catalogue lacks', async () => {
  const duties = await offered<{ what: string; state: string }[]>('town-duties', { today: '2026-11-22' })
  assert.deepEqual(
    duties.map(({ what, state }) => [what, state]),
    [
      ['59 Leistungen haben keinen Text.', 'check'],
      ['6 Leistungen nennen keine Dienststelle.', 'check'],
      ['109 Dienststellen haben keine Öffnungszeiten.', 'check'],
    ],
  )
})
