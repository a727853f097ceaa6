// The decisions of a model as a department reads them: tables with their rules, and a place to try them.
import { TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Logic, Model, Node } from '../../../standards/dmn/model.ts'
import { modelWords } from './model-words.ts'

type Decision = Extract<Node, { is: 'decision' }>
/** What was typed, by the place of the input; and what came of it. */
export type Tried = { decision: string; typed: readonly string[]; said?: { tone: 'ok' | 'warn'; text: string } | undefined }

/** Inputs that a decision needs, also by what it needs itself. */
export function inputsOf(model: Model, { requires }: Pick<Decision, 'requires'>): string[] {
  const names = requires.flatMap((reference): string[] => {
    const node = model.nodes.find(({ key }) => key === reference)
    if (node?.is === 'input') return [node.variable.name]
    return node?.is === 'decision' ? inputsOf(model, node) : []
  })
  return [...new Set(names)]
}

export function DecisionTables({ frame, model, tried }: { frame: Frame; model: Model; tried: Tried | undefined }) {
  return (
    <>
      {model.nodes.map((node) =>
        node.is === 'decision' ? (
          <section class="section" aria-labelledby={`d-${node.id}`}>
            <h2 id={`d-${node.id}`}>{node.name}</h2>
            <LogicShown frame={frame} name={node.name} logic={node.logic} />
            <Try frame={frame} model={model} node={node} tried={tried?.decision === node.id ? tried : undefined} />
          </section>
        ) : null,
      )}
    </>
  )
}

function LogicShown({ frame, name, logic }: { frame: Frame; name: string; logic: Logic | undefined }) {
  const text = modelWords(frame)
  if (!logic) return null
  if (logic.is === 'literal')
    return (
      <p>
        <code>{logic.text}</code>
      </p>
    )
  if (logic.is !== 'table') return <p>{text.otherLogic}</p>
  const { inputs, outputs, rules, hitPolicy } = logic.table
  return (
    <>
      <p class="hint">{text[`hit-${hitPolicy}`]}</p>
      <Table
        caption={text.rulesOf(name)}
        captionHidden
        rows={rules.map((rule, index) => ({ ...rule, number: index + 1 }))}
        columns={[
          { label: text.rule, cell: ({ number }) => number },
          ...inputs.map(({ expression }, index) => ({
            label: text.when(expression),
            cell: (rule: (typeof rules)[number]) => rule.inputs[index]?.trim() || '–',
          })),
          ...outputs.map(({ name: output }, index) => ({
            label: output ? text.thenNamed(output) : text.outcome,
            cell: (rule: (typeof rules)[number]) => rule.outputs[index] ?? '',
          })),
        ]}
      />
    </>
  )
}

function Try({ frame, model, node, tried }: { frame: Frame; model: Model; node: Decision; tried: Tried | undefined }) {
  const text = modelWords(frame)
  const inputs = inputsOf(model, node)
  return (
    <details open={tried !== undefined}>
      <summary>{text.tryOf(node.name)}</summary>
      {tried?.said && (
        <Notice tone={tried.said.tone} status>
          <p>{tried.said.text}</p>
        </Notice>
      )}
      <form class="measure" method="get">
        <p class="hint">{text.tryLead}</p>
        <input type="hidden" name="try" value={node.id} />
        {inputs.map((name, index) => (
          <TextField
            reader={frame}
            name={`${node.id}-${index}`}
            label={name}
            value={tried?.typed[index] ?? ''}
            maxLength={500}
            optional
          />
        ))}
        <div class="actions">
          <Button secondary>{text.try}</Button>
        </div>
      </form>
    </details>
  )
}
