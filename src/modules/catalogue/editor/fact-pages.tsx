// Shared facts: the list, and one of them with everything that refers to it.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, LinkList, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { listWords } from './list-words.ts'
import type { SharedFact } from './shared-fact.ts'
import { editorWords } from './words.ts'
import type { Said } from './work-pages.tsx'

export function FactsPage({
  frame,
  facts,
  url,
  back,
  said,
}: {
  frame: Frame
  facts: readonly SharedFact[]
  url: string
  back: Link
  said: Said
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.facts}
      back={back}
      aside={
        <ButtonLink secondary url={`${url}/new`}>
          {lists.newFact}
        </ButtonLink>
      }
    >
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <p class="measure">{lists.factsLead}</p>
      <div class="section">
        {facts.length === 0 ? (
          <EmptyState title={lists.noFacts} />
        ) : (
          <Table
            caption={text.count(facts.length)}
            rows={facts}
            columns={[
              { label: lists.factLabel, cell: ({ id, label }) => <a href={`${url}/${id}`}>{label}</a> },
              { label: lists.factKey, cell: ({ key }) => <span class="breaking">{`{{${key}}}`}</span> },
              { label: lists.factValue.split(':')[0]!, cell: ({ value }) => <span class="pre">{value}</span> },
              { label: lists.usedIn, cell: ({ uses }) => lists.uses(uses) },
            ]}
          />
        )}
      </div>
    </DeskLayout>
  )
}

export type FactForm = { label: string; key: string; value: string; valueEn: string }
export type FactView = {
  id: number
  form: FactForm
  problems: readonly FieldProblem[]
  url: string
  back: Link
  uses: readonly Link[]
  said: Said
  proposed: { value: string; valueEn: string; mayConfirm: boolean } | undefined
}

export function FactPage({ frame, view }: { frame: Frame; view: FactView }) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  const { id, form, problems, url, uses, said, proposed } = view
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  return (
    <DeskLayout frame={frame} title={id === 0 ? lists.newFact : form.label} back={view.back} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {proposed && (
        <Notice tone="warn" title={text.fourEyes}>
          <p>{lists.factFourEyes}</p>
          <p class="pre">{lists.factWaiting(proposed.value)}</p>
          {proposed.mayConfirm && (
            <form method="post" action={url}>
              <input type="hidden" name="label" value={form.label} />
              <input type="hidden" name="value" value={proposed.value} />
              <input type="hidden" name="valueEn" value={proposed.valueEn} />
              <Button>{lists.factConfirm}</Button>
            </form>
          )}
        </Notice>
      )}
      <div class="desk-case section">
        <div>
          <form method="post" action={url} noValidate>
            <TextField
              reader={frame}
              name="label"
              label={lists.factLabel}
              hint={lists.factLabelHint}
              value={form.label}
              error={errorOf('label')}
              maxLength={200}
            />
            {id === 0 ? (
              <TextField
                reader={frame}
                name="key"
                label={lists.factKey}
                hint={lists.factKeyHint}
                value={form.key}
                error={errorOf('key')}
                maxLength={60}
              />
            ) : (
              <p>{lists.factKeyFixed(form.key)}</p>
            )}
            <TextArea
              reader={frame}
              name="value"
              label={lists.factValue}
              hint={lists.factValueHint}
              value={form.value}
              error={errorOf('value')}
              maxLength={1_000}
              rows={2}
            />
            <TextArea
              reader={frame}
              name="valueEn"
              label={lists.factValueEn}
              value={form.valueEn}
              maxLength={1_000}
              rows={2}
              optional
            />
            <div class="actions section">
              <Button secondary={proposed?.mayConfirm}>{lists.factSave}</Button>
            </div>
          </form>
        </div>
        {id > 0 && (
          <aside aria-label={lists.usedIn}>
            <h2>{lists.usedIn}</h2>
            {uses.length === 0 ? (
              <>
                <p>{lists.usedNowhere}</p>
                <form method="post" action={`${url}/drop`} class="section">
                  <Button danger>{lists.factDrop}</Button>
                </form>
              </>
            ) : (
              <LinkList items={uses} />
            )}
          </aside>
        )}
      </div>
    </DeskLayout>
  )
}
