// The search over procedures and documents: words without their places, beginnings of words and German stems.
import { sql } from 'kysely'
import { fold, stem } from '../../kernel/search/text.ts'
import type { Db } from './text.ts'

const mostWords = 20_000
const longestWord = 60

/** `9221-1/2026-7K3M-9QX2` → 9221, 1, 2026, 7k3m, 9qx2 and what stands between two blanks without its signs. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const piece of text.split(/\s+/)) {
    const parts = partsOf(piece)
    for (const part of parts) {
      words.add(part)
      if (part.length > 3) words.add(stem(part))
    }
    const whole = parts.join('')
    if (parts.length > 1 && whole.length <= longestWord && /\d/.test(whole)) words.add(whole)
    if (words.size >= mostWords) break
  }
  return [...words]
}

const partsOf = (text: string): string[] =>
  fold(text)
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '' && part.length <= longestWord)

export async function indexWords(db: Db, one: { id: string; kind: 'procedure' | 'document'; text: string }): Promise<void> {
  const words = sql<string>`array_to_tsvector(${wordsOf(one.text)}::text[])`
  await sql`INSERT INTO records.word_index (id, kind, words) VALUES (${one.id}, ${one.kind}, ${words})
    ON CONFLICT (town_id, id) DO UPDATE SET words = excluded.words`.execute(db)
}

export const dropWords = (db: Db, ids: readonly string[]) =>
  ids.length === 0
    ? undefined
    : db
        .deleteFrom('records.word_index')
        .where('id', 'in', [...ids])
        .execute()

/** What somebody typed as a question of the text search; every word must be there, as a beginning or by its stem. '' where there is none. */
export const questionOf = (typed: string): string =>
  partsOf(typed.slice(0, 500))
    .slice(0, 12)
    .map((part) => (part.length > 3 ? `('${part}':* | '${stem(part)}')` : `'${part}':*`))
    .join(' & ')

/** Until the end of the transaction the index shows only what answers this. */
export const askWords = (db: Pick<Db, 'getExecutor'>, typed: string) =>
  sql`SELECT set_config('records.question', ${questionOf(typed)}, true)`.execute(db as Db)
