// What the catalogue shows in the entrance hall: what people open most, situations, offices, further ways in.
import { sql } from 'kysely'
import type { EntranceLink, EntranceParts } from '../../contracts/entrance.ts'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { addressInWords } from './facts.ts'
import { wordsIn } from './language-choice.ts'
import { listOffices, type OfficeRow, officeUrl } from './office.ts'
import { servicePath } from './paths.ts'
import { listServiceLines } from './service-line.ts'
import { listSituations, type SituationRow, situationUrl } from './situation.ts'
import type { CatalogueTables } from './tables.ts'
import { recentVisits } from './visit-count.ts'
import { catalogueWords } from './words.ts'

const shown = { often: 6, situations: 8, examples: 2, offices: 6 }

export async function entranceParts(town: Town, { language }: { language: Language }): Promise<EntranceParts> {
  const [life, business, offices, visits] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      listSituations(db, 'life'),
      listSituations(db, 'business'),
      listOffices(db),
      recentVisits(db, dayInBerlin(new Date())),
    ]),
  )
  const main = life.filter((one) => one.main).slice(0, shown.situations)
  const situations = main.length > 0 ? main : life.slice(0, shown.situations)
  const often = await mostUsed(town, language, situations, visits)
  return {
    often,
    situations: situations.map((row) => ({
      label: wordsIn(row.name, language),
      url: situationUrl({ language }, 'life', row),
      icon: row.picture ?? '',
      examples: row.highlights.slice(0, shown.examples).map(({ label }) => wordsIn(label, language)),
    })),
    ways: waysIn(language, { life: life.length > 0, business: business.length > 0 }),
    ...officesOf(language, offices),
    dependsOn: ['catalogue.*'],
  }
}

/** By visits; where there are none yet, the first examples of the situations, in the town's order. */
async function mostUsed(
  town: Town,
  language: Language,
  situations: readonly SituationRow[],
  visits: ReadonlyMap<string, number>,
): Promise<EntranceLink[]> {
  const labels = new Map(situations.flatMap(({ highlights }) => highlights).map(({ service, label }) => [service, label]))
  const visited = [...visits]
    .flatMap(([subject, count]) => (subject.startsWith('service/') ? [{ id: Number(subject.slice(8)), count }] : []))
    .sort((a, b) => b.count - a.count || a.id - b.id)
  const usual = situations.flatMap(({ highlights }) => highlights.slice(0, 1).map(({ service }) => service))
  const wanted = [...new Set([...visited.map(({ id }) => id), ...usual])].slice(0, 4 * shown.often)
  if (wanted.length === 0) return []
  const lines = await town.read((db: ReadDb<CatalogueTables>) =>
    listServiceLines(db, language, sql`s.id = ANY (${wanted}::integer[])`),
  )
  const byId = new Map(lines.map((line) => [line.id, line]))
  return wanted
    .flatMap((id) => byId.get(id) ?? [])
    .slice(0, shown.often)
    .map(({ id, title, german }) => ({
      label: wordsIn(labels.get(id), language) || title,
      url: pathIn(language, servicePath(id, german)),
    }))
}

function waysIn(language: Language, has: { life: boolean; business: boolean }): EntranceLink[] {
  const text = catalogueWords({ language })
  return [
    ...(has.life ? [{ label: text.lifeSituations, url: pathIn(language, '/life-situations') }] : []),
    ...(has.business ? [{ label: text.businessSituations, url: pathIn(language, '/business-situations') }] : []),
    { label: text.topics, url: pathIn(language, '/topics') },
    { label: text.az, url: pathIn(language, '/a-z') },
  ]
}

/** Offices people really walk into: those where most can be done. */
function officesOf(language: Language, offices: readonly OfficeRow[]): Pick<EntranceParts, 'offices'> {
  const items = offices
    .flatMap((row) => {
      const address = addressInWords(row.facts.address)
      return address && row.services > 0 ? [{ row, address }] : []
    })
    .sort((a, b) => b.row.services - a.row.services)
    .filter(({ row }, index, all) => all.findIndex((one) => one.row.facts.name.de === row.facts.name.de) === index)
    .slice(0, shown.offices)
    .map(({ row, address }) => ({ label: wordsIn(row.facts.name, language), url: officeUrl(language, row), address }))
    .sort((a, b) => a.label.localeCompare(b.label, 'de'))
  if (items.length === 0) return {}
  const mapUrl = `${pathIn(language, '/offices')}?map=1`
  return { offices: { title: catalogueWords({ language }).offices, mapUrl, items } }
}
