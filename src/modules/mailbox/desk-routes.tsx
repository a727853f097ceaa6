// The office's addresses: lists, a thread, writing, the text blocks.
import { staff } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { sendBlob } from '../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { workView } from '../../kernel/http/work-view.ts'
import { isUuid, newId } from '../../kernel/ids.ts'
import type { ReadDb } from '../../kernel/town.ts'
import { uploads } from './attachment.ts'
import {
  countViews,
  type DeskLetter,
  deskPages,
  deskViews,
  findDeskAttachment,
  listDeskThreads,
  markDone,
  mayRead,
  mayWrite,
  notePosted,
  openDeskThread,
  perPage,
  writeInThread,
} from './desk.ts'
import { DeskListPage, TextBlocksPage } from './desk-pages.tsx'
import { DeskThreadPage } from './desk-thread-pages.tsx'
import { deskWords } from './desk-words.ts'
import { limits } from './letter.ts'
import { pageNumber } from './mailbox-routes.tsx'
import { deliveryOfLetter } from './proof.ts'
import type { MailboxTables } from './tables.ts'
import { addTextBlock, listOwnTextBlocks, listTextBlocks, removeTextBlock } from './text-block.ts'
import { unitsBelow } from './unit.ts'
import { mailboxWords } from './words.ts'

export function deskRoutes(on: Routes): void {
  on.page('/desk/mailbox', staff(mayRead), {}, async (visit) => {
    const { town, person, query, frame } = visit
    const counts = await countViews(town, person!)
    const view = deskViews.find((one) => one === query.view) ?? (counts.waiting > 0 ? 'waiting' : 'all')
    const number = Math.min(pageNumber(visit), deskPages(counts[view]))
    const lines = await listDeskThreads(town, person!, view, number)
    const path = `/desk/mailbox?view=${view}${number > 1 ? `&page=${number}` : ''}`
    const name = `${deskWords(visit).title}: ${mailboxWords(visit)[`view-${view}`]}`
    const done = /^\d{1,2}$/.test(query.settled ?? '') ? deskWords(visit).settled(Number(query.settled)) : undefined
    const shown = {
      ...{ view, counts, lines, page: number, pages: deskPages(counts[view]), today: visit.today, done },
      writes: person!.permissions.has(mayWrite),
      preferences: await workView(visit, path, name),
    }
    return page(<DeskListPage frame={frame} {...shown} />)
  })

  on.form('/desk/mailbox/done', staff(mayWrite), {}, async (visit, input) => {
    let settled = 0
    for (const id of input.values('pick').slice(0, perPage)) if (await markDone(visit.town, visit.person!, id)) settled += 1
    return seeOther(linkTo(visit, `/desk/mailbox?view=waiting&settled=${settled}`))
  })

  on.page('/desk/mailbox/text-blocks', staff(mayWrite), {}, (visit) => showBlocks(visit, { title: '', body: '', unit: '' }, []))

  on.form('/desk/mailbox/text-blocks', staff(mayWrite), {}, async (visit, input) => {
    const text = deskWords(visit)
    const typed = { title: input.value('title'), body: input.value('body'), unit: input.value('unit') }
    const read = readForm(input, {
      title: textField('title', { atMost: 100, message: text.subjectMissing, tooLong: text.subjectTooLong }),
      body: textField('body', { atMost: limits.text, message: text.textMissing, tooLong: text.textTooLong }),
    })
    if ('problems' in read) return showBlocks(visit, typed, read.problems, 422)
    const wrong: Problem = { field: 'unit', message: text.unitMissing }
    if (!/^\/([a-z0-9][a-z0-9-]{0,63}\/)*$/.test(typed.unit)) return showBlocks(visit, typed, [wrong], 422)
    const added = await addTextBlock(visit.town, visit.person!, { ...read.values, unit: typed.unit }, visit.now)
    return added ? seeOther(linkTo(visit, '/desk/mailbox/text-blocks')) : showBlocks(visit, typed, [wrong], 422)
  })

  on.form('/desk/mailbox/text-blocks/:id/remove', staff(mayWrite), {}, async (visit) => {
    const gone = await removeTextBlock(visit.town, visit.person!, visit.params.id!)
    return gone ? seeOther(linkTo(visit, '/desk/mailbox/text-blocks')) : notFound
  })

  on.page('/desk/mailbox/:id', staff(mayRead), {}, (visit) => {
    const text = deskWords(visit)
    const said = {
      sent: { tone: 'ok', text: text.letterSent } as const,
      paper: { tone: 'warn', text: text.letterPaper } as const,
    }[visit.query.done ?? '']
    return showThread(visit, { subject: '', text: '', rule: '', once: newId(visit.now) }, [], said)
  })

  on.form('/desk/mailbox/:id/letters', staff(mayWrite), { uploads }, writeLetter)

  on.form('/desk/mailbox/:id/done', staff(mayWrite), {}, async (visit) => {
    const done = await markDone(visit.town, visit.person!, visit.params.id!)
    return done ? seeOther(linkTo(visit, '/desk/mailbox')) : notFound
  })

  on.form('/desk/mailbox/:id/posted', staff(mayWrite), {}, async (visit, input) => {
    const id = visit.params.id!
    const noted = await notePosted(visit.town, visit.person!, id, input.value('letter'), visit.now)
    return noted === undefined ? notFound : seeOther(linkTo(visit, `/desk/mailbox/${id}`))
  })

  on.file('/desk/mailbox/:id/attachments/:file', staff(mayRead), {}, async (visit) => {
    const found = await findDeskAttachment(visit.town, visit.person!, visit.params.id!, visit.params.file!)
    return found ? sendBlob(visit, found) : notFound
  })
}

async function writeLetter(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, params, now, house } = visit
  const text = deskWords(visit)
  const id = params.id!
  const typed: DeskLetter = {
    subject: input.value('subject'),
    text: input.value('text'),
    rule: input.value('rule') === 'plain' ? '' : input.value('rule'),
    once: isUuid(input.value('once')) ? input.value('once') : newId(now),
  }
  if (input.value('do') === 'insert') {
    const thread = await openDeskThread(town, person!, id, now)
    const block = thread && (await listTextBlocks(town, thread.unitPath)).find((one) => one.id === input.value('block'))
    const inserted = block ? [typed.text, block.body].filter((part) => part !== '').join('\n\n') : typed.text
    return showThread(visit, { ...typed, text: inserted }, [])
  }
  const thread = await openDeskThread(town, person!, id, now)
  if (!thread) return notFound
  const rules = ['plain', ...thread.rules.map(({ key }) => key)]
  const read = readForm(input, {
    subject: textField('subject', { atMost: limits.subject, message: text.subjectMissing, tooLong: text.subjectTooLong }),
    text: textField('text', { atMost: limits.text, message: text.textMissing, tooLong: text.textTooLong }),
    rule: oneOf('rule', rules, text.deliveryMissing),
    files: fileField('files'),
  })
  if ('problems' in read) return showThread(visit, typed, read.problems, undefined, 422)
  const sent = await writeInThread(house, town, person!, id, { ...typed, files: read.values.files }, now)
  return sent ? seeOther(linkTo(visit, `/desk/mailbox/${id}?done=${sent.paper ? 'paper' : 'sent'}`)) : notFound
}

async function showThread(
  visit: Visit,
  typed: DeskLetter,
  problems: readonly Problem[],
  said?: Parameters<typeof DeskThreadPage>[0]['said'],
  status = 200,
): Promise<Answer | NotFound> {
  const { town, person, params, now, frame } = visit
  const thread = await openDeskThread(town, person!, params.id!, now)
  if (!thread) return notFound
  const blocks = thread.mayWrite ? await listTextBlocks(town, thread.unitPath) : []
  const deliveryOf = (letter: (typeof thread.letters)[number]) => deliveryOfLetter(town, letter, now)
  const shown = { frame, thread, blocks, typed, problems, said, deliveryOf }
  return page(<DeskThreadPage {...shown} />, { status })
}

async function showBlocks(
  visit: Visit,
  typed: { title: string; body: string; unit: string },
  problems: readonly Problem[],
  status = 200,
): Promise<Answer> {
  const { town, frame } = visit
  const blocks = await listOwnTextBlocks(town, visit.person!.units.get(mayWrite) ?? [])
  const shown = { frame, blocks, ...(await choosableUnits(visit)), typed, problems }
  return page(<TextBlocksPage {...shown} />, { status })
}

/** Units this member of staff may write for. */
export async function choosableUnits({ town, person, frame }: Visit) {
  const granted = person!.units.get(mayWrite) ?? []
  const { units, more } = await town.read((db: ReadDb<MailboxTables>) => unitsBelow(db, granted))
  const whole = granted.includes('/') ? [{ path: '/', name: deskWords(frame).wholeTown }] : []
  return { units: [...whole, ...units], more }
}
