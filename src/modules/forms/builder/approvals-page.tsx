// The forms that wait for a second person.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { EmptyState, LinkList } from '../../../design/parts.tsx'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Waiting } from './approvals.ts'
import { builderWords } from './builder-words.ts'
import { formPath } from './desk-form.ts'
import { deskFormsUrl } from './form-list.ts'
import { publishWords } from './publish-words.ts'

export function ApprovalsPage({ frame, waiting }: { frame: Frame; waiting: readonly Waiting[] }) {
  const text = publishWords(frame)
  const here = deskFormsUrl(frame.language)
  return (
    <DeskLayout frame={frame} title={text.approvals} room={here} back={{ label: builderWords(frame).toForms, url: here }}>
      {waiting.length === 0 ? (
        <EmptyState title={text.approvalsNone}>
          <p>{text.approvalsNoneHow}</p>
        </EmptyState>
      ) : (
        <LinkList
          items={waiting.map(({ id, title, since }) => ({
            label: title,
            url: pathIn(frame.language, formPath(id, 'approval')),
            fact: `${text.since} ${formatDay(frame.language, dayInBerlin(since))}`,
          }))}
        />
      )}
    </DeskLayout>
  )
}
