// The desk's addresses: stocks, holds, release.
import { mayIn, staff } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import { type Problem, readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { HoldPage, StockPage, StocksPage } from './desk-pages.tsx'
import { findHold, listHolds, listOwnStocks, mayRead, mayRelease, releaseHold, states } from './views.ts'
import { reservationWords } from './words.ts'

const root = '/desk/reservations'

export function deskRoutes(on: Routes): void {
  on.page(root, staff(mayRead), {}, async ({ town, person, frame }) =>
    page(<StocksPage frame={frame} stocks={await listOwnStocks(town, person!)} />),
  )
  on.page(`${root}/stocks/:key`, staff(mayRead), {}, async ({ town, person, frame, params, query }) => {
    const list = await listHolds(town, person!, params.key!, {
      state: states.find((one) => one === query.state) ?? 'reserved',
      search: (query.search ?? '').trim().slice(0, 40),
      page: /^[1-9]\d{0,4}$/.test(query.page ?? '') ? Number(query.page) : 1,
    })
    return list ? page(<StockPage frame={frame} list={list} />) : notFound
  })
  on.page(`${root}/holds/:id`, staff(mayRead), {}, (visit) => showHold(visit, '', []))
  on.form(`${root}/holds/:id/release`, staff(mayRelease), {}, async (visit, input) => {
    const { town, person, params, now } = visit
    const text = reservationWords(visit)
    const read = readForm(input, {
      reason: textField('reason', { atMost: 500, message: text.reasonMissing, tooLong: text.reasonTooLong }),
    })
    if ('problems' in read) return showHold(visit, input.value('reason'), read.problems)
    const released = await releaseHold(town, person!, params.id!, read.values.reason, now)
    return released ? seeOther(linkTo(visit, `${root}/holds/${params.id}?done=${released}`)) : notFound
  })
}

async function showHold(visit: Visit, reason: string, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, query, frame, now } = visit
  const text = reservationWords(visit)
  const view = await findHold(town, person!, params.id!, now)
  if (!view) return notFound
  const said = { released: { tone: 'ok', text: text.released }, gone: { tone: 'warn', text: text.notLive } } as const
  return page(
    <HoldPage
      frame={frame}
      view={view}
      mayRelease={mayIn(person!, mayRelease, view.stock.unit)}
      reason={reason}
      problems={problems}
      said={query.done === 'released' || query.done === 'gone' ? said[query.done] : undefined}
    />,
    { status: problems.length > 0 ? 422 : 200 },
  )
}
