// What was asked about whom: noted with every answer, shown to the person, erased after its time.
import type { DataChapter } from '../../contracts/my-data.ts'
import type { RegisterQuestion } from '../../contracts/registers.ts'
import { addMonths, dayAt, startOfDay } from '../../kernel/calendar/day.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import type { Db, RegisterName } from './tables.ts'
import { registerWords } from './words.ts'

/** As long as the log of looks; own choice, no law we know names a figure. */
export const keptYears = 3

export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

/** Inside a logged look at `subject`. */
export async function noteQuestion(
  db: Db,
  { register, subject, asked, found }: { register: RegisterName; subject: string; asked: RegisterQuestion; found: boolean },
  now: Date,
): Promise<void> {
  const id = newId(now)
  const { matter, purpose, legalBasis: ground, by = 'system' } = asked
  await db
    .insertInto('registers.question')
    .values({ id, register, asked_by: by, matter, purpose, legal_basis: ground, found, at: now })
    .execute()
  await db.insertInto('registers.question_about').values({ question_id: id, subject_id: subject }).execute()
}

export async function chaptersOf(town: Town, db: Db, person: string, language: Language): Promise<DataChapter[]> {
  const text = registerWords({ language, ownWords: town.settings.ownWords })
  const questions = await db
    .selectFrom('registers.question_about as a')
    .innerJoin('registers.question as q', (on) => on.onRef('q.town_id', '=', 'a.town_id').onRef('q.id', '=', 'a.question_id'))
    .selectAll('q')
    .where('a.subject_id', '=', person)
    .orderBy('q.at')
    .execute()
  if (questions.length === 0) return []
  const entries = questions.map(({ register, purpose, matter, found, at }) => ({
    what: text[register],
    value: `${purpose} (${matter}): ${found ? text.found : text.notFound}`,
    since: at.toISOString(),
  }))
  return [{ title: text.title, purpose: text.purpose, legalBasis, keptUntil: text.keptYears(keptYears), entries }]
}

/** @returns how many were erased */
export async function eraseOldQuestions(house: House, now: Date): Promise<number> {
  const before = startOfDay(addMonths(dayAt(now), -12 * keptYears))
  let erased = 0
  for (const town of house.towns.list())
    erased += await town.write(async (db: Db) => {
      const { numDeletedRows } = await db.deleteFrom('registers.question').where('at', '<', before).executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    })
  return erased
}
