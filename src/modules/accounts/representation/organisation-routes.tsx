// The addresses of companies and associations and of invitations to represent them.
import type { FieldProblem } from '../../../design/fields.tsx'
import { self } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { foreignCharacters, tidyName } from '../../../standards/din91379/names.ts'
import { type Own, own } from '../profile/profile-routes.tsx'
import { listActs } from './act.ts'
import { endRepresentation, representativeActor } from './acting.ts'
import { isId, matterChoices, readNames } from './acting-routes.tsx'
import { acceptRepresentation, findInvitation, invite, listOpenInvitations, revokeInvitation } from './invitation.ts'
import { type Db, findMembership, listRepresentatives, openOrganisation, readOrganisationNames } from './organisation.ts'
import {
  InvitationGonePage,
  InvitationPage,
  type InviteTyped,
  NewOrganisationPage,
  OrganisationPage,
  type OrganisationView,
} from './organisation-pages.tsx'
import { type RepresentationTables, roles } from './tables.ts'
import { actingWords } from './words.ts'

type Reader = ReadDb<RepresentationTables>
const longest = 150
const nothingTyped: InviteTyped = { mail: '', role: '', matters: [] }

export function organisationRoutes(on: Routes): void {
  on.page('/accounts/organisations/new', self, {}, (visit) =>
    page(<NewOrganisationPage frame={visit.frame} problems={[]} typed={{ kind: '', name: '', register: '' }} />),
  )
  on.form('/accounts/organisations/new', self, { perMinute: 10 }, async (visit, input) => {
    const { town, person, now, frame } = own(visit)
    const text = actingWords(visit)
    const name = tidyName(input.value('name'))
    const register = tidyName(input.value('register'))
    const kind = (['company', 'association'] as const).find((one) => one === input.value('kind'))
    const problems: FieldProblem[] = []
    if (!kind) problems.push({ field: 'kind', label: text.orgKind, message: text.orgKindWrong })
    for (const [field, label, value] of [
      ['name', text.orgName, name],
      ['register', text.orgRegister, register],
    ] as const) {
      const foreign = foreignCharacters(value, 'B')
      if (field === 'name' && value === '') problems.push({ field, label, message: text.orgNameMissing })
      else if (value.length > longest) problems.push({ field, label, message: text.tooLong(longest, value.length) })
      else if (foreign.length > 0) problems.push({ field, label, message: text.foreignLetters(foreign.join(' ')) })
    }
    if (!kind || problems.length > 0) {
      const typed = { kind: input.value('kind'), name: input.value('name'), register: input.value('register') }
      return page(<NewOrganisationPage frame={frame} problems={problems} typed={typed} />, { status: 422 })
    }
    const id = await openOrganisation(town, person, { kind, name, register }, now)
    return seeOther(linkTo(visit, `/accounts/organisations/${id}`))
  })

  on.page('/accounts/organisations/:id', self, {}, async (visit) => {
    const text = actingWords(visit)
    const done = { invited: text.invited, removed: text.removed, accepted: text.accepted, back: text.takenBack }[
      visit.query.done ?? ''
    ]
    return organisationPage(own(visit), { done })
  })
  on.form('/accounts/organisations/:id/invite', self, { perMinute: 10 }, (visit, input) => {
    const typed = { mail: input.value('mail'), role: input.value('role'), matters: input.values('matter') }
    return sendInvitation(own(visit), typed)
  })
  on.form('/accounts/organisations/:id/take-back', self, {}, async (visit, input) => {
    const { town, person, now, params } = own(visit)
    const id = params.id ?? ''
    const invitation = input.value('invitation')
    const taken = isId(id) && isId(invitation) && (await revokeInvitation(town, person, id, invitation, now))
    return taken ? seeOther(linkTo(visit, `/accounts/organisations/${id}?done=back`)) : notFound
  })
  on.form('/accounts/organisations/:id/remove', self, {}, async (visit, input) => {
    const { town, person, now, params } = own(visit)
    const id = params.id ?? ''
    const representative = input.value('representative')
    if (!isId(id) || !isId(representative)) return notFound
    const removed = await endRepresentation(town, person.personId, id, representative, now)
    if (removed === 'gone' || removed === 'refused') return notFound
    if (removed === 'last-owner') return organisationPage(own(visit), { warning: actingWords(visit).lastOwner, status: 409 })
    const to = removed.person === person.personId ? '/accounts/acting' : `/accounts/organisations/${id}?done=removed`
    return seeOther(linkTo(visit, to))
  })

  on.page('/accounts/invitations/:token', self, { perMinute: 30 }, (visit) => invitationPage(own(visit)))
  on.form('/accounts/invitations/:token', self, { perMinute: 10 }, async (visit) => {
    const { town, person, now, params } = own(visit)
    const accepted = await acceptRepresentation(town, person, params.token ?? '', now)
    if (accepted === 'gone') return invitationPage(own(visit))
    if (accepted === 'other-mail') return invitationPage(own(visit), actingWords(visit).otherMail)
    return seeOther(linkTo(visit, `/accounts/organisations/${accepted.organisation}?done=accepted`))
  })
}

async function sendInvitation(visit: Own, typed: InviteTyped): Promise<Answer | NotFound> {
  const text = actingWords(visit)
  const id = visit.params.id ?? ''
  if (!isId(id)) return notFound
  const mail = readMailAddress(typed.mail)
  const role = roles.find((one) => one === typed.role)
  const known = (await matterChoices(visit)).map(({ key }) => key)
  const matters = role === 'matters' ? known.filter((key) => typed.matters.includes(key)) : []
  const problems: FieldProblem[] = []
  if (!mail) problems.push({ field: 'mail', label: text.inviteMail, message: text.mailWrong })
  if (!role) problems.push({ field: 'role', label: text.inviteRole, message: text.inviteRoleWrong })
  if (role === 'matters' && matters.length === 0)
    problems.push({ field: 'matter', label: text.inviteMatters, message: text.inviteMattersWrong })
  if (!mail || !role || problems.length > 0) return organisationPage(visit, { problems, typed, status: 422 })
  const sent = await invite(visit, { organisation: id, mail, role, matters })
  if (sent === 'refused') return notFound
  if (sent === 'nobody-sends') return organisationPage(visit, { warning: text.nobodySends, typed, status: 409 })
  return seeOther(linkTo(visit, `/accounts/organisations/${id}?done=invited`))
}

async function invitationPage(visit: Own, problem?: string): Promise<Answer> {
  const { town, person, now, params, frame } = visit
  const token = params.token ?? ''
  const open = await town.read((db: Reader) => findInvitation(db, token, now))
  if (!open) return page(<InvitationGonePage frame={frame} />, { status: 404 })
  const names = await readOrganisationNames(town, person, [open.organisation])
  const name = names.get(open.organisation)?.name ?? ''
  return page(<InvitationPage frame={frame} token={token} name={name} problem={problem} />, { status: problem ? 409 : 200 })
}

type Shown = {
  problems?: readonly FieldProblem[]
  typed?: InviteTyped
  done?: string | undefined
  warning?: string
  status?: number
}

/** Only for who represents it; for everybody else there is no such page. */
async function organisationPage(visit: Own, { problems = [], typed = nothingTyped, done, warning, status }: Shown) {
  const view = await viewOrganisation(visit, visit.params.id ?? '')
  if (!view) return notFound
  return page(
    <OrganisationPage frame={visit.frame} view={view} problems={problems} typed={typed} done={done} warning={warning} />,
    {
      status: status ?? 200,
    },
  )
}

async function viewOrganisation(visit: Own, id: string): Promise<OrganisationView | undefined> {
  const { town, person, now, language } = visit
  if (!isId(id)) return undefined
  const { mine, all } = await town.read(async (db: Reader) => {
    const own = await findMembership(db, person.personId, id)
    return { mine: own, all: own ? await listRepresentatives(db, id) : [] }
  })
  if (!mine) return undefined
  const look = {
    subjects: [id],
    actor: representativeActor(person),
    purpose: 'Vertretung angesehen',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  const { name, invitations, acts } = await town.personal(look, async (db: Db) => ({
    name: await db.selectFrom('accounts.organisation_name').selectAll().where('subject_id', '=', id).executeTakeFirst(),
    invitations: mine.role === 'owner' ? await listOpenInvitations(db, id, now) : [],
    acts: await listActs(db, id, language),
  }))
  const text = actingWords(visit)
  const names = await readNames(
    visit,
    all.map(({ person_id }) => person_id),
    'Gemeinsame Vertretung angesehen',
  )
  return {
    id,
    kind: mine.kind,
    state: mine.state,
    name: name?.name ?? '',
    register: name?.register ?? '',
    sourceName: name?.source_name ?? '',
    mine: { id: mine.id, role: mine.role },
    representatives: all.map(({ id: representative, person_id, role, matters, since }) => ({
      id: representative,
      name: names.get(person_id) || text.noName,
      role,
      matters,
      since,
      self: person_id === person.personId,
    })),
    invitations: invitations.map(({ id: invitation, mail, role, expires_at }) => ({
      id: invitation,
      mail,
      role,
      until: expires_at,
    })),
    matters: await matterChoices(visit),
    acts,
  }
}
