// What the resident's side says in other rooms: the entrance hall, the account, the start page of a form.

import { sql } from 'kysely'
import type { AccountLink } from '../../../contracts/account-links.ts'
import type { OpenDuplicates } from '../../../contracts/online-forms.ts'
import type { PersonalParts } from '../../../contracts/personal-hall.ts'
import { formatDay } from '../../../design/format.ts'
import { addDays, asDay, dayAt, startOfDay } from '../../../kernel/calendar/day.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import type { CaseRow } from '../tables.ts'
import { knownTypes } from './known-types.ts'
import { resultOf, standingOf, textIn, withdrawn } from './status.ts'
import type { MineReading } from './tables.ts'
import { mineWords } from './words.ts'

const readerOf = ({ settings }: Town, language: Language) => ({ language, ownWords: settings.ownWords })
const urlOf = (language: Language, reference: string): string => pathIn(language, `/applications/${showReference(reference)}`)

type Asked = { reference: string; type_id: string; version: number; due_on: string | null }

/** Ids and days alone: what is asked is read on the page of the case. Whoever acts for somebody finds it there too. */
async function askedOf(db: MineReading, person: string): Promise<Asked[]> {
  const { rows } = await sql<Asked>`SELECT c.reference, c.type_id, c.version, r.due_on FROM cases.party p
    JOIN cases."case" c ON c.town_id = p.town_id AND c.id = p.case_id
    JOIN cases.request r ON r.town_id = c.town_id AND r.case_id = c.id AND r.state = 'open'
    WHERE p.account_id = ${person} AND p.ended_at IS NULL AND p.role <> 'affected'
      AND (p.role <> 'agent' OR c.owner_id IS DISTINCT FROM ${person})
    ORDER BY r.due_on NULLS LAST LIMIT 20`.execute(db)
  return rows
}

const newsDays = 14

async function newsOf(db: MineReading, person: string, since: Date): Promise<CaseRow[]> {
  const { rows } =
    await sql<CaseRow>`SELECT c.* FROM cases.party p JOIN cases."case" c ON c.town_id = p.town_id AND c.id = p.case_id
    WHERE p.account_id = ${person} AND p.ended_at IS NULL AND (p.role <> 'agent' OR c.owner_id IS DISTINCT FROM ${person})
      AND (c.state = 'decided' OR c.closed_at >= ${since}) AND c.changed_at >= ${since} AND c.outcome IS DISTINCT FROM ${withdrawn}
    ORDER BY c.changed_at DESC LIMIT 5`.execute(db)
  return rows
}

export const hallParts = (
  town: Town,
  { person, language, today }: { person: string; language: Language; today: string },
): Promise<PersonalParts> =>
  town.read(async (db: MineReading) => {
    const text = mineWords(readerOf(town, language))
    const since = startOfDay(addDays(asDay(today), -newsDays))
    const [asked, news] = await Promise.all([askedOf(db, person), newsOf(db, person, since)])
    if (asked.length === 0 && news.length === 0) return {}
    const kindOf = await knownTypes(db, town, [...asked, ...news])
    const titleOf = (one: { type_id: string; version: number }): string => textIn(kindOf(one).type.title, language)
    return {
      tasks: asked.map((one) => ({
        label: text.tasks(titleOf(one)),
        url: `${urlOf(language, one.reference)}#asked`,
        ...(one.due_on && { due: one.due_on }),
      })),
      news: news.map((row) => {
        const what = resultOf({ language }, { row, kind: kindOf(row) }) ?? text[standingOf(row, [])]
        return {
          label: text.news(titleOf(row), what),
          url: urlOf(language, row.reference),
          note: formatDay(language, dayAt(row.changed_at)),
        }
      }),
    }
  })

export const accountLink = (town: Town, person: string, language: Language): Promise<AccountLink[]> =>
  town.read(async (db: MineReading) => {
    const text = mineWords(readerOf(town, language))
    const waiting = (await askedOf(db, person)).length
    const note = waiting > 0 ? text.waiting(waiting) : undefined
    return [{ label: text.title, url: pathIn(language, '/applications'), note, order: 8 }]
  })

/** Open ones of the same form and person; none where several at once are usual. */
export const openDuplicates = (
  town: Town,
  { form, person, language }: OpenDuplicates['input'],
): Promise<OpenDuplicates['answer']> =>
  town.read(async (db: MineReading) => {
    const rows = await db
      .selectFrom('cases.case as c')
      .innerJoin('cases.type as t', (on) => on.onRef('t.town_id', '=', 'c.town_id').onRef('t.id', '=', 'c.type_id'))
      .selectAll('c')
      .where('c.holder_id', '=', person)
      .where('c.state', '!=', 'closed')
      .where('t.form_key', '=', form)
      .where((where) => where.or([where('c.outcome', 'is', null), where('c.outcome', '!=', withdrawn)]))
      .orderBy('c.received_at', 'desc')
      .limit(5)
      .execute()
    const kindOf = await knownTypes(db, town, rows)
    return rows
      .filter((row) => !kindOf(row).type.severalAtOnce && row.state !== 'decided')
      .map((row) => ({
        title: textIn(kindOf(row).type.title, language),
        reference: showReference(row.reference),
        url: urlOf(language, row.reference),
        since: dayAt(row.received_at),
      }))
  })
