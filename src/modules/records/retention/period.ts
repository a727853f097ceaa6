// How long a procedure is kept: the years of its plan entry or of its sender, from the end of the year in which it was closed.
import { addMonths, asDay, type Day, yearOf } from '../../../kernel/calendar/day.ts'

/** What a plan entry says, and what the sender of the matter said; the plan comes first. */
export type Period = { years: number; starts: 'year-end' | 'closing'; law: string } | 'forever' | 'unknown'

export function periodOf(
  plan: { keep_years: number | null; forever: boolean; starts: 'year-end' | 'closing'; law: string } | undefined,
  asked: { keep_years: number | null; law: string },
): Period {
  if (plan?.forever) return 'forever'
  const starts = plan?.starts ?? 'year-end'
  if (plan && plan.keep_years !== null) return { years: plan.keep_years, starts, law: plan.law }
  return asked.keep_years === null ? 'unknown' : { years: asked.keep_years, starts, law: asked.law }
}

/** The last day on which it is kept; null for what has no end, or none that is known. @de Aufbewahrungsende */
export function keepUntil(period: Period, closed: Day): Day | null {
  if (typeof period === 'string') return null
  return period.starts === 'year-end' ? asDay(`${yearOf(closed) + period.years}-12-31`) : addMonths(closed, 12 * period.years)
}
