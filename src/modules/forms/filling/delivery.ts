// Whether a decision will come of a form, and what its sender must know before they choose how it reaches them.
import type { DeliveryNotice } from '../../../contracts/letters.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import type { Filling } from './state.tsx'

/** Asked of residents with an account, once, with what begins a matter in the house. */
export async function deliveryNotice(
  visit: Visit,
  { draft, form, limits }: Filling,
): Promise<DeliveryNotice['answer'] | undefined> {
  const { house, town, person, language, today } = visit
  if (person?.kind !== 'resident' || draft.owner_id === null || draft.matter !== null || limits || form.kind === 'questionnaire')
    return undefined
  const taken = await town.read((db: ReadDb<SubmissionTables>) =>
    db
      .selectFrom('forms.receiver')
      .select('id')
      .where('form_id', '=', form.id)
      .where('kind', '=', 'contract')
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  )
  return taken && house.ask<DeliveryNotice>(town, 'delivery-notice', { language, today })
}
