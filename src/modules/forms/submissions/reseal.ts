// After a change of the town's data key: what this room keeps is closed anew, a few hundred rows at a time.
import { sql } from 'kysely'
import { decrypt, encrypt, keyNumber, numberOf } from '../../../kernel/keys.ts'
import type { StoredEvent } from '../../../kernel/module.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Writing } from './submit.ts'
import type { SubmissionTables } from './tables.ts'

const batch = 200

/** Heard too early, before this process knows the key, it is told again. */
export async function hearRotation(town: Town, { payload }: StoredEvent): Promise<void> {
  if (keyNumber(town.dataKey) < Number(payload.key)) throw new Error('The new data key is not known here yet.')
  await resealForms(town)
}

/** @returns how many rows were closed anew */
export async function resealForms(town: Town): Promise<number> {
  let count = await resealReceivers(town)
  for (const reseal of [resealSubmissions, resealDrafts])
    for (let done = batch; done === batch; ) {
      done = await town.massRun<SubmissionTables, number>(run, (db) => reseal(db, town))
      count += done
    }
  return count
}

const run = {
  actor: { system: 'forms' },
  rule: 'Nach einem Wechsel des Schlüssels der Stadt werden gespeicherte Angaben in Formularen neu verschlüsselt. Niemand liest sie dabei.',
  purpose: 'Gespeicherte Angaben mit dem neuen Schlüssel gesichert',
  legalBasis: 'Art. 32 Abs. 1 Buchst. a DSGVO',
  persons: batch,
}

const anew = (town: Town, sealed: Uint8Array, place: string): Buffer =>
  encrypt(town.dataKey, decrypt(town.dataKey, sealed, place), place)

/** Rows that another key closed: version 1 is the first key, else the second byte is its number. */
const isOld = (town: Town) => sql<boolean>`(get_byte(sealed, 0) <> 2 OR get_byte(sealed, 1) <> ${keyNumber(town.dataKey)})`

/** A submission is never updated: its content is taken out and put back in one transaction, with the same answers. */
async function resealSubmissions(db: WriteDb<SubmissionTables>, town: Town): Promise<number> {
  const old = await db
    .deleteFrom('forms.submission_content')
    .where('submission_id', 'in', (of) =>
      of.selectFrom('forms.submission_content').select('submission_id').where(isOld(town)).limit(batch),
    )
    .returning(['submission_id', 'subject_id', 'sealed'])
    .execute()
  for (const { sealed, ...row } of old) {
    const closed = anew(town, sealed, `forms.submission/${row.submission_id}`)
    await db
      .insertInto('forms.submission_content')
      .values({ ...row, sealed: closed })
      .execute()
  }
  return old.length
}

/** A draft may be saved at the same moment: its row is locked, and whoever saves comes after it. */
async function resealDrafts(db: WriteDb<SubmissionTables>, town: Town): Promise<number> {
  const old = await db
    .selectFrom('forms.draft_content')
    .select(['draft_id', 'sealed'])
    .where(isOld(town))
    .limit(batch)
    .forUpdate()
    .execute()
  for (const { draft_id, sealed } of old)
    await db
      .updateTable('forms.draft_content')
      .set({ sealed: anew(town, sealed, `forms.draft/${draft_id}`) })
      .where('draft_id', '=', draft_id)
      .execute()
  return old.length
}

const resealReceivers = (town: Town): Promise<number> =>
  town.write(async (db: Writing) => {
    const rows = await db
      .selectFrom('forms.receiver')
      .select(['id', 'secret'])
      .where('secret', 'is not', null)
      .forUpdate()
      .execute()
    const old = rows.filter(({ secret }) => secret !== null && numberOf(secret) !== keyNumber(town.dataKey))
    for (const { id, secret } of old)
      await db
        .updateTable('forms.receiver')
        .set({ secret: anew(town, secret!, `forms.receiver/${id}`) })
        .where('id', '=', id)
        .execute()
    return old.length
  })
