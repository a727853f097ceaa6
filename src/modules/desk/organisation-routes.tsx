// The organisation on the desk: tree, search, one unit, and invitations into it.
import { sql } from 'kysely'
import type { InvitationPage } from '../../contracts/invitations.ts'
import type { FieldProblem } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import { mayIn, staff } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { type Answer, type NotFound, notFound, page } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../kernel/http/visit.ts'
import { type InvitationRefusal, invite } from '../../kernel/invitations.ts'
import { findUnit, type ListedUnit, listAncestors, listChildren, listMembers, type Unit } from '../../kernel/organisation.ts'
import { listRoles } from '../../kernel/roles.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { pageOf } from './addresses.ts'
import { describe, directoryHits, unitName } from './directory.ts'
import { type InviteForm, OrganisationPage, SecretPage, UnitPage } from './organisation-pages.tsx'
import type { DeskTables } from './tables.ts'
import { changesUnits } from './unit-change.ts'
import { deskWords } from './words.ts'

const sees = staff('desk.organisation.see')
const perPage = 25

export function organisationRoutes(on: Routes): void {
  on.page('/desk/organisation', sees, {}, async (visit) => {
    const query = (visit.query.q ?? '').trim().slice(0, 100)
    const [found, top, counts] = await Promise.all([
      query.length < 2 ? { hits: [], more: false } : directoryHits(visit, query),
      visit.town.read((db: ReadDb<DeskTables>) => listChildren(db, undefined)),
      countPeople(visit.town, visit.now),
    ])
    const view = {
      query,
      ...found,
      top: top.map((unit) => entryOf(visit, unit)),
      ...counts,
      example: top.some(({ details }) => details.example),
    }
    return page(<OrganisationPage frame={visit.frame} view={view} />)
  })
  on.page('/desk/units/:key', sees, {}, async (visit) => unitPage(visit))
  on.form('/desk/units/:key/invitations', staff('desk.members.invite'), { perMinute: 20 }, inviteMember)
}

type Counts = { units: number; staff: number }
const counted = new WeakMap<Town, { counts: Counts; until: number }>()
const manyStaff = 5_000

/** A large directory is counted once a minute: the number is there to give an idea. */
async function countPeople(town: Town, now: Date): Promise<Counts> {
  const known = counted.get(town)
  if (known && known.until > now.getTime()) return known.counts
  const counts = await town.read(countAll)
  if (counts.staff > manyStaff) counted.set(town, { counts, until: now.getTime() + 60_000 })
  return counts
}

async function countAll(db: ReadDb<DeskTables>): Promise<Counts> {
  const { rows } = await sql<{
    units: number
    staff: number
  }>`SELECT (SELECT count(*)::int FROM kernel.unit WHERE closed_at IS NULL) AS units,
    (SELECT count(*)::int FROM kernel.staff WHERE removed_at IS NULL) AS staff`.execute(db)
  return rows[0]!
}

const entryOf = (visit: Visit, unit: ListedUnit) => ({ ...unit, name: unitName(visit, unit) })
const untyped: InviteForm['typed'] = { mail: '', givenName: '', familyName: '', role: '' }

async function unitPage(visit: Visit, form?: Pick<InviteForm, 'typed' | 'problems'>): Promise<Answer | NotFound> {
  const { town, params, person } = visit
  const wanted = pageOf(visit.query.page)
  const read = await town.read(async (db: ReadDb<DeskTables>) => {
    const unit = await findUnit(db, params.key ?? '')
    if (!unit) return undefined
    const [above, children, members, roles] = await Promise.all([
      listAncestors(db, unit),
      listChildren(db, unit.id),
      listMembers(db, unit.id, { page: wanted, size: perPage }),
      mayIn(person!, 'desk.members.invite', unit.path) ? listRoles(db) : undefined,
    ])
    return { unit, above, children, members, roles }
  })
  if (!read) return notFound
  const { unit, above, children, members, roles } = read
  const view = {
    unit,
    name: unitName(visit, unit),
    above: above.map((one) => ({ label: unitName(visit, one), url: linkTo(visit, `/desk/units/${one.key}`) })),
    children: children.map((one) => entryOf(visit, one)),
    members: await describe(visit, members.ids, 'lookUnit'),
    total: members.total,
    page: wanted,
    pages: Math.ceil(members.total / perPage),
    changes: mayIn(person!, changesUnits, unit.path),
    invite: roles && {
      typed: form?.typed ?? untyped,
      problems: form?.problems ?? [],
      roles: roles.map(({ key, name }) => ({ value: key, label: name })),
    },
  }
  return page(<UnitPage frame={visit.frame} view={view} />, form ? { status: 422 } : {})
}

async function inviteMember(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, now, language } = visit
  const text = deskWords(visit)
  const unit = await town.read((db: ReadDb<DeskTables>) => findUnit(db, visit.params.key ?? ''))
  if (!unit || !mayIn(person!, 'desk.members.invite', unit.path)) return notFound
  const typed = {
    mail: input.value('mail').slice(0, 254),
    givenName: input.value('givenName').slice(0, 100),
    familyName: input.value('familyName').slice(0, 100),
    role: input.value('role'),
  }
  const problemsOf = (refused: InvitationRefusal): FieldProblem[] => {
    const found: Record<InvitationRefusal, FieldProblem> = {
      mail: { field: 'mail', label: text.mail, message: text.problemMail },
      'mail-taken': { field: 'mail', label: text.mail, message: text.problemMailTaken },
      unit: { field: 'mail', label: text.mail, message: text.problemUnit },
      role: { field: 'role', label: text.roleOptional, message: text.problemBeyond },
    }
    return [found[refused]]
  }
  // Asked before anything is written: an invitation that nobody can accept must not be made.
  const home = await house.ask<InvitationPage>(town, 'invitation-page', { token: '', language })
  if (!home) return unitPage(visit, { typed, problems: [{ field: 'mail', label: text.mail, message: text.problemNobodyHome }] })
  const made = await invite(
    town,
    { giver: { person: person!.personId, permission: 'desk.roles.grant' }, actor: staffActor(person!, 'desk.members.invite') },
    { ...typed, purpose: 'member', unit: unit.key, roles: typed.role === '' ? [] : [{ role: typed.role, unit: unit.key }] },
    now,
  )
  if ('refused' in made) return unitPage(visit, { typed, problems: problemsOf(made.refused) })
  const place = await house.ask<InvitationPage>(town, 'invitation-page', { token: made.token, language })
  return secretPage(visit, unit, place?.url ?? '', made.expiresAt)
}

function secretPage(visit: Visit, unit: Unit, url: string, expiresAt: Date): Answer {
  const text = deskWords(visit)
  const back = { label: text.backTo(unitName(visit, unit)), url: linkTo(visit, `/desk/units/${unit.key}`) }
  const more = text.invitationUntil(formatDay(visit.language, dayInBerlin(expiresAt)))
  return page(
    <SecretPage
      frame={visit.frame}
      title={text.invitation}
      secret={url}
      explained={text.invitationOnce}
      more={more}
      back={back}
    />,
    { headers: { 'cache-control': 'no-store' } },
  )
}
