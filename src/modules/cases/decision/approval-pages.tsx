// The pages of the second check, and of another decision in place of one that stands.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { Radios, TextArea } from '../../../design/fields.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { DecisionContent } from '../tables.ts'
import { Beside, deskCasePath, errorOf, type Props, Summary, Wording } from './pages.tsx'
import { decisionWords } from './words.ts'

type ApprovalProps = Omit<Props, 'typed'> & { by: string; reason: string }

export function ApprovalPage({ frame, row, drafted, problems, said, by, reason }: ApprovalProps) {
  const text = decisionWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={`${text.approve}: ${drafted.outcome.title}`}
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
      <p class="lead">{text.approveLead(by)}</p>
      <div class="desk-case">
        <div>
          <LetterText content={drafted.content} reasonsTitle={text.reasons} />
          <form method="post" action={pathIn(frame.language, `${deskCasePath(row.id)}/approval`)}>
            <TextArea
              reader={frame}
              name="reasons"
              label={text.whyBack}
              optional
              rows={3}
              value={reason}
              error={errorOf(problems, 'reasons')}
            />
            <div class="actions">
              <Button name="do" value="agree">
                {text.agree}
              </Button>
              <Button secondary name="do" value="back">
                {text.giveBack}
              </Button>
            </div>
          </form>
        </div>
        <aside>
          <Beside frame={frame} drafted={drafted} />
        </aside>
      </div>
    </DeskLayout>
  )
}

/** The letter as it reads, in German. */
export function LetterText({ content, reasonsTitle }: { content: DecisionContent; reasonsTitle: string }) {
  return (
    <div lang="de" class="letter-body">
      <p class="strong">{content.subject}</p>
      {content.paragraphs.map((line) => (
        <p>{line}</p>
      ))}
      {content.reasons.length > 0 && <h2>{reasonsTitle}</h2>}
      {content.reasons.map((line) => (
        <p>{line}</p>
      ))}
    </div>
  )
}

type ReplaceProps = Pick<Props, 'frame' | 'row' | 'problems' | 'typed'> & {
  kind: string
  outcome: string
  outcomes: readonly { key: string; title: string }[]
  /** The decision that stands. */
  replaces: string
  /** A second person sends it. */
  toSecond: boolean
}

export function ReplacePage({ frame, row, problems, typed, kind, outcome, outcomes, replaces, toSecond }: ReplaceProps) {
  const text = decisionWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.replace}
      back={{ label: text.back, url: pathIn(frame.language, deskCasePath(row.id)) }}
      meta={showReference(row.reference)}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} />
      <p>{text.replaceHint}</p>
      <form method="post" action={pathIn(frame.language, `${deskCasePath(row.id)}/decision/replace`)} class="measure">
        <input type="hidden" name="replaces" value={replaces} />
        <Radios
          reader={frame}
          name="kind"
          label={text.kindQuestion}
          choices={(['amendment', 'revocation'] as const).map((value) => ({ value, label: text[value] }))}
          value={kind}
          error={errorOf(problems, 'kind')}
        />
        <Radios
          reader={frame}
          name="outcome"
          label={text.paragraphs}
          choices={outcomes.map(({ key, title }) => ({ value: key, label: title }))}
          value={outcome}
          error={errorOf(problems, 'outcome')}
        />
        <Wording frame={frame} typed={typed} problems={problems} />
        <p class="meta">{text.replaceBasis}</p>
        <div class="actions">
          <Button>{toSecond ? text.toSecond : text.issue}</Button>
        </div>
      </form>
    </DeskLayout>
  )
}
