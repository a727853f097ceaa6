// All services of the town from A to Z.
import { sql } from 'kysely'
import { pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { listServiceLines, serviceLine } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'
import type { AzView } from './views.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const umlauts: Record<string, string> = { Ä: 'A', Ö: 'O', Ü: 'U', ß: 'S' }

/** `Änderung` stands under A; what begins with no letter stands under #. @standard DIN 5007-1 */
export function letterOf(title: string): string {
  const first = title
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 1)
    .toUpperCase()
  const plain = umlauts[first] ?? first.normalize('NFD').slice(0, 1)
  return plain !== '' && alphabet.includes(plain) ? plain : '#'
}

/** `wanted` shows one letter only; undefined when there is no such letter. */
export async function azView(town: Town, reader: Reader, wanted: string | undefined): Promise<AzView | undefined> {
  const { language } = reader
  const letters = [...alphabet, '#']
  const current = wanted?.toUpperCase()
  if (current !== undefined && !letters.includes(current)) return undefined
  const rows = await town.read((db: ReadDb<CatalogueTables>) => listServiceLines(db, language, sql`true`, sql`s.id`))
  const compare = new Intl.Collator(language === 'en' ? 'en' : 'de', { numeric: true }).compare
  rows.sort((a, b) => compare(a.title, b.title) || a.id - b.id)
  const byLetter = Map.groupBy(rows, ({ title }) => letterOf(title))
  return {
    total: rows.length,
    letters: letters
      .filter((letter) => letter !== '#' || byLetter.has('#'))
      .map((letter) => ({
        letter,
        url: byLetter.has(letter) ? `${pathIn(language, '/a-z')}?letter=${encodeURIComponent(letter.toLowerCase())}` : undefined,
        current: letter === current || undefined,
      })),
    groups: letters
      .filter((letter) => byLetter.has(letter) && (current === undefined || letter === current))
      .map((letter) => ({
        letter,
        services: (byLetter.get(letter) ?? []).map((row) => {
          const { title, url, online } = serviceLine(reader, row)
          return { title, url, online }
        }),
      })),
  }
}
