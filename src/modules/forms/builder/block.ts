// Blocks: questions and groups that are used again. A form takes a copy, which says where it came from.
import { sql } from 'kysely'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Item } from '../document/document.ts'
import { without } from './edits.ts'
import { shippedBlocks } from './shipped-blocks.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export type ListedBlock = { key: string; name: string; own: boolean; madeBy?: string }

const mostBlocks = 200

/** Those of the town first. */
export async function listBlocks(db: BuilderReading, { language }: Reader): Promise<ListedBlock[]> {
  const rows = await db.selectFrom('forms.block').select(['id', 'name', 'made_by']).orderBy('name').limit(mostBlocks).execute()
  return [
    ...rows.map(({ id, name, made_by }) => ({ key: id, name, own: true, madeBy: made_by })),
    ...shippedBlocks.map(({ key, name }) => ({ key, name: name[language === 'en' ? 'en' : 'de'], own: false })),
  ]
}

export async function findBlock(db: BuilderReading, key: string): Promise<{ name: string; items: Item[] } | undefined> {
  const shipped = shippedBlocks.find((block) => block.key === key)
  const found = shipped
    ? { name: shipped.name.de, items: structuredClone([...shipped.items]) }
    : isUuid(key)
      ? await db.selectFrom('forms.block').select(['name', 'items']).where('id', '=', key).executeTakeFirst()
      : undefined
  return found && { name: found.name, items: found.items.map((item) => withOrigin(item, key)) }
}

const withOrigin = (item: Item, key: string): Item =>
  item.kind === 'question' || item.kind === 'group' ? { ...item, origin: { id: `block:${key}` } } : item

/** Kept without its condition: that one speaks of this form's questions. */
export async function keepBlock(
  db: BuilderWriting,
  { name, item, by, now }: { name: string; item: Item; by: string; now: Date },
): Promise<void> {
  const items = sql<Item[]>`${JSON.stringify([without(item, ['showWhen'])])}::jsonb`
  await db
    .insertInto('forms.block')
    .values({ id: newId(now), name: name.slice(0, 200), items, made_by: by, at: now })
    .execute()
}

/** `by`: only what this person kept. @returns whether there was one */
export async function dropBlock(db: BuilderWriting, key: string, by: string | undefined): Promise<boolean> {
  const all = db.deleteFrom('forms.block').where('id', '=', key)
  const { numDeletedRows } = await (by === undefined ? all : all.where('made_by', '=', by)).executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
