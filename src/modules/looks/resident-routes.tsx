// What a person asks for: their log, an objection, the rules of mass runs.
import type { FieldProblem } from '../../design/fields.tsx'
import { anyone, type SignedIn, self } from '../../kernel/access.ts'
import { notFound, page, seeOther } from '../../kernel/http/answer.ts'
import { readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { namesOf } from './inquiry.ts'
import { type FoldedLook, findLook, listLooks, listMassRuns, listWho } from './look.ts'
import { findOwnObjection, object, ownLook } from './objection.ts'
import { ObjectionPage, ObjectPage } from './objection-pages.tsx'
import { LooksPage, MassRunsPage, type Named, whoLooked } from './pages.tsx'
import type { LooksTables } from './tables.ts'
import { looksWords } from './words.ts'

export const modulesNamed = ({ house }: Pick<Visit, 'house'>): ReadonlyMap<string, string> =>
  new Map(house.modules.map(({ name, officialName }) => [name, officialName]))

/** Names of staff only where the town said so; by default they stay with the data-protection officer. CJEU C-579/21. */
async function namedFor(visit: Visit, looks: readonly FoldedLook[]): Promise<Named> {
  const shown = visit.town.settings.looks?.staffNames === true
  return { modules: modulesNamed(visit), staff: shown ? await namesOf(visit.town, looks, undefined) : new Map() }
}

const periods = { month: 30, year: 365, all: undefined } as const
type Period = keyof typeof periods

async function showLooks(visit: Visit, person: SignedIn) {
  const { town, frame, query, now, today } = visit
  const text = looksWords(visit)
  const period: Period = query.period === 'month' || query.period === 'all' ? query.period : 'year'
  const days = periods[period]
  const since = days === undefined ? undefined : new Date(now.getTime() - days * 86_400_000)
  const who = query.who || undefined
  const urlOf = (own: { period?: Period; who?: string | undefined; page?: number }): string => {
    const wanted = { period, who, ...own }
    const parts = [
      wanted.period !== 'year' && `period=${wanted.period}`,
      wanted.who !== undefined && `who=${encodeURIComponent(wanted.who)}`,
      (wanted.page ?? 1) > 1 && `page=${wanted.page}`,
    ].filter(Boolean)
    return linkTo(visit, parts.length > 0 ? `/looks?${parts.join('&')}` : '/looks')
  }
  const { listed, lookers } = await town.personal(
    ownLook(person, 'Eigenes Protokoll gelesen'),
    async (db: WriteDb<LooksTables>) => ({
      listed: await listLooks(db, person.personId, { since, who, today }, Number(query.page) || 1),
      lookers: await listWho(db, person.personId, { since, today }),
    }),
  )
  const named = await namedFor(visit, listed.looks)
  const groups = new Map(
    lookers.map((one) => [
      one.kind === 'staff' ? (one.unit ?? '') : one.kind,
      one.kind === 'system' ? text.automatic : whoLooked(visit, { ...one, role: null, module: null, actorId: null }, named),
    ]),
  )
  const chips = [...groups].map(([key, label]) => ({ label, url: urlOf({ who: key }), current: who === key }))
  return page(
    <LooksPage
      frame={frame}
      {...listed}
      named={named}
      who={[{ label: text.everybody, url: urlOf({ who: undefined }), current: who === undefined }, ...chips]}
      when={(['month', 'year', 'all'] as const).map((key) => ({
        label: { month: text.days30, year: text.year, all: text.always }[key],
        url: urlOf({ period: key }),
        current: period === key,
      }))}
      urlOf={(wanted) => urlOf({ page: wanted })}
      filtered={period !== 'all' || who !== undefined}
      staffNames={town.settings.looks?.staffNames === true}
    />,
  )
}

async function showObjectForm(visit: Visit, person: SignedIn, look: string, reason = '', problems: readonly FieldProblem[] = []) {
  const found = await visit.town.personal(ownLook(person, 'Eigenes Protokoll gelesen'), (db: WriteDb<LooksTables>) =>
    findLook(db, person.personId, look, visit.today),
  )
  if (!found || found.kind === 'self') return notFound
  if (found.objection) return seeOther(linkTo(visit, `/looks/objections/${found.objection}`))
  const named = await namedFor(visit, [found])
  return page(<ObjectPage frame={visit.frame} look={found} named={named} reason={reason} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

export function residentRoutes(on: Routes): void {
  on.page('/looks', self, {}, (visit) => showLooks(visit, visit.person!))
  on.page('/looks/object', self, {}, (visit) => showObjectForm(visit, visit.person!, visit.query.look ?? ''))
  on.form('/looks/object', self, {}, async (visit, input) => {
    const text = looksWords(visit)
    const look = input.value('look')
    const form = readForm(input, { reason: textField('reason', { atMost: 2_000, tooLong: text.reasonTooLong }) })
    if ('problems' in form) {
      const problems = form.problems.map((problem) => ({ ...problem, label: text.reason }))
      return showObjectForm(visit, visit.person!, look, input.value('reason'), problems)
    }
    const id = await object(visit.town, visit.person!, look, form.values.reason, visit.now)
    return id ? seeOther(linkTo(visit, `/looks/objections/${id}`)) : notFound
  })
  on.page('/looks/objections/:id', self, {}, async (visit) => {
    const objection = await findOwnObjection(visit.town, visit.person!, visit.params.id ?? '', visit.today)
    if (!objection) return notFound
    const named = await namedFor(visit, objection.look ? [objection.look] : [])
    return page(<ObjectionPage frame={visit.frame} objection={objection} named={named} />)
  })
  on.page('/looks/rules', anyone, {}, async (visit) => {
    const runs = await visit.town.read((db: ReadDb<LooksTables>) => listMassRuns(db))
    return page(<MassRunsPage frame={visit.frame} runs={runs} named={{ modules: modulesNamed(visit), staff: new Map() }} />)
  })
}
