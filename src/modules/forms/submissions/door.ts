// What this part adds to the door of the room.
import type { PersonOfReference } from '../../../contracts/find-persons.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { type Offer, offer } from '../../../kernel/module.ts'
import { submissionTemplates } from './confirmation.ts'
import { personOfReference } from './person-of-reference.ts'
import { receiptRoutes } from './receipt-routes.tsx'
import { verifyRoutes } from './verify-routes.tsx'

export const submissionRoots: readonly string[] = ['/verify']

export const submissionOffers: readonly Offer[] = [
  offer<MessageTemplates>('message-templates', 1, async () => submissionTemplates),
  offer<PersonOfReference>('person-of-reference', 1, personOfReference),
]

export function submissionRoutes(on: Routes): void {
  receiptRoutes(on)
  verifyRoutes(on)
}
