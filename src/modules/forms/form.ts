// A form of the town: found by its key or id, published version by version.
import { sql } from 'kysely'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import type { FormDocument } from './document/document.ts'
import type { FormRow, FormsTables, VersionRow } from './tables.ts'

export type Reading = ReadDb<FormsTables>
export type Writing = WriteDb<FormsTables>

/** The subject of its events, and of the pages kept in memory that show it. */
export const formSubject = (id: string): string => `forms.form/${id}`

export const findForm = (db: Reading, key: string): Promise<FormRow | undefined> =>
  db.selectFrom('forms.form').selectAll().where('key', '=', key).executeTakeFirst()

export const findFormById = (db: Reading, id: string): Promise<FormRow | undefined> =>
  db.selectFrom('forms.form').selectAll().where('id', '=', id).executeTakeFirst()

export const listForms = (db: Reading): Promise<FormRow[]> => db.selectFrom('forms.form').selectAll().orderBy('title').execute()

export const findVersion = (db: Reading, formId: string, number: number): Promise<VersionRow | undefined> =>
  db.selectFrom('forms.version').selectAll().where('form_id', '=', formId).where('number', '=', number).executeTakeFirst()

/** A form without a version: nobody but its builders sees it. @returns its id */
export async function createForm(
  db: Writing,
  {
    key,
    unit,
    title,
    kind = 'application',
    package: origin = null,
    now,
  }: { key: string; unit: string; title: string; kind?: FormRow['kind']; package?: string | null; now: Date },
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('forms.form')
    .values({
      id,
      key,
      kind,
      unit,
      title,
      live_version: null,
      opens_on: null,
      closes_on: null,
      submission_limit: null,
      paused: null,
      package: origin,
      created_at: now,
      changed_at: now,
    })
    .execute()
  return id
}

type Publishing = { formId: string; document: FormDocument; by: string | null; approvedBy: string | null; now: Date }

/** The next version, from now on the one people get; drafts stay on theirs. @returns its number */
export async function publishVersion(db: Writing, { formId, document, by, approvedBy, now }: Publishing): Promise<number> {
  await db.selectFrom('forms.form').select('id').where('id', '=', formId).forUpdate().executeTakeFirstOrThrow()
  const newest = await db
    .selectFrom('forms.version')
    .select((all) => all.fn.max('number').as('number'))
    .where('form_id', '=', formId)
    .executeTakeFirst()
  const number = Number(newest?.number ?? 0) + 1
  await db
    .insertInto('forms.version')
    .values({
      form_id: formId,
      number,
      document: sql`${JSON.stringify(document)}::jsonb`,
      published_at: now,
      published_by: by,
      approved_by: approvedBy,
    })
    .execute()
  await db
    .updateTable('forms.form')
    .set({ live_version: number, title: document.title.de, changed_at: now })
    .where('id', '=', formId)
    .execute()
  const services = await db.selectFrom('forms.form_service').select('service').where('form_id', '=', formId).execute()
  const subjects = [formSubject(formId), ...services.map(({ service }) => service)]
  await tell(db, { type: 'forms.published.v1', subjects, payload: { form: formId, version: number } })
  return number
}
