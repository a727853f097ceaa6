// A letter that begins a correspondence: the office found the person, says what for, and writes.
import type { FindPersons } from '../../contracts/find-persons.ts'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { UploadedFile } from '../../kernel/uploads/check.ts'
import { keepUploads } from './attachment.ts'
import { type DeskLetter, mayWrite } from './desk.ts'
import { sendLetter } from './letter.ts'
import { type Db, legalBasis } from './proof.ts'

export type Search = { exact: string; familyName: string; givenName: string; purpose: string }

/** Undefined: nobody in this town knows persons. */
export const searchRecipients = (house: House, town: Town, by: SignedIn, search: Search) =>
  house.ask<FindPersons>(town, 'find-persons', { by, permission: mayWrite, ...search })

export type NewLetter = DeskLetter & { person: string; unit: string; matter: string; purpose: string }

/** Whether this member of staff may write for the unit at `path`, and there is one. */
export async function mayWriteFor(town: Town, clerk: SignedIn, path: string): Promise<boolean> {
  if (!/^\/([a-z0-9][a-z0-9-]{0,63}\/)*$/.test(path) || !mayIn(clerk, mayWrite, path)) return false
  if (path === '/') return true
  const unit = await town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.unit').select('id').where('path', '=', path).where('closed_at', 'is', null).executeTakeFirst(),
  )
  return unit !== undefined
}

/** @returns undefined where there is no such person any more */
export async function beginThread(
  house: House,
  town: Town,
  clerk: SignedIn,
  { person, unit, matter, purpose, subject, text, rule, once }: NewLetter,
  files: readonly UploadedFile[],
  now: Date,
) {
  if (!isUuid(person)) return undefined
  const actor = { staff: clerk.personId, unit }
  return town.personal({ subjects: [person], actor, purpose, legalBasis, matter }, async (db: Db) => {
    const known = await (db as unknown as WriteDb<KernelTables>)
      .selectFrom('kernel.person')
      .select('id')
      .where('id', '=', person)
      .where('kind', '=', 'resident')
      .where('left_at', 'is', null)
      .executeTakeFirst()
    if (!known) return undefined
    const letter = {
      key: `desk/new/${once}`,
      to: { person },
      unit,
      matter: { kind: 'mailbox.matter', id: once, label: matter },
      subject,
      text,
      attachments: await keepUploads(house, town, db, files),
      ...(rule !== '' && { formal: { rule } }),
    }
    return sendLetter(house, town, { db, letter, now }, clerk.personId)
  })
}
