// Services as they were last read, kept in memory until the catalogue of their town has news.
import type { Visit } from '../../kernel/http/visit.ts'
import type { Town } from '../../kernel/town.ts'
import { type FoundService, findServiceView } from './service.ts'

/** Over all towns; about 10 KB each. The one read longest ago goes first. */
const limit = 1_000

const kept = new Map<string, { town: Town; news: number; found: FoundService }>()

/**
 * Reading a service costs more than drawing its page: signed-in readers and addresses with a query, whose answers are not
 * kept, share what was read. A town whose settings changed is another object: nothing kept is shown for it.
 */
export async function recallServiceView(
  visit: Pick<Visit, 'town' | 'language' | 'ownWords' | 'news'>,
  id: number,
): Promise<FoundService | undefined> {
  const { town, language, news } = visit
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
