// The keys whose signatures the town takes.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import { groupedFingerprint } from '../signature.ts'
import type { TrustedKey } from '../trust.ts'
import { keyWords } from './key-words.ts'
import { deskPath } from './paths.ts'
import { packageWords } from './words.ts'

type Props = {
  frame: Frame
  keys: readonly TrustedKey[]
  typed: { name: string; fingerprint: string }
  problems: readonly FieldProblem[]
  said?: string | undefined
}

export function KeysPage({ frame, keys, typed, problems, said }: Props) {
  const [text, own] = [packageWords(frame), keyWords(frame)]
  const labels: Record<string, string> = { name: own.keyName, fingerprint: text.fingerprint }
  const errorOf = (field: string): string | undefined => problems.find((one) => one.field === field)?.message
  return (
    <DeskLayout
      frame={frame}
      title={own.keys}
      room={deskPath(frame)}
      back={{ label: text.toPackages, url: deskPath(frame) }}
      meta={own.keysLead}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? '' }))} />
      {said && (
        <Notice tone="ok" status>
          <p>{said}</p>
        </Notice>
      )}
      {keys.length === 0 ? (
        <EmptyState title={own.noKeys}>
          <p>{own.noKeysHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={own.keys}
          captionHidden
          rows={keys}
          columns={[
            { label: text.name, cell: ({ name }) => name },
            { label: text.fingerprint, cell: ({ fingerprint }) => groupedFingerprint(fingerprint) },
            { label: text.since, cell: ({ added_at }) => formatDay(frame.language, dayAt(added_at)) },
            {
              label: text.what,
              cell: ({ fingerprint, name }) => (
                <form method="post" action={deskPath(frame, `/keys/${fingerprint}/remove`)}>
                  <Button secondary>{own.removeKey(name)}</Button>
                </form>
              ),
            },
          ]}
        />
      )}
      <form method="post" action={deskPath(frame, '/keys')} noValidate>
        <h2>{own.addKey}</h2>
        <TextField reader={frame} name="name" label={own.keyName} value={typed.name} maxLength={200} error={errorOf('name')} />
        <TextField
          reader={frame}
          name="fingerprint"
          label={text.fingerprint}
          hint={own.fingerprintHint}
          value={typed.fingerprint}
          error={errorOf('fingerprint')}
        />
        <Button>{own.addKey}</Button>
      </form>
    </DeskLayout>
  )
}
