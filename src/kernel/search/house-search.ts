// The one search of the house: an index per town in memory, built from what the modules offer when somebody asks.
import { join } from 'node:path'
import type { SearchOffer } from '../../contracts/search.ts'
import type { TownSynonyms } from '../../contracts/town-synonyms.ts'
import type { House } from '../house.ts'
import type { Language } from '../language.ts'
import type { Town } from '../town.ts'
import type { SearchAnswer, SearchQuestion } from './document.ts'
import { createIndex, type SearchIndex } from './index.ts'
import { search } from './search.ts'
import { type Suggestion, suggest } from './suggest.ts'
import { readSynonymFolder, withTownSynonyms } from './synonym-files.ts'
import type { SynonymList } from './synonyms.ts'

/** Towns whose index stays in memory; an idle town has none. */
const keptTowns = 20

/** Most people ask the same: answers stay beside their index, and go with it. */
const keptAnswers = 2_000

export class HouseSearch {
  readonly #house: House
  readonly #townsDir: string
  readonly #indexes = new Map<number, Promise<SearchIndex>>()
  readonly #answers = new WeakMap<SearchIndex, Map<string, SearchAnswer>>()
  #general: SynonymList[] | undefined

  constructor(house: House, townsDir: string) {
    this.#house = house
    this.#townsDir = townsDir
  }

  async find(town: Town, question: SearchQuestion): Promise<SearchAnswer> {
    const index = await this.#indexOf(town)
    const answers = this.#answers.get(index) ?? new Map<string, SearchAnswer>()
    this.#answers.set(index, answers)
    const { q, language, limit, offset, kind, audience } = question
    const key = JSON.stringify([q, language, limit, offset, kind, audience])
    const known = answers.get(key)
    if (known) return known
    const answer = search(index, question)
    if (q.length <= 100) answers.set(key, answer)
    if (answers.size > keptAnswers) answers.delete(answers.keys().next().value!)
    return answer
  }

  async suggest(town: Town, prefix: string, language: Language, limit: number): Promise<Suggestion[]> {
    return suggest(await this.#indexOf(town), prefix, language, limit)
  }

  /** After an event of a room whose documents are searched, the next question builds a new index; other rooms' news leave it standing. */
  forget(townId: number, subjects: readonly string[]): void {
    const rooms = this.#house.modules.filter(({ offers = [] }) => offers.some(({ contract }) => contract === 'search-documents'))
    const names = new Set(['*', ...rooms.map(({ name }) => name)])
    if (subjects.some((subject) => names.has(subject.split('.')[0]!))) this.#indexes.delete(townId)
  }

  forgetAll(): void {
    this.#indexes.clear()
  }

  #indexOf(town: Town): Promise<SearchIndex> {
    const known = this.#indexes.get(town.id)
    this.#indexes.delete(town.id)
    const index = known ?? this.#build(town)
    this.#indexes.set(town.id, index)
    index.catch(() => this.#indexes.get(town.id) === index && this.#indexes.delete(town.id))
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= keptTowns) break
      this.#indexes.delete(oldest)
    }
    return index
  }

  async #build(town: Town): Promise<SearchIndex> {
    this.#general ??= readSynonymFolder(join(import.meta.dirname, '..', '..', 'src', 'kernel', 'search', 'synonyms'))
    const edited = await this.#house.askAll<TownSynonyms>(town, 'town-synonyms', {})
    const words = edited.map(({ answer }) => answer).join('\n')
    const synonyms = withTownSynonyms(this.#general, join(this.#townsDir, town.key), words)
    const offers = await this.#house.askAll<SearchOffer>(town, 'search-documents', {})
    return createIndex(
      offers.flatMap(({ answer }) => answer),
      synonyms,
      [town.settings.name, ...(town.settings.otherNames ?? [])],
    )
  }
}
