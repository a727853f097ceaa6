// What happened in a case, in the words of the person: only open entries, and only kinds that have words.
import { formatDay, formatTime } from '../../../design/format.ts'
import type { TimelineEntry } from '../../../design/progress.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { EventRow } from '../tables.ts'
import type { CaseType } from '../type/case-type.ts'
import { textIn } from './status.ts'
import { mineWords } from './words.ts'

export type Happening = Pick<EventRow, 'number' | 'at' | 'kind' | 'actor' | 'details'> & { reason?: string | undefined }

const worded = [
  'opened',
  'answered',
  'asked',
  'added',
  'heard',
  'hearing',
  'decided',
  'issued',
  'posted',
  'closed',
  'withdrawn',
  'reminded',
  'handed-over',
  'reopened',
  'objection',
  'message-sent',
  'register-asked',
] as const
type Worded = (typeof worded)[number]
const isWorded = (kind: string): kind is Worded => (worded as readonly string[]).includes(kind)

/** Newest first. Staff are named as the unit, never by name. */
export function historyOf(
  reader: Reader,
  type: CaseType,
  unit: string | undefined,
  events: readonly Happening[],
): (TimelineEntry & { reason?: string | undefined })[] {
  const text = mineWords(reader)
  const { language } = reader
  const whatOf = ({ kind, details }: Happening): string | undefined => {
    if (kind === 'step') {
      const reached = type.steps.find(({ key }) => key === details.step)
      return reached && text.stepReached(textIn(reached.title, language))
    }
    if (kind === 'closed' || kind === 'decided' || kind === 'issued') {
      const outcome = type.outcomes.find(({ key }) => key === details.outcome)
      return outcome ? text.withOutcome(text[`did-${kind}`], textIn(outcome.done, language)) : text[`did-${kind}`]
    }
    return isWorded(kind) ? text[`did-${kind}`] : undefined
  }
  const entries = events.flatMap((event) => {
    const what = whatOf(event)
    const byUnit = event.actor.startsWith('staff:')
    const who = event.actor === 'self' ? text.you : byUnit ? (unit ?? text.townHall) : undefined
    const when = `${formatDay(language, dayAt(event.at))}, ${formatTime(reader, event.at)}`
    return what === undefined
      ? []
      : [{ what, when, who, automatic: event.actor.startsWith('system:') || undefined, reason: event.reason }]
  })
  return entries.reverse()
}
