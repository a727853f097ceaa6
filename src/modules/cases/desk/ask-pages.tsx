// The pages of asking the person: single answers marked with a reason, and the hearing before a burdening decision.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { DateField, type DateParts, ErrorSummary, idOf, TextArea } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, Notice } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { LawSource } from '../type/case-type.ts'
import type { AnswerShown, PageShown } from './answers.ts'
import { faults } from './ask.ts'
import { askWords } from './ask-words.ts'
import { casePath, metaOf, titleOf } from './case-head.tsx'
import { caseWords } from './case-words.ts'
import type { CaseShown } from './one.ts'
import { textIn } from './shown.ts'

export type Typed = {
  message: string
  due: DateParts
  /** By the number of the answer. */
  faults: Readonly<Record<number, string>>
  reasons: Readonly<Record<number, string>>
}
export type AskProps = {
  frame: Frame
  shown: CaseShown
  typed: Typed
  problems: readonly Problem[]
  changed?: boolean | undefined
}

/** Answers in the order of the page: their number is what the form sends. */
export const numbered = (pages: readonly PageShown[]): (AnswerShown & { number: number; page: string })[] =>
  pages
    .flatMap(({ title, answers }) => answers.map((answer) => ({ ...answer, page: title })))
    .map((answer, number) => ({ ...answer, number }))

const errorOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((one) => one.field === field)?.message

export function Blocks({ frame, shown }: Pick<AskProps, 'frame' | 'shown'>) {
  const text = askWords(frame)
  const blocks = shown.kind.type.textBlocks ?? []
  if (blocks.length === 0) return null
  return (
    <div class="filter-row">
      <div class="field">
        <label for="block">{text.block}</label>
        <select class="input" id="block" name="block">
          {blocks.map(({ key, title }) => (
            <option value={key}>{textIn(title, frame.language)}</option>
          ))}
        </select>
      </div>
      <Button secondary name="do" value="insert">
        {text.insert}
      </Button>
    </div>
  )
}

function MessageAndDay({ frame, shown, typed, problems }: AskProps) {
  const text = askWords(frame)
  return (
    <>
      <Blocks frame={frame} shown={shown} />
      <TextArea
        reader={frame}
        name="message"
        label={text.message}
        hint={text.messageHint}
        rows={6}
        value={typed.message}
        error={errorOf(problems, 'message')}
      />
      <DateField
        reader={frame}
        name="due"
        label={text.due}
        hint={text.dueHint}
        value={typed.due}
        error={errorOf(problems, 'due')}
      />
    </>
  )
}

export function AskPage(props: AskProps) {
  const { frame, shown, typed, problems, changed } = props
  const text = askWords(frame)
  const own = casePath(frame, shown.row.id)
  const all = numbered(shown.answers.pages)
  const labels: Record<string, string> = { message: text.message, due: text.due, answers: text.answers }
  return (
    <DeskLayout
      frame={frame}
      title={`${text.title}: ${titleOf(frame, shown)}`}
      back={{ label: caseWords(frame).toCase, url: own }}
      meta={metaOf(frame, shown)}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} labelOf={(field) => labels[field] ?? labelAt(all, field) ?? field} />
      {changed && (
        <Notice tone="warn" status>
          <p>{text.changed}</p>
        </Notice>
      )}
      <p class="measure">{text.intro}</p>
      <form method="post" action={`${own}/ask`} noValidate>
        <input type="hidden" name="state" value={stateOf(shown)} />
        <fieldset class={errorOf(problems, 'answers') ? 'field wide wrong' : 'field wide'}>
          <legend id="answers">{text.answers}</legend>
          {errorOf(problems, 'answers') && <p class="error">{errorOf(problems, 'answers')}</p>}
          <ul class="ask-list">
            {all.map((answer) => (
              <li>
                <Asked frame={frame} answer={answer} typed={typed} problems={problems} />
              </li>
            ))}
          </ul>
        </fieldset>
        <MessageAndDay {...props} />
        <Button>{text.send}</Button>
      </form>
    </DeskLayout>
  )
}

type AskedProps = Pick<AskProps, 'frame' | 'typed' | 'problems'> & { answer: AnswerShown & { number: number } }

function Asked({ frame, answer: { number, label, text: said }, typed, problems }: AskedProps) {
  const text = askWords(frame)
  const [fault, reason] = [`fault-${number}`, `reason-${number}`]
  const error = errorOf(problems, reason)
  return (
    <div class={error ? 'ask-row wrong' : 'ask-row'}>
      <p>
        <span class="meta block">{label}</span>
        <span class="pre">{said}</span>
      </p>
      <select class="input" id={fault} name={fault} aria-label={text.fault(label)}>
        <option value="">{text.none}</option>
        {faults.map((one) => (
          <option value={one} selected={typed.faults[number] === one}>
            {text[`fault-${one}`]}
          </option>
        ))}
      </select>
      <div>
        {error && (
          <p class="error" id={`${reason}-error`}>
            {error}
          </p>
        )}
        <label class="meta" for={reason}>
          {text.reasonShort} <span class="hidden">{label}</span>
        </label>
        <input
          class="input"
          id={reason}
          name={reason}
          value={typed.reasons[number] ?? ''}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={error ? `${reason}-error` : undefined}
        />
      </div>
    </div>
  )
}

const labelAt = (all: ReturnType<typeof numbered>, field: string): string | undefined =>
  all.find(({ number }) => field === `reason-${number}`)?.label

/** Which answers the page showed: something new may have come meanwhile. */
export const stateOf = ({ row, answers }: CaseShown): string => `${row.entries}-${numbered(answers.pages).length}`

type SummaryProps = { frame: Frame; problems: readonly Problem[]; labelOf: (field: string) => string }
export function Summary({ frame, problems, labelOf }: SummaryProps) {
  return (
    <ErrorSummary
      reader={frame}
      problems={problems.map((one) => ({
        ...one,
        field: one.field === 'due' ? 'due-day' : idOf(one.field),
        label: labelOf(one.field),
      }))}
    />
  )
}

export function HearPage(props: AskProps & { source: LawSource }) {
  const { frame, shown, problems, source } = props
  const text = askWords(frame)
  const own = casePath(frame, shown.row.id)
  const labels: Record<string, string> = { message: text.message, due: text.due }
  return (
    <DeskLayout
      frame={frame}
      title={`${text.hearTitle}: ${titleOf(frame, shown)}`}
      back={{ label: caseWords(frame).toCase, url: own }}
      meta={metaOf(frame, shown)}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} labelOf={(field) => labels[field] ?? field} />
      <p class="measure">{text.hearIntro}</p>
      <p class="meta">
        {text.law(source.law)}. {!source.verified && text.unverified}
      </p>
      <form method="post" action={`${own}/hear`} noValidate>
        <MessageAndDay {...props} />
        <Button>{text.hearSend}</Button>
      </form>
    </DeskLayout>
  )
}
