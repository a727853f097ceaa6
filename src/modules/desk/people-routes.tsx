// One member of staff: what they may do and for how long; who may give, gives and takes roles here.
import type { FieldProblem } from '../../design/fields.tsx'
import { type SignedIn, staff } from '../../kernel/access.ts'
import { endOfDay, startOfDay } from '../../kernel/calendar/day.ts'
import { listDeputies } from '../../kernel/deputies.ts'
import { type GrantRefusal, giveRole, listGrantsOf, takeRole } from '../../kernel/grants.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../kernel/http/visit.ts'
import { listUnitsOf } from '../../kernel/organisation.ts'
import { findRole, listRoles } from '../../kernel/roles.ts'
import { listName } from '../../kernel/staff.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { dayTyped, isId, lastDayBefore } from './addresses.ts'
import type { DeputyForm } from './deputy-pages.tsx'
import { type DeputyTried, nameDeputy, noDeputyTyped } from './deputy-routes.tsx'
import { unitName, unitTyped } from './directory.ts'
import { type GiveForm, type GrantRow, PersonPage, TakePage } from './people-pages.tsx'
import { addNotice, namesFor } from './start.ts'
import type { DeskTables } from './tables.ts'
import { deskWords } from './words.ts'

const gives = staff('desk.roles.grant')
const permission = 'desk.roles.grant'

export function peopleRoutes(on: Routes): void {
  on.page('/desk/people/:id', staff('desk.organisation.see'), {}, (visit) => personPage(visit))
  on.form('/desk/people/:id/roles', gives, {}, give)
  on.page('/desk/people/:id/roles/:grant', gives, {}, (visit) => takePage(visit))
  on.form('/desk/people/:id/roles/:grant', gives, {}, take)
  on.form('/desk/people/:id/deputies', gives, {}, async (visit, input) => {
    const { id = '' } = visit.params
    if (!isId(id)) return notFound
    const tried = await nameDeputy(visit, id, input)
    return 'done' in tried ? seeOther(`${linkTo(visit, `/desk/people/${id}`)}?done=deputy`) : personPage(visit, { deputy: tried })
  })
}

export const mayGive = ({ permissions }: SignedIn): boolean => permissions.has(permission)

type Tried = { give?: Pick<GiveForm, 'typed' | 'problems' | 'unitChoices'>; deputy?: DeputyTried }

async function personPage(visit: Visit, tried: Tried = {}): Promise<Answer | NotFound> {
  const { town, now, params, person: reader } = visit
  const { id = '' } = params
  if (!isId(id)) return notFound
  const text = deskWords(visit)
  const read = await town.read(async (db: ReadDb<DeskTables>) => {
    const person = await db
      .selectFrom('kernel.person')
      .select(['id', 'left_at'])
      .where('id', '=', id)
      .where('kind', '=', 'staff')
      .executeTakeFirst()
    if (!person) return undefined
    const [grants, units, deputies, roles, open] = await Promise.all([
      listGrantsOf(db, id, now),
      listUnitsOf(db, id),
      listDeputies(db, id, now),
      listRoles(db),
      db
        .selectFrom('kernel.invitation')
        .select('id')
        .where('person_id', '=', id)
        .where('accepted_at', 'is', null)
        .executeTakeFirst(),
    ])
    return { person, grants, units, deputies, roles, invited: open !== undefined }
  })
  if (!read) return notFound
  const { person, grants, units, deputies, roles, invited } = read
  const others = [...deputies.map((one) => one.id), ...grants.flatMap(({ deputyOf }) => deputyOf ?? [])]
  const names = await namesFor(visit, [...new Set([id, ...others])], 'lookPerson')
  const nameOf = (one: string) => listName(names.get(one), text.withoutName)
  const done: Record<string, string> = { given: text.given, taken: text.taken, deputy: text.deputyNamed }
  const view = {
    id,
    name: nameOf(id),
    own: id === reader!.personId,
    gone: person.left_at !== null,
    invited,
    units: units.map((unit) => ({ label: unitName(visit, unit), url: linkTo(visit, `/desk/units/${unit.key}`) })),
    grants: grants.map((grant) => grantRow(visit, grant, nameOf)),
    deputies: deputies.map((deputy) => ({
      name: nameOf(deputy.id),
      url: linkTo(visit, `/desk/people/${deputy.id}`),
      from: dayInBerlin(deputy.startsAt),
      until: deputy.endsAt ? lastDayBefore(deputy.endsAt) : undefined,
    })),
    done: done[visit.query.done ?? ''],
    give: mayGive(reader!) ? giveForm(roles, tried.give) : undefined,
    deputy: mayGive(reader!) ? deputyForm(tried.deputy) : undefined,
  }
  return page(<PersonPage frame={visit.frame} view={view} />, tried.give || tried.deputy ? { status: 422 } : {})
}

const giveForm = (roles: readonly { key: string; name: string }[], tried: Tried['give']): GiveForm => ({
  typed: tried?.typed ?? { role: '', unit: '', from: '', until: '' },
  problems: tried?.problems ?? [],
  unitChoices: tried?.unitChoices ?? [],
  roles: roles.map(({ key, name }) => ({ value: key, label: name })),
})
const deputyForm = (tried: Tried['deputy']): DeputyForm => ({ typed: noDeputyTyped, problems: [], choices: [], ...tried })

function grantRow(
  visit: Visit,
  grant: Awaited<ReturnType<typeof listGrantsOf>>[number],
  nameOf: (id: string) => string,
): GrantRow {
  const text = deskWords(visit)
  const [from, provider] = grant.source.split(':')
  return {
    id: grant.id,
    role: grant.roleName,
    where: grant.unitName ?? text.town,
    deputyOf: grant.deputyOf === null ? undefined : nameOf(grant.deputyOf),
    source: from === 'groups' ? text.viaGroups(provider ?? '') : from === 'command' ? text.viaCommand : text.viaDesk,
    startsAt: grant.startsAt,
    endsAt: grant.endsAt,
  }
}

async function give(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now, params } = visit
  const { id = '' } = params
  if (!isId(id)) return notFound
  const text = deskWords(visit)
  const typed = {
    role: input.value('role'),
    unit: input.value('unit').slice(0, 200),
    from: input.value('from'),
    until: input.value('until'),
  }
  const problems: FieldProblem[] = []
  const [from, until] = [dayTyped(typed.from), dayTyped(typed.until)]
  if (typed.from !== '' && !from)
    problems.push({ field: 'from', label: text.fromField, message: text.problemDay(typed.from.slice(0, 20)) })
  if (typed.until !== '' && !until)
    problems.push({ field: 'until', label: text.untilField, message: text.problemDay(typed.until.slice(0, 20)) })
  if (typed.role === '') problems.unshift({ field: 'role', label: text.role, message: text.problemRole })
  const unit = typed.unit === '' ? undefined : await unitTyped(visit, typed.unit)
  const unitChoices = unit !== undefined && unit !== 'none' && 'several' in unit ? unit.several : []
  if (unit === 'none') problems.push({ field: 'unit', label: text.unitField, message: text.problemUnit })
  if (unitChoices.length > 0) problems.push({ field: 'unit', label: text.unitField, message: text.chooseUnit })
  if (problems.length > 0) return personPage(visit, { give: { typed, problems, unitChoices } })
  const wanted = {
    person: id,
    role: typed.role,
    unit: unit !== undefined && unit !== 'none' && 'one' in unit ? unit.one : undefined,
    startsAt: from && startOfDay(from),
    endsAt: until && endOfDay(until),
  }
  const outcome = await town.write(async (db: WriteDb<DeskTables>) => {
    const given = await giveRole(db, { person: person!.personId, permission }, wanted, now)
    if ('given' in given) {
      const role = await findRole(db, wanted.role)
      await noticeOf(db, id, 'noticeRole', role?.name ?? '', now)
    }
    return given
  })
  if ('given' in outcome) return seeOther(`${linkTo(visit, `/desk/people/${id}`)}?done=given`)
  if (outcome.refused === 'person') return notFound
  return personPage(visit, { give: { typed, problems: [problemOf(visit, outcome.refused)], unitChoices: [] } })
}

const noticeOf = (db: WriteDb<DeskTables>, person: string, kind: 'noticeRole' | 'noticeTaken', role: string, now: Date) =>
  addNotice(db, {
    person,
    text: { de: deskWords({ language: 'de' })[kind](role), en: deskWords({ language: 'en' })[kind](role) },
    now,
  })

export function problemOf(visit: Visit, refused: GrantRefusal): FieldProblem {
  const text = deskWords(visit)
  const found: Record<GrantRefusal, FieldProblem> = {
    'not-allowed': { field: 'unit', label: text.unitField, message: text.problemNotAllowed },
    'beyond-own': { field: 'role', label: text.role, message: text.problemBeyond },
    self: { field: 'role', label: text.role, message: text.problemSelf },
    person: { field: 'role', label: text.role, message: text.problemPerson },
    role: { field: 'role', label: text.role, message: text.problemRole },
    unit: { field: 'unit', label: text.unitField, message: text.problemUnit },
    dates: { field: 'until', label: text.untilField, message: text.problemDates },
    already: { field: 'role', label: text.role, message: text.problemAlready },
    deputy: { field: 'role', label: text.role, message: text.problemDeputy },
    'last-administrator': { field: 'role', label: text.role, message: text.problemLast },
  }
  return found[refused]
}

async function takePage(visit: Visit, refused?: GrantRefusal): Promise<Answer | NotFound> {
  const { id = '', grant: grantId = '' } = visit.params
  if (!isId(id) || !isId(grantId)) return notFound
  const grants = await visit.town.read((db: ReadDb<DeskTables>) => listGrantsOf(db, id, visit.now))
  const grant = grants.find((one) => one.id === grantId)
  if (!grant) return notFound
  const text = deskWords(visit)
  const names = await namesFor(visit, [id, ...(grant.deputyOf ? [grant.deputyOf] : [])], 'lookPerson')
  const nameOf = (one: string) => listName(names.get(one), text.withoutName)
  const problem = refused && problemOf(visit, refused).message
  return page(
    <TakePage frame={visit.frame} person={{ id, name: nameOf(id) }} grant={grantRow(visit, grant, nameOf)} problem={problem} />,
    refused ? { status: 409 } : {},
  )
}

async function take(visit: Visit): Promise<Answer | NotFound> {
  const { id = '', grant: grantId = '' } = visit.params
  if (!isId(id) || !isId(grantId)) return notFound
  const outcome = await visit.town.write(async (db: WriteDb<DeskTables>) => {
    const grant = (await listGrantsOf(db, id, visit.now)).find((one) => one.id === grantId)
    if (!grant) return undefined
    const taken = await takeRole(db, { person: visit.person!.personId, permission }, grantId, visit.now)
    if (taken && 'taken' in taken) await noticeOf(db, id, 'noticeTaken', grant.roleName, visit.now)
    return taken
  })
  if (!outcome) return notFound
  return 'taken' in outcome ? seeOther(`${linkTo(visit, `/desk/people/${id}`)}?done=taken`) : takePage(visit, outcome.refused)
}
