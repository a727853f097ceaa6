// The addresses of the work list: the list itself, and what is done with several cases at once.
import type { FindPersons, SearchByName } from '../../../contracts/find-persons.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, page } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { workView } from '../../../kernel/http/work-view.ts'
import { readReference } from '../../../kernel/reference.ts'
import { mayDecide, mayGiveOpinion, mayIntake, mayRead, mayWork } from '../access.ts'
import type { Reading } from '../case.ts'
import { bulkWords } from './bulk-words.ts'
import { unitsFor } from './clerk.ts'
import { type Filter, queryOf, readFilter, readPage } from './filter.ts'
import { listCases } from './list.ts'
import { deskPath, ListPage } from './list-pages.tsx'
import { listWords } from './list-words.ts'
import { namesOf } from './names.ts'
import { countOpinions } from './opinion.ts'
import { listUnits } from './units.ts'

export function listRoutes(on: Routes): void {
  on.page(deskPath, staff(mayRead), {}, showList)
}

/** Whom a name means, by those alone who may search for names: nobody else learns whether somebody has a case. */
export async function holdersNamed({ house, town, person }: Visit, { search }: Filter): Promise<string[]> {
  if (search.length < 2 || readReference(search)) return []
  if (!(await house.ask<SearchByName>(town, 'search-by-name', { by: person! }))) return []
  const words = search.split(/[\s,]+/).filter((word) => word !== '')
  const family = search.includes(',') ? words[0]! : words.at(-1)!
  const found = await house.ask<FindPersons>(town, 'find-persons', {
    by: person!,
    permission: mayRead,
    purpose: 'Ihren Vorgang nach Ihrem Namen gesucht',
    exact: '',
    familyName: family,
    givenName: words.filter((word) => word !== family).join(' '),
  })
  return found && found !== 'many' ? found.map(({ id }) => id) : []
}

async function showList(visit: Visit): Promise<Answer> {
  const { town, person, frame, today, query } = visit
  const text = listWords(frame)
  const filter = readFilter(visit)
  const at = readPage(visit)
  const holders = await holdersNamed(visit, filter)
  const found = await listCases(town, person!, { filter, page: at, today, holders })
  const names = await namesOf(town, person!, found.rows)
  const counted = (name: string): number => (/^\d{1,3}$/.test(query[name] ?? '') ? Number(query[name]) : 0)
  const said = [
    ...(counted('claimed') > 0 ? [{ tone: 'ok' as const, text: text.claimed(counted('claimed')) }] : []),
    ...(counted('bulk') > 0 ? [{ tone: 'ok' as const, text: bulkWords(visit).did(counted('bulk')) }] : []),
    ...(counted('missed') > 0 && query.bulk !== undefined
      ? [{ tone: 'warn' as const, text: bulkWords(visit).missed(counted('missed')) }]
      : []),
    ...(counted('missed') > 0 && query.bulk === undefined
      ? [{ tone: 'warn' as const, text: text.someTaken(counted('missed')) }]
      : []),
    ...(query.picked === 'none' ? [{ tone: 'warn' as const, text: text.nothingPicked }] : []),
  ]
  const may = {
    work: person!.permissions.has(mayWork),
    decide: person!.permissions.has(mayDecide),
    takeIn: person!.permissions.has(mayIntake),
  }
  const units = await town.read((db: Reading) => listUnits(db, unitsFor(person!, mayRead)))
  return page(
    <ListPage
      {...{ frame, today, filter, found, names, units, may, said }}
      me={person!.personId}
      page={at}
      opinions={person!.permissions.has(mayGiveOpinion) ? await countOpinions(town, person!) : undefined}
      preferences={await workView(visit, `${deskPath}${queryOf(filter)}`, `${text.title}: ${text[`view-${filter.view}`]}`)}
    />,
  )
}
