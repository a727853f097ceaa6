// What every page of a case has on top: its name, its reference, its deadline; and what its parts are drawn from.
import type { Frame } from '../../../design/frame.ts'
import { dueOf } from '../../../design/work-list.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { lightOf } from '../deadline.ts'
import { listName } from '../intake/parties.ts'
import { caseWords } from './case-words.ts'
import { deskPath } from './list-pages.tsx'
import { listWords } from './list-words.ts'
import type { CaseShown } from './one.ts'
import { dayLong, textIn } from './shown.ts'

export type Said = { tone: 'ok' | 'warn'; text: string }
export type CaseProps = {
  frame: Frame
  shown: CaseShown
  me: string
  today: string
  may: { work: boolean; decide: boolean }
  said: Said | undefined
  typed: { note: string; label: string }
  problems: readonly Problem[]
}

export const casePath = (frame: Pick<Frame, 'language'>, id: string): string => pathIn(frame.language, `${deskPath}/${id}`)

export function titleOf(frame: Frame, { kind, parties }: CaseShown): string {
  const applicant = parties.find(({ role, ended_at }) => role === 'applicant' && ended_at === null)?.content
  const name = applicant && listName(applicant)
  const title = textIn(kind.type.title, frame.language)
  return name ? `${title}: ${name}` : title
}

export function metaOf(frame: Frame, { row }: Pick<CaseShown, 'row'>): string {
  const text = caseWords(frame)
  return text.meta(showReference(row.reference), dayLong(frame, dayAt(row.received_at)), text[`channel-${row.channel}`])
}

export function Deadline({ frame, row, today }: { frame: Frame; row: CaseShown['row']; today: string }) {
  const text = caseWords(frame)
  const { light } = lightOf(row, today as Parameters<typeof lightOf>[1])
  if (light === 'rests' && row.rests_since) return <span class="meta">{text.rests(dayLong(frame, dayAt(row.rests_since)))}</span>
  if (light === 'none' || row.due_on === null) return null
  const { tone, words, date } = dueOf(frame, row.due_on, today)
  return <span class={`due ${tone}`}>{text.dueOn(words, date)}</span>
}

export const outcomeText = (frame: Frame, { row, kind }: Pick<CaseShown, 'row' | 'kind'>): string => {
  const outcome = kind.type.outcomes.find(({ key }) => key === row.outcome)
  return outcome ? textIn(outcome.title, frame.language) : listWords(frame).closed
}
