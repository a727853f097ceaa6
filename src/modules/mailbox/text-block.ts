// Passages a unit keeps for its letters.
import { sql } from 'kysely'
import type { SignedIn } from '../../kernel/access.ts'
import { mayIn } from '../../kernel/access.ts'
import { newId } from '../../kernel/ids.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { MailboxTables } from './tables.ts'

export type TextBlock = { id: string; unit: string; title: string; body: string }

/** Of the unit itself and of those above it. @de Textbausteine */
export const listTextBlocks = (town: Town, unit: string): Promise<TextBlock[]> =>
  town.read((db: ReadDb<MailboxTables>) =>
    db
      .selectFrom('mailbox.text_block')
      .select(['id', 'unit', 'title', 'body'])
      .where(sql<boolean>`starts_with(${unit}, unit)`)
      .orderBy('title')
      .limit(100)
      .execute(),
  )

/** All that this member of staff may change. */
export const listOwnTextBlocks = (town: Town, granted: readonly string[]): Promise<TextBlock[]> =>
  town.read((db: ReadDb<MailboxTables>) =>
    db
      .selectFrom('mailbox.text_block')
      .select(['id', 'unit', 'title', 'body'])
      .where(sql<boolean>`EXISTS (SELECT FROM unnest(${[...granted]}::text[]) AS g WHERE starts_with(unit, g))`)
      .orderBy('unit')
      .orderBy('title')
      .limit(500)
      .execute(),
  )

export async function addTextBlock(town: Town, person: SignedIn, block: Omit<TextBlock, 'id'>, now: Date): Promise<boolean> {
  if (!mayIn(person, 'mailbox.letter.write', block.unit)) return false
  await town.write(async (db: WriteDb<MailboxTables>) => {
    await db
      .insertInto('mailbox.text_block')
      .values({ ...block, id: newId(now), changed_at: now, changed_by: person.personId })
      .execute()
  })
  return true
}

export const removeTextBlock = (town: Town, person: SignedIn, id: string): Promise<boolean> =>
  town.write(async (db: WriteDb<MailboxTables>) => {
    const block = await db
      .selectFrom('mailbox.text_block')
      .select(['id', 'unit'])
      .where(sql<boolean>`id::text = ${id}`)
      .executeTakeFirst()
    if (!block || !mayIn(person, 'mailbox.letter.write', block.unit)) return false
    await db.deleteFrom('mailbox.text_block').where('id', '=', block.id).execute()
    return true
  })
