// What waits for staff in this room: wishes to have something corrected, and one's own open helps.
import type { DeskList, DeskWork } from '../../contracts/desk-work.ts'
import { asDay } from '../../kernel/calendar/day.ts'
import { pathIn } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import { correctionPermission, countCorrections } from './profile/correction.ts'
import { correctionsPath } from './profile/correction-pages.tsx'
import { correctionWords } from './profile/correction-words.ts'
import { countOpenHelp, recordPermission } from './representation/record.ts'
import { recordWords } from './representation/record-words.ts'

export async function listDeskWork(
  town: Town,
  { person, language, today, deputyFor }: DeskWork['input'],
): Promise<readonly DeskList[]> {
  // Nothing here belongs to one person alone but open helps, and those end with the day.
  if (deputyFor !== undefined) return []
  const lists: DeskList[] = []
  if (person.permissions.has(correctionPermission)) {
    const { open, overdue, dueToday } = await countCorrections(town, asDay(today))
    const title = correctionWords({ language }).title
    lists.push({ title, url: pathIn(language, correctionsPath), count: open, overdue, dueToday })
  }
  if (person.permissions.has(recordPermission)) {
    const title = recordWords({ language }).workList
    lists.push({
      title,
      url: pathIn(language, '/desk/accounts/authorities'),
      count: await countOpenHelp(town, person, new Date()),
    })
  }
  return lists
}
