// The recipient's addresses: list, thread, answer, choice of delivery, attachments.
import type { ActingPlaces } from '../../contracts/representation.ts'
import { resident } from '../../kernel/access.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import { placeOf } from '../../kernel/calendar/holidays.ts'
import { openFile } from '../../kernel/files.ts'
import { type Answer, text as bytes, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import { oneOf, readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { isUuid, newId } from '../../kernel/ids.ts'
import { type AttachmentFile, findAttachment } from './attachment.ts'
import { findConsent, noticeVersion, recordConsent } from './consent.ts'
import { ConsentPage } from './consent-pages.tsx'
import { listDeliveryRules } from './delivery-rules.ts'
import { listThreads, pagesOf } from './mailbox.ts'
import { MailboxPage, type Reply, ThreadPage } from './mailbox-pages.tsx'
import { deliveryOfLetter } from './proof.ts'
import { openThread, readThread, replyTo, withThread } from './thread.ts'
import { mailboxWords } from './words.ts'

/** A browser that fetches ahead gets nothing: what it shows later without asking again would be a retrieval that nobody noted. */
const onlyWhenRead = (): Answer =>
  bytes('text/plain; charset=utf-8', '', { status: 425, headers: { 'cache-control': 'no-store' } })

export const pageNumber = ({ query }: Pick<Visit, 'query'>): number => {
  const number = Number(query.page ?? '1')
  return Number.isInteger(number) && number > 0 && number < 100_000 ? number : 1
}

/** As a download alone, whatever it claims to be; every answer of the house is `nosniff`. */
export async function sendAttachment({ house, town }: Visit, found: AttachmentFile | undefined): Promise<Answer | NotFound> {
  const content = found && (await openFile(house.files, town.dataKey, found.blob))
  if (!found || !content) return notFound
  const ascii = found.name.replace(/[^\x20-\x7e]|["\\/]/g, '_')
  const disposition = `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(found.name).replace(/['()*]/g, encodeByte)}`
  const type = /^[a-z]+\/[a-z0-9.+-]+$/.test(found.mediaType) ? found.mediaType : 'application/octet-stream'
  return bytes(type, content, {
    headers: { 'content-disposition': disposition, 'cache-control': 'private, no-store' },
  })
}
const encodeByte = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`

async function showThread(visit: Visit, reply: Partial<Reply>, status = 200): Promise<Answer | NotFound> {
  const { house, town, person, params, now, frame, language } = visit
  const thread = await openThread(house, town, person!, params.id!, now)
  if (!thread) return notFound
  const shown: Reply = { text: '', once: newId(now), problems: [], ...reply }
  const deliveryOf = (letter: (typeof thread.letters)[number]) => deliveryOfLetter(town, letter, now)
  const places = person!.actsFor ? undefined : await house.ask<ActingPlaces>(town, 'acting-places', { language })
  const pageOf = <ThreadPage frame={frame} thread={thread} deliveryOf={deliveryOf} reply={shown} actingUrl={places?.url} />
  return page(pageOf, { status })
}

export function mailboxRoutes(on: Routes): void {
  const basic = resident('basic')
  on.page('/mailbox', basic, {}, async (visit) => {
    const { house, town, person, query, frame, now } = visit
    const search = (query.q ?? '').trim().slice(0, 100)
    const number = pageNumber(visit)
    const { lines, count, unread } = await listThreads(house, town, person!, { search, page: number, now })
    const pages = pagesOf(count)
    if (search === '' && number > pages) return seeOther(linkTo(visit, '/mailbox'))
    return page(<MailboxPage frame={frame} lines={lines} search={search} page={number} pages={pages} unread={unread} />)
  })

  on.page('/mailbox/:id', basic, {}, (visit) => {
    if (visit.ahead) return onlyWhenRead()
    const text = mailboxWords(visit)
    const said = { reply: text.replySent, choice: text.choiceSaved }[visit.query.done ?? '']
    return showThread(visit, { said })
  })

  on.page('/mailbox/:id/print', basic, {}, async ({ ahead, house, town, person, params, now, frame }) => {
    if (ahead) return onlyWhenRead()
    const thread = await openThread(house, town, person!, params.id!, now)
    if (!thread) return notFound
    const deliveryOf = (letter: (typeof thread.letters)[number]) => deliveryOfLetter(town, letter, now)
    return page(<ThreadPage frame={frame} thread={thread} deliveryOf={deliveryOf} printedOn={now} />)
  })

  on.form('/mailbox/:id/reply', basic, { perMinute: 20 }, async (visit, input) => {
    const text = mailboxWords(visit)
    const once = isUuid(input.value('once')) ? input.value('once') : newId(visit.now)
    const read = readForm(input, {
      text: textField('text', { atMost: 10_000, message: text.replyMissing, tooLong: text.replyTooLong }),
    })
    if ('problems' in read) return showThread(visit, { text: input.value('text'), once, problems: read.problems }, 422)
    const id = visit.params.id!
    const sent = await replyTo(visit.house, visit.town, visit.person!, id, { text: read.values.text, once }, visit.now)
    return sent === undefined ? notFound : seeOther(linkTo(visit, `/mailbox/${id}?done=reply`))
  })

  on.page('/mailbox/:id/delivery', basic, {}, (visit) => showConsent(visit, [], undefined))

  on.form('/mailbox/:id/delivery', basic, {}, async (visit, input) => {
    const text = mailboxWords(visit)
    const read = readForm(input, { delivery: oneOf('delivery', ['given', 'excluded'], text.choiceMissing) })
    if ('problems' in read)
      return showConsent(visit, read.problems, input.value('service') === 'given' ? 'given' : undefined, 422)
    const id = visit.params.id!
    const choice = { delivery: read.values.delivery, service: input.value('service') === 'given' }
    const what = 'Gewählt, wie Bescheide kommen'
    const act = { id, purpose: 'Wahl der Bekanntgabe gespeichert', verb: 'write' as const, what, now: visit.now }
    const done = await withThread(visit.house, visit.town, visit.person!, act, async (db, thread) => {
      const matter = { kind: thread.matter_kind, id: thread.matter_id }
      const said = { recipient: thread.recipient_id, matter, choice, notice: noticeVersion, saidBy: visit.person!.personId }
      await recordConsent(db, said, visit.now)
      return true
    })
    return done ? seeOther(linkTo(visit, `/mailbox/${id}?done=choice`)) : notFound
  })

  on.file('/mailbox/:id/attachments/:file', basic, {}, async (visit) => {
    if (visit.ahead) return onlyWhenRead()
    return sendAttachment(
      visit,
      await findAttachment(visit.house, visit.town, visit.person!, {
        thread: visit.params.id!,
        file: visit.params.file!,
        now: visit.now,
      }),
    )
  })
}

async function showConsent(
  visit: Visit,
  problems: Parameters<typeof ConsentPage>[0]['problems'],
  service: 'given' | undefined,
  status = 200,
): Promise<Answer | NotFound> {
  const { house, town, person, params, now, frame } = visit
  const act = { id: params.id!, purpose: 'Wahl der Bekanntgabe angesehen', verb: 'read' as const, now }
  const found = await withThread(house, town, person!, act, async (db, thread) => {
    const { label, letters } = await readThread(db, town, thread, false)
    const consent = await findConsent(db, thread.recipient_id, { kind: thread.matter_kind, id: thread.matter_id })
    return { thread: { id: thread.id, label, subject: letters.find(({ subject }) => subject !== '')?.subject ?? label }, consent }
  })
  if (!found) return notFound
  const rules = listDeliveryRules(placeOf(town.settings), 'mailbox', dayAt(now))
  const consent = problems.length > 0 ? { delivery: undefined, service } : found.consent
  return page(<ConsentPage frame={frame} thread={found.thread} rules={rules} consent={consent} problems={problems} />, { status })
}
