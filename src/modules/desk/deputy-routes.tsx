// Deputies: named by the person themselves, or by who may give roles.
import type { FieldProblem } from '../../design/fields.tsx'
import { staff } from '../../kernel/access.ts'
import { endOfDay, startOfDay } from '../../kernel/calendar/day.ts'
import { endDeputy, giveDeputy, listDeputies } from '../../kernel/deputies.ts'
import type { GrantRefusal } from '../../kernel/grants.ts'
import { type Answer, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../kernel/http/visit.ts'
import { listName } from '../../kernel/staff.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { dayTyped, isId, lastDayBefore } from './addresses.ts'
import { type DeputyForm, OwnDeputiesPage } from './deputy-pages.tsx'
import { colleagueTyped } from './directory.ts'
import { administrativePermissions } from './permission-list.ts'
import { addNotice, namesFor } from './start.ts'
import type { DeskTables } from './tables.ts'
import { deskWords } from './words.ts'

const atWork = staff('desk.work.see')

export const noDeputyTyped: DeputyForm['typed'] = { deputy: '', deputyFrom: '', deputyUntil: '' }
export type DeputyTried = DeputyForm

export function deputyRoutes(on: Routes): void {
  on.page('/desk/deputies', atWork, {}, (visit) => ownDeputies(visit))
  on.form('/desk/deputies', atWork, {}, async (visit, input) => {
    const tried = await nameDeputy(visit, visit.person!.personId, input)
    return 'done' in tried ? seeOther(`${linkTo(visit, '/desk/deputies')}?done=deputy`) : ownDeputies(visit, tried)
  })
  on.form('/desk/deputies/:id/end', atWork, {}, async (visit) => {
    const { id = '' } = visit.params
    if (!isId(id)) return notFound
    const { personId } = visit.person!
    const ended = await visit.town.write((db: WriteDb<DeskTables>) => endDeputy(db, personId, id, visit.now))
    return ended ? seeOther(`${linkTo(visit, '/desk/deputies')}?done=ended`) : notFound
  })
}

async function ownDeputies(visit: Visit, tried?: DeputyTried): Promise<Answer> {
  const text = deskWords(visit)
  const deputies = await visit.town.read((db: ReadDb<DeskTables>) => listDeputies(db, visit.person!.personId, visit.now))
  const names = await namesFor(
    visit,
    deputies.map(({ id }) => id),
    'lookDeputy',
  )
  const done: Record<string, string> = { deputy: text.deputyNamed, ended: text.ended }
  const view = {
    deputies: deputies.map(({ id, startsAt, endsAt }) => ({
      id,
      name: listName(names.get(id), text.withoutName),
      url: linkTo(visit, `/desk/people/${id}`),
      from: dayInBerlin(startsAt),
      until: endsAt ? lastDayBefore(endsAt) : undefined,
    })),
    form: tried ?? { typed: noDeputyTyped, problems: [], choices: [] },
    done: done[visit.query.done ?? ''],
  }
  return page(<OwnDeputiesPage frame={visit.frame} view={view} />, tried ? { status: 422 } : {})
}

/** Reads the form of either page and names the deputy of `personId`; the form again where something is to be corrected. */
export async function nameDeputy(visit: Visit, personId: string, input: FormInput): Promise<DeputyTried | { done: true }> {
  const { town, person, now } = visit
  const text = deskWords(visit)
  const typed = {
    deputy: input.value('deputy').slice(0, 100),
    deputyFrom: input.value('deputyFrom'),
    deputyUntil: input.value('deputyUntil'),
  }
  const problems: FieldProblem[] = []
  const problem = (field: string, label: string, message: string) => void problems.push({ field, label, message })
  const named = isId(typed.deputy)
    ? { one: typed.deputy }
    : typed.deputy === ''
      ? undefined
      : await colleagueTyped(visit, typed.deputy)
  const choices = named !== undefined && named !== 'none' && 'several' in named ? named.several : []
  if (named === undefined) problem('deputy', text.deputyField, text.problemDeputy)
  if (named === 'none') problem('deputy', text.deputyField, text.problemDeputyUnknown)
  if (choices.length > 0) problem('deputy', text.deputyField, text.choosePerson)
  const [from, until] = [dayTyped(typed.deputyFrom), dayTyped(typed.deputyUntil)]
  const wrongDay = (raw: string) => (raw === '' ? text.problemDayMissing : text.problemDay(raw.slice(0, 20)))
  if (!from) problem('deputyFrom', text.fromField, wrongDay(typed.deputyFrom))
  if (!until) problem('deputyUntil', text.untilField, wrongDay(typed.deputyUntil))
  if (problems.length > 0 || !from || !until || named === undefined || named === 'none' || 'several' in named)
    return { typed, problems, choices }
  const deputy = named.one
  const outcome = await town.write(async (db: WriteDb<DeskTables>) => {
    const giver = { person: person!.personId, permission: 'desk.roles.grant' }
    const times = { startsAt: startOfDay(from), endsAt: endOfDay(until) }
    const given = await giveDeputy(db, giver, { person: personId, deputy, ...times }, administrativePermissions(visit.house), now)
    if ('given' in given) {
      const said = (language: 'de' | 'en') => deskWords({ language }).noticeDeputy(typed.deputyUntil)
      await addNotice(db, { person: deputy, text: { de: said('de'), en: said('en') }, path: '/desk', now })
    }
    return given
  })
  return 'given' in outcome ? { done: true } : { typed, choices: [], problems: [deputyProblem(visit, outcome.refused)] }
}

function deputyProblem(visit: Visit, refused: GrantRefusal): FieldProblem {
  const text = deskWords(visit)
  const label = text.deputyField
  if (refused === 'dates') return { field: 'deputyUntil', label: text.untilField, message: text.problemDates }
  if (refused === 'role') return { field: 'deputy', label, message: text.problemNothingToLend }
  if (refused === 'beyond-own') return { field: 'deputy', label, message: text.problemBeyond }
  if (refused === 'not-allowed') return { field: 'deputy', label, message: text.problemNotAllowed }
  if (refused === 'already') return { field: 'deputy', label, message: text.problemAlready }
  return { field: 'deputy', label, message: refused === 'person' ? text.problemPerson : text.problemDeputy }
}
