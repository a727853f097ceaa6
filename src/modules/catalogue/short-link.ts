// Short addresses for posters and letters, counted per day without a trace of who followed them.
import { sql } from 'kysely'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { CatalogueTables } from './tables.ts'

export type ShortLink = { slug: string; target: string; label: string }

const slugShape = /^[a-z0-9](-?[a-z0-9])*$/

export const findShortLink = (town: Town, slug: string): Promise<ShortLink | undefined> =>
  town.read((db: ReadDb<CatalogueTables>) =>
    db
      .selectFrom('catalogue.short_link')
      .select(['slug', 'target', 'label'])
      .where('slug', '=', slug)
      .where('status', '=', 'published')
      .executeTakeFirst(),
  )

/** `today` is `YYYY-MM-DD`. */
export const countFollowed = (town: Town, slug: string, today: string): Promise<void> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    await db
      .insertInto('catalogue.short_link_count')
      .values({ slug, day: today, visits: 1 })
      .onConflict((conflict) =>
        conflict.columns(['town_id', 'slug', 'day']).doUpdateSet({ visits: sql<number>`short_link_count.visits + 1` }),
      )
      .execute()
  })

export type LinkRefusal = 'slug' | 'target' | 'label' | 'taken'

/** `target` is a path of this town without language prefix, such as `/services/17-reisepass`. */
export async function createShortLink(town: Town, link: ShortLink): Promise<'created' | LinkRefusal> {
  if (!slugShape.test(link.slug) || link.slug.length > 60) return 'slug'
  if (!/^\/(?![/\\])[^\s\\]*$/.test(link.target) || link.target.length > 500) return 'target'
  if (link.label.trim() === '' || link.label.length > 200) return 'label'
  return town.write(async (db: WriteDb<CatalogueTables>) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('catalogue.short_link')
      .values(link)
      .onConflict((conflict) => conflict.columns(['town_id', 'slug']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 0n ? 'taken' : 'created'
  })
}
