// What the browser may fill in by itself: name, address, mail and phone; nothing about ids, health or bank.
import type { Question } from '../document/document.ts'

const prefillTokens: Readonly<Record<string, string>> = {
  'account.givenName': 'given-name',
  'account.familyName': 'family-name',
  'account.birthDate': 'bday',
  'account.mail': 'email',
  'account.phone': 'tel',
}

/**
 * @standard WCAG 2.2, 1.3.5: a token where the question is about the person who fills in.
 * @standard BSI TR-03172-3, A3.15.03: none for sensitive answers. See docs/decisions: what the browser may fill in.
 */
export function autofillOf(question: Question): string {
  const { type, sensitive, prefill } = question
  if (sensitive || type === 'iban' || type === 'taxNumber') return 'off'
  if (type === 'email') return 'email'
  if (type === 'phone') return 'tel'
  if (type === 'address') return 'on'
  // Only where the form itself says that this is the person's own name: it may be a child's too.
  if (prefill && prefill in prefillTokens) return prefillTokens[prefill]!
  if (type === 'name' && question.part === 'full') return 'off'
  return 'off'
}
