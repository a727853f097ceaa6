// The pages of deciding: the draft beside its letter, the second check, what goes by post.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextArea, TextField } from '../../../design/fields.tsx'
import { formatDay, formatSum } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Facts, Notice } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { CaseRow, DecisionContent } from '../tables.ts'
import type { PostLine } from './post.ts'
import { instructionOf, type RemedyInUse } from './remedy.ts'
import { decisionWords } from './words.ts'

export const deskCasePath = (id: string): string => `/desk/cases/${id}`

export type Drafted = {
  outcome: { key: string; title: string; hasLetter: boolean }
  content: DecisionContent
  feeCents: number | null
  feeText: string
  validUntil: string | null
  remedy: RemedyInUse | undefined
  hasAccount: boolean
  fourEyes: boolean
}

export type Props = {
  frame: Frame
  row: Pick<CaseRow, 'id' | 'reference'>
  drafted: Drafted
  typed: { subject: string; paragraphs: string; reasons: string }
  problems: readonly Problem[]
  said?: { tone: 'ok' | 'bad'; text: string } | undefined
}

export const errorOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message

export function Summary({ frame, problems }: Pick<Props, 'frame' | 'problems'>) {
  const text = decisionWords(frame)
  const labels: Record<string, string> = {
    subject: text.subject,
    paragraphs: text.paragraphs,
    reasons: text.reasons,
    kind: text.kindQuestion,
  }
  return <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? one.field }))} />
}

export function DraftPage({ frame, row, drafted, typed, problems, said }: Props) {
  const text = decisionWords(frame)
  const own = pathIn(frame.language, `${deskCasePath(row.id)}/decision`)
  const { outcome, fourEyes } = drafted
  return (
    <DeskLayout
      frame={frame}
      title={text.title(outcome.title)}
      back={{ label: text.back, url: pathIn(frame.language, deskCasePath(row.id)) }}
      meta={showReference(row.reference)}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <form method="post" action={own} class="desk-case">
        <div>
          <input type="hidden" name="outcome" value={outcome.key} />
          {outcome.hasLetter ? <Wording frame={frame} typed={typed} problems={problems} /> : <p>{text.noLetter}</p>}
          <div class="actions">
            <Button name="do" value="issue">
              {fourEyes ? text.toSecond : text.issue}
            </Button>
            {outcome.hasLetter && (
              <>
                <Button secondary name="do" value="save">
                  {text.save}
                </Button>
                <Button secondary name="do" value="preview">
                  {text.preview}
                </Button>
              </>
            )}
          </div>
        </div>
        <aside>
          <Beside frame={frame} drafted={drafted} />
        </aside>
      </form>
    </DeskLayout>
  )
}

export function Wording({ frame, typed, problems }: Pick<Props, 'frame' | 'typed' | 'problems'>) {
  const text = decisionWords(frame)
  return (
    <>
      <TextField reader={frame} name="subject" label={text.subject} value={typed.subject} error={errorOf(problems, 'subject')} />
      <TextArea
        reader={frame}
        name="paragraphs"
        label={text.paragraphs}
        hint={text.paragraphsHint}
        rows={12}
        value={typed.paragraphs}
        error={errorOf(problems, 'paragraphs')}
      />
      <TextArea
        reader={frame}
        name="reasons"
        label={text.reasons}
        hint={text.reasonsHint}
        optional
        rows={6}
        value={typed.reasons}
        error={errorOf(problems, 'reasons')}
      />
    </>
  )
}

/** What belongs to the letter and is not worded by hand. */
export function Beside({ frame, drafted }: { frame: Frame; drafted: Drafted }) {
  const text = decisionWords(frame)
  const { feeCents, feeText, validUntil, remedy, hasAccount, content } = drafted
  return (
    <>
      {(feeCents !== null || validUntil !== null) && (
        <section>
          <h2>{text.fee}</h2>
          <Facts
            items={[
              ...(feeCents === null ? [] : [{ label: feeText, value: formatSum(frame.language, feeCents) }]),
              ...(validUntil === null ? [] : [{ label: text.until, value: formatDay(frame.language, validUntil) }]),
            ]}
          />
        </section>
      )}
      <section>
        <h2>{text.howDelivered}</h2>
        <p>{hasAccount ? text.byMailbox : text.byPost}</p>
      </section>
      <section>
        <h2>{text.remedy}</h2>
        <div lang="de">{remedy ? instructionOf(remedy).map((line) => <p>{line}</p>) : <p>{text.noRemedy}</p>}</div>
      </section>
      {content.basis.length > 0 && (
        <section>
          <h2>{text.basis}</h2>
          <ul lang="de">
            {content.basis.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

export function PostPage({ frame, lines }: { frame: Frame; lines: readonly PostLine[] }) {
  const text = decisionWords(frame)
  const own = pathIn(frame.language, '/desk/cases/post')
  return (
    <DeskLayout frame={frame} title={text.post} room={own}>
      {lines.length === 0 && (
        <EmptyState title={text.postEmpty}>
          <p>{text.postEmptyHow}</p>
        </EmptyState>
      )}
      {lines.map(({ id, caseId, reference, title, issuedOn, document }) => (
        <section class="section">
          <h2>
            <a href={pathIn(frame.language, deskCasePath(caseId))}>{title}</a>
          </h2>
          <Facts
            items={[
              { label: text.caseOf, value: showReference(reference) },
              { label: text.decidedOn, value: formatDay(frame.language, issuedOn) },
            ]}
          />
          <form method="post" action={`${own}/${id}`}>
            <div class="actions">
              {document !== null && <a href={`${own}/${id}/paper`}>{text.print}</a>}
              <Button secondary>{text.posted}</Button>
            </div>
          </form>
        </section>
      ))}
    </DeskLayout>
  )
}
