// The pages of a town: taken over from its files, read in a language, filled with the town's own words.
import { formatDay } from '../../design/format.ts'
import { frameSubject } from '../../kernel/http/frame.ts'
import type { Language } from '../../kernel/language.ts'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { PageText } from './page-files.ts'
import type { PageKind, PageSource, PagesTables } from './tables.ts'

/** `language` is the one the text is written in, which may not be the one asked for. */
export type Page = { kind: PageKind; language: Language; title: string; html: string; source: PageSource; changedAt: Date }

export const pageSubject = (kind: PageKind): string => `pages.page/${kind}`

/** Every text of the town, filled in, in the order kind, language. */
export async function listPages(town: Town): Promise<Page[]> {
  const rows = await town.read((db: ReadDb<PagesTables>) =>
    db.selectFrom('pages.page').selectAll().orderBy('kind').orderBy('language').execute(),
  )
  return rows.map((row) => filled(town, row))
}

/** The text in the language asked for, else the German one. */
export async function findPage(town: Town, kind: PageKind, language: Language): Promise<Page | undefined> {
  const rows = await town.read((db: ReadDb<PagesTables>) =>
    db.selectFrom('pages.page').selectAll().where('kind', '=', kind).where('language', 'in', [language, 'de']).execute(),
  )
  const row = rows.find((one) => one.language === language) ?? rows[0]
  return row && filled(town, row)
}

/** `edited` texts stay as they are. @returns kinds that changed */
export async function takePages(town: Town, texts: readonly PageText[], now: Date): Promise<PageKind[]> {
  return town.write(async (db: WriteDb<PagesTables>) => {
    const rows = await db.selectFrom('pages.page').selectAll().execute()
    const known = new Map(rows.map((row) => [`${row.kind}.${row.language}`, row]))
    const changed = new Set<PageKind>()
    let otherPages = false
    for (const { kind, language, title, html, source } of texts) {
      const old = known.get(`${kind}.${language}`)
      known.delete(`${kind}.${language}`)
      if (old?.source === 'edited') continue
      if (old && old.title === title && old.html === html && old.source === source) continue
      const values = { title, html, source, changed_at: now }
      await db
        .insertInto('pages.page')
        .values({ kind, language, ...values })
        .onConflict((same) => same.columns(['town_id', 'kind', 'language']).doUpdateSet(values))
        .execute()
      changed.add(kind)
      otherPages ||= !old
    }
    for (const { kind, language, source } of known.values()) {
      if (source === 'edited') continue
      await db.deleteFrom('pages.page').where('kind', '=', kind).where('language', '=', language).execute()
      changed.add(kind)
      otherPages = true
    }
    if (changed.size > 0) {
      const subjects = [...changed].map(pageSubject)
      await tell(db, { type: 'pages.changed.v1', subjects: otherPages ? [...subjects, frameSubject] : subjects })
    }
    return [...changed]
  })
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function filled(
  town: Town,
  row: { kind: PageKind; language: Language; title: string; html: string; source: PageSource; changed_at: Date },
): Page {
  const { name, officialName, accessibility } = town.settings
  const words: Record<string, string> = {
    town: name,
    officialName,
    statementDate: formatDay(row.language, accessibility.statementDate),
  }
  const fill = (text: string, write: (word: string) => string): string =>
    text.replace(/\{([a-zA-Z]+)\}/g, (whole, key: string) => (Object.hasOwn(words, key) ? write(words[key]!) : whole))
  const { kind, language, source } = row
  return {
    kind,
    language,
    source,
    title: fill(row.title, (word) => word),
    html: fill(row.html, escapeHtml),
    changedAt: row.changed_at,
  }
}
