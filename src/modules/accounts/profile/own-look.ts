// A person's look at their own data, as the log of every look keeps it.
import type { SignedIn } from '../../../kernel/access.ts'
import type { Look } from '../../../kernel/town.ts'

/** The town runs the account to carry out its tasks. @law Art. 6 Abs. 1 Buchst. e DSGVO */
export const accountBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

export type OwnLook = Omit<Look<never>, 'subjects'> & { subjects: string[] }

export const ownLook = (person: Pick<SignedIn, 'personId' | 'sessionId'>, purpose: string): OwnLook => ({
  subjects: [person.personId],
  actor: { self: true, session: person.sessionId },
  purpose,
  legalBasis: accountBasis,
})
