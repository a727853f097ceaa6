// Access tokens for programs: the list, and a new one.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { Checkboxes, ErrorSummary, type FieldProblem, TextField } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Table } from '../../design/table.tsx'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { pathIn } from '../../kernel/language.ts'
import type { ListedToken } from '../../kernel/machine-tokens.ts'
import { deskWords } from './words.ts'

export type TokenForm = {
  typed: { name: string; days: string; permissions: readonly string[] }
  problems: readonly FieldProblem[]
  choices: readonly { value: string; label: string }[]
}

export function TokensPage({
  frame,
  tokens,
  form,
  now,
}: {
  frame: Frame
  tokens: readonly ListedToken[]
  form: TokenForm
  now: Date
}) {
  const text = deskWords(frame)
  const { typed, problems, choices } = form
  const here = pathIn(frame.language, '/desk/tokens')
  const error = (field: string) => problems.find((problem) => problem.field === field)?.message
  const stateOf = ({ revokedAt, expiresAt }: ListedToken) =>
    revokedAt ? text.revoked : expiresAt <= now ? text.expired : text.active
  return (
    <DeskLayout frame={frame} title={text.tokens} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems} />
      <p class="measure">{text.tokensLead}</p>
      {tokens.length === 0 ? (
        <p>{text.noTokens}</p>
      ) : (
        <Table
          caption={text.tokens}
          rows={tokens}
          columns={[
            { label: text.tokenName, cell: ({ name }) => name },
            { label: text.permissions, cell: ({ permissions }) => permissions.join(', ') },
            { label: text.expires, cell: ({ expiresAt }) => formatDay(frame.language, dayInBerlin(expiresAt)) },
            { label: text.state, cell: stateOf },
            {
              label: text.revoke,
              cell: (token) =>
                stateOf(token) === text.active && (
                  <form class="inline-form" method="post" action={`${here}/${token.id}/revoke`}>
                    <button type="submit" class="link-button">
                      {text.revoke}
                      <span class="hidden">: {token.name}</span>
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
      <h2>{text.newToken}</h2>
      <form method="post" action={here} noValidate>
        <TextField
          reader={frame}
          name="name"
          label={text.tokenName}
          hint={text.tokenNameHint}
          value={typed.name}
          error={error('name')}
          autocomplete="off"
          maxLength={120}
        />
        <TextField
          reader={frame}
          name="days"
          label={text.tokenDays}
          hint={text.tokenDaysHint}
          value={typed.days}
          error={error('days')}
          inputMode="numeric"
          width={4}
          autocomplete="off"
          maxLength={3}
        />
        <Checkboxes
          reader={frame}
          name="permission"
          label={text.permissions}
          choices={choices}
          values={typed.permissions}
          error={error('permission')}
        />
        <button type="submit" class="button">
          {text.makeToken}
        </button>
      </form>
    </DeskLayout>
  )
}
