// One submission on the desk: what was sent, where it went, and who fetched a file of it.
import { mayIn, type SignedIn } from '../../../../kernel/access.ts'
import type { KeptFile } from '../../../../kernel/http/send-blob.ts'
import { readReference } from '../../../../kernel/reference.ts'
import type { Town } from '../../../../kernel/town.ts'
import { listHandOvers } from '../hand-over.ts'
import { findSubmission, type Reading, type Receipt, readReceipt } from '../receipt.ts'
import type { SubmissionRow } from '../tables.ts'
import { mayRead, namesOf, staffOf } from './list.ts'

export type Opened = {
  receipt: Receipt
  sender: string | undefined
  handOvers: Awaited<ReturnType<typeof listHandOvers>>
}

/** Undefined where it is not there for this member of staff. */
export async function findForStaff(
  town: Town,
  person: SignedIn,
  id: string,
  permission = mayRead,
): Promise<SubmissionRow | undefined> {
  const row = await findSubmission(town, id)
  return row && mayIn(person, permission, row.unit) ? row : undefined
}

export async function openSubmission(town: Town, person: SignedIn, id: string, purpose: string): Promise<Opened | undefined> {
  const row = await findForStaff(town, person, id)
  if (!row) return undefined
  const receipt = await readReceipt(town, row, staffOf(person, row.unit), purpose)
  const names = await namesOf(town, person, [row], purpose)
  const handOvers = await town.read((db: Reading) => listHandOvers(db, id))
  return { receipt, sender: row.owner_id ? names.get(row.owner_id) : undefined, handOvers }
}

export async function findFileForStaff(town: Town, person: SignedIn, id: string, file: string): Promise<KeptFile | undefined> {
  const row = await findForStaff(town, person, id)
  if (!row) return undefined
  const { content } = await readReceipt(town, row, staffOf(person, row.unit), 'Datei zu Ihrem Formular heruntergeladen')
  return content?.files.find((one) => one.id === file)
}

/** By the number somebody says on the phone, complete and without a slip. */
export async function findByReference(town: Town, person: SignedIn, typed: string) {
  const reference = readReference(typed)
  if (!reference || !person.permissions.has(mayRead)) return undefined
  const row = await town.read((db: Reading) =>
    db
      .selectFrom('forms.submission as s')
      .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 's.town_id').onRef('f.id', '=', 's.form_id'))
      .select(['s.id', 's.unit', 's.reference', 'f.title'])
      .where('s.reference', '=', reference)
      .executeTakeFirst(),
  )
  return row && mayIn(person, mayRead, row.unit) ? row : undefined
}
