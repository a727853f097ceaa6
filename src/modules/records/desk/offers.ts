// What the desk's start page shows of the electronic file, and what its search finds: numbers and titles, never a name.
import type { DeskHit, DeskList } from '../../../contracts/desk-work.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { countBasket } from '../post/basket.ts'
import { countOpenRuns } from '../retention/disposal-view.ts'
import { disposalWords } from '../retention/words.ts'
import { mayDispose, mayRead, mayRepair, mayWrite } from '../rights.ts'
import { recordsWords } from '../words.ts'
import { countTasks, searchProcedures } from './lists.ts'
import { root } from './paths.ts'
import { deskWords } from './words.ts'

export async function deskLists(town: Town, person: SignedIn, language: Language): Promise<DeskList[]> {
  const reader = { language, ownWords: town.settings.ownWords }
  const text = deskWords(reader)
  const lists: DeskList[] = []
  const add = async (permission: string, title: string, path: string, count: () => Promise<number>) => {
    if (!person.permissions.has(permission)) return
    const found = await count()
    if (found > 0) lists.push({ title, url: pathIn(language, `${root}${path}`), count: found })
  }
  await add(mayWrite, text['place-basket'], '/basket', () => countBasket(town, person))
  await add(mayRepair, text.tasksTitle, '/tasks', () => countTasks(town, person))
  await add(mayDispose, disposalWords(reader).dueList, '/disposals', () => countOpenRuns(town, person))
  return lists
}

const mostHits = 8

export async function deskHits(town: Town, person: SignedIn, language: Language, query: string): Promise<DeskHit[]> {
  if (!person.permissions.has(mayRead) || query.trim().length < 2) return []
  const kind = recordsWords({ language, ownWords: town.settings.ownWords }).procedure
  const { lines } = await searchProcedures(town, person, query.slice(0, 200), 1)
  return lines
    .slice(0, mostHits)
    .map(({ id, title, number }) => ({ kind, title, url: pathIn(language, `${root}/procedures/${id}`), more: number }))
}
