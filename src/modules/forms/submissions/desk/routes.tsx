// The office's addresses of what was sent: list, one submission, files.
import { mayIn, staff } from '../../../../kernel/access.ts'
import { asDay, readDay } from '../../../../kernel/calendar/day.ts'
import { type Answer, text as bytes, type NotFound, notFound, page, seeOther } from '../../../../kernel/http/answer.ts'
import type { Routes } from '../../../../kernel/http/routes.ts'
import { attachmentNamed, sendBlob } from '../../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../../kernel/http/visit.ts'
import { answersCsv, answersJson, type Filled } from '../answers-file.ts'
import { handOverDue, tryAgain } from '../hand-over.ts'
import { readReceipt } from '../receipt.ts'
import { makeReceiptPdf } from '../receipt-paper.ts'
import { viewReceipt } from '../receipt-view.ts'
import { receiptWords } from '../words.ts'
import { figuresPath } from './figure-pages.tsx'
import {
  countLines,
  type Filter,
  listLines,
  listSentForms,
  listStates,
  mayExport,
  mayRead,
  maySetReceivers,
  perPage,
  readFilled,
  staffOf,
} from './list.ts'
import { findFileForStaff, findForStaff, openSubmission } from './one.ts'
import { ListPage, ownPath, SubmissionPage, type TypedFilter } from './pages.tsx'
import { batchesPath, receiversPath } from './receiver-pages.tsx'
import { deskWords } from './words.ts'

export function deskRoutes(on: Routes): void {
  on.page(ownPath, staff(mayRead), {}, showList)

  for (const format of ['csv', 'json'] as const)
    on.file(`${ownPath}/answers.${format}`, staff(mayExport), { perMinute: 10 }, async (visit) => {
      const { filter } = readFilter(visit)
      return answersFile(await readFilled(visit.town, visit.person!, filter), format, `formulare-${visit.today}`)
    })

  on.page(`${ownPath}/:id`, staff(mayRead), {}, async (visit) => {
    const { town, person, params, frame, query } = visit
    const opened = await openSubmission(town, person!, params.id!, 'Ihre Angaben in einem Formular gelesen')
    if (!opened) return notFound
    const exports = mayIn(person!, mayExport, opened.receipt.row.unit)
    const said = query.done === 'again' ? deskWords(visit).againDone : undefined
    const view = viewReceipt(visit, town, opened.receipt)
    return page(<SubmissionPage {...{ frame, opened, view, said }} mayExport={exports} />)
  })

  on.file(`${ownPath}/:id/receipt.pdf`, staff(mayExport), { perMinute: 20 }, async (visit) => {
    const receipt = await openToSave(visit)
    if (!receipt) return notFound
    const pdf = await makeReceiptPdf(visit, visit.town, receipt)
    const name = receiptWords(visit).fileName(viewReceipt(visit, visit.town, receipt).reference)
    return bytes('application/pdf', pdf, { headers: { ...unkept, 'content-disposition': attachmentNamed(name) } })
  })

  on.file(`${ownPath}/:id/answers.json`, staff(mayExport), {}, async (visit) => {
    const receipt = await openToSave(visit)
    return receipt?.content ? answersFile([receipt], 'json', receipt.row.reference) : notFound
  })

  on.file(`${ownPath}/:id/files/:file`, staff(mayRead), {}, async (visit) => {
    const found = await findFileForStaff(visit.town, visit.person!, visit.params.id!, visit.params.file!)
    return found ? sendBlob(visit, found) : notFound
  })

  on.form(`${ownPath}/:id/hand-over/:over`, staff(mayRead), { perMinute: 20 }, async (visit) => {
    const { house, town, person, params, now } = visit
    const row = await findForStaff(town, person!, params.id!)
    if (!row || !(await tryAgain(town, row.id, params.over!, now))) return notFound
    await handOverDue(house, town, now)
    return seeOther(linkTo(visit, `${ownPath}/${row.id}?done=again`))
  })
}

const unkept = { 'cache-control': 'no-store' }

export function answersFile(filled: readonly Filled[], format: 'csv' | 'json', name: string): Answer {
  const headers = { ...unkept, 'content-disposition': attachmentNamed(`${name}.${format}`) }
  return format === 'csv'
    ? bytes('text/csv; charset=utf-8', answersCsv(filled), { headers })
    : bytes('application/json; charset=utf-8', answersJson(filled), { headers })
}

async function openToSave({ town, person, params }: Visit) {
  const row = await findForStaff(town, person!, params.id!, mayExport)
  return row && readReceipt(town, row, staffOf(person!, row.unit), 'Ihre Angaben in einem Formular gespeichert')
}

/** `16.11.2026` as people type it, `2026-11-16` as programs do. */
function readTypedDay(typed: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(typed) ?? []
  return readDay(year === '' ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

function readFilter(visit: Visit): { filter: Filter; typed: TypedFilter; wrong: { from?: string; to?: string } } {
  const { query } = visit
  const state = listStates.find((one) => one === query.state) ?? 'all'
  const typed = { state, form: (query.form ?? '').slice(0, 80), from: (query.from ?? '').trim(), to: (query.to ?? '').trim() }
  const [from, to] = [readTypedDay(typed.from), readTypedDay(typed.to)]
  const { dayWrong } = deskWords(visit)
  return {
    typed,
    filter: { state, form: typed.form || undefined, from: from ? asDay(from) : undefined, to: to ? asDay(to) : undefined },
    wrong: { ...(typed.from && !from && { from: dayWrong }), ...(typed.to && !to && { to: dayWrong }) },
  }
}

async function showList(visit: Visit): Promise<Answer | NotFound> {
  const { town, person, frame, today, query } = visit
  const text = deskWords(visit)
  const { filter, typed, wrong } = readFilter(visit)
  const [counts, forms] = [await countLines(town, person!, filter), await listSentForms(town, person!)]
  const pages = Math.max(1, Math.ceil(counts[filter.state] / perPage))
  const number = Math.min(Math.max(1, Math.floor(Number(query.page ?? 1)) || 1), pages)
  const lines = await listLines(town, person!, filter, number)
  const more = [
    { label: text.figures, url: linkTo(visit, figuresPath) },
    ...(person!.permissions.has(mayExport) ? [{ label: text.batches, url: linkTo(visit, batchesPath) }] : []),
    ...(person!.permissions.has(maySetReceivers) ? [{ label: text.receivers, url: linkTo(visit, receiversPath) }] : []),
  ]
  const shown = { frame, today, filter: typed, wrong, forms, counts, lines, page: number, more }
  const status = wrong.from || wrong.to ? 422 : 200
  return page(<ListPage {...shown} mayExport={person!.permissions.has(mayExport)} />, { status })
}
