// Life situations as interests of a person, and the services that fit them: from what the person chose, nothing else.

import { sql } from 'kysely'
import type { PersonalParts } from '../../contracts/personal-hall.ts'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { wordsIn } from './language-choice.ts'
import { servicePath } from './paths.ts'
import { listServiceLines } from './service-line.ts'
import { listSituations } from './situation.ts'
import type { CatalogueTables } from './tables.ts'
import { catalogueWords } from './words.ts'

/** Of each interest this many, and of all together twice three: the hall stays short. */
const ofEach = 2
const atMost = 6

export const listInterests = (town: Town, { language }: { language: Language }): Promise<{ key: string; label: string }[]> =>
  town.read(async (db: ReadDb<CatalogueTables>) => {
    const rows = await listSituations(db, 'life')
    return rows.map(({ key, name }) => ({ key, label: wordsIn(name, language) }))
  })

type Asked = { interests: readonly string[]; language: Language }

export async function fittingServices(town: Town, { interests, language }: Asked): Promise<PersonalParts> {
  if (interests.length === 0) return {}
  const text = catalogueWords({ language, ownWords: town.settings.ownWords })
  return town.read(async (db: ReadDb<CatalogueTables>) => {
    const chosen = (await listSituations(db, 'life')).filter(({ key }) => interests.includes(key))
    const fitting = []
    const seen = new Set<number>()
    for (const { id, name } of chosen) {
      const lines = await listServiceLines(
        db,
        language,
        sql`s.id IN (SELECT service_id FROM catalogue.situation_service WHERE situation_id = ${id})`,
        sql`(SELECT position FROM catalogue.situation_service p WHERE p.situation_id = ${id} AND p.service_id = s.id), s.id`,
      )
      for (const line of lines.filter((one) => !seen.has(one.id)).slice(0, ofEach)) {
        seen.add(line.id)
        fitting.push({
          label: line.title,
          url: pathIn(language, servicePath(line.id, line.german)),
          ...(line.summary && { note: line.summary }),
          because: text.becauseInterest(wordsIn(name, language)),
        })
      }
    }
    return { fitting: fitting.slice(0, atMost) }
  })
}
