// Whose submission has a reference, for staff who are told it on the phone; ids only, and the look at the person is logged by who shows them.
import type { PersonOfReference } from '../../../contracts/find-persons.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import type { SubmissionTables } from './tables.ts'

export const personOfReference = (town: Town, { reference }: PersonOfReference['input']): Promise<string | undefined> =>
  town.read(async (db: ReadDb<SubmissionTables>) => {
    const row = await db
      .selectFrom('forms.submission')
      .select(['owner_id', 'acts_for'])
      .where('reference', '=', reference)
      .executeTakeFirst()
    return row?.acts_for ?? row?.owner_id ?? undefined
  })
