// Everything the house holds about a person, asked from every room, as chapters.
import type { DataChapter, MyData } from '../../../contracts/my-data.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { ownLook } from './own-look.ts'

export type MyDataFound = {
  chapters: readonly (DataChapter & { room: string })[]
  /** Rooms that could not answer now: the overview is not complete, and says so. */
  missing: readonly string[]
}

/** Each room is asked in a transaction of its own: one that fails leaves the others' answers standing. @law Art. 15, 20 DSGVO */
export async function collectMyData(house: House, town: Town, person: SignedIn, language: Language): Promise<MyDataFound> {
  const look = ownLook(person, 'Auskunft über die eigenen Daten')
  const chapters: (DataChapter & { room: string })[] = []
  const missing: string[] = []
  for (const { module, officialName, ask } of house.neighbours<MyData>(town, 'my-data')) {
    try {
      const answer = await town.personal(look, (db) => ask({ db, person: person.personId, language }))
      chapters.push(...answer.map((chapter) => ({ ...chapter, room: officialName })))
    } catch (fault) {
      house.log.fault(`${module} did not answer my-data`, fault, { town: town.key, module })
      missing.push(officialName)
    }
  }
  return { chapters, missing }
}
