// Pages of the organisation: its top with a search, and one unit with what stands below it and its members.
import type { DeskHit } from '../../contracts/desk-work.ts'
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, SelectField, TextField } from '../../design/fields.tsx'
import type { Frame, Link } from '../../design/frame.ts'
import { EmptyState, Facts, LinkList, Notice, Pagination } from '../../design/parts.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { ListedUnit, Unit } from '../../kernel/organisation.ts'
import { DeskSearchForm, Hits } from './start-pages.tsx'
import { unitChangeWords } from './unit-change-words.ts'
import { deskWords } from './words.ts'

export type OrganisationView = {
  query: string
  hits: readonly DeskHit[]
  more: boolean
  top: readonly UnitEntry[]
  units: number
  staff: number
  example: boolean
}
export type UnitEntry = Pick<ListedUnit, 'key' | 'name' | 'kind' | 'children' | 'members'>

export function OrganisationPage({ frame, view }: { frame: Frame; view: OrganisationView }) {
  const text = deskWords(frame)
  const { query, hits, more, top, units, staff, example } = view
  return (
    <DeskLayout
      frame={frame}
      title={text.organisation}
      meta={text.organisationLead(units, staff)}
      aside={<DeskSearchForm frame={frame} query={query} action="/desk/organisation" label={text.findUnit} />}
    >
      {example && <ExampleNotice frame={frame} />}
      {query !== '' && (
        <section>
          <h2>{text.results(query)}</h2>
          {hits.length > 0 ? <Hits hits={hits} /> : <p>{query.length < 2 ? text.tooShort : text.nothingFound}</p>}
          {more && <p>{text.moreHits}</p>}
        </section>
      )}
      {top.length > 0 ? (
        <section>
          <h2>{text.units}</h2>
          <UnitList frame={frame} units={top} />
        </section>
      ) : (
        <EmptyState title={text.noOrganisation}>
          <p>{text.noOrganisationHint}</p>
        </EmptyState>
      )}
    </DeskLayout>
  )
}

const ExampleNotice = ({ frame }: { frame: Frame }) => (
  <Notice>
    <p>{deskWords(frame).exampleOrganisation}</p>
  </Notice>
)

function UnitList({ frame, units }: { frame: Frame; units: readonly UnitEntry[] }) {
  const text = deskWords(frame)
  return (
    <LinkList
      items={units.map(({ key, name, kind, children, members }) => ({
        label: name,
        url: pathIn(frame.language, `/desk/units/${key}`),
        fact: [text[kind], children > 0 && text.unitsOf(children), members > 0 && text.membersOf(members)]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  )
}

export type InviteForm = {
  typed: Record<'mail' | 'givenName' | 'familyName' | 'role', string>
  problems: readonly FieldProblem[]
  roles: readonly { value: string; label: string }[]
}
export type UnitView = {
  /** May change it. */
  changes: boolean
  unit: Unit
  name: string
  above: readonly Link[]
  children: readonly UnitEntry[]
  members: readonly { id: string; name: string }[]
  total: number
  page: number
  pages: number
  /** Only for who may invite. */
  invite: InviteForm | undefined
}

export function UnitPage({ frame, view }: { frame: Frame; view: UnitView }) {
  const text = deskWords(frame)
  const { unit, name, above, children, members, total, page, pages, invite, changes } = view
  const { controller, payee, imprint, competences = [], locations = [], mailbox, example } = unit.details
  const last = above.at(-1)
  const here = pathIn(frame.language, `/desk/units/${unit.key}`)
  const facts = [
    { label: text.kind, value: text[unit.kind] },
    { label: text.key, value: unit.key },
    ...(mailbox ? [{ label: text.mailbox, value: mailbox, url: `mailto:${mailbox}` }] : []),
    ...(controller ? [{ label: text.controller, value: controller }] : []),
    ...(payee ? [{ label: text.payee, value: payee }] : []),
    ...(imprint ? [{ label: text.imprint, value: imprint }] : []),
  ]
  return (
    <DeskLayout
      frame={frame}
      title={name}
      problems={(invite?.problems.length ?? 0) > 0}
      room={pathIn(frame.language, '/desk/organisation')}
      back={
        last
          ? { label: text.backTo(last.label), url: last.url }
          : { label: text.backToOrganisation, url: pathIn(frame.language, '/desk/organisation') }
      }
      meta={above.map(({ label }) => label).join(' › ')}
      aside={<DeskSearchForm frame={frame} action="/desk/organisation" label={text.findUnit} />}
    >
      {invite && <ErrorSummary reader={frame} problems={invite.problems} />}
      {example && <ExampleNotice frame={frame} />}
      <div class="desk-case">
        <div>
          {children.length > 0 && (
            <section>
              <h2>{text.below}</h2>
              <UnitList frame={frame} units={children} />
            </section>
          )}
          <section>
            <h2>{text.members}</h2>
            {total === 0 ? (
              <p>{text.noMembers}</p>
            ) : (
              <>
                <p class="meta">{text.membersOf(total)}</p>
                <LinkList
                  items={members.map(({ id, name: member }) => ({
                    label: member,
                    url: pathIn(frame.language, `/desk/people/${id}`),
                  }))}
                />
                <Pagination reader={frame} page={page} count={pages} urlOf={(to) => `${here}?page=${to}`} />
              </>
            )}
          </section>
          {invite && <Invite frame={frame} unit={unit} form={invite} />}
        </div>
        <div>
          <Facts items={facts} />
          {changes && (
            <p>
              <a href={`${here}/change`}>{unitChangeWords(frame).change}</a>
            </p>
          )}
          {competences.length > 0 && <Listed title={text.competences} items={competences} />}
          {locations.length > 0 && <Listed title={text.locations} items={locations} />}
        </div>
      </div>
    </DeskLayout>
  )
}

const Listed = ({ title, items }: { title: string; items: readonly string[] }) => (
  <section>
    <h2>{title}</h2>
    <ul>
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  </section>
)

function Invite({ frame, unit, form: { typed, problems, roles } }: { frame: Frame; unit: Unit; form: InviteForm }) {
  const text = deskWords(frame)
  const error = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <section>
      <h2>{text.invite}</h2>
      <p class="measure">{text.inviteHint}</p>
      <form method="post" action={pathIn(frame.language, `/desk/units/${unit.key}/invitations`)} noValidate>
        <TextField
          reader={frame}
          name="mail"
          label={text.mail}
          type="email"
          inputMode="email"
          autocomplete="off"
          value={typed.mail}
          error={error('mail')}
          maxLength={254}
        />
        <TextField
          reader={frame}
          name="givenName"
          label={text.givenName}
          value={typed.givenName}
          autocomplete="off"
          optional
          maxLength={100}
        />
        <TextField
          reader={frame}
          name="familyName"
          label={text.familyName}
          value={typed.familyName}
          autocomplete="off"
          optional
          maxLength={100}
        />
        <SelectField
          reader={frame}
          name="role"
          label={text.roleOptional}
          choices={roles}
          value={typed.role}
          error={error('role')}
          optional
        />
        <button type="submit" class="button secondary">
          {text.inviteNow}
        </button>
      </form>
    </section>
  )
}

/** The one moment at which a secret can be read: a link, a token. */
export function SecretPage({
  frame,
  title,
  secret,
  explained,
  more,
  back,
}: {
  frame: Frame
  title: string
  secret: string
  explained: string
  more: string
  back: Link
}) {
  return (
    <DeskLayout frame={frame} title={title} back={back}>
      <Notice tone="warn" status>
        <p>{explained}</p>
      </Notice>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p class="meta">{more}</p>
    </DeskLayout>
  )
}
