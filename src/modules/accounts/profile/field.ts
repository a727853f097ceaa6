// The fields of a profile: each value with where it came from and since when.
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { tidyName } from '../../../standards/din91379/names.ts'
import { addMailKey, renewNameKeys } from './find-key.ts'
import type { FieldName, FieldSource, ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>

export type FieldValue = { value: string; source: FieldSource; sourceName: string; since: Date }
/** What counts stands first: a register before a provider, both before what was typed. */
export type Fields = Partial<Record<FieldName, FieldValue[]>>

const order: readonly FieldSource[] = ['register', 'provider', 'staff', 'typed']
/** Whom to write to is the person's own choice: what they typed and proved comes first. */
const ownFirst: readonly FieldName[] = ['mail', 'phone']

/** Inside a logged look at the person. */
export async function readFields(db: ReadDb<ProfileTables>, person: string): Promise<Fields> {
  const rows = await db.selectFrom('accounts.field').selectAll().where('subject_id', '=', person).execute()
  const fields: Fields = {}
  for (const { name, value, source, source_name, since } of rows) {
    fields[name] ??= []
    fields[name].push({ value, source, sourceName: source_name, since })
  }
  for (const [name, values] of Object.entries(fields) as [FieldName, FieldValue[]][]) {
    const rank = ({ source }: FieldValue) => (ownFirst.includes(name) ? -order.indexOf(source) : order.indexOf(source))
    values.sort((a, b) => rank(a) - rank(b) || b.since.getTime() - a.since.getTime())
  }
  return fields
}

export const fieldValue = (fields: Fields, name: FieldName): string => fields[name]?.[0]?.value ?? ''
export const typedOf = (fields: Fields, name: FieldName): string =>
  fields[name]?.find(({ source }) => source === 'typed')?.value ?? ''

export type Said = {
  source: FieldSource
  /** Which provider or register, as people know it: `BundID`. */
  sourceName?: string
  /** An empty value takes back what this source had said. */
  values: Partial<Record<FieldName, string>>
}

/**
 * Stores what one source says, beside what others say; `since` stays where nothing changed. Inside a logged look at the person.
 * For a mail address: only one that the person has proved to read, or that a provider calls verified.
 */
export async function noteFields(
  town: Town,
  db: Db,
  person: string,
  { source, sourceName = '', values }: Said,
  now: Date,
): Promise<void> {
  for (const [name, raw] of Object.entries(values) as [FieldName, string][]) {
    const value = tidyName(raw).slice(0, 1_000)
    const where = { subject_id: person, name, source, source_name: sourceName }
    if (value === '')
      await db
        .deleteFrom('accounts.field')
        .where((row) => row.and(where))
        .execute()
    else
      await db
        .insertInto('accounts.field')
        .values({ ...where, value, since: now })
        .onConflict((same) =>
          same
            .columns(['town_id', 'subject_id', 'name', 'source', 'source_name'])
            .doUpdateSet({ value, since: now })
            .where('accounts.field.value', '!=', value),
        )
        .execute()
    if (name === 'mail' && value !== '') await addMailKey(town, db, person, value)
  }
  const names = Object.keys(values)
  if (names.includes('given-name') || names.includes('family-name')) await takeName(town, db, person)
  await tell(db, { type: 'accounts.profile-changed.v1', subjects: [personSubject(person)] })
}

/** The name that counts is the one the whole house shows and finds. */
async function takeName(town: Town, db: Db, person: string): Promise<void> {
  const fields = await readFields(db, person)
  const name = { givenName: fieldValue(fields, 'given-name'), familyName: fieldValue(fields, 'family-name') }
  await db
    .insertInto('kernel.person_name')
    .values({ subject_id: person, given_name: name.givenName, family_name: name.familyName })
    .onConflict((same) =>
      same.columns(['town_id', 'subject_id']).doUpdateSet({ given_name: name.givenName, family_name: name.familyName }),
    )
    .execute()
  await renewNameKeys(town, db, person, name)
}
