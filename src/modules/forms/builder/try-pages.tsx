// Trying a form out: page by page with the real controls, then what came of it, and the examples that are kept.

import type { FieldProblem } from '../../../design/fields.tsx'
import { TextField } from '../../../design/fields.tsx'
import { formatMoney } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Notice } from '../../../design/parts.tsx'
import type { Answers, Exit, Page } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'
import type { AnswerProblem } from '../document/problems.ts'
import { textIn } from '../document/text.ts'
import { paragraphs } from '../filling/controls.tsx'
import { entriesAt } from '../filling/screen.ts'
import type { Typed } from '../filling/typed.ts'
import { BuilderLayout, type Said } from './builder-layout.tsx'
import type { DeskForm } from './desk-form.ts'
import type { ExampleResult } from './example.ts'
import { PageFields } from './page-fields.tsx'
import { tryWords } from './try-words.ts'

type ListProps = { frame: Frame; open: DeskForm; results: readonly ExampleResult[]; said?: Said | undefined }

export function TryListPage({ frame, open, results, said }: ListProps) {
  const text = tryWords(frame)
  const { document } = open.copy
  return (
    <BuilderLayout frame={frame} open={open} title={document.title.de} part="try" said={said}>
      <p class="measure section">{document.pages.length === 0 ? text.noPages : text.how}</p>
      {document.pages.length > 0 && (
        <form class="actions" method="post" action={open.url('try')}>
          <Button name="do" value="start">
            {text.start}
          </Button>
        </form>
      )}
      <section class="section measure-wide">
        <h2>{text.examples}</h2>
        <p>{results.length === 0 ? text.none : text.examplesHow}</p>
        <ul class="ruled stacked" hidden={results.length === 0}>
          {results.map(({ example, differences }, index) => (
            <li id={`example-${index}`}>
              <div class="check-point">
                <span class="strong">{example.name}</span>
                <Badge tone={differences.length === 0 ? 'ok' : 'bad'}>
                  {differences.length === 0 ? text.passed : text.failed}
                </Badge>
              </div>
              {differences.length > 0 && (
                <ul class="bullets">
                  {differences.map(({ what, wanted, found }) => (
                    <li>{text.expected(text[what], wanted, found)}</li>
                  ))}
                </ul>
              )}
              <form method="post" action={open.url('try')} class="outline-moves">
                <input type="hidden" name="example" value={index} />
                <button
                  type="submit"
                  class="link-button"
                  name="do"
                  value="open"
                  aria-label={`${text.openExample}: ${example.name}`}
                >
                  {text.openExample}
                </button>
                <button
                  type="submit"
                  class="link-button"
                  name="do"
                  value="remove"
                  aria-label={`${text.removeExample}: ${example.name}`}
                >
                  {text.removeExample}
                </button>
              </form>
            </li>
          ))}
        </ul>
      </section>
    </BuilderLayout>
  )
}

type StepProps = {
  frame: Frame
  open: DeskForm
  evaluation: Evaluation
  page: Page
  answers: Answers
  typed: Typed
  problems: readonly (FieldProblem & { path: string; part?: string | undefined })[]
}

export function TryStepPage({ frame, open, evaluation, page, answers, typed, problems }: StepProps) {
  const text = tryWords(frame)
  const { document } = open.copy
  const number = evaluation.pages.indexOf(page) + 1
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={textIn(page.title, 'de')}
      back={{ label: text.stop, url: open.url('try') }}
      problems={problems}
    >
      <p class="meta">{text.step(number, evaluation.pages.length)}</p>
      {page.lead && <div class="lead">{paragraphs(page.lead.de)}</div>}
      <form method="post" action={open.url('try')} noValidate>
        <input type="hidden" name="answers" value={JSON.stringify(answers)} />
        <input type="hidden" name="page" value={page.key} />
        <button type="submit" class="hidden" name="do" value="next" tabIndex={-1} aria-hidden="true">
          {text.next}
        </button>
        <PageFields
          frame={frame}
          document={document}
          items={page.items}
          at=""
          joint="."
          typed={typed}
          shown={evaluation.shown}
          errorOf={(path) => problems.find((problem) => problem.path === path)}
          entriesAt={(path) => entriesAt(answers, path)}
          adding
        />
        <div class="actions section">
          <Button name="do" value="next">
            {text.next}
          </Button>
          {number > 1 && (
            <Button secondary name="do" value="back">
              {text.back}
            </Button>
          )}
        </div>
      </form>
    </BuilderLayout>
  )
}

type ResultProps = {
  frame: Frame
  open: DeskForm
  evaluation: Evaluation
  answers: Answers
  problems: readonly AnswerProblem[]
  exit: Exit | undefined
  name: string
  nameProblem?: string | undefined
}

export function TryResultPage({ frame, open, evaluation, answers, problems, exit, name, nameProblem }: ResultProps) {
  const text = tryWords(frame)
  const { fee } = evaluation
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={text.result}
      back={{ label: text.again, url: open.url('try') }}
      problems={nameProblem ? [{ field: 'name', label: text.name, message: nameProblem }] : []}
    >
      {exit ? (
        <Notice title={text.exit}>
          <p class="strong">{exit.title.de}</p>
          <p class="pre">{exit.text.de}</p>
        </Notice>
      ) : problems.length === 0 ? (
        <Notice tone="ok">
          <p>{text.ready}</p>
        </Notice>
      ) : (
        <Notice tone="warn">
          <p>{text.notReady}</p>
          <ul class="bullets">
            {problems.map(({ label, message }) => (
              <li>
                {label}: {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {evaluation.faults.length > 0 && <p>{text.broken}</p>}
      <p>
        {open.copy.document.fee === undefined
          ? text.noFee
          : fee === undefined
            ? text.feeOpen
            : text.feeIs(formatMoney(frame, fee))}
      </p>
      <p>{text.shownPages(evaluation.pages.map(({ title }) => title.de).join(', '))}</p>
      <p class="meta">{text.filesNote}</p>
      <form method="post" action={open.url('try')} noValidate>
        <input type="hidden" name="answers" value={JSON.stringify(answers)} />
        <TextField reader={frame} name="name" label={text.name} hint={text.nameHint} value={name} error={nameProblem} />
        <Button name="do" value="keep">
          {text.keep}
        </Button>
      </form>
    </BuilderLayout>
  )
}
