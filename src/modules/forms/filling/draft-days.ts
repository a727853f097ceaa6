// How long a draft stays, as the law and the town say.
import type { Town } from '../../../kernel/town.ts'

/**
 * @law § 8a Abs. 3 OZG, from 24.07.2024: drafts in services across Länder are deleted, as a rule, 30 days after the last edit.
 * Read in a summary alone, not in the law's own text: `verified: false`. Here it is the default for all forms; a town sets `forms.draftDays`.
 */
export const draftRule = {
  law: '§ 8a Abs. 3 OZG',
  validFrom: '2024-07-24',
  days: 30,
  warnDaysBefore: 5,
  verified: false,
} as const

export function draftDays({ settings }: Town): number {
  const wished = (settings as { forms?: { draftDays?: unknown } }).forms?.draftDays
  return typeof wished === 'number' && Number.isInteger(wished) && wished > draftRule.warnDaysBefore && wished <= 365
    ? wished
    : draftRule.days
}
