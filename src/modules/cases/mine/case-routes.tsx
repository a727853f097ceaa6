// The addresses of "Meine Anträge": the list, one application, its documents.
import type { SignInFirst } from '../../../contracts/sign-in.ts'
import { holder, resident } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { sendBlob } from '../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { actWords } from './act-words.ts'
import { CasePage } from './case-pages.tsx'
import { findDocument, readCase } from './case-view.ts'
import { againstIt } from './decision-part.tsx'
import { HiddenPage } from './hidden-page.tsx'
import { historyOf } from './history.ts'
import { listMine } from './list.ts'
import { ListPage } from './list-pages.tsx'
import { offeredIn } from './offered.ts'
import { LacksLevel } from './seen.ts'
import { resultOf, statusOf } from './status.ts'
import { mineWords } from './words.ts'

/** Nothing of it may stay in a browser that others use. */
export const unkept = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } })

export function caseRoutes(on: Routes): void {
  on.page('/applications', resident('basic'), {}, async (visit) => {
    const { house, town, person, frame, now, today, query } = visit
    const number = Math.min(500, Math.max(1, Number.parseInt(query.page ?? '', 10) || 1))
    const listed = await listMine(house, town, person!, { page: number, now })
    const running = listed.running.map((line) => ({ ...line, status: statusOf(frame, town, line, today) }))
    const acting = person!.actsFor !== undefined
    return page(
      <ListPage frame={frame} running={running} closed={listed.closed} page={number} more={listed.more} acting={acting} />,
    )
  })

  on.page('/applications/:reference', holder, {}, async (visit) => {
    const text = mineWords(visit)
    const said = { added: text.saidAdded, withdrawn: text.saidWithdrawn, rated: text.saidRated, heard: text.saidHeard }
    const { done = '' } = visit.query
    if (done === 'closed') return showCase(visit, { text: text.saidNoForm, tone: 'warn' })
    return showCase(visit, Object.hasOwn(said, done) ? { text: said[done as keyof typeof said], tone: 'ok' } : undefined)
  })

  on.file('/applications/:reference/documents/:id', holder, {}, (visit) => {
    const { reference = '', id = '' } = visit.params
    const found = isUuid(id) ? findDocument(visit, reference, id) : Promise.resolve(undefined)
    return answered(visit, found, (file) => sendBlob(visit, file))
  })
}

/** Who is not signed in learns nothing, and finds two ways on. */
function hidden(visit: Visit): Answer | NotFound {
  const { person, frame } = visit
  if (person) return notFound
  const urls = { signIn: frame.signIn?.url, find: linkTo(visit, '/applications/find') }
  return unkept(page(<HiddenPage frame={frame} urls={urls} />, { status: 404 }))
}

/** What was applied for with a strong proof is shown to nobody with a weaker one. */
async function stepUp(visit: Visit, { level }: LacksLevel): Promise<Answer | NotFound> {
  const { house, town, language, cookie, now, path } = visit
  const asked = { language, path: linkTo(visit, path), why: 'step-up' as const, level, cookie, now }
  const place = await house.ask<SignInFirst>(town, 'sign-in-first', asked)
  return place ? seeOther(place.url, { cookies: place.cookie ? [place.cookie] : undefined }) : notFound
}

/** Every address of one case ends here where its visitor may not see it. */
export async function answered<Result>(
  visit: Visit,
  found: Promise<Result | LacksLevel | undefined>,
  answer: (result: Result) => Answer | NotFound | Promise<Answer | NotFound>,
): Promise<Answer | NotFound> {
  const result = await found
  if (result === undefined) return hidden(visit)
  if (result instanceof LacksLevel) return stepUp(visit, result)
  const shown = await answer(result)
  return shown === notFound ? shown : unkept(shown)
}

type Said = { text: string; tone: 'ok' | 'warn' }

/** `problems`: of the rating, which is sent from this page. */
export const showCase = (visit: Visit, said: Said | undefined, problems: readonly Problem[] = []): Promise<Answer | NotFound> =>
  answered(visit, readCase(visit, visit.params.reference!), (view) => {
    const { town, frame, today } = visit
    const offered = offeredIn(visit, view)
    const shown = {
      frame,
      view,
      status: statusOf(frame, town, { ...view, asked: view.requests }, today),
      history: historyOf(frame, view.kind.type, view.unit, view.events),
      labels: view.labels,
      offered,
      said,
      result: resultOf(frame, view),
      against: againstIt(frame, town, view, today),
      problems: problems.map((problem) => ({ ...problem, label: actWords(visit).rateAsk })),
    }
    return page(<CasePage {...shown} />, { status: problems.length > 0 ? 422 : 200 })
  })
