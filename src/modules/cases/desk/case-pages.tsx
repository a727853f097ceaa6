// The page of one case: left what was said and filed, right what can be done and who looked.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Notice } from '../../../design/parts.tsx'
import { dueOf } from '../../../design/work-list.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { lightOf } from '../deadline.ts'
import { listName } from '../intake/parties.ts'
import { Acts, Looks } from './case-acts.tsx'
import { Answers, Documents, History, Notes, Opinions, Parties, Requests } from './case-parts.tsx'
import { caseWords } from './case-words.ts'
import { deskPath, standOf } from './list-pages.tsx'
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

export function CasePage(props: CaseProps) {
  const { frame, shown, today, said, problems } = props
  const text = caseWords(frame)
  const { row, kind } = shown
  const { secrecy } = kind.type
  const labels: Record<string, string> = { note: text.newNote, label: text.label }
  return (
    <DeskLayout
      frame={frame}
      title={titleOf(frame, shown)}
      back={{ label: text.toList, url: pathIn(frame.language, deskPath) }}
      room={pathIn(frame.language, deskPath)}
      meta={metaOf(frame, shown)}
      aside={<Deadline frame={frame} row={row} today={today} />}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? one.field }))} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {secrecy && <p class="meta">{secrecy === 'tax' ? text.secrecyTax : text.secrecySocial}</p>}
      <p class="case-state">
        <Badge tone={row.state === 'closed' ? 'ok' : row.state === 'waiting' ? 'warn' : 'plain'}>
          {standOf(frame, row, kind.type)}
        </Badge>
      </p>
      <div class="desk-case">
        <div class="case-parts">
          <Answers {...props} />
          <Documents {...props} />
          <Requests {...props} />
          <Opinions {...props} />
          <Parties {...props} />
          <Notes {...props} />
          <History {...props} />
        </div>
        <aside class="case-parts" aria-label={text.next}>
          <Acts {...props} />
          <Looks {...props} />
        </aside>
      </div>
    </DeskLayout>
  )
}

/** A lawful no, in words: whoever takes part does not decide. @law Art. 20 BayVwVfG */
export function OwnCasePage({ frame }: { frame: Frame }) {
  const text = caseWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.partyTitle}
      back={{ label: text.toList, url: pathIn(frame.language, deskPath) }}
      room={pathIn(frame.language, deskPath)}
    >
      <p>{text.party}</p>
      <p>{text.partyHow}</p>
    </DeskLayout>
  )
}

export const outcomeText = (frame: Frame, { row, kind }: Pick<CaseShown, 'row' | 'kind'>): string => {
  const outcome = kind.type.outcomes.find(({ key }) => key === row.outcome)
  return outcome ? textIn(outcome.title, frame.language) : listWords(frame).closed
}
