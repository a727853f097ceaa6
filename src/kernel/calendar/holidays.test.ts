// Public holidays against real calendars.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, asDay, weekdayOf } from './day.ts'
import { holidayRules, type Land, laender } from './holiday-law.ts'
import { easterSunday, findHoliday, holidaysOf, type Place, placeOf, undecidedHolidays } from './holidays.ts'

const munich: Place = { land: 'BY', ars: '091620000000' }
const augsburg: Place = { land: 'BY', ars: '097610000000' }
const nuremberg: Place = { land: 'BY', ars: '095640000000' }
const some = (land: Land): Place => ({ land, ars: '990000000000' })
const daysOf = (place: Place, year: number) => holidaysOf(place, year).map(({ day }) => day as string)

test('Easter falls on the days of the printed calendars', () => {
  const printed: Record<number, string> = {
    1995: '1995-04-16',
    2000: '2000-04-23',
    2008: '2008-03-23',
    2011: '2011-04-24',
    2019: '2019-04-21',
    2024: '2024-03-31',
    2025: '2025-04-20',
    2026: '2026-04-05',
    2027: '2027-03-28',
    2038: '2038-04-25',
  }
  for (const [year, day] of Object.entries(printed)) assert.equal(easterSunday(Number(year)), day)
  for (let year = 1995; year < 2300; year += 1) {
    const easter = easterSunday(year)
    assert.equal(weekdayOf(easter), 7)
    assert.ok(easter >= `${year}-03-22` && easter <= `${year}-04-25`, easter)
  }
})

test('Munich in 2026 has its thirteen holidays', () => {
  assert.deepEqual(daysOf(munich, 2026), [
    ...['2026-01-01', '2026-01-06', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25'],
    ...['2026-06-04', '2026-08-15', '2026-10-03', '2026-11-01', '2026-12-25', '2026-12-26'],
  ])
})

test('15 August belongs to Munich and Augsburg, not to Nuremberg; 8 August to Augsburg alone', () => {
  const [peace, assumption] = [asDay('2026-08-08'), asDay('2026-08-15')]
  assert.deepEqual(
    [munich, augsburg, nuremberg].map((place) => [findHoliday(peace, place)?.key, findHoliday(assumption, place)?.key]),
    [
      [undefined, 'assumption'],
      ['peace-festival', 'assumption'],
      [undefined, undefined],
    ],
  )
})

test('A Bavarian municipality that nobody has settled is told so, and decides by its own setting', () => {
  const village: Place = { land: 'BY', ars: '091790000999' }
  assert.deepEqual(
    undecidedHolidays(village).map(({ key }) => key),
    ['assumption'],
  )
  assert.equal(findHoliday(asDay('2026-08-15'), village), undefined)
  const settled = placeOf({ ...village, localHolidays: ['assumption'] })
  assert.equal(findHoliday(asDay('2026-08-15'), settled)?.key, 'assumption')
  assert.deepEqual(undecidedHolidays(settled), [])
  const boastful = placeOf({ ...nuremberg, localHolidays: ['assumption', 'peace-festival'] })
  assert.equal(findHoliday(asDay('2026-08-15'), boastful), undefined, 'the law has settled Nuremberg')
  for (const town of [munich, augsburg, nuremberg]) assert.deepEqual(undecidedHolidays(town), [])
})

test('Corpus Christi in Thuringia is a holiday in the Eichsfeld, elsewhere where the municipality says so', () => {
  const day = asDay('2026-06-04')
  assert.ok(findHoliday(day, { land: 'TH', ars: '160610045045' }))
  assert.equal(findHoliday(day, { land: 'TH', ars: '160510000000' }), undefined)
  assert.equal(findHoliday(day, { land: 'SN', ars: '146250010010' }), undefined)
  assert.ok(findHoliday(day, { land: 'SN', ars: '146250010010', localHolidays: ['corpus-christi'] }))
  assert.equal(findHoliday(day, { land: 'SN', ars: '146120000000', localHolidays: ['corpus-christi'] }), undefined)
})

const real: [string, string, Land, boolean][] = [
  ['2017-10-31', 'five hundred years of Reformation', 'BY', true],
  ['2017-10-31', 'five hundred years of Reformation', 'BE', true],
  ['2018-10-31', 'Reformation in the north since 2018', 'HH', true],
  ['2016-10-31', 'Reformation in the north before', 'HH', false],
  ['2018-10-31', 'Reformation in Bavaria', 'BY', false],
  ['1997-10-31', 'Reformation in Saxony', 'SN', true],
  ['2019-03-08', 'Women’s Day in Berlin since 2019', 'BE', true],
  ['2018-03-08', 'Women’s Day in Berlin before', 'BE', false],
  ['2023-03-08', 'Women’s Day in Mecklenburg-Vorpommern since 2023', 'MV', true],
  ['2022-03-08', 'Women’s Day in Mecklenburg-Vorpommern before', 'MV', false],
  ['2020-05-08', 'Liberation Day in Berlin, 2020', 'BE', true],
  ['2021-05-08', 'Liberation Day in Berlin, 2021', 'BE', false],
  ['2025-05-08', 'Liberation Day in Berlin, 2025', 'BE', true],
  ['2025-05-08', 'Liberation Day in Brandenburg', 'BB', false],
  ['2019-09-20', 'Children’s Day in Thuringia since 2019', 'TH', true],
  ['2018-09-20', 'Children’s Day in Thuringia before', 'TH', false],
  ['2026-11-18', 'Repentance in Saxony, 2026', 'SN', true],
  ['2025-11-19', 'Repentance in Saxony, 2025', 'SN', true],
  ['2022-11-16', 'Repentance in Saxony, 2022', 'SN', true],
  ['2026-11-18', 'Repentance in Bavaria', 'BY', false],
  ['2025-06-19', 'Corpus Christi in Hesse', 'HE', true],
  ['2025-06-19', 'Corpus Christi in Lower Saxony', 'NI', false],
  ['2026-01-06', 'Epiphany in Saxony-Anhalt', 'ST', true],
  ['2026-01-06', 'Epiphany in Hesse', 'HE', false],
  ['2026-08-15', 'Assumption in the Saarland', 'SL', true],
  ['2026-11-01', 'All Saints in North Rhine-Westphalia', 'NW', true],
  ['2026-11-01', 'All Saints in Schleswig-Holstein', 'SH', false],
  ['2008-05-01', 'Labour Day and Ascension on one day', 'NW', true],
]
for (const [day, title, land, expected] of real)
  test(`${title}: ${expected ? 'a holiday' : 'no holiday'}`, () => {
    assert.equal(findHoliday(asDay(day), some(land)) !== undefined, expected)
  })

test('Every Land has the nine holidays of all, in order, each with its law', () => {
  for (const land of laender) {
    for (let year = 1995; year < 2060; year += 1) {
      const listed = holidaysOf(some(land), year)
      assert.ok(listed.length >= 9, `${land} ${year}`)
      for (const fixed of ['01-01', '05-01', '10-03', '12-25', '12-26'])
        assert.ok(listed.some(({ day }) => day === `${year}-${fixed}`))
      for (const moved of [-2, 1, 39, 50]) assert.ok(listed.some(({ day }) => day === addDays(easterSunday(year), moved)))
      assert.deepEqual(
        [...listed].sort((one, other) => (one.day < other.day ? -1 : 1)),
        listed,
      )
      for (const { law, source } of listed) assert.ok(law !== '' && source !== '')
    }
  }
})

test('The number of holidays in 2027 is that of the printed calendars', () => {
  const expected: Record<Land, number> = {
    ...{ BW: 12, BY: 12, BE: 10, BB: 12, HB: 10, HH: 10, HE: 10, MV: 11 },
    ...{ NI: 10, NW: 11, RP: 11, SL: 12, SN: 11, ST: 11, SH: 10, TH: 11 },
  }
  const counted = Object.fromEntries(laender.map((land) => [land, holidaysOf(some(land), 2027).length]))
  assert.deepEqual(counted, expected)
})

test('What was not read in the law says so, and what was read names where', () => {
  for (const { own } of holidayRules) if (own) assert.equal(own.verified, own.source.startsWith('http'), own.law)
  assert.equal(
    holidaysOf(munich, 2026).every(({ verified }) => verified),
    true,
  )
  assert.equal(holidaysOf(some('HE'), 2026).find(({ key }) => key === 'new-year')?.verified, false)
})

test('A year before our law begins is refused instead of answered wrongly', () => {
  assert.throws(() => holidaysOf(munich, 1994), /not known/)
})
