// The first page of the room: one field for number, title or content, and what was worked on last.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState } from '../../../design/parts.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import { recordsWords } from '../words.ts'
import type { Found, ProcedureLine } from './lists.ts'
import { Pages, Places, ProcedureTable } from './parts.tsx'
import { deskPath } from './paths.ts'
import { deskWords } from './words.ts'

type Props = { frame: Frame; person: SignedIn; query: string; found: Found<ProcedureLine>; page: number }

export function OverviewPage({ frame, person, query, found, page }: Props) {
  const text = deskWords(frame)
  const urlOf = (one: number) => deskPath(frame, `?${new URLSearchParams({ ...(query && { q: query }), page: String(one) })}`)
  return (
    <DeskLayout frame={frame} title={recordsWords(frame).title}>
      <Places frame={frame} person={person} current="procedures" />
      <form class="desk-search" method="get" action={deskPath(frame)}>
        <label for="q">{text.search}</label>
        <input class="input" id="q" name="q" type="search" maxLength={200} value={query} aria-describedby="q-hint" />
        <Button secondary>{text.searchDo}</Button>
      </form>
      <p class="meta" id="q-hint">
        {text.searchHint}
      </p>
      {found.lines.length === 0 ? (
        <EmptyState title={query === '' ? text.nothingYet : text.nothingFound}>
          <p>{query === '' ? text.nothingYetHow : text.nothingFoundHow}</p>
        </EmptyState>
      ) : (
        <ProcedureTable frame={frame} caption={query === '' ? text.recent : text.hitsFor(query)} found={found} />
      )}
      <Pages frame={frame} page={page} more={found.more} urlOf={urlOf} />
    </DeskLayout>
  )
}
