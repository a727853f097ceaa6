// What a visitor can do in a case, as it stands and as whom they see it.

import { addDays, asDay } from '../../../kernel/calendar/day.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { CaseView } from './case-view.ts'
import type { Role, Seen } from './seen.ts'
import { withdrawn } from './status.ts'

export type Offered = {
  answers: boolean
  add: boolean
  withdraw: boolean
  renew: 'prefilled' | 'plain' | undefined
  rate: boolean
}

/** Who takes part with a say of their own; `affected` only looks. */
export const takingPart: readonly Role[] = ['applicant', 'co-applicant', 'agent']
/** Who may take the application back and renew it. */
export const deciding: readonly Role[] = ['applicant', 'agent']

export const canAdd = ({ row, as }: Pick<Seen, 'row' | 'as'>): boolean =>
  takingPart.includes(as) && row.state !== 'closed' && row.outcome !== withdrawn

/** Once it is decided there is nothing left to take back. */
export const canWithdraw = ({ row, as }: Pick<Seen, 'row' | 'as'>): boolean =>
  deciding.includes(as) && (row.state === 'open' || row.state === 'waiting') && row.outcome === null

/** From the day of the reminder on, and after the end too. */
export function canRenew({ row, as, kind }: Seen, today: string): boolean {
  const { renewal } = kind.type
  if (!renewal || row.valid_until === null || row.outcome === withdrawn || !deciding.includes(as)) return false
  return today >= addDays(asDay(row.valid_until), -renewal.remindDays)
}

export const canRate = ({ row, as }: Pick<Seen, 'row' | 'as'>): boolean =>
  deciding.includes(as) && (row.state === 'closed' || row.state === 'decided') && row.outcome !== withdrawn

export function offeredIn({ house, town, today }: Pick<Visit, 'house' | 'town' | 'today'>, view: CaseView): Offered {
  const renews = canRenew(view, today) && view.renewedBy === undefined && house.offers(town, 'begin-filling')
  return {
    answers: takingPart.includes(view.as) && house.offers(town, 'show-answers'),
    add: canAdd(view),
    withdraw: canWithdraw(view),
    renew: renews ? (view.kind.type.renewal?.prefill ? 'prefilled' : 'plain') : undefined,
    rate: canRate(view) && !view.rated,
  }
}
