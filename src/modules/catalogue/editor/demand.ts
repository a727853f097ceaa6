// What readers looked for: answers to "was this what you looked for", and searches that found nothing.
import { sql } from 'kysely'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import type { EditorTables } from './tables.ts'

export type Votes = { yes: number; partly: number; no: number }

/** The last 90 days. */
export async function votesOf(db: TownSql, service: number, today: string): Promise<Votes> {
  const { rows } = await sql<{
    answer: keyof Votes
    answers: number
  }>`SELECT answer, sum(answers)::integer AS answers FROM catalogue.feedback_count
    WHERE service_id = ${service} AND day > ${today}::date - 90 GROUP BY answer`.execute(db)
  return { yes: 0, partly: 0, no: 0, ...Object.fromEntries(rows.map(({ answer, answers }) => [answer, answers])) }
}

export type VotedDown = { id: number; title: string } & Votes
export async function listVotedDown(db: TownSql, today: string): Promise<VotedDown[]> {
  const { rows } = await sql<VotedDown>`SELECT f.service_id AS id, t.title,
      coalesce(sum(answers) FILTER (WHERE answer = 'yes'), 0)::integer AS yes,
      coalesce(sum(answers) FILTER (WHERE answer = 'partly'), 0)::integer AS partly,
      coalesce(sum(answers) FILTER (WHERE answer = 'no'), 0)::integer AS no
    FROM catalogue.feedback_count f JOIN catalogue.service_text t ON t.town_id = f.town_id AND t.service_id = f.service_id AND t.language = 'de'
    WHERE f.day > ${today}::date - 90 GROUP BY f.service_id, t.title
    HAVING sum(answers) FILTER (WHERE answer = 'no') > 0 ORDER BY no DESC, f.service_id LIMIT 50`.execute(db)
  return rows
}

/**
 * What may be counted: everyday words. A query that may be about a person is dropped before it is stored: digits, mail
 * addresses, two capitalised words in a row without any word that the catalogue knows are likely names.
 */
export function countableQuery(query: string): string | undefined {
  const text = query.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (/\d|@|\/|\\|www\.|https?:/i.test(text)) return undefined
  if (/(?:^|\s)(?:herr|frau|familie|dr|prof|mr|mrs|ms|mein name|ich bin|ich heiße|geboren|wohnhaft)(?:\s|\.|$)/i.test(text))
    return undefined
  const words = text.split(' ')
  if (words.length > 4 || words.some((word) => word.length > 30)) return undefined
  if (words.length === 2 && words.every((word) => /^\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?$/u.test(word))) return undefined
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\s-]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length >= 2 && plain.length <= 40 ? plain : undefined
}

/** Counts per day and word; nothing about who searched. */
export const countMisses = (
  town: Town,
  { day, language, queries }: { day: string; language: string; queries: readonly string[] },
): Promise<void> => {
  const words = queries.flatMap((query) => countableQuery(query) ?? [])
  if (words.length === 0) return Promise.resolve()
  return town.write(async (db: WriteDb<EditorTables>) => {
    for (const word of words)
      await sql`INSERT INTO catalogue.search_miss AS miss (word, language, day, misses) VALUES (${word}, ${language}, ${day}::date, 1)
        ON CONFLICT (town_id, word, language, day) DO UPDATE SET misses = miss.misses + 1`.execute(db)
  })
}

export type Miss = { word: string; language: string; misses: number; lastDay: string }

/** Words searched at least three times in 90 days: rarer ones may be names, and one person's slip is no demand. */
export async function listMisses(db: TownSql, today: string, limit = 100): Promise<Miss[]> {
  const { rows } =
    await sql<Miss>`SELECT word, language, sum(misses)::integer AS misses, max(day)::text AS "lastDay" FROM catalogue.search_miss
    WHERE day > ${today}::date - 90 GROUP BY word, language HAVING sum(misses) >= 3
    ORDER BY misses DESC, word LIMIT ${limit}`.execute(db)
  return rows
}

/** Those that share the beginning of a word with a name: perhaps they meant this service. */
export function missesNear(misses: readonly Miss[], title: string): Miss[] {
  const beginnings = new Set((title.toLowerCase().match(/\p{L}{5,}/gu) ?? []).map((word) => word.slice(0, 5)))
  return misses.filter(({ word }) => word.split(' ').some((part) => beginnings.has(part.slice(0, 5)))).slice(0, 5)
}

/** What is older says nothing any more. */
export async function forgetOldMisses(db: TownSql, today: string): Promise<void> {
  await sql`DELETE FROM catalogue.search_miss WHERE day <= ${today}::date - 400`.execute(db)
}
