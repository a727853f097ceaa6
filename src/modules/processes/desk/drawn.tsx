// A model as a drawing, and as a table of all its steps for those who do not see it.
import type { Frame } from '../../../design/frame.ts'
import { Table } from '../../../design/table.tsx'
import type { Diagram } from '../../../standards/bpmn/diagram.ts'
import type { Node, Process } from '../../../standards/bpmn/model.ts'
import { DiagramPicture, type Marks } from './diagram.tsx'
import { kindOfNode } from './elements.ts'
import { nameOfNode } from './history.ts'
import { processWords } from './words.ts'

export function Drawn({
  frame,
  diagram,
  marks,
  process,
}: {
  frame: Frame
  diagram: Diagram | undefined
  marks: Marks
  process: Process
}) {
  const text = processWords(frame)
  return (
    <>
      {diagram && (
        <section class="section" aria-labelledby="diagram">
          <h2 id="diagram">{text.diagram}</h2>
          <DiagramPicture diagram={diagram} marks={marks} title={text.diagramOf(process.name)} />
        </section>
      )}
      <details class="section">
        <summary>{text.steps}</summary>
        <StepsTable frame={frame} process={process} marks={marks} />
      </details>
    </>
  )
}

function competentFor(node: Node): string {
  const named = node.is === 'user' ? node.assignment.units.map((rule) => ('text' in rule ? rule.text : `= ${rule.feel}`)) : []
  return named.length > 0 ? named.join(', ') : (node.unit ?? '–')
}

/** The diagram for those who do not see it: every step, who has it, where it leads under which condition. */
function StepsTable({ frame, process, marks }: { frame: Frame; process: Process; marks: Marks }) {
  const text = processWords(frame)
  const rule = (flow: string): string => {
    const found = process.flows.get(flow)
    const condition = found?.condition
    const words = found?.name || (condition ? ('feel' in condition ? condition.feel : condition.text) : '')
    return `${nameOfNode(process, found?.to ?? null)}${words && ` (${words})`}`
  }
  return (
    <Table
      caption={text.steps}
      captionHidden
      rows={[...process.nodes.values()]}
      columns={[
        { label: text.step, cell: (node) => node.name || node.id },
        {
          label: text.kind,
          cell: (node) => kindOfNode(frame, node),
        },
        { label: text.lane, cell: competentFor },
        { label: text.leadsTo, cell: ({ outgoing }) => outgoing.map(rule).join('; ') || '–' },
        { label: text.here, cell: ({ id }) => marks.get(id)?.count ?? 0, end: true },
      ]}
    />
  )
}
