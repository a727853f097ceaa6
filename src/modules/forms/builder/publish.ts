// Publishing a form: everything checked, by a second pair of eyes where the town asks for them.
// @de Vier-Augen-Prinzip
import { mayIn, type SignedIn } from '../../../kernel/access.ts'
import { needsSecondPerson } from '../../../kernel/four-eyes.ts'
import type { Town } from '../../../kernel/town.ts'
import { findFormById, publishVersion } from '../form.ts'
import type { FormRow } from '../tables.ts'
import { blocksPublishing, type PointState } from './checklist.ts'
import { mayApprove } from './desk-form.ts'
import type { WorkingCopyRow } from './tables.ts'
import { type BuilderReading, type BuilderWriting, findWorkingCopy } from './working-copy.ts'

/** The town's own rule, `forms.fourEyes` in its settings. */
export const asksForFourEyes = ({ settings }: Town): boolean =>
  (settings as { forms?: { fourEyes?: boolean } }).forms?.fourEyes === true

export type Hindrance = 'permission' | 'same-person' | 'lent-by-first'

/** Why this person may not publish what stands there now. */
export async function hindranceFor(
  db: BuilderReading,
  town: Town,
  person: SignedIn,
  { form, copy }: { form: FormRow; copy: WorkingCopyRow },
  now: Date,
): Promise<Hindrance | undefined> {
  if (!mayIn(person, mayApprove, form.unit)) return 'permission'
  if (!asksForFourEyes(town)) return undefined
  for (const first of await editorsOf(db, copy)) {
    const asked = { first, second: person.personId, permission: mayApprove, path: form.unit }
    const refused = await needsSecondPerson(db, asked, now)
    if (refused) return refused === 'not-allowed' ? 'permission' : refused
  }
  return undefined
}

/** Everybody whose changes would be published now, not only the last one. */
async function editorsOf(db: BuilderReading, copy: WorkingCopyRow): Promise<Set<string>> {
  const rows = await db
    .selectFrom('forms.edit')
    .select('by')
    .distinct()
    .where('form_id', '=', copy.form_id)
    .where('revision', '>', copy.published_revision ?? 0)
    .where('by', 'is not', null)
    .execute()
  const first = copy.published_revision === null ? copy.begun_by : null
  return new Set([first, copy.changed_by, ...rows.map(({ by }) => by)].filter((by) => by !== null))
}

export type Published = { number: number } | { refused: Hindrance | 'changed' | 'blocked' | 'gone' }

/** `revision`: what the publisher looked at. `check` looks at the very document that is published. */
export const publishForm = (
  town: Town,
  person: SignedIn,
  formId: string,
  {
    revision,
    check,
    now,
  }: { revision: number; check: (copy: WorkingCopyRow, form: FormRow) => readonly PointState[]; now: Date },
): Promise<Published> =>
  town.write(async (db: BuilderWriting): Promise<Published> => {
    const reader = db as unknown as BuilderReading
    await db.selectFrom('forms.working_copy').select('form_id').where('form_id', '=', formId).forUpdate().executeTakeFirst()
    const form = await findFormById(reader, formId)
    const copy = form && (await findWorkingCopy(reader, formId))
    if (!copy) return { refused: 'gone' }
    if (copy.revision !== revision) return { refused: 'changed' }
    const hindrance = await hindranceFor(reader, town, person, { form, copy }, now)
    if (hindrance) return { refused: hindrance }
    if (blocksPublishing(check(copy, form))) return { refused: 'blocked' }
    const { personId } = person
    const number = await publishVersion(db, {
      formId,
      document: copy.document,
      by: copy.changed_by ?? personId,
      approvedBy: personId,
      now,
    })
    await db
      .updateTable('forms.working_copy')
      .set({ published_revision: revision, asked_by: null, asked_at: null, note: '' })
      .where('form_id', '=', formId)
      .execute()
    return { number }
  })

/** Gives the working copy to a second person. */
export async function askForApproval(db: BuilderWriting, formId: string, by: string, now: Date): Promise<void> {
  await db
    .updateTable('forms.working_copy')
    .set({ asked_by: by, asked_at: now, note: '' })
    .where('form_id', '=', formId)
    .execute()
}

/** Back to who built it, with a word why. @returns who had asked */
export async function sendBack(db: BuilderWriting, formId: string, note: string): Promise<string | null> {
  const row = await db
    .selectFrom('forms.working_copy')
    .select('asked_by')
    .where('form_id', '=', formId)
    .where('asked_at', 'is not', null)
    .executeTakeFirst()
  await db
    .updateTable('forms.working_copy')
    .set({ asked_by: null, asked_at: null, note: note.slice(0, 1_000) })
    .where('form_id', '=', formId)
    .execute()
  return row?.asked_by ?? null
}
