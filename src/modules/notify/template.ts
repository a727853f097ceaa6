// The templates all modules offer, in the town's own words where it has some.
import type { MessageTemplate, MessageTemplates } from '../../contracts/messages.ts'
import type { House } from '../../kernel/house.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Wording } from './rendering.ts'
import type { NotifyTables } from './tables.ts'

export type Tongue = 'de' | 'en'

export async function listTemplates(house: House, town: Town): Promise<MessageTemplate[]> {
  const answers = await house.askAll<MessageTemplates>(town, 'message-templates', {})
  return answers.flatMap(({ answer }) => answer).sort((a, b) => a.key.localeCompare(b.key))
}

export const wordingKey = (template: string, language: Tongue): string => `${template} ${language}`

/** The town's own wordings in force, by template and language. */
export async function listOwnWordings(db: ReadDb<NotifyTables>): Promise<Map<string, Wording>> {
  const rows = await db
    .selectFrom('notify.wording')
    .distinctOn(['template', 'language'])
    .select(['template', 'language', 'subject', 'body'])
    .orderBy('template')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
  return new Map(
    rows.flatMap(({ template, language, subject, body }) =>
      subject === null || body === null ? [] : [[wordingKey(template, language), { subject, text: body }] as const],
    ),
  )
}

export const wordingOf = (template: MessageTemplate, language: Tongue, own: ReadonlyMap<string, Wording>): Wording =>
  own.get(wordingKey(template.key, language)) ?? template.texts[language]
