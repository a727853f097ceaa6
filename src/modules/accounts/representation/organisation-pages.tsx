// The pages of a company or association: who represents it, invitations, what was done for it.
import { Checkboxes, ErrorSummary, type FieldProblem, Radios, TextField } from '../../../design/fields.tsx'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage, ActButton } from '../profile/account-page.tsx'
import type { Act } from './act.ts'
import { Acts } from './acting-pages.tsx'
import { type Role, roles } from './tables.ts'
import { actingWords } from './words.ts'

type Matter = { key: string; label: string }
export type OrganisationTyped = { kind: string; name: string; register: string }
type Editing = { frame: Frame; problems: readonly FieldProblem[] }
const errorOf = (problems: readonly FieldProblem[], name: string) => problems.find(({ field }) => field === name)?.message

export function NewOrganisationPage({ frame, problems, typed }: Editing & { typed: OrganisationTyped }) {
  const text = actingWords(frame)
  return (
    <AccountPage frame={frame} title={text.orgTitle} place="acting" lead={text.orgLead} problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/accounts/organisations/new')} novalidate>
        <Radios
          reader={frame}
          name="kind"
          label={text.orgKind}
          error={errorOf(problems, 'kind')}
          value={typed.kind}
          choices={[
            { value: 'company', label: text.company },
            { value: 'association', label: text.association },
          ]}
        />
        <TextField
          reader={frame}
          name="name"
          label={text.orgName}
          error={errorOf(problems, 'name')}
          value={typed.name}
          autocomplete="organization"
        />
        <TextField
          reader={frame}
          name="register"
          label={text.orgRegister}
          hint={text.orgRegisterHint}
          error={errorOf(problems, 'register')}
          value={typed.register}
          optional
        />
        <Button>{text.orgSave}</Button>
      </form>
    </AccountPage>
  )
}

export type OrganisationView = {
  id: string
  kind: 'company' | 'association'
  state: 'unverified' | 'verified'
  name: string
  register: string
  sourceName: string
  mine: { id: string; role: Role }
  representatives: readonly { id: string; name: string; role: Role; matters: readonly string[]; since: Date; self: boolean }[]
  invitations: readonly { id: string; mail: string; role: Role; until: Date }[]
  matters: readonly Matter[]
  acts: readonly Act[]
}
export type InviteTyped = { mail: string; role: string; matters: readonly string[] }

type Shown = Editing & { view: OrganisationView; typed: InviteTyped; done?: string | undefined; warning?: string | undefined }

export function OrganisationPage({ frame, view, problems, typed, done, warning }: Shown) {
  const text = actingWords(frame)
  const base = pathIn(frame.language, `/accounts/organisations/${view.id}`)
  const isOwner = view.mine.role === 'owner'
  const matterLabel = (key: string) => view.matters.find((one) => one.key === key)?.label ?? key
  return (
    <AccountPage frame={frame} title={view.name} place="acting" done={done} problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      {warning && (
        <Notice tone="warn" status>
          <p>{warning}</p>
        </Notice>
      )}
      <p>
        {text[view.kind]} {view.register}{' '}
        <Badge tone={view.state === 'verified' ? 'ok' : 'plain'}>
          {view.state === 'verified' ? text.verified(view.sourceName) : text.unverified}
        </Badge>
      </p>
      <ActButton
        action={pathIn(frame.language, '/accounts/acting/start')}
        label={text.choose(view.name)}
        fields={{ authority: view.mine.id }}
      />
      <section class="section">
        <h2>{text.representatives}</h2>
        <Table
          caption={text.representatives}
          columns={[
            { label: text.person, cell: ({ name, self }) => (self ? `${name} (${text.you})` : name) },
            {
              label: text.role,
              cell: ({ role, matters }) =>
                role === 'matters' ? `${text.matters}: ${matters.map(matterLabel).join(', ')}` : text[role],
            },
            {
              label: text.change,
              cell: ({ id, name, self }) => <Removal base={base} frame={frame} id={id} name={name} self={self} owner={isOwner} />,
            },
          ]}
          rows={view.representatives}
        />
      </section>
      {isOwner && (
        <>
          {view.invitations.length > 0 && (
            <section class="section">
              <h2>{text.invitations}</h2>
              <ul class="acting-list">
                {view.invitations.map(({ id, mail, role, until }) => (
                  <li>
                    <span>
                      {mail}
                      <span class="meta block">
                        {text[role]}, {text.until(formatDay(frame.language, dayOf(until)))}
                      </span>
                    </span>
                    <ActButton
                      action={`${base}/take-back`}
                      label={text.takeBack}
                      about={`: ${mail}`}
                      fields={{ invitation: id }}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <InviteForm frame={frame} action={`${base}/invite`} matters={view.matters} typed={typed} problems={problems} />
        </>
      )}
      <Acts frame={frame} title={text.actsOf} acts={view.acts} />
    </AccountPage>
  )
}

type RemovalProps = { frame: Frame; base: string; id: string; name: string; self: boolean; owner: boolean }
function Removal({ frame, base, id, name, self, owner }: RemovalProps) {
  const text = actingWords(frame)
  if (!self && !owner) return null
  return (
    <ActButton
      action={`${base}/remove`}
      label={self ? text.leave : text.remove}
      about={`: ${name}`}
      fields={{ representative: id }}
    />
  )
}

type InviteProps = Editing & { action: string; matters: readonly Matter[]; typed: InviteTyped }
function InviteForm({ frame, action, matters, typed, problems }: InviteProps) {
  const text = actingWords(frame)
  return (
    <section class="section">
      <h2>{text.inviteTitle}</h2>
      <form method="post" action={action} novalidate>
        <TextField
          reader={frame}
          name="mail"
          label={text.inviteMail}
          hint={text.inviteMailHint}
          error={errorOf(problems, 'mail')}
          value={typed.mail}
          type="email"
        />
        <Radios
          reader={frame}
          name="role"
          label={text.inviteRole}
          error={errorOf(problems, 'role')}
          value={typed.role}
          choices={roles
            .filter((role) => role !== 'matters' || matters.length > 0)
            .map((role) => ({ value: role, label: text[role] }))}
        />
        {matters.length > 0 && (
          <Checkboxes
            reader={frame}
            name="matter"
            label={text.inviteMatters}
            error={errorOf(problems, 'matter')}
            values={typed.matters}
            choices={matters.map(({ key, label }) => ({ value: key, label }))}
            optional
          />
        )}
        <Button>{text.invite}</Button>
      </form>
    </section>
  )
}

export function InvitationPage({
  frame,
  token,
  name,
  problem,
}: {
  frame: Frame
  token: string
  name: string
  problem?: string | undefined
}) {
  const text = actingWords(frame)
  return (
    <AccountPage frame={frame} title={text.acceptTitle} place="acting" lead={text.acceptLead(name)} below>
      {problem && (
        <Notice tone="warn" status>
          <p>
            {problem} <a href={pathIn(frame.language, '/accounts/profile/mail')}>{text.otherMailLink}</a>
          </p>
        </Notice>
      )}
      <form method="post" action={pathIn(frame.language, `/accounts/invitations/${token}`)}>
        <Button>{text.accept}</Button>
      </form>
    </AccountPage>
  )
}

export function InvitationGonePage({ frame }: { frame: Frame }) {
  const text = actingWords(frame)
  return (
    <AccountPage frame={frame} title={text.acceptGoneTitle} place="acting" below>
      <p>{text.acceptGone}</p>
    </AccountPage>
  )
}
