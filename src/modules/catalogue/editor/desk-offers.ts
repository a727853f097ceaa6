// What neighbours ask the editors' room: what waits for whom, what is found by name, the notice on all pages, the town's own words.
import type { DeskHit, DeskList } from '../../../contracts/desk-work.ts'
import type { TownBanner } from '../../../contracts/town-banner.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { catalogueWords } from '../words.ts'
import { bannerForAll } from './banner.ts'
import { deskPath, permissionFor } from './desk-address.ts'
import { asksForFourEyes } from './publish.ts'
import type { EditorTables } from './tables.ts'
import { editorWords } from './words.ts'
import { countWork, findThings } from './work.ts'

type Asked = { person: SignedIn; language: Language }

export async function catalogueWork(town: Town, { person, language, today }: Asked & { today: string }): Promise<DeskList[]> {
  if (!person.permissions.has('catalogue.texts.edit')) return []
  const text = editorWords({ language, ownWords: town.settings.ownWords })
  const counts = await town.read((db: ReadDb<EditorTables>) => countWork(db, person.personId, today, asksForFourEyes(town)))
  const url = (path: string) => pathIn(language, `/desk/catalogue/${path}`)
  const lists: DeskList[] = [
    {
      title: text.waitingForMe,
      url: url('drafts'),
      count: person.permissions.has('catalogue.texts.publish') ? counts.waitingForMe : 0,
    },
    { title: text.reviews, url: url('reviews'), count: counts.reviews, overdue: counts.overdue },
    { title: text.conflicts, url: url('conflicts'), count: counts.conflicts },
    { title: text.links, url: url('links'), count: counts.links },
    { title: text.outdated, url: url('translations'), count: counts.outdated },
  ]
  return lists.filter(({ count }) => count > 0)
}

export async function catalogueHits(town: Town, { person, language, query }: Asked & { query: string }): Promise<DeskHit[]> {
  const wanted = query.trim().slice(0, 100)
  if (wanted.length < 2) return []
  const text = editorWords({ language, ownWords: town.settings.ownWords })
  const nouns = (['service', 'office'] as const).filter((noun) => person.permissions.has(permissionFor(noun)))
  const found = await town.read((db: ReadDb<EditorTables>) =>
    Promise.all(nouns.map(async (noun) => ({ noun, ...(await findThings(db, noun, { query: wanted, page: 1 })) }))),
  )
  return found.flatMap(({ noun, lines }) =>
    lines.slice(0, 10).map(({ id, name, status }) => ({
      kind: text[noun],
      title: name,
      url: pathIn(language, deskPath(noun, id)),
      more: text[status],
    })),
  )
}

/** Stands on every page, before the one in the town's settings. */
export async function catalogueBanner(town: Town, { language }: { language: Language }): Promise<TownBanner['answer']> {
  const shown = await bannerForAll(town, language)
  if (!shown) return undefined
  const { title, text, link } = shown
  const label = catalogueWords({ language, ownWords: town.settings.ownWords }).noticeMore
  return { title, text, link: link === undefined ? undefined : { label, url: pathIn(language, link) } }
}

export const editedSynonyms = (town: Town): Promise<string> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const row = await db.selectFrom('catalogue.synonyms').select('groups').executeTakeFirst()
    return row?.groups ?? ''
  })
