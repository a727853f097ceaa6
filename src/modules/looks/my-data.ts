// What this room says about a person who asks for all their data, and what stays when they want it erased.
import { sql } from 'kysely'
import type { DataChapter, ErasureReport, ErasureStep } from '../../contracts/my-data.ts'
import { dayOf, formatDay } from '../../design/format.ts'
import type { Language } from '../../kernel/language.ts'
import type { TownSql } from '../../kernel/town.ts'
import { listLooks } from './look.ts'
import { ownRight } from './objection.ts'
import { whenLooked, whoLooked } from './pages.tsx'
import { looksWords } from './words.ts'

type Asked = { db: TownSql; person: string; language: Language }

/** Asked inside a logged look at this person. What is hidden by law is not in it either. */
export async function chaptersOf({ db, person, language }: Asked, modules: ReadonlyMap<string, string>): Promise<DataChapter[]> {
  const reader = { language }
  const text = looksWords(reader)
  const today = dayOf(new Date())
  const first = await listLooks(db, person, { today })
  const looks = [...first.looks]
  for (let page = 2; page <= first.pages; page += 1) looks.push(...(await listLooks(db, person, { today }, page)).looks)
  const { rows: objections } = await sql<{ reason: string; answer: string; madeAt: Date }>`
    SELECT t.reason, t.answer, o.made_at AS "madeAt" FROM looks.objection_text t JOIN looks.objection o ON o.id = t.objection_id
    WHERE t.subject_id = ${person}::uuid ORDER BY o.made_at DESC`.execute(db)
  const named = { modules, staff: new Map<string, string>() }
  return [
    {
      title: text.chapter,
      purpose: text.chapterPurpose,
      legalBasis: 'Art. 5 Abs. 2 DSGVO',
      keptUntil: text.chapterKept,
      entries: looks.map((look) => ({
        what: `${formatDay(language, dayOf(look.last))}, ${whenLooked(reader, look)}`,
        value: `${whoLooked(reader, look, named)}: ${look.purpose} (${look.legalBasis})`,
      })),
    },
    ...(objections.length === 0
      ? []
      : [
          {
            title: text.chapterObjections,
            purpose: text.chapterObjectionsPurpose,
            legalBasis: ownRight,
            keptUntil: text.chapterObjectionsKept,
            entries: objections.map(({ reason, answer, madeAt }) => ({
              what: formatDay(language, dayOf(madeAt)),
              value: [reason || text.noReason, answer && `${text.answer}: ${answer}`].filter(Boolean).join(' – '),
            })),
          },
        ]),
  ]
}

/** What the person wrote goes; the log itself is the proof that the law asks for. @law Art. 17 Abs. 3 Buchst. b DSGVO */
export async function eraseOwn({ db, person, step, language }: Asked & { step: ErasureStep }): Promise<ErasureReport> {
  const text = looksWords({ language })
  const kept = [{ what: text.chapter, law: 'Art. 17 Abs. 3 Buchst. b, Art. 5 Abs. 2 DSGVO', until: text.chapterKept }]
  if (step !== 'destroy') return { done: [], kept }
  const { numAffectedRows = 0n } = await sql`UPDATE looks.objection_text SET reason = '', answer = ''
    WHERE subject_id = ${person}::uuid AND (reason <> '' OR answer <> '')`.execute(db)
  return { done: numAffectedRows > 0n ? [{ what: text.chapterObjections, how: 'destroyed' }] : [], kept }
}
