// A model as a drawing, with tokens where instances stand; the table beside it says the same.
import type { Diagram, Line, Shape } from '../../../standards/bpmn/diagram.ts'

export type Marks = ReadonlyMap<string, { count: number; incidents: number }>

/** Words broken into lines that fit; about seven units a letter. */
function wrapped(text: string, width: number, atMost: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && (last.length + word.length + 1) * 6.4 <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length > atMost ? [...lines.slice(0, atMost - 1), `${lines[atMost - 1]}…`] : lines
}

function Words({ text, x, y, width, lines }: { text: string; x: number; y: number; width: number; lines: number }) {
  const all = wrapped(text, width, lines)
  return (
    <text x={x} y={y - (all.length - 1) * 7} class="drawing-words" text-anchor="middle" font-size="12" fill="currentColor">
      {all.map((line, index) => (
        <tspan x={x} dy={index === 0 ? 0 : 14}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

const signs: Readonly<Record<string, string>> = {
  Exclusive: '×',
  Parallel: '+',
  Inclusive: '○',
  EventBased: '◇',
  Message: '✉',
  Timer: '◷',
  Signal: '△',
  Error: 'ϟ',
  Escalation: '⇑',
  Conditional: '≡',
  Compensate: '«',
  Terminate: '●',
  User: '☺',
  Service: '⚙',
  Script: '§',
  BusinessRule: '▦',
  Send: '✉',
  Receive: '✉',
  Manual: '✋',
  SubProcess: '⊞',
  CallActivity: '⊞',
}

function Box({ shape }: { shape: Shape }) {
  const { look, x, y, width, height, name, sign, ends, onEdge } = shape
  const [middle, centre] = [x + width / 2, y + height / 2]
  const line = { stroke: 'currentColor', 'stroke-width': ends ? 3 : 1.5, fill: 'none' }
  if (look === 'lane')
    return (
      <g>
        <rect x={x} y={y} width={width} height={height} {...line} stroke-width="1" />
        <text
          x={x + 16}
          y={centre}
          transform={`rotate(-90 ${x + 16} ${centre})`}
          text-anchor="middle"
          font-size="12"
          fill="currentColor"
        >
          {name}
        </text>
      </g>
    )
  if (look === 'event')
    return (
      <g>
        <circle cx={middle} cy={centre} r={width / 2} {...line} stroke-dasharray={onEdge ? '4 2' : undefined} />
        <text x={middle} y={centre + 5} text-anchor="middle" font-size="14" fill="currentColor">
          {signs[sign] ?? ''}
        </text>
        <Words text={name} x={middle} y={y + height + 16} width={110} lines={3} />
      </g>
    )
  if (look === 'gateway')
    return (
      <g>
        <path d={`M ${middle} ${y} L ${x + width} ${centre} L ${middle} ${y + height} L ${x} ${centre} Z`} {...line} />
        <text x={middle} y={centre + 7} text-anchor="middle" font-size="20" fill="currentColor">
          {signs[sign] ?? ''}
        </text>
        <Words text={name} x={middle} y={y - 8} width={130} lines={2} />
      </g>
    )
  const big = height > 120
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={look === 'task' ? 8 : 0}
        {...line}
        stroke-dasharray={look === 'task' ? undefined : '3 3'}
      />
      {look === 'task' && (
        <text x={x + 12} y={y + 17} text-anchor="middle" font-size="12" fill="currentColor">
          {signs[sign] ?? ''}
        </text>
      )}
      <Words text={name} x={middle} y={big ? y + 18 : centre + 5} width={width - 12} lines={4} />
    </g>
  )
}

function Arrow({ line }: { line: Line }) {
  const points = line.points.map(({ x, y }) => `${x},${y}`).join(' ')
  const [before, last] = [line.points.at(-2)!, line.points.at(-1)!]
  const angle = (Math.atan2(last.y - before.y, last.x - before.x) * 180) / Math.PI
  const start = Math.floor((line.points.length - 1) / 2)
  const [middle, next] = [line.points[start]!, line.points[start + 1]!]
  const level = Math.abs(next.y - middle.y) < 1
  // A short level line has little room between its two boxes: its name goes below it, in narrow lines.
  const short = level && Math.abs(next.x - middle.x) < 80
  return (
    <g>
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        stroke-width="1.2"
        stroke-dasharray={line.solid ? undefined : '5 4'}
      />
      <path d="M 0 0 L -9 -4 L -9 4 Z" fill="currentColor" transform={`translate(${last.x} ${last.y}) rotate(${angle})`} />
      {line.name && (
        <Words
          text={line.name}
          x={(middle.x + next.x) / 2}
          y={(middle.y + next.y) / 2 + (short ? 58 : -6)}
          width={short ? 80 : 120}
          lines={3}
        />
      )}
    </g>
  )
}

export function DiagramPicture({ diagram, marks, title }: { diagram: Diagram; marks: Marks; title: string }) {
  const { x, y, width, height } = diagram
  const lanes = diagram.shapes.filter(({ look }) => look === 'lane')
  const others = diagram.shapes.filter(({ look }) => look !== 'lane')
  return (
    // A wide drawing is moved inside its frame, by keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
    <section class="drawing" tabIndex={0} aria-label={title}>
      <svg viewBox={`${x} ${y} ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
        {lanes.map((shape) => (
          <Box shape={shape} />
        ))}
        {diagram.lines.map((line) => (
          <Arrow line={line} />
        ))}
        {others.map((shape) => (
          <Box shape={shape} />
        ))}
        {others.flatMap((shape) => {
          const mark = marks.get(shape.id)
          if (!mark) return []
          return [
            <g>
              <rect
                x={shape.x - 4}
                y={shape.y - 4}
                width={shape.width + 8}
                height={shape.height + 8}
                rx="10"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
              />
              <text
                x={shape.x + shape.width}
                y={shape.y - 8}
                text-anchor="middle"
                font-size="14"
                font-weight="bold"
                fill="currentColor"
              >
                {mark.incidents > 0 ? `${mark.count} !` : mark.count}
              </text>
            </g>,
          ]
        })}
      </svg>
    </section>
  )
}
