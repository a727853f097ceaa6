// What changed in the catalogue: for the page, and as an Atom feed.

import { sql } from 'kysely'
import { formatWeekday } from '../../design/format.ts'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { escapeXml } from '../../standards/xml/escape.ts'
import { wordsIn } from './language-choice.ts'
import { officePath, servicePath, situationPath, topicPath } from './paths.ts'
import type { Localized } from './record.ts'
import { titleOf } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'
import type { ChangesView } from './views.ts'
import { catalogueWords } from './words.ts'

const perPage = 50

export type ChangeRow = {
  id: string
  changed_at: Date
  noun: 'service' | 'office' | 'topic' | 'situation'
  thing_id: number
  kind: 'new' | 'updated' | 'retired' | 'back'
  name: Localized | null
  situation_kind: 'life' | 'business' | null
  shown: boolean
}

const changesOf = (language: Language) => sql`
  SELECT c.id, c.changed_at, c.noun, c.thing_id, c.kind, i.kind AS situation_kind,
    coalesce(s.status, o.status, p.status, i.status) = 'published' AS shown,
    coalesce(o.effective -> 'name', p.effective -> 'name', i.name,
      jsonb_build_object('de', ${titleOf('de', sql`s.id`)}, ${language}::text, ${titleOf(language, sql`s.id`)})) AS name
  FROM catalogue.change c
  LEFT JOIN catalogue.service s ON c.noun = 'service' AND s.id = c.thing_id
  LEFT JOIN catalogue.office o ON c.noun = 'office' AND o.id = c.thing_id
  LEFT JOIN catalogue.topic p ON c.noun = 'topic' AND p.id = c.thing_id
  LEFT JOIN catalogue.situation i ON c.noun = 'situation' AND i.id = c.thing_id
  WHERE c.noun <> 'authority' AND coalesce(s.status, o.status, p.status, i.status) <> 'draft'`

export async function listChanges(
  db: ReadDb<CatalogueTables>,
  language: Language,
  { limit, offset }: { limit: number; offset: number },
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`${changesOf(language)}
    ORDER BY c.changed_at DESC, c.id DESC LIMIT ${limit} OFFSET ${offset}`.execute(db)
  return rows
}

function pathOfChange({ noun, thing_id, name, situation_kind }: ChangeRow): string {
  const german = wordsIn(name ?? {}, 'de')
  if (noun === 'service') return servicePath(thing_id, german)
  if (noun === 'office') return officePath(thing_id, german)
  return noun === 'topic' ? topicPath(thing_id, german) : situationPath(situation_kind ?? 'life', thing_id, german)
}

const told = { new: 'new', back: 'new', updated: 'changed', retired: 'retired' } as const

/** `page` counts from 1; undefined when there is no such page. */
export async function changesView(town: Town, reader: Reader, page: number): Promise<ChangesView | undefined> {
  const { language } = reader
  const [count, rows] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      sql<{ count: number }>`SELECT count(*)::integer AS count FROM (${changesOf('de')}) every`.execute(db),
      listChanges(db, language, { limit: perPage, offset: (page - 1) * perPage }),
    ]),
  )
  const pages = Math.max(1, Math.ceil((count.rows[0]?.count ?? 0) / perPage))
  if (page > pages) return undefined
  const base = pathIn(language, '/changes')
  return {
    days: [...Map.groupBy(rows, ({ changed_at }) => dayInBerlin(changed_at))].map(([day, items]) => ({
      day,
      items: items.map((row) => ({
        title: wordsIn(row.name ?? {}, language),
        url: row.shown ? pathIn(language, pathOfChange(row)) : undefined,
        change: told[row.kind],
      })),
    })),
    feedUrl: pathIn(language, '/changes.atom'),
    page,
    pages,
    urlOf: (number) => (number === 1 ? base : `${base}?page=${number}`),
  }
}

/** The hundred latest changes. @standard RFC 4287 (Atom) */
export async function changesFeed(town: Town, reader: Reader): Promise<string> {
  const { language } = reader
  const text = catalogueWords(reader)
  const rows = await town.read((db: ReadDb<CatalogueTables>) => listChanges(db, language, { limit: 100, offset: 0 }))
  const self = town.origin + pathIn(language, '/changes.atom')
  const entries = rows.map((row) => {
    const url = town.origin + pathIn(language, pathOfChange(row))
    const title = escapeXml(`${wordsIn(row.name ?? {}, language)} (${text[told[row.kind]]})`)
    const at = row.changed_at.toISOString()
    const summary = escapeXml(`${text[told[row.kind]]}: ${formatWeekday(language, dayInBerlin(row.changed_at))}`)
    return `<entry><id>${self}#${row.id}</id><title>${title}</title><updated>${at}</updated><link href="${escapeXml(url)}"/><summary>${summary}</summary></entry>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language === 'en' ? 'en' : 'de'}">
<id>${self}</id><title>${escapeXml(`${town.settings.name}: ${text.changes}`)}</title>
<updated>${(rows[0]?.changed_at ?? new Date(0)).toISOString()}</updated>
<author><name>${escapeXml(town.settings.officialName)}</name></author>
<link rel="self" type="application/atom+xml" href="${self}"/><link rel="alternate" type="text/html" href="${town.origin + pathIn(language, '/changes')}"/>
${entries.join('\n')}
</feed>
`
}
