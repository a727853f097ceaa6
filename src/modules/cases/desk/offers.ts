// What waits on the desk, what its search finds, and which matters of a person are open.
import type { DeskHit, DeskList, DeskSearch, DeskWork, OpenMatters } from '../../../contracts/desk-work.ts'
import type { TaskPlace } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import { type Offer, offer } from '../../../kernel/module.ts'
import { readReference, showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayRead, type Place } from '../access.ts'
import { findByReference, type Reading } from '../case.ts'
import { knownTypes } from '../type/known-types.ts'
import { admitTo } from './clerk.ts'
import { countViews } from './list.ts'
import { deskPath } from './list-pages.tsx'
import { listWords } from './list-words.ts'
import { countOpinions } from './opinion.ts'
import { textIn } from './shown.ts'

const readerOf = ({ settings }: Town, language: Language) => ({ language, ownWords: settings.ownWords })

async function listsFor(town: Town, person: SignedIn, language: Language, today: string): Promise<DeskList[]> {
  const text = listWords(readerOf(town, language))
  const opinions = await countOpinions(town, person)
  const asked = [{ title: text.deskOpinions, url: pathIn(language, `${deskPath}/opinions`), count: opinions }]
  if (!person.permissions.has(mayRead)) return asked.filter(({ count }) => count > 0)
  const counts = await countViews(town, person, today)
  const at = (view: string) => pathIn(language, `${deskPath}?view=${view}`)
  const lists = [
    { title: text.deskMine, url: at('mine'), count: counts.mine, overdue: 0, dueToday: counts.dueToday },
    { title: text.deskUnowned, url: at('unowned'), count: counts.unowned, overdue: counts.overdue, dueToday: 0 },
    ...asked,
  ]
  return lists.filter(({ count }) => count > 0)
}

async function hitsFor({ house, town }: Place, person: SignedIn, language: Language, query: string): Promise<DeskHit[]> {
  const reference = readReference(query)
  if (!reference || !person.permissions.has(mayRead)) return []
  return town.read(async (db: Reading) => {
    const row = await findByReference(db, reference)
    const opening = row && (await admitTo(db, { house, town }, person, row, mayRead))
    if (!opening || opening === 'party') return []
    const title = textIn(opening.kind.type.title, language)
    const url = pathIn(language, `${deskPath}/${opening.row.id}`)
    return [{ kind: listWords(readerOf(town, language)).hitKind, title, url, more: showReference(reference) }]
  })
}

/** Inside the logged look of whoever asks. */
const openMattersOf = (town: Town, subject: string, language: Language) =>
  town.read(async (db: Reading) => {
    const types = await knownTypes(db, town)
    const rows = await db
      .selectFrom('cases.case')
      .selectAll()
      .where('holder_id', '=', subject)
      .where('state', '<>', 'closed')
      .orderBy('received_at', 'desc')
      .limit(100)
      .execute()
    const text = listWords(readerOf(town, language))
    // That somebody has a case under tax or social secrecy is a secret too.
    return rows
      .filter((row) => !types.of(row).type.secrecy)
      .map((row) => ({
        title: textIn(types.of(row).type.title, language),
        state: text[`state-${row.state}`],
        url: pathIn(language, `${deskPath}/${row.id}`),
        since: row.received_at.toISOString(),
      }))
  })

export const deskOffers: readonly Offer[] = [
  offer<DeskWork>('desk-work', 1, (town, { person, language, today, deputyFor }) =>
    deputyFor ? Promise.resolve([]) : listsFor(town, person, language, today),
  ),
  offer<DeskSearch>('desk-search', 1, (town, { person, language, query }, house) =>
    hitsFor({ house, town }, person, language, query),
  ),
  // Tasks of processes that belong to a case are done on its page.
  offer<TaskPlace>('task-place', 1, async (_town, { form, businessKey }) =>
    businessKey !== null && /^cases\.(decide|approve|opinion)$/.test(form)
      ? { path: form === 'cases.opinion' ? `${deskPath}/opinions` : `${deskPath}/${businessKey}` }
      : undefined,
  ),
  offer<OpenMatters>('open-matters', 1, (town, { subject, language }) => openMattersOf(town, subject, language)),
]
