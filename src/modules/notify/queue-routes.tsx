// The addresses of the queue on the desk.
import { staff } from '../../kernel/access.ts'
import { page, seeOther } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo } from '../../kernel/http/visit.ts'
import { htmlLang } from '../../kernel/language.ts'
import { canSend } from './channels.ts'
import { countStates, listQueue, sendAgain } from './queue.ts'
import { QueuePage, queuePath } from './queue-pages.tsx'
import { messageStates } from './tables.ts'
import { listTemplates } from './template.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function queueRoutes(on: Routes): void {
  const access = staff('notify.queue.manage')
  on.page(queuePath, access, {}, async ({ house, town, frame, query, language }) => {
    const state = messageStates.find((one) => one === query.state)
    const number = /^[1-9]\d{0,4}$/.test(query.page ?? '') ? Number(query.page) : 1
    const again = /^\d{1,9}$/.test(query.again ?? '') ? Number(query.again) : undefined
    const [counts, rows, templates] = await Promise.all([
      countStates(town),
      listQueue(town, state, number),
      listTemplates(house, town),
    ])
    const names = new Map(templates.map(({ key, sentWhen }) => [key, sentWhen[htmlLang(language)]]))
    return page(<QueuePage {...{ frame, counts, state, page: number, rows, names, again }} wayOut={canSend(house)} />)
  })
  on.form(`${queuePath}/again`, access, {}, async (visit, input) => {
    const id = input.value('id')
    const which = input.value('all') === 'ours' ? 'all of ours' : uuid.test(id) ? { id } : undefined
    const count = which ? await sendAgain(visit.town, which, visit.now) : 0
    return seeOther(`${linkTo(visit, queuePath)}?again=${count}`)
  })
}
