// What stands beside the text of one thing: votes, searches, review, links, translations.
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { listMisses, missesNear, type Votes, votesOf } from './demand.ts'
import { type LinkLine, linksOfThing } from './link-check.ts'
import { findReview, type Review } from './review.ts'
import type { EditorTables } from './tables.ts'
import type { Thing } from './thing.ts'
import { translationState } from './translation.ts'

export type Aside = {
  votes: Votes | undefined
  misses: string[]
  review: Review | undefined
  links: LinkLine[]
  translation: { language: 'en' | 'leicht'; state: Awaited<ReturnType<typeof translationState>> } | undefined
}

export const asideOf = (town: Town, { noun, id, title }: Thing, part: string, today: string): Promise<Aside> =>
  town.read(async (db: ReadDb<EditorTables>) => ({
    votes: noun === 'service' ? await votesOf(db, id, today) : undefined,
    misses: missesNear(await listMisses(db, today), title).map(({ word, misses }) => `${word} (${misses})`),
    review: await findReview(db, noun, id),
    links: noun === 'service' || noun === 'office' ? uniqueBy(await linksOfThing(db, noun, id)) : [],
    translation:
      noun === 'service' && (part === 'en' || part === 'leicht')
        ? { language: part, state: await translationState(db, id, part) }
        : undefined,
  }))

const uniqueBy = (links: readonly LinkLine[]): LinkLine[] => [...new Map(links.map((link) => [link.url, link])).values()]
