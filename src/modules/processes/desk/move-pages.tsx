// Two versions of a process side by side, and the plan by which running instances go on in the other one.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { SelectField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Difference } from '../../../standards/bpmn/difference.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import type { Mapping, Preview } from '../move.ts'
import { nameOfNode } from './history.ts'
import { moveWords } from './move-words.ts'
import { deskPath } from './paths.ts'
import type { ModelView, VersionLine } from './views.ts'

type Props = {
  frame: Frame
  model: ModelView
  from: VersionLine
  to: VersionLine
  before: Process
  after: Process
  differences: readonly Difference[]
  preview: Preview
  mapping: Mapping
  mayMove: boolean
  said?: string | undefined
}
const tones = { added: 'ok', removed: 'bad', changed: 'warn' } as const

export function MovePage(props: Props) {
  const { frame, model, from, to, differences, said } = props
  const text = moveWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.title(from.number, to.number)}
      meta={model.name}
      back={{ label: text.back(model.name), url: deskPath(frame, `/models/${model.id}`) }}
    >
      {said && (
        <Notice tone="ok" status>
          <p>{said}</p>
        </Notice>
      )}
      <section class="section" aria-labelledby="differences">
        <h2 id="differences">{text.differences}</h2>
        {differences.length === 0 ? (
          <p>{text.same}</p>
        ) : (
          <Table
            caption={text.differences}
            captionHidden
            rows={differences}
            columns={[
              { label: text.element, cell: ({ name }) => name },
              { label: text.change, cell: ({ kind }) => <Badge tone={tones[kind]}>{text[kind]}</Badge> },
              { label: text.respects, cell: ({ respects }) => respects.map((one) => text[`respect-${one}`]).join(', ') || '–' },
            ]}
          />
        )}
      </section>
      <Plan {...props} />
    </DeskLayout>
  )
}

function Plan({ frame, model, from, to, before, after, preview, mapping, mayMove }: Props) {
  const text = moveWords(frame)
  const own = deskPath(frame, `/models/${model.id}/move`)
  return (
    <section class="section measure" aria-labelledby="plan">
      <h2 id="plan">{text.plan}</h2>
      {preview.places.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <form method="get" action={own}>
          <p>{text.lead}</p>
          <input type="hidden" name="from" value={String(from.number)} />
          <input type="hidden" name="to" value={String(to.number)} />
          {preview.places.map(({ node, count, misfit }) => (
            <SelectField
              reader={frame}
              name={`m_${node}`}
              label={text.goesOn(nameOfNode(before, node), count)}
              value={mapping[node] ?? (after.nodes.has(node) ? node : '')}
              error={misfit && text[`why-${misfit}`]}
              choices={[...after.nodes.values()].map(({ id, name }) => ({ value: id, label: name || id }))}
            />
          ))}
          <Notice tone={preview.unfit > 0 ? 'warn' : 'ok'}>
            <p>{text.fit(preview.fit)}</p>
            {preview.unfit > 0 && <p>{text.unfit(preview.unfit)}</p>}
          </Notice>
          <div class="actions">
            <Button secondary>{text.preview}</Button>
          </div>
        </form>
      )}
      {mayMove && preview.fit > 0 && (
        <form method="post" action={own}>
          <input type="hidden" name="from" value={String(from.number)} />
          <input type="hidden" name="to" value={String(to.number)} />
          {Object.entries(mapping).map(([node, other]) => (
            <input type="hidden" name={`m_${node}`} value={other} />
          ))}
          <div class="actions">
            <Button>{text.move}</Button>
          </div>
        </form>
      )}
    </section>
  )
}
