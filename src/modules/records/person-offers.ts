// What the file holds about a person, for "my data"; and what becomes of a wish to be erased: a file is kept as long as its period runs.
import type { DataChapter, ErasePerson, ErasureReport } from '../../contracts/my-data.ts'
import { formatDay } from '../../design/format.ts'
import type { Language } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import { type Db, openTexts } from './text.ts'
import { recordsWords } from './words.ts'

export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

const proceduresOf = (db: Db, person: string) =>
  db.selectFrom('records.procedure').selectAll().where('person_id', '=', person).orderBy('opened_at').execute()

/** Inside a logged look at the person. */
export async function chaptersOf(town: Town, db: Db, person: string, language: Language): Promise<DataChapter[]> {
  const text = recordsWords({ language, ownWords: town.settings.ownWords })
  const procedures = await proceduresOf(db, person)
  const documents = await db
    .selectFrom('records.document')
    .select(['id', 'procedure_id', 'title', 'direction', 'dated_at', 'unit'])
    .where('person_id', '=', person)
    .orderBy('dated_at')
    .execute()
  if (procedures.length === 0 && documents.length === 0) return []
  const names = await openTexts(
    db,
    town,
    [...documents, ...procedures].map(({ id }) => id),
  )
  const numbers = new Map(procedures.map(({ id, number, title }) => [id, `${title} (${number})`]))
  const ends = procedures.flatMap(({ keep_until }) => keep_until ?? [])
  return [
    {
      title: text.dataTitle,
      purpose: text.dataPurpose,
      legalBasis,
      keptUntil: ends.length > 0 ? text.dataKeptUntil(formatDay(language, ends.sort().at(-1)!)) : text.dataKept,
      entries: [
        ...procedures.map(({ id, number, title, state, opened_at }) => ({
          what: `${text.procedure} ${number}`,
          value: [title, names.get(id), text[`state-${state}`]].filter(Boolean).join(' · '),
          source: text.town,
          since: opened_at.toISOString(),
        })),
        ...documents.map(({ id, procedure_id, title, direction, dated_at }) => ({
          what: procedure_id === null ? title : `${title}: ${numbers.get(procedure_id) ?? text.procedure}`,
          value: names.get(id) ?? title,
          source: text[`direction-${direction}`],
          since: dated_at.toISOString(),
        })),
      ],
    },
  ]
}

/** What is filed stays until its period is over, and is then offered to the archive or destroyed with proof. @law Art. 17 Abs. 3 Buchst. b, d DSGVO */
export async function eraseIn(town: Town, { db, person, step, language }: ErasePerson['input']): Promise<ErasureReport> {
  if (step !== 'destroy') return { done: [], kept: [] }
  const text = recordsWords({ language, ownWords: town.settings.ownWords })
  const kept = (await proceduresOf(db as unknown as Db, person)).filter(
    ({ state }) => state !== 'destroyed' && state !== 'handed-over',
  )
  return {
    done: [],
    kept: kept.map(({ number, law, keep_until }) => ({
      what: `${text.procedure} ${number}`,
      law: law || 'Art. 17 Abs. 3 DSGVO',
      until: keep_until === null ? text.noEnd : formatDay(language, keep_until),
    })),
  }
}
