// The pages where residents find free units, for the one search of the house.
import type { SearchDocument } from '../../kernel/search/document.ts'
import type { Town } from '../../kernel/town.ts'
import { listStocks } from './stock.ts'
import type { Reading } from './tables.ts'
import { reservationWords } from './words.ts'

/** Only of stocks that a form gives out. */
export async function searchDocumentsOf(town: Town): Promise<SearchDocument[]> {
  const stocks = await town.read((db: Reading) => listStocks(db, town))
  return stocks
    .filter(({ document }) => document.form !== undefined)
    .flatMap(({ key, document }) =>
      (['de', 'en'] as const).map((language): SearchDocument => {
        const text = reservationWords({ language, ownWords: town.settings.ownWords })
        return {
          kind: 'page',
          id: `reservations.${key}`,
          language,
          title: text.findTitle(document.title[language]),
          url: `/reservations/${key}`,
          summary: text.notHeld,
          keywords: Object.values(document.labels).map((label) => label[language]),
          body: text.findLead(document.example),
          audience: ['resident', 'company'],
          codes: [],
          popularity: 0,
        }
      }),
    )
}
