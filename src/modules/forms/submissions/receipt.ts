// The receipt: who may see it, and what stands in it.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { MayAct } from '../../../contracts/representation.ts'
import { reaches, type SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import type { FormDocument } from '../document/document.ts'
import { openContent, type SentContent } from './seal.ts'
import { legalBasis, submissionSubject } from './submit.ts'
import type { SubmissionRow, SubmissionTables } from './tables.ts'

export type Reading = ReadDb<SubmissionTables>

export type Receipt = {
  row: SubmissionRow
  document: FormDocument
  formKey: string
  /** Name of the unit; undefined for the town itself. */
  unit: string | undefined
  /** Undefined once it was erased. */
  content: SentContent | undefined
}

export const findSubmission = async (town: Town, id: string): Promise<SubmissionRow | undefined> =>
  isUuid(id)
    ? town.read((db: Reading) => db.selectFrom('forms.submission').selectAll().where('id', '=', id).executeTakeFirst())
    : undefined

type Asking = { person: SignedIn | undefined; cookie: (name: string) => string | undefined; now: Date }

/** The browser that sent it, the account, or whoever acts for the same person now; an account must have reached the level of then. */
export async function maySeeReceipt(
  house: House,
  town: Town,
  row: SubmissionRow,
  { person, cookie, now }: Asking,
): Promise<'yes' | 'step-up' | 'no'> {
  if (!row.owner_id && holdsSecret(row, cookie('draft'))) return 'yes'
  if (!person) return 'no'
  // Who typed it in for somebody sees that it arrived.
  if (person.kind === 'staff' && row.entered_by === person.personId) return 'yes'
  const own = row.acts_for === null && !person.actsFor && row.owner_id === person.personId
  if (!own && !(await actsForSame(house, town, row, person, now))) return 'no'
  return reaches(person.level, row.level) ? 'yes' : 'step-up'
}

async function actsForSame(house: House, town: Town, row: SubmissionRow, person: SignedIn, now: Date): Promise<boolean> {
  if (row.acts_for === null || person.actsFor?.id !== row.acts_for) return false
  const matter = submissionSubject(row.id)
  const allowed = await town.write((db) => house.ask<MayAct>(town, 'may-act', { db, person, matter, verb: 'read', now }))
  return allowed?.subject === row.acts_for
}

/** `<draft id>.<secret>`, as the browser keeps it. */
function holdsSecret({ draft_id, secret_hash }: SubmissionRow, held: string | undefined): boolean {
  const [draft, secret = ''] = held?.split('.') ?? []
  if (draft !== draft_id || !secret_hash) return false
  const hash = createHash('sha256').update(secret).digest()
  return hash.length === secret_hash.length && timingSafeEqual(hash, secret_hash)
}

export const readerOf = (person: SignedIn | undefined): Actor =>
  person?.kind === 'staff'
    ? { staff: person.personId, unit: [...person.units.values()][0]?.[0] ?? '/' }
    : person?.actsFor
      ? { representative: person.personId, session: person.sessionId }
      : { self: true, session: person?.sessionId }

/** Logged as a look at the person whose answers these are. */
export async function readReceipt(town: Town, row: SubmissionRow, actor: Actor, purpose: string): Promise<Receipt> {
  const look = { subjects: [row.holder_id], actor, purpose, legalBasis, matter: showReference(row.reference) }
  const [sealed, version, form, unit] = await town.look(look, (db: Reading) =>
    Promise.all([
      db.selectFrom('forms.submission_content').select('sealed').where('submission_id', '=', row.id).executeTakeFirst(),
      db
        .selectFrom('forms.version')
        .select('document')
        .where('form_id', '=', row.form_id)
        .where('number', '=', row.version)
        .executeTakeFirstOrThrow(),
      db.selectFrom('forms.form').select('key').where('id', '=', row.form_id).executeTakeFirstOrThrow(),
      (db as unknown as ReadDb<KernelTables>)
        .selectFrom('kernel.unit')
        .select('name')
        .where('path', '=', row.unit)
        .executeTakeFirst(),
    ]),
  )
  return {
    row,
    document: version.document,
    formKey: form.key,
    unit: unit?.name,
    content: sealed && openContent(town.dataKey, row.id, sealed.sealed),
  }
}
