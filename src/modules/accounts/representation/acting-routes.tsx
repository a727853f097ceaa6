// The addresses of acting for others and of powers of attorney.
import type { RepresentableMatters } from '../../../contracts/representation.ts'
import type { FieldProblem } from '../../../design/fields.tsx'
import { dayOf, formatDay } from '../../../design/format.ts'
import { self } from '../../../kernel/access.ts'
import { cookie, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { ownLook } from '../profile/own-look.ts'
import { type Own, own } from '../profile/profile-routes.tsx'
import { listActs } from './act.ts'
import { endAuthority, representativeActor, startActing, stopActing } from './acting.ts'
import { ActingPage, type ActingView, type Choice, type Grant, PowerGivenPage, PowerPage, powerDays } from './acting-pages.tsx'
import { codeDays, grantAuthority, listAuthoritiesOf, listGrantsBy, redeemCode } from './authority.ts'
import { listMemberships, readOrganisationNames } from './organisation.ts'
import type { RepresentationTables } from './tables.ts'
import { actingWords } from './words.ts'

type Db = WriteDb<RepresentationTables & KernelTables>
type Reader = ReadDb<RepresentationTables & KernelTables>

export const matterChoices = async ({ house, town, language }: Visit) =>
  (await house.askAll<RepresentableMatters>(town, 'representable-matters', { language })).flatMap(({ answer }) => answer)

export function actingRoutes(on: Routes): void {
  on.page('/accounts/acting', self, {}, async (visit) => actingPage(own(visit), [], ''))

  on.form('/accounts/acting/start', self, {}, async (visit, input) => {
    const { town, person, now } = own(visit)
    const authority = input.value('authority')
    const token = isId(authority)
      ? await startActing(town, person, authority, { began: actingWords({ language: 'de' }).began }, now)
      : undefined
    if (!token) return notFound
    return seeOther(linkTo(visit, '/accounts/acting?done=started'), { cookies: [cookie('session', token)] })
  })
  on.form('/accounts/acting/stop', self, {}, async (visit) => {
    const { town, person, now } = own(visit)
    const token = await stopActing(town, person, now)
    return seeOther(linkTo(visit, '/accounts/acting?done=stopped'), { cookies: [cookie('session', token)] })
  })
  on.form('/accounts/acting/code', self, { perMinute: 10 }, async (visit, input) => {
    const { town, person, now } = own(visit)
    const typed = input.value('code')
    if (await redeemCode(town, person.personId, typed, now)) return seeOther(linkTo(visit, '/accounts/acting?done=code'))
    const text = actingWords(visit)
    return actingPage(own(visit), [{ field: 'code', label: text.code, message: text.codeWrong }], typed)
  })
  on.form('/accounts/acting/revoke', self, {}, async (visit, input) => {
    const { town, person, now } = own(visit)
    const authority = input.value('authority')
    const revoked = isId(authority) ? await endAuthority(town, person, authority, now) : undefined
    if (!revoked) return notFound
    if (revoked === 'by-law') return actingPage(own(visit), [], '', { status: 409, warning: actingWords(visit).byLaw })
    return seeOther(linkTo(visit, '/accounts/acting?done=revoked'))
  })

  on.page('/accounts/acting/power', self, {}, async (visit) => {
    const chosen = { matters: [], days: '' }
    return page(<PowerPage frame={visit.frame} problems={[]} matters={await matterChoices(visit)} chosen={chosen} />)
  })
  on.form('/accounts/acting/power', self, { perMinute: 10 }, async (visit, input) => {
    const { town, person, now } = own(visit)
    const text = actingWords(visit)
    const known = await matterChoices(visit)
    const matters = known.map(({ key }) => key).filter((key) => input.values('matter').includes(key))
    const days = powerDays.find((one) => String(one) === input.value('days'))
    if (!days) {
      const problems = [{ field: 'days', label: text.powerDays, message: text.powerDaysWrong }]
      const chosen = { matters, days: '' }
      return page(<PowerPage frame={visit.frame} problems={problems} matters={known} chosen={chosen} />, { status: 422 })
    }
    const endsAt = new Date(now.getTime() + days * 86_400_000)
    const made = { principal: person.personId, matters, endsAt, kind: 'attorney' as const, actor: 'self' as const }
    const code = await town.personal(ownLook(person, 'Vollmacht gegeben'), (db: Db) => grantAuthority(town, db, made, now))
    const until = dayOf(new Date(now.getTime() + codeDays * 86_400_000))
    // Shown in the answer itself: the code is stored nowhere, so there is no page to go to.
    return page(<PowerGivenPage frame={visit.frame} code={code} until={until} />, { headers: { 'cache-control': 'no-store' } })
  })
}

export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

type Told = { status?: number; warning?: string }

async function actingPage(visit: Own, problems: readonly FieldProblem[], code: string, { status, warning }: Told = {}) {
  const text = actingWords(visit)
  const done = { started: text.started, stopped: text.stopped, code: text.codeUsed, revoked: text.revoked }[
    visit.query.done ?? ''
  ]
  const view = await viewActing(visit)
  return page(<ActingPage frame={visit.frame} view={view} problems={problems} code={code} done={warning ?? done} />, {
    status: status ?? (problems.length > 0 ? 422 : 200),
  })
}

async function viewActing(visit: Own): Promise<ActingView> {
  const { town, person, now, language } = visit
  const text = actingWords(visit)
  const day = (at: Date) => text.until(formatDay(language, dayOf(at)))
  const { memberships, authorities } = await town.read(async (db: Reader) => ({
    memberships: await listMemberships(db, person.personId),
    authorities: await listAuthoritiesOf(db, person.personId, now),
  }))
  const names = await readOrganisationNames(
    town,
    person,
    memberships.map(({ organisation_id }) => organisation_id),
  )
  const principals = await readNames(
    visit,
    authorities.map(({ principal_id }) => principal_id),
    'Wen ich vertrete',
  )
  const choices: Choice[] = [
    ...memberships.map(({ id, organisation_id, role, state }) => ({
      authority: id,
      name: names.get(organisation_id)?.name ?? '',
      note: state === 'unverified' ? `${text[role]}, ${text.unverified}` : text[role],
      organisation: organisation_id,
    })),
    ...authorities.map(({ id, principal_id, ends_at }) => ({
      authority: id,
      name: principals.get(principal_id) || text.noName,
      note: day(ends_at),
    })),
  ]
  const { rows, acts } = await town.personal(ownLook(person, 'Eigene Vertretung angesehen'), async (db: Db) => ({
    rows: await listGrantsBy(db, person.personId, now),
    acts: await listActs(db, person.personId, language),
  }))
  const agents = await readNames(
    visit,
    rows.flatMap(({ agent_id }) => agent_id ?? []),
    'Wer mich vertritt',
  )
  const grants = rows.map(
    ({ id, kind, agent_id, ends_at, code_expires_at, proof, proof_unit }): Grant => ({
      id,
      kind,
      agent: agent_id ? agents.get(agent_id) || text.noName : undefined,
      note: agent_id || !code_expires_at ? day(ends_at) : text.waits(formatDay(language, dayOf(code_expires_at))),
      proof: proof === '' ? undefined : text.proofSeen(proof, proof_unit),
    }),
  )
  const acting = person.actsFor && choices.find(({ authority }) => authority === person.actsFor?.authority)
  return { now: acting && { name: acting.name }, choices, grants, acts }
}

/** Names of the persons on the other side of an authority; they see that they were looked at. */
export async function readNames({ town, person }: Own, ids: readonly string[], purpose: string): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const subjects = [...new Set(ids)]
  const look = {
    subjects,
    actor: representativeActor(person),
    purpose,
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    fields: ['Name'],
  }
  const rows = await town.personal(look, (db: Db) =>
    db.selectFrom('kernel.person_name').selectAll().where('subject_id', 'in', subjects).execute(),
  )
  return new Map(rows.map(({ subject_id, given_name, family_name }) => [subject_id, `${given_name} ${family_name}`.trim()]))
}
