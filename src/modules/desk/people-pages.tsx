// One member of staff on the desk: units, roles with their times, giving and taking a role, deputies.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, Radios, SelectField, TextField } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame, Link } from '../../design/frame.ts'
import { Badge, LinkList, Notice } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { pathIn } from '../../kernel/language.ts'
import { lastDayBefore } from './addresses.ts'
import { Deputies, type DeputyForm, errorOf, type ListedDeputy, NameDeputy } from './deputy-pages.tsx'
import { deskWords } from './words.ts'

export type GrantRow = {
  id: string
  role: string
  where: string
  deputyOf: string | undefined
  source: string
  startsAt: Date
  endsAt: Date | null
}
export type GiveForm = {
  typed: Record<'role' | 'unit' | 'from' | 'until', string>
  problems: readonly FieldProblem[]
  roles: readonly { value: string; label: string }[]
  unitChoices: readonly { value: string; label: string }[]
}
export type PersonView = {
  id: string
  name: string
  own: boolean
  gone: boolean
  invited: boolean
  units: readonly Link[]
  grants: readonly GrantRow[]
  deputies: readonly ListedDeputy[]
  done: string | undefined
  /** Only for who may give roles. */
  give: GiveForm | undefined
  deputy: DeputyForm | undefined
}

export function PersonPage({ frame, view }: { frame: Frame; view: PersonView }) {
  const text = deskWords(frame)
  const { id, name, own, gone, invited, units, grants, deputies, done, give, deputy } = view
  const problems = [...(give?.problems ?? []), ...(deputy?.problems ?? [])]
  const here = pathIn(frame.language, `/desk/people/${id}`)
  return (
    <DeskLayout
      frame={frame}
      title={name}
      problems={problems.length > 0}
      room={pathIn(frame.language, '/desk/organisation')}
      back={{ label: text.backToOrganisation, url: pathIn(frame.language, '/desk/organisation') }}
      meta={own ? text.you : undefined}
    >
      <ErrorSummary reader={frame} problems={problems} />
      {done && (
        <Notice tone="ok" status>
          <p>{done}</p>
        </Notice>
      )}
      {gone && (
        <Notice tone="warn">
          <p>{text.gone}</p>
        </Notice>
      )}
      {invited && <Badge tone="warn">{text.invited}</Badge>}
      <div class="desk-case">
        <div>
          <h2>{text.roles}</h2>
          {grants.length > 0 ? (
            <GrantTable frame={frame} here={here} grants={grants} mayTake={give !== undefined} />
          ) : (
            <p>{text.noRoles}</p>
          )}
          {give && !gone && <Give frame={frame} here={here} form={give} />}
        </div>
        <div>
          <h2>{text.units}</h2>
          {units.length > 0 ? <LinkList items={units} /> : <p>–</p>}
          {(deputies.length > 0 || deputy) && <h2>{text.deputies}</h2>}
          {deputies.length > 0 && <Deputies frame={frame} deputies={deputies} />}
          {deputy && !gone && <NameDeputy frame={frame} action={`${here}/deputies`} form={deputy} />}
        </div>
      </div>
    </DeskLayout>
  )
}

function GrantTable({
  frame,
  here,
  grants,
  mayTake,
}: {
  frame: Frame
  here: string
  grants: readonly GrantRow[]
  mayTake: boolean
}) {
  const text = deskWords(frame)
  const day = (instant: Date) => formatDay(frame.language, dayInBerlin(instant))
  return (
    <Table
      caption={text.rolesOf}
      rows={grants}
      columns={[
        {
          label: text.role,
          cell: ({ role, deputyOf }) => (
            <>
              {role}
              {deputyOf && <span class="meta block">{text.deputyOf(deputyOf)}</span>}
            </>
          ),
        },
        { label: text.where, cell: ({ where }) => where },
        { label: text.validFrom, cell: ({ startsAt }) => day(startsAt) },
        {
          label: text.validUntil,
          cell: ({ endsAt }) => (endsAt ? formatDay(frame.language, lastDayBefore(endsAt)) : text.endless),
        },
        { label: text.source, cell: ({ source }) => source },
        ...(mayTake
          ? [
              {
                label: text.take,
                cell: ({ id, role }: GrantRow) => (
                  <a href={`${here}/roles/${id}`}>
                    {text.take}
                    <span class="hidden">: {role}</span>
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function Give({ frame, here, form: { typed, problems, roles, unitChoices } }: { frame: Frame; here: string; form: GiveForm }) {
  const text = deskWords(frame)
  const error = (field: string) => errorOf(problems, field)
  return (
    <section>
      <h2>{text.give}</h2>
      <p>{text.giveHint}</p>
      <form method="post" action={`${here}/roles`} noValidate>
        <SelectField reader={frame} name="role" label={text.role} choices={roles} value={typed.role} error={error('role')} />
        {unitChoices.length > 0 ? (
          <Radios
            reader={frame}
            name="unit"
            label={text.chooseUnit}
            choices={unitChoices}
            value={undefined}
            error={error('unit')}
          />
        ) : (
          <TextField
            reader={frame}
            name="unit"
            label={text.unitField}
            hint={text.unitHint}
            value={typed.unit}
            error={error('unit')}
            autocomplete="off"
            maxLength={200}
            optional
          />
        )}
        <TextField
          reader={frame}
          name="from"
          label={text.fromField}
          hint={text.dayHint}
          value={typed.from}
          error={error('from')}
          width={10}
          autocomplete="off"
          maxLength={10}
          optional
        />
        <TextField
          reader={frame}
          name="until"
          label={text.untilField}
          hint={text.dayHint}
          value={typed.until}
          error={error('until')}
          width={10}
          autocomplete="off"
          maxLength={10}
          optional
        />
        <button type="submit" class="button">
          {text.giveNow}
        </button>
      </form>
    </section>
  )
}

/** Taking a role is its own page: what it means, and both ways on. */
export function TakePage({
  frame,
  person,
  grant,
  problem,
}: {
  frame: Frame
  person: { id: string; name: string }
  grant: GrantRow
  problem?: string | undefined
}) {
  const text = deskWords(frame)
  const back = pathIn(frame.language, `/desk/people/${person.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.takeQuestion(grant.role)}
      back={{ label: text.backTo(person.name), url: back }}
      problems={problem !== undefined}
    >
      {problem && (
        <Notice tone="bad" status>
          <p>{problem}</p>
        </Notice>
      )}
      <p>
        {person.name}, {grant.where}. {text.takeHint}
      </p>
      <form method="post" action={`${back}/roles/${grant.id}`}>
        <button type="submit" class="button danger">
          {text.takeNow}
        </button>
      </form>
      <p>
        <a href={back}>{text.keep}</a>
      </p>
    </DeskLayout>
  )
}
