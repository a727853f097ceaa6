// What this room holds about a person, and what goes when they want it erased.
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { House } from '../../kernel/house.ts'
import { htmlLang } from '../../kernel/language.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { legalBasis } from './content.ts'
import { shortTime, stateWord } from './state-words.ts'
import type { NotifyTables } from './tables.ts'
import { listTemplates } from './template.ts'
import { notifyWords } from './words.ts'

const listedAtMost = 500

export async function listMyData(town: Town, { db, person, language }: MyData['input'], house: House): Promise<MyData['answer']> {
  const reader = { language, ownWords: town.settings.ownWords }
  const text = notifyWords(reader)
  const templates = await listTemplates(house, town)
  const rows = await (db as unknown as WriteDb<NotifyTables>)
    .selectFrom('notify.message')
    .select(['template', 'state', 'created_at'])
    .where('recipient_id', '=', person)
    .orderBy('created_at', 'desc')
    .limit(listedAtMost)
    .execute()
  if (rows.length === 0) return []
  const entries = rows.map(({ template, state, created_at }) => ({
    what: templates.find(({ key }) => key === template)?.sentWhen[htmlLang(language)] ?? template,
    value: text.whenAndState(shortTime(reader, created_at), stateWord(reader, state)),
  }))
  return [{ title: text.myDataTitle, purpose: text.myDataPurpose, legalBasis, keptUntil: text.myDataKept, entries }]
}

/** What still waits is not sent any more; content and recipient go, the count stays. @law Art. 17 DSGVO */
export async function erasePerson(
  town: Town,
  { db, person, step, now, language }: ErasePerson['input'],
): Promise<ErasePerson['answer']> {
  if (step !== 'destroy') return { done: [], kept: [] }
  const writer = db as unknown as WriteDb<NotifyTables>
  const gone = await writer.deleteFrom('notify.content').where('subject_id', '=', person).executeTakeFirstOrThrow()
  const waiting = ['created', 'sending', 'temporary-failure'] as const
  await writer
    .updateTable('notify.message')
    .set({ state: 'permanent-failure', reason: 'no-contact', status: null, next_try_at: null, lease: null, sent_at: now })
    .where('recipient_id', '=', person)
    .where('state', 'in', waiting)
    .execute()
  await writer
    .updateTable('notify.message')
    .set({ recipient_id: null, destroyed_at: now })
    .where('recipient_id', '=', person)
    .execute()
  if (gone.numDeletedRows === 0n) return { done: [], kept: [] }
  const { erasedContent } = notifyWords({ language, ownWords: town.settings.ownWords })
  return { done: [{ what: erasedContent, how: 'destroyed' }], kept: [] }
}
