// The addresses of the lists of what waits.
import { formatDay } from '../../../design/format.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { workView } from '../../../kernel/http/work-view.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { listConflicts, settleConflict } from './conflict.ts'
import { listMisses, listVotedDown } from './demand.ts'
import { deskPath } from './desk-address.ts'
import { differencesOf } from './differences.ts'
import { DraftsPage } from './draft-list-pages.tsx'
import { checkLinks, collectLinks, listDeadLinks, openLinkOutbound } from './link-check.ts'
import { listWords } from './list-words.ts'
import { labelFor } from './release-routes.tsx'
import { listDueReviews } from './review.ts'
import type { EditedNoun, EditorTables } from './tables.ts'
import { listMissing, listOutdated } from './translation.ts'
import { editorWords } from './words.ts'
import { countDrafts, type DraftView, draftViews, listDrafts } from './work.ts'
import { ConflictsPage, LinksPage, ListPage, SearchesPage, TranslationsPage } from './work-pages.tsx'

const textsEdit = staff('catalogue.texts.edit')

export const deskRoot = '/desk/catalogue'
export const backToDesk = (visit: Visit) => ({ label: editorWords(visit).back, url: linkTo(visit, deskRoot) })

export const pageIn = ({ query }: Visit): number => (/^[1-9]\d{0,3}$/.test(query.page ?? '') ? Number(query.page) : 1)

export function deskListRoutes(on: Routes): void {
  on.page(`${deskRoot}/drafts`, textsEdit, {}, showDrafts)
  on.page(`${deskRoot}/conflicts`, textsEdit, {}, (visit) => showConflicts(visit))
  on.form(`${deskRoot}/conflicts`, textsEdit, {}, settle)
  on.page(`${deskRoot}/links`, textsEdit, {}, showLinks)
  on.form(`${deskRoot}/links`, textsEdit, { perMinute: 4 }, checkNextLinks)
  on.page(`${deskRoot}/reviews`, textsEdit, {}, showReviews)
  on.page(`${deskRoot}/translations`, textsEdit, {}, showTranslations)
  on.page(`${deskRoot}/searches`, textsEdit, {}, showSearches)
}

export const read = <Result,>(visit: Visit, work: (db: ReadDb<EditorTables>) => Promise<Result>): Promise<Result> =>
  visit.town.read(work)

async function showDrafts(visit: Visit): Promise<Answer> {
  const person = visit.person!.personId
  const view = draftViews.find((one) => one === visit.query.view) ?? 'all'
  const number = pageIn(visit)
  const [counts, rows] = await read(visit, async (db) => [
    await countDrafts(db, person),
    await listDrafts(db, person, view, number),
  ])
  const path = (one: DraftView, at = 1) => `${deskRoot}/drafts?view=${one}${at > 1 ? `&page=${at}` : ''}`
  const name = `${editorWords(visit).drafts}: ${listWords(visit)[`drafts-${view}`]}`
  const shown = {
    ...{ view, counts, page: number, today: visit.today, back: backToDesk(visit) },
    rows: rows.map((row) => ({ ...row, url: `${linkTo(visit, deskPath(row.noun, row.id))}/release` })),
    urlOf: (one: DraftView, at?: number) => linkTo(visit, path(one, at)),
    preferences: await workView(visit, path(view, number), name),
  }
  return page(<DraftsPage frame={visit.frame} {...shown} />)
}

async function showConflicts(visit: Visit): Promise<Answer> {
  const found = await read(visit, (db) => listConflicts(db))
  const items = found.map(({ noun, id, title, field, foundAt, sides }) => ({
    title,
    url: linkTo(visit, deskPath(noun, id)),
    noun,
    id,
    field,
    found: formatDay(visit.language, dayInBerlin(foundAt)),
    sides: sides.map(({ path, edited, imported }) => ({
      label: labelFor(visit, noun, path),
      edited,
      imported,
      pieces: differencesOf(edited, imported),
    })),
  }))
  const said = visit.query.done === 'kept' ? { text: listWords(visit).kept, tone: 'ok' as const } : undefined
  const action = linkTo(visit, `${deskRoot}/conflicts`)
  return page(<ConflictsPage frame={visit.frame} items={items} action={action} said={said} back={backToDesk(visit)} />)
}

async function settle(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const noun = (['service', 'office', 'topic'] as const).find((one) => one === input.value('noun'))
  const id = input.value('id')
  const choice = input.value('choice')
  if (!noun || !/^[1-9]\d{0,8}$/.test(id) || (choice !== 'edited' && choice !== 'imported')) return notFound
  const person = visit.person!.personId
  const done = await settleConflict(visit.town, {
    noun,
    id: Number(id),
    field: input.value('field'),
    choice,
    person,
    now: visit.now,
  })
  if (!done) return notFound
  return seeOther(
    done === 'drafted'
      ? `${linkTo(visit, deskPath(noun, Number(id)))}/release`
      : linkTo(visit, `${deskRoot}/conflicts?done=kept`),
  )
}

async function showLinks(visit: Visit): Promise<Answer> {
  const rows = await read(visit, (db) => listDeadLinks(db))
  const checked = /^\d{1,4}$/.test(visit.query.checked ?? '') ? Number(visit.query.checked) : undefined
  return page(
    <LinksPage
      frame={visit.frame}
      rows={rows}
      action={linkTo(visit, `${deskRoot}/links`)}
      said={checked === undefined ? undefined : { text: listWords(visit).checked(checked), tone: 'ok' }}
      back={backToDesk(visit)}
      urlOf={({ noun, id }) => linkTo(visit, deskPath(noun, id))}
      labelOf={({ noun, field }) => labelFor(visit, noun, field)}
    />,
  )
}

async function checkNextLinks(visit: Visit): Promise<Answer> {
  const outbound = openLinkOutbound()
  try {
    await collectLinks(visit.town)
    const count = await checkLinks(visit.town, outbound, { now: visit.now, atMost: 40 })
    return seeOther(linkTo(visit, `${deskRoot}/links?checked=${count}`))
  } finally {
    outbound.close()
  }
}

async function showReviews(visit: Visit): Promise<Answer> {
  const text = editorWords(visit)
  const lists = listWords(visit)
  const rows = await read(visit, (db) => listDueReviews(db, visit.person!.personId, visit.today))
  const url = (noun: EditedNoun, id: number) => linkTo(visit, deskPath(noun, id))
  return page(
    <ListPage
      frame={visit.frame}
      title={text.reviews}
      none={lists.noReviews}
      rows={rows}
      back={backToDesk(visit)}
      columns={[
        { label: text.name, cell: ({ noun, id, title }) => <a href={url(noun, id)}>{title}</a> },
        {
          label: lists.due,
          cell: ({ due }) => (
            <span class={`due ${due < visit.today ? 'overdue' : due === visit.today ? 'today' : 'later'}`}>
              {formatDay(visit.language, due)}
              {due < visit.today && `, ${lists.overdue}`}
            </span>
          ),
        },
        { label: lists.unit, cell: ({ unit, mine }) => [mine ? lists.me : '', unit].filter(Boolean).join(', ') || '–' },
      ]}
    />,
  )
}

async function showTranslations(visit: Visit): Promise<Answer> {
  const text = editorWords(visit)
  const lists = listWords(visit)
  const language = visit.query.language === 'leicht' ? 'leicht' : 'en'
  const missing = visit.query.list === 'missing'
  const number = pageIn(visit)
  const perPage = 50
  const found = await read(visit, async (db) =>
    missing
      ? await listMissing(db, language, perPage, (number - 1) * perPage)
      : { total: 0, lines: await listOutdated(db, language) },
  )
  const base = linkTo(visit, `${deskRoot}/translations`)
  const urlOf = (list: string, tongue: string, at = 1) => `${base}?list=${list}&language=${tongue}${at > 1 ? `&page=${at}` : ''}`
  const list = missing ? 'missing' : 'outdated'
  return page(
    <TranslationsPage
      frame={visit.frame}
      title={missing ? text.missing : text.outdated}
      lead={missing ? lists.missingLead : lists.outdatedLead}
      none={missing ? lists.noMissing : lists.noOutdated}
      rows={found.lines.map(({ id, title, since }) => ({
        title,
        url: `${linkTo(visit, deskPath('service', id))}?part=${language}`,
        since: since && formatDay(visit.language, dayInBerlin(since)),
      }))}
      chips={[
        ...(['en', 'leicht'] as const).map((one) => ({
          label: text[`part${one}`],
          url: urlOf(list, one),
          current: one === language,
        })),
        { label: text[missing ? 'outdated' : 'missing'], url: urlOf(missing ? 'outdated' : 'missing', language), current: false },
      ]}
      back={backToDesk(visit)}
      pages={
        missing
          ? { page: number, count: Math.max(1, Math.ceil(found.total / perPage)), urlOf: (at) => urlOf(list, language, at) }
          : undefined
      }
    />,
  )
}

async function showSearches(visit: Visit): Promise<Answer> {
  const [misses, votes] = await read(visit, (db) => Promise.all([listMisses(db, visit.today), listVotedDown(db, visit.today)]))
  const synonymsUrl = visit.person!.permissions.has('catalogue.taxonomy.edit')
    ? linkTo(visit, deskPath('synonyms', 1))
    : undefined
  return page(
    <SearchesPage
      frame={visit.frame}
      misses={misses}
      votes={votes.map((vote) => ({ ...vote, url: linkTo(visit, deskPath('service', vote.id)) }))}
      synonymsUrl={synonymsUrl}
      back={backToDesk(visit)}
    />,
  )
}
