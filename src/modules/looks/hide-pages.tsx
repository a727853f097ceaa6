// The page on which an officer hides a look for a time.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { DateField, type DateParts, ErrorSummary, type FieldProblem, TextArea, TextField } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { Button } from '../../design/parts.tsx'
import { pathIn } from '../../kernel/language.ts'
import { errorOf, LookFacts } from './desk-pages.tsx'
import { deskWords } from './desk-words.ts'
import type { FoldedLook } from './look.ts'
import type { Named } from './pages.tsx'

export type HideTyped = { until: DateParts; law: string; reason: string }
type HideProps = {
  frame: Frame
  inquiry: { id: string }
  look: FoldedLook
  named: Named
  typed: HideTyped
  problems: readonly FieldProblem[]
}

export function HidePage({ frame, inquiry, look, named, typed, problems }: HideProps) {
  const text = deskWords(frame)
  const log = pathIn(frame.language, `/desk/looks/inquiries/${inquiry.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.hideTitle}
      back={{ label: text.backToLog, url: log }}
      room={pathIn(frame.language, '/desk/looks')}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <div class="measure">
        <p>{text.hideLead}</p>
        <LookFacts frame={frame} look={look} named={named} />
        <form class="section" method="post" action={`${log}/hide`} noValidate>
          <input type="hidden" name="look" value={look.id} />
          <DateField
            reader={frame}
            name="until"
            label={text.until}
            hint={text.untilHint}
            value={typed.until}
            error={errorOf(problems, 'until-day')}
          />
          <TextField reader={frame} name="law" label={text.law} value={typed.law} error={errorOf(problems, 'law')} />
          <TextArea reader={frame} name="reason" label={text.reason} value={typed.reason} error={errorOf(problems, 'reason')} />
          <Button>{text.hideNow}</Button>
        </form>
      </div>
    </DeskLayout>
  )
}
