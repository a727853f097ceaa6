// The start page of the desk, its search, kept views, notices and the person's own settings.
import { staff } from '../../kernel/access.ts'
import { nextPath, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../kernel/http/visit.ts'
import { languageOf } from '../../kernel/language.ts'
import { listName } from '../../kernel/staff.ts'
import { isId } from './addresses.ts'
import { directoryHits, unitName } from './directory.ts'
import {
  findOwnDesk,
  gatherHits,
  gatherLists,
  namesFor,
  readNotices,
  removeFilter,
  saveFilter,
  savePreferences,
} from './start.ts'
import { SearchPage, StartPage } from './start-pages.tsx'
import { deskWords } from './words.ts'

const atWork = staff('desk.work.see')

export function startRoutes(on: Routes): void {
  on.page('/desk', atWork, {}, async (visit) => page(<StartPage frame={visit.frame} view={await startView(visit)} />))
  on.page('/desk/search', atWork, {}, async (visit) => {
    const query = (visit.query.q ?? '').trim().slice(0, 100)
    if (query.length < 2) return page(<SearchPage frame={visit.frame} query={query} hits={[]} missing={[]} more={false} />)
    const seesStaff = visit.person!.permissions.has('desk.organisation.see')
    const [own, others] = await Promise.all([
      seesStaff ? directoryHits(visit, query) : { hits: [], more: false },
      gatherHits(visit.house, visit.town, { person: visit.person!, language: visit.language, query }),
    ])
    const hits = [...others.found, ...own.hits]
    return page(<SearchPage frame={visit.frame} query={query} hits={hits} missing={others.missing} more={own.more} />)
  })
  on.form('/desk/filters', atWork, {}, async (visit, input) => {
    const path = ownPath(input)
    const title = input.value('title').slice(0, 80) || languageOf(path)[1]
    await saveFilter(visit.town, visit.person!.personId, { title, path }, visit.now)
    return seeOther(path)
  })
  on.form('/desk/filters/:id/remove', atWork, {}, async (visit) => {
    const { id = '' } = visit.params
    const removed = isId(id) && (await removeFilter(visit.town, visit.person!.personId, id))
    return removed ? seeOther(linkTo(visit, '/desk')) : notFound
  })
  on.form('/desk/preferences', atWork, {}, async (visit, input) => {
    const [oneLine, keys] = [input.value('oneLine'), input.value('keys')]
    await savePreferences(visit.town, visit.person!.personId, {
      ...(oneLine !== '' && { oneLine: oneLine === 'yes' }),
      ...(keys !== '' && { keys: keys === 'yes' }),
    })
    return seeOther(ownPath(input))
  })
  on.form('/desk/notices/read', atWork, {}, async (visit) => {
    await readNotices(visit.town, visit.person!.personId, visit.now)
    return seeOther(linkTo(visit, '/desk'))
  })
}

/** The page of this town that a form was sent from. */
const ownPath = (input: FormInput): string => nextPath(input.value('next').slice(0, 500) || '/desk')

async function startView(visit: Visit) {
  const { house, town, language, today, now, person } = visit
  const text = deskWords(visit)
  const input = { person: person!, language, today }
  const [{ found: lists, missing }, own] = await Promise.all([
    gatherLists(house, town, input),
    findOwnDesk(town, person!.personId, now),
  ])
  const names =
    own.represented.length > 0
      ? await namesFor(
          visit,
          own.represented.map(({ id }) => id),
          'lookDeputy',
        )
      : new Map()
  const deputyLists = await Promise.all(
    own.represented.map(async ({ id, until }) => ({
      name: listName(names.get(id), text.withoutName),
      until: until === null ? undefined : dayInBerlin(until),
      lists: (await gatherLists(house, town, { ...input, deputyFor: id })).found,
    })),
  )
  return {
    lists,
    missing,
    deputyLists,
    units: own.units.map(({ key, name, nameEn }) => ({
      label: unitName(visit, { name, details: nameEn === undefined ? {} : { nameEn } }),
      url: linkTo(visit, `/desk/units/${key}`),
    })),
    filters: own.filters,
    notices: own.notices.map(({ at, de, en, path }) => ({
      text: language === 'en' ? en : de,
      url: path === null ? undefined : linkTo(visit, path),
      day: dayInBerlin(at),
    })),
    more: [{ label: text.myDeputies, url: linkTo(visit, '/desk/deputies') }],
  }
}
