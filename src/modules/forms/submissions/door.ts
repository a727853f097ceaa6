// What this part adds to the door of the room.
import type { PersonOfReference } from '../../../contracts/find-persons.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { type Hearing, type Job, type Offer, offer } from '../../../kernel/module.ts'
import { closeBatches } from './batch.ts'
import { submissionTemplates } from './confirmation.ts'
import { handOverDue, handOverEverywhere } from './hand-over.ts'
import { handOverRoutes } from './hand-over-routes.ts'
import { personOfReference } from './person-of-reference.ts'
import { receiptRoutes } from './receipt-routes.tsx'
import { verifyRoutes } from './verify-routes.tsx'

export const roots: readonly string[] = ['/verify']

export const offers: readonly Offer[] = [
  offer<MessageTemplates>('message-templates', 1, async () => submissionTemplates),
  offer<PersonOfReference>('person-of-reference', 1, personOfReference),
]

export function routes(on: Routes): void {
  receiptRoutes(on)
  verifyRoutes(on)
  handOverRoutes(on)
}

/** At once after sending; the job tries what failed or was missed. */
export const hearings: readonly Hearing[] = [
  { type: 'forms.submitted.v1', receive: async (town, _event, house) => void (await handOverDue(house, town, new Date())) },
]

export const jobs: readonly Job[] = [
  { name: 'forms.hand-over', schedule: '* * * * *', work: handOverEverywhere },
  { name: 'forms.batches', schedule: '10 5 * * *', work: async (house, now) => void (await closeBatches(house, now)) },
]
