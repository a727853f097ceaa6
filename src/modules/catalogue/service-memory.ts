// Services as they were last read, kept in memory until the catalogue of their town has news.
import type { House } from '../../kernel/house.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import type { Town } from '../../kernel/town.ts'
import { type FoundService, findServiceView } from './service.ts'

/** Over all towns of a house; about 10 KB each. The one read longest ago goes first. */
const limit = 1_000

type Kept = Map<string, { town: Town; news: number; found: FoundService }>
const memories = new WeakMap<House, Kept>()

function memoryOf(house: House): Kept {
  const known = memories.get(house) ?? (new Map() as Kept)
  memories.set(house, known)
  return known
}

/**
 * Reading a service costs more than drawing its page: signed-in readers and addresses with a query, whose answers are not
 * kept, share what was read. A town whose settings changed is another object: nothing kept is shown for it.
 */
export async function recallServiceView(
  visit: Pick<Visit, 'house' | 'town' | 'language' | 'ownWords' | 'news'>,
  id: number,
): Promise<FoundService | undefined> {
  const { house, town, language, news } = visit
  const kept = memoryOf(house)
  const key = `${town.id} ${language} ${id}`
  const known = kept.get(key)
  if (known && known.town === town && known.news === news) return known.found
  const found = await findServiceView(town, id, visit)
  kept.delete(key)
  if (!found) return undefined
  kept.set(key, { town, news, found })
  if (kept.size > limit) kept.delete(kept.keys().next().value as string)
  return found
}
