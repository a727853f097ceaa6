// Streets of a town: read from its folder, found as people type them, never another town's.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import { takeTownFolder } from '../town-folders.ts'
import { differencesIn } from './spelling.ts'
import { findStreet, findStreets, knowsStreets } from './street.ts'
import { readStreets } from './street-files.ts'
import { takeTownStreets } from './town-streets.ts'

const { house } = await freshHouse({ modules: [] })
const town = await freshTown(house)
const other = await freshTown(house)
const towns = mkdtempSync(join(tmpdir(), 'stadttor-streets-'))
after(() => rmSync(towns, { recursive: true }))
const folder = join(towns, town.key)
mkdirSync(folder)
const put = (content: string, name = 'streets.csv') => writeFileSync(join(folder, name), content)

const list = `street;postcode;house_numbers;latitude;longitude
Implerstraße;81371;11|11a|13;48,1228;11,54882
Landsberger Straße;80339;30;;
Landsberger Straße;81241;486;;
Straße des 17. Juni;10557;;;
Joseph-Wild-Straße;81829;15;;
Ödenpullacher Weg;81477;;;
Am Alten Hackerhaus;;;;
`
put(list)
await takeTownStreets(town, folder)
const names = async (typed: string) =>
  (await findStreets(town, typed, 5)).map(({ name, postcode }) => `${name} ${postcode ?? ''}`.trim())

test('A street is found by its beginning, by one of its words, however it is spelled, with or without number', async () => {
  const implerstrasse = ['Implerstraße 81371']
  for (const typed of [
    'Impl',
    'implerstr.',
    'Implerstrasse',
    'IMPLERSTRASSE 11a',
    'Implerstraße, 11',
    'Implertsraße',
    'Implersrasse',
  ])
    assert.deepEqual(await names(typed), implerstrasse, typed)
  for (const typed of ['Landsbergerstr', 'landsberger str. 486', 'Landsberger-Straße'])
    assert.deepEqual(await names(typed), ['Landsberger Straße 80339', 'Landsberger Straße 81241'], typed)
  assert.deepEqual(await names('Straße des 17. Juni'), ['Straße des 17. Juni 10557'])
  assert.deepEqual(await names('17'), ['Straße des 17. Juni 10557'])
  assert.deepEqual(await names('wild'), ['Joseph-Wild-Straße 81829'])
  assert.deepEqual(await names('Oedenpullacher'), ['Ödenpullacher Weg 81477'])
  assert.deepEqual(await names('hackerh'), ['Am Alten Hackerhaus'])
})

test('What is typed is never a pattern, and nonsense finds nothing', async () => {
  for (const typed of ['', '   ', '%', '_', "'; --", '11', 'Xyzzy', '\u0000', '%'.repeat(5_000)])
    assert.deepEqual(await names(typed), [], typed)
  assert.deepEqual(
    (await findStreets(town, 'Stra', 1)).map(({ name }) => name),
    ['Straße des 17. Juni'],
  )
})

test('The street that is meant is one, or nobody is told that it is', async () => {
  assert.deepEqual(await findStreet(town, 'implerstr.'), {
    name: 'Implerstraße',
    postcode: '81371',
    houseNumbers: ['11', '11a', '13'],
    latitude: 48.1228,
    longitude: 11.54882,
  })
  assert.equal(await findStreet(town, 'Landsberger Straße'), undefined)
  assert.equal((await findStreet(town, 'Landsberger Straße', '81241'))?.houseNumbers[0], '486')
  assert.equal(await findStreet(town, 'Landsberger Straße', '99999'), undefined)
  assert.equal((await findStreet(town, 'am alten hackerhaus', '80331'))?.name, 'Am Alten Hackerhaus')
})

test('Another town does not know them', async () => {
  assert.equal(await knowsStreets(other), false)
  assert.deepEqual(await findStreets(other, 'Impl', 5), [])
  assert.equal(await knowsStreets(town), true)
})

test('The folder decides: a changed file changes the streets, a broken one changes nothing, without one there are none', async () => {
  put('Straßen\nA\n')
  assert.match((await takeTownStreets(town, folder))[0]!, /was not taken over: The first line names the columns/)
  assert.deepEqual(await names('Impl'), ['Implerstraße 81371'])
  put('street,postcode\nNeue Gasse,80331\nFalsche Gasse,8033\n')
  assert.deepEqual(await takeTownStreets(town, folder), [
    'streets: 1',
    'streets.csv, line 3 was refused: "8033" is no postcode: five digits.',
  ])
  assert.deepEqual(await names('Impl'), [])
  rmSync(join(folder, 'streets.csv'))
  put(
    '{"features":[{"properties":{"name":"Hofgasse"},"geometry":{"type":"LineString","coordinates":[[11.5,48.1],[11.6,48.2]]}}]}',
    'streets.geojson',
  )
  await takeTownStreets(town, folder)
  assert.equal((await findStreet(town, 'Hofgasse'))?.longitude, 11.5)
  rmSync(join(folder, 'streets.geojson'))
  assert.deepEqual(await takeTownStreets(town, folder), [])
  assert.equal(await knowsStreets(town), false)
})

test('Every line that cannot be meant is refused with its reason', () => {
  const { streets, refused } = readStreets(
    'street,house_numbers,latitude,longitude\n"Gut, Böse",1|2,,\n,,,\nLeer,abc,,\nSchräg,,95,11\nHalb,,48,\n***,,,\n',
  )
  assert.deepEqual(streets, [{ name: 'Gut, Böse', houseNumbers: ['1', '2'] }])
  assert.equal(refused.length, 4)
  assert.throws(() => readStreets('{"features": 1}'), /list "features"/)
})

test('The demonstration of Munich knows the streets of its offices', async () => {
  const munich = await freshTown(house, { key: 'muenchen' })
  await takeTownFolder(house, munich, `${repository}/towns`, new Date())
  assert.deepEqual((await findStreets(munich, 'Ruppertstr 19', 5))[0]?.houseNumbers, ['19', '11'])
})

test('Spellings differ by letters that are missing, added, other ones, or two that changed places', () => {
  assert.equal(differencesIn('GASSE', 'GASSE', 2), 0)
  assert.equal(differencesIn('GASSE', 'GASE', 2), 1)
  assert.equal(differencesIn('GASSE', 'GSASE', 2), 1)
  assert.equal(differencesIn('GASSE', 'GASSEN', 2), 1)
  assert.equal(differencesIn('GASSE', 'TASSEN', 2), 2)
  assert.equal(differencesIn('GASSE', 'WEGE', 2), 3)
})
