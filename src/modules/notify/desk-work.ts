// What waits for staff in this room: messages that did not arrive.
import type { DeskWork } from '../../contracts/desk-work.ts'
import { pathIn } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import { countFailed, countStates } from './queue.ts'
import { queuePath } from './queue-pages.tsx'
import { notifyWords } from './words.ts'

export async function listDeskWork(town: Town, { person, language }: DeskWork['input']): Promise<DeskWork['answer']> {
  if (!person.permissions.has('notify.queue.manage')) return []
  const count = countFailed(await countStates(town))
  if (count === 0) return []
  const { deskFailed } = notifyWords({ language, ownWords: town.settings.ownWords })
  return [{ title: deskFailed, url: `${pathIn(language, queuePath)}?state=permanent-failure`, count }]
}
