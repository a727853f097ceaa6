// The page of one case: left what was said and filed, right what can be done and who looked.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { Acts, Looks } from './case-acts.tsx'
import { type CaseProps, Deadline, metaOf, titleOf } from './case-head.tsx'
import { Answers, Documents, History, Notes, Opinions, Parties, Requests } from './case-parts.tsx'
import { caseWords } from './case-words.ts'
import { deskPath, standOf } from './list-pages.tsx'

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
