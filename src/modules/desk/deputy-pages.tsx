// Deputies on the desk: who stands in for somebody, and the form that names one.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, Radios, TextField } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { LinkList, Notice } from '../../design/parts.tsx'
import { pathIn } from '../../kernel/language.ts'
import { deskWords } from './words.ts'

export type DeputyForm = {
  typed: Record<'deputy' | 'deputyFrom' | 'deputyUntil', string>
  problems: readonly FieldProblem[]
  choices: readonly { value: string; label: string }[]
}
export type ListedDeputy = { name: string; url: string; from: string; until: string | undefined }

export const errorOf = (problems: readonly FieldProblem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message

export function Deputies({ frame, deputies }: { frame: Frame; deputies: readonly ListedDeputy[] }) {
  const text = deskWords(frame)
  return (
    <LinkList
      items={deputies.map(({ name, url, from, until }) => ({
        label: name,
        url,
        fact: [text.from(formatDay(frame.language, from)), until && text.until(formatDay(frame.language, until))]
          .filter(Boolean)
          .join(' '),
      }))}
    />
  )
}

export function NameDeputy({
  frame,
  action,
  form: { typed, problems, choices },
}: {
  frame: Frame
  action: string
  form: DeputyForm
}) {
  const text = deskWords(frame)
  const error = (field: string) => errorOf(problems, field)
  return (
    <form method="post" action={action} noValidate>
      <h2>{text.nameDeputy}</h2>
      <p>{text.deputyExplained}</p>
      {choices.length > 0 ? (
        <Radios
          reader={frame}
          name="deputy"
          label={text.choosePerson}
          choices={choices}
          value={undefined}
          error={error('deputy')}
        />
      ) : (
        <TextField
          reader={frame}
          name="deputy"
          label={text.deputyField}
          hint={text.deputyHint}
          value={typed.deputy}
          error={error('deputy')}
          autocomplete="off"
          maxLength={100}
        />
      )}
      <TextField
        reader={frame}
        name="deputyFrom"
        label={text.fromField}
        hint={text.dayHint}
        value={typed.deputyFrom}
        error={error('deputyFrom')}
        width={10}
        autocomplete="off"
        maxLength={10}
      />
      <TextField
        reader={frame}
        name="deputyUntil"
        label={text.untilField}
        hint={text.dayHint}
        value={typed.deputyUntil}
        error={error('deputyUntil')}
        width={10}
        autocomplete="off"
        maxLength={10}
      />
      <button type="submit" class="button secondary">
        {text.nameDeputy}
      </button>
    </form>
  )
}

export type OwnDeputiesView = {
  deputies: (ListedDeputy & { id: string })[]
  form: DeputyForm
  done: string | undefined
}

export function OwnDeputiesPage({ frame, view: { deputies, form, done } }: { frame: Frame; view: OwnDeputiesView }) {
  const text = deskWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.myDeputies}
      back={{ label: text.desk, url: pathIn(frame.language, '/desk') }}
      problems={form.problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={form.problems} />
      {done && (
        <Notice tone="ok" status>
          <p>{done}</p>
        </Notice>
      )}
      <p>{text.myDeputiesLead}</p>
      {deputies.length > 0 ? (
        <ul class="ruled">
          {deputies.map(({ id, name, from, until }) => (
            <li>
              <span>
                {name}
                <span class="meta block">
                  {text.from(formatDay(frame.language, from))} {until && text.until(formatDay(frame.language, until))}
                </span>
              </span>
              <form class="inline-form" method="post" action={pathIn(frame.language, `/desk/deputies/${id}/end`)}>
                <button type="submit" class="link-button">
                  {text.endDeputy}
                  <span class="hidden">: {name}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      ) : (
        <p>{text.noDeputies}</p>
      )}
      <NameDeputy frame={frame} action={pathIn(frame.language, '/desk/deputies')} form={form} />
    </DeskLayout>
  )
}
