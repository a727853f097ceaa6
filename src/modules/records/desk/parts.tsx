// Parts that the desk pages of this room share: the way between its places, what was just said, lists of procedures.

import type { Frame } from '../../../design/frame.ts'
import { Badge, Chips, Notice, Pagination, type Tone } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { mayDispose, mayRead, mayRepair } from '../rights.ts'
import type { ProcedureState } from '../tables.ts'
import { recordsWords } from '../words.ts'
import type { Found, ProcedureLine } from './lists.ts'
import { deskPath, shortTime } from './paths.ts'
import { deskWords } from './words.ts'

export type Said = { tone: Tone; text: string } | undefined
export type Place = 'procedures' | 'plan' | 'basket' | 'tasks' | 'disposals'
const places: Record<Place, { path: string; permission: string }> = {
  procedures: { path: '', permission: mayRead },
  plan: { path: '/plan', permission: mayRead },
  basket: { path: '/basket', permission: mayRead },
  tasks: { path: '/tasks', permission: mayRepair },
  disposals: { path: '/disposals', permission: mayDispose },
}

/** Between the places of this room, as far as the reader may enter them. */
export function Places({ frame, person, current }: { frame: Frame; person: SignedIn; current: Place }) {
  const text = deskWords(frame)
  const items = (Object.keys(places) as Place[])
    .filter((place) => person.permissions.has(places[place].permission))
    .map((place) => ({ label: text[`place-${place}`], url: deskPath(frame, places[place].path), current: place === current }))
  return (
    <nav aria-label={text.places}>
      <Chips items={items} />
    </nav>
  )
}

export function SaidNotice({ said }: { said: Said }) {
  return said ? (
    <Notice tone={said.tone} status>
      <p>{said.text}</p>
    </Notice>
  ) : null
}

const tones: Record<ProcedureState, Tone> = {
  open: 'plain',
  closed: 'ok',
  cancelled: 'warn',
  'handed-over': 'ok',
  destroyed: 'warn',
}

export function StateBadge({ frame, state }: { frame: Frame; state: ProcedureState }) {
  return <Badge tone={tones[state]}>{recordsWords(frame)[`state-${state}`]}</Badge>
}

export const errorOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message

/** Pages of a list that says only whether there is more. */
export function Pages({
  frame,
  page,
  more,
  urlOf,
}: {
  frame: Frame
  page: number
  more: boolean
  urlOf: (page: number) => string
}) {
  return <Pagination reader={frame} page={page} count={more ? page + 1 : page} urlOf={urlOf} />
}

export function ProcedureTable({ frame, caption, found }: { frame: Frame; caption: string; found: Found<ProcedureLine> }) {
  const text = deskWords(frame)
  return (
    <Table
      caption={caption}
      rows={found.lines}
      columns={[
        {
          label: text.procedure,
          cell: ({ id, number, title }) => (
            <>
              <a href={deskPath(frame, `/procedures/${id}`)}>{title}</a> <span class="meta block num">{number}</span>
            </>
          ),
        },
        { label: text.state, cell: ({ state }) => <StateBadge frame={frame} state={state} /> },
        { label: text.documents, cell: ({ documents }) => documents, end: true },
        { label: text.openTasks, cell: ({ tasks }) => (tasks > 0 ? tasks : '–'), end: true },
        { label: text.changed, cell: ({ changed_at }) => shortTime(frame, changed_at) },
      ]}
    />
  )
}
