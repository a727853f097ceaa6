// The addresses of the receipt: page and PDF.
import type { SignInFirst } from '../../../contracts/sign-in.ts'
import { holder } from '../../../kernel/access.ts'
import { type Answer, text as bytes, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { attachmentNamed } from '../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { receiptPath } from './confirmation.ts'
import { findSubmission, maySeeReceipt, type Receipt, readerOf, readReceipt } from './receipt.ts'
import { ReceiptPage } from './receipt-pages.tsx'
import { makeReceiptPdf } from './receipt-paper.ts'
import { viewReceipt } from './receipt-view.ts'
import { receiptWords } from './words.ts'

const unkept = { 'cache-control': 'no-store' }

export function receiptRoutes(on: Routes): void {
  on.page('/forms/receipt/:id', holder, {}, (visit) =>
    withReceipt(visit, 'Eingangsbestätigung angezeigt', async (receipt) => {
      const { frame, town, params } = visit
      const pdfUrl = linkTo(visit, `${receiptPath(params.id!)}/receipt.pdf`)
      const shown = { frame, view: viewReceipt(visit, town, receipt), pdfUrl, verifyUrl: `${town.origin}/verify` }
      return page(<ReceiptPage {...shown} account={receipt.row.owner_id !== null} />, { headers: unkept })
    }),
  )

  on.page('/forms/receipt/:id/receipt.pdf', holder, { perMinute: 20 }, (visit) =>
    withReceipt(visit, 'Eingangsbestätigung als PDF gespeichert', async (receipt) => {
      const pdf = await makeReceiptPdf(visit, visit.town, receipt)
      const name = receiptWords(visit).fileName(viewReceipt(visit, visit.town, receipt).reference)
      return bytes('application/pdf', pdf, { headers: { ...unkept, 'content-disposition': attachmentNamed(name) } })
    }),
  )
}

/** Who is not signed in is led there, whether or not there is such a receipt. */
async function withReceipt(
  visit: Visit,
  purpose: string,
  answer: (receipt: Receipt) => Promise<Answer>,
): Promise<Answer | NotFound> {
  const { house, town, person, params } = visit
  const row = await findSubmission(town, params.id!)
  const may = row ? await maySeeReceipt(house, town, row, visit) : 'no'
  if (row && may === 'yes') return answer(await readReceipt(town, row, readerOf(person), purpose))
  if (person && may === 'no') return notFound
  return signInFirst(visit, row?.level === undefined || may === 'no' ? 'basic' : row.level)
}

async function signInFirst(visit: Visit, level: 'basic' | NonNullable<Visit['person']>['level']): Promise<Answer | NotFound> {
  const { house, town, language, person, cookie, now, path } = visit
  const why = person ? ('step-up' as const) : ('sign-in' as const)
  const asked = { language, path: linkTo(visit, path), why, level, cookie, now }
  const place = await house.ask<SignInFirst>(town, 'sign-in-first', asked)
  return place ? seeOther(place.url, { cookies: place.cookie ? [place.cookie] : undefined }) : notFound
}
