// One file: its place in the plan, its procedures, and a new one by hand.

import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, EmptyState, Facts, LinkList } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { disposalWords } from '../retention/words.ts'
import { recordsWords } from '../words.ts'
import { actionWords } from './action-words.ts'
import type { Found, OpenedFile, ProcedureLine } from './lists.ts'
import { errorOf, Pages, ProcedureTable, type Said, SaidNotice } from './parts.tsx'
import { deskPath } from './paths.ts'
import { deskWords } from './words.ts'

type Props = {
  frame: Frame
  file: OpenedFile
  unitName: string
  found: Found<ProcedureLine>
  page: number
  may: { write: boolean; hold: boolean }
  typed: { title: string; subject: string }
  problems: readonly Problem[]
  said: Said
}

export function FilePage({ frame, file, unitName, found, page, may, typed, problems, said }: Props) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  const labels: Record<string, string> = { title: text.procedureTitle, subject: text.subject }
  const own = deskPath(frame, `/files/${file.id}`)
  const todo = [
    ...(may.hold
      ? [{ label: file.holds > 0 ? actionWords(frame)['do-lift-hold'] : actionWords(frame)['do-hold'], url: `${own}/hold` }]
      : []),
    ...(may.write && found.lines.length > 0 ? [{ label: disposalWords(frame).export, url: `${own}/xdomea` }] : []),
  ]
  return (
    <DeskLayout
      frame={frame}
      title={file.title}
      meta={<span class="num">{file.number}</span>}
      back={{ label: `${file.plan.number} ${file.plan.title}`, url: deskPath(frame, `/plan/${file.plan.id}`) }}
      aside={file.holds > 0 && <Badge tone="warn">{text.underHold}</Badge>}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <SaidNotice said={said} />
      <div class="desk-case">
        <div>
          {found.lines.length === 0 ? (
            <EmptyState title={text.nothingYet} />
          ) : (
            <ProcedureTable frame={frame} caption={text.procedures} found={found} />
          )}
          <Pages frame={frame} page={page} more={found.more} urlOf={(one) => `${own}?page=${one}`} />
          {may.write && file.state === 'open' && (
            <section class="section measure" aria-labelledby="new">
              <h2 id="new">{text.newProcedure}</h2>
              <form method="post" action={`${own}/procedures`} noValidate>
                <TextField
                  reader={frame}
                  name="title"
                  label={text.procedureTitle}
                  hint={text.titleHint}
                  value={typed.title}
                  error={errorOf(problems, 'title')}
                  maxLength={200}
                />
                <TextField
                  reader={frame}
                  name="subject"
                  label={text.subject}
                  hint={text.subjectHint}
                  value={typed.subject}
                  error={errorOf(problems, 'subject')}
                  maxLength={300}
                  optional
                />
                <Button>{text.openProcedure}</Button>
              </form>
            </section>
          )}
        </div>
        <aside aria-label={text.facts}>
          <Facts
            items={[
              { label: text.unit, value: unitName },
              { label: text.state, value: words[`state-${file.state}`] },
              { label: text.level, value: words[`level-${file.confidentiality}`] },
            ]}
          />
          {todo.length > 0 && (
            <>
              <h2>{text.whatToDo}</h2>
              <LinkList items={todo} />
            </>
          )}
        </aside>
      </div>
    </DeskLayout>
  )
}
