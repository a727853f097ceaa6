// A town's own words for a template: every change is a version, and each version can be taken up again.
import type { MessageTemplate } from '../../contracts/messages.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { unknownPlaceholders, type Wording } from './rendering.ts'
import type { NotifyTables } from './tables.ts'
import type { Tongue } from './template.ts'
import type { notifyWords } from './words.ts'

export const wordingLimits = { subject: 150, text: 8_000 }

export type Version = { version: number; subject: string | null; body: string | null; writtenAt: Date }

/** Newest first; version 0, the module's own words, is not among them. */
export const listVersions = (town: Town, template: string, language: Tongue): Promise<Version[]> =>
  town.read(async (db: ReadDb<NotifyTables>) => {
    const rows = await db
      .selectFrom('notify.wording')
      .select(['version', 'subject', 'body', 'written_at'])
      .where('template', '=', template)
      .where('language', '=', language)
      .orderBy('version', 'desc')
      .limit(100)
      .execute()
    return rows.map(({ version, subject, body, written_at }) => ({ version, subject, body, writtenAt: written_at }))
  })

export function wordingProblems(
  template: MessageTemplate,
  { subject, text }: Wording,
  words: ReturnType<typeof notifyWords>,
): Problem[] {
  const problems: Problem[] = []
  if (subject === '') problems.push({ field: 'subject', message: words.subjectMissing })
  if (subject.length > wordingLimits.subject)
    problems.push({ field: 'subject', message: words.tooLong(wordingLimits.subject, subject.length) })
  if (/[\p{Cc}]/u.test(subject)) problems.push({ field: 'subject', message: words.subjectOneLine })
  if (text === '') problems.push({ field: 'text', message: words.textMissing })
  if (text.length > wordingLimits.text) problems.push({ field: 'text', message: words.tooLong(wordingLimits.text, text.length) })
  for (const [field, value] of [
    ['subject', subject],
    ['text', text],
  ] as const) {
    const unknown = unknownPlaceholders(template, value)
    if (unknown.length > 0) problems.push({ field, message: words.unknownPlaceholder(unknown.join(', ')) })
  }
  return problems
}

export type Change = { template: string; language: Tongue; wording: Wording | undefined; basedOn: number; author: string }

/** `'outdated'`: somebody else wrote a version meanwhile; nothing is stored then. */
export const writeWording = (town: Town, change: Change, now: Date): Promise<'written' | 'outdated'> =>
  town.write(async (db: WriteDb<NotifyTables>) => {
    const { template, language, wording, basedOn, author } = change
    const newest = await db
      .selectFrom('notify.wording')
      .select('version')
      .where('template', '=', template)
      .where('language', '=', language)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()
    if ((newest?.version ?? 0) !== basedOn) return 'outdated'
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('notify.wording')
      .values({
        template,
        language,
        version: basedOn + 1,
        subject: wording?.subject ?? null,
        body: wording?.text ?? null,
        author_id: author,
        written_at: now,
      })
      .onConflict((same) => same.columns(['town_id', 'template', 'language', 'version']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n ? 'written' : 'outdated'
  })
