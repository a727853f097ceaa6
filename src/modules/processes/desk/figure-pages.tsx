// How long each step of a process takes, as a table.
import type { Frame } from '../../../design/frame.ts'
import { Table } from '../../../design/table.tsx'
import type { Process } from '../../../standards/bpmn/model.ts'
import type { StepFigure } from './figures.ts'
import { nameOfNode } from './history.ts'
import { modelWords } from './model-words.ts'

/** `2 Minuten`, in the largest unit that says enough. */
export function spanInWords(frame: Frame, seconds: number): string {
  const text = modelWords(frame)
  const [size, unit] = (
    [
      [86_400, 'days'],
      [3_600, 'hours'],
      [60, 'minutes'],
    ] as const
  ).find(([least]) => seconds >= 2 * least) ?? [1, 'seconds']
  return text[unit](Math.round(seconds / size))
}

export function Figures({ frame, process, figures }: { frame: Frame; process: Process; figures: readonly StepFigure[] }) {
  const text = modelWords(frame)
  const known = figures.filter(({ node }) => process.nodes.has(node))
  if (known.length === 0) return null
  return (
    <section class="section" aria-labelledby="figures">
      <h2 id="figures">{text.figures}</h2>
      <p class="hint">{text.figuresLead}</p>
      <Table
        caption={text.figures}
        captionHidden
        rows={[...known].sort((one, other) => other.median - one.median)}
        columns={[
          { label: text.step, cell: ({ node }) => nameOfNode(process, node) },
          { label: text.times, cell: ({ count }) => count, end: true },
          { label: text.half, cell: ({ median }) => spanInWords(frame, median), end: true },
          { label: text.nine, cell: ({ nine }) => spanInWords(frame, nine), end: true },
          { label: text.most, cell: ({ most }) => spanInWords(frame, most), end: true },
        ]}
      />
    </section>
  )
}
