// A service as it stands in lists: name, one sentence, whether it works online, what it costs.
import { type RawBuilder, sql } from 'kysely'
import type { Language } from '../../kernel/language.ts'
import { pathIn } from '../../kernel/language.ts'
import type { TownSql } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { costInWords } from './facts.ts'
import { asLanguage, bestFirst } from './language-choice.ts'
import { servicePath } from './paths.ts'
import type { Fee } from './record.ts'
import type { ServiceLine } from './views.ts'

export type ServiceLineRow = {
  id: number
  title: string
  language: string
  summary: string | null
  /** The name its address is made of. */
  german: string
  fees: Fee[] | null
  online: boolean
}

const hasOnlineForm = sql`s.effective @? '$.channels[*] ? (@.kind == "online-form")'`

/** The title of service `id` for a reader and the one for its address. */
export const titleOf = (language: Language, serviceId: RawBuilder<unknown>): RawBuilder<string> => sql<string>`(
  SELECT title FROM catalogue.service_text x WHERE x.town_id = s.town_id AND x.service_id = ${serviceId}
  ORDER BY ${bestFirst(language)} LIMIT 1)`

/** Published services; `which` is a condition on `s`, `order` an expression on `s` and `t`. */
export const serviceLines = (
  language: Language,
  which: RawBuilder<unknown>,
  order: RawBuilder<unknown> = sql`t.german COLLATE "de-x-icu", s.id`,
): RawBuilder<ServiceLineRow> => sql<ServiceLineRow>`
  SELECT s.id, t.title, t.language, t.summary, t.german, s.effective -> 'fees' AS fees, ${hasOnlineForm} AS online
  FROM catalogue.service s CROSS JOIN LATERAL (
    SELECT (array_agg(title ORDER BY ${bestFirst(language)}))[1] AS title,
      (array_agg(language ORDER BY ${bestFirst(language)}))[1] AS language,
      (array_agg(effective ->> 'summary' ORDER BY ${bestFirst(language)}))[1] AS summary,
      (array_agg(title ORDER BY ${bestFirst('de')}))[1] AS german
    FROM catalogue.service_text x WHERE x.town_id = s.town_id AND x.service_id = s.id) t
  WHERE s.status = 'published' AND t.title IS NOT NULL AND (${which})
  ORDER BY ${order}`

export async function listServiceLines(
  db: TownSql,
  language: Language,
  which: RawBuilder<unknown>,
  order?: RawBuilder<unknown>,
): Promise<ServiceLineRow[]> {
  const { rows } = await serviceLines(language, which, order).execute(db)
  return rows
}

export function serviceLine(reader: Reader, row: ServiceLineRow): ServiceLine {
  const { language } = reader
  return {
    title: row.title,
    url: pathIn(language, servicePath(row.id, row.german)),
    summary: row.summary ?? undefined,
    fact: costInWords(reader, row.fees ?? []),
    online: row.online || undefined,
    language: row.language === language ? undefined : (asLanguage(row.language) ?? 'de'),
  }
}
