// The addresses of checking and sending.
import { type FieldProblem, idOf } from '../../../design/fields.tsx'
import { holder } from '../../../kernel/access.ts'
import { type Answer, type NotFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import { withoutNumbers } from '../document/places.ts'
import { problemsOf } from '../document/problems.ts'
import { textIn } from '../document/text.ts'
import { sectionsOf } from './answer-list.tsx'
import { answersMark } from './answers-mark.ts'
import { cookieFor } from './browser.ts'
import { CheckPage, type OpenLine } from './check-page.tsx'
import { anchorOf } from './controls.tsx'
import { deliveryNotice } from './delivery.ts'
import { maySendFor, openDraft } from './draft.ts'
import { isExample } from './fill-routes.tsx'
import { originName } from './origin.ts'
import { RefusedPage } from './refused-page.tsx'
import { checkUrl, fillUrl, screenOf } from './screen.ts'
import { sendFilling } from './send.ts'
import { type Filling, lacksLevel, lostDraft, neededLevel, signInFirst, withFilling } from './state.tsx'
import { fillingWords } from './words.ts'

export function checkRoutes(on: Routes): void {
  on.page('/forms/:key/check/:draft', holder, {}, (visit) =>
    withFilling(visit, (filling) => checked(visit, filling) ?? showCheck(visit, filling, {})),
  )

  on.form('/forms/:key/check/:draft', holder, { perMinute: 30 }, async (visit, input) => {
    const open = await openDraft(visit, visit.params.draft!)
    // A second click finds no draft any more, and leads to the one receipt.
    if (!open) return lostDraft(visit, input)
    return withFilling(visit, (filling) => checked(visit, filling, input) ?? send(visit, filling, input))
  })
}

/** What stands before the page: a level that is missing, or an exit. */
function checked(visit: Visit, filling: Filling, input?: FormInput): Promise<Answer | NotFound> | Answer | undefined {
  const { evaluation, form, draft } = filling
  const [exit] = evaluation.pages.filter((one) => evaluation.exitOf(one))
  if (exit) return seeOther(linkTo(visit, `/forms/${form.key}/exit/${draft.id}/${exit.key}`))
  if (form.kind === 'questionnaire' && openLines(visit, filling).length === 0) return noneFits(visit, filling)
  for (const one of evaluation.pages) {
    const needed = neededLevel(filling, one)
    if (lacksLevel(visit, needed)) return signInFirst(visit, needed, input)
  }
  return undefined
}

/** A questionnaire leads somewhere, and is never sent. */
function noneFits(visit: Visit, { evaluation }: Filling): Answer {
  const text = fillingWords(visit)
  const title = textIn(evaluation.form.document.title, visit.language)
  return page(<RefusedPage frame={visit.frame} formTitle={title} title={text.noneFits} text={text.noneFitsText} />)
}

type Shown = { input?: FormInput; problems?: FieldProblem[] }

/** What is still open, each with the place where it is mended. */
function openLines(visit: Visit, { evaluation, lists, content, form, draft, limits }: Filling): OpenLine[] {
  const inConflict = new Set(limits ? evaluation.failedChecks().map(({ path }) => path) : [])
  // What cannot be changed here was accepted before; two answers that no longer fit together are told all the same.
  const concerns = (path: string): boolean => limits?.mayChange(path) !== false || path === '' || inConflict.has(path)
  return problemsOf(evaluation, { reader: visit, list: lists, leftOpen: content.leftOpen })
    .filter(({ path }) => concerns(path))
    .map(({ path, part, label, message, page: on }) => {
      const item = evaluation.form.places.get(withoutNumbers(path))?.item
      const anchor = item?.kind === 'question' ? anchorOf(item, path, part) : path
      return {
        label,
        message,
        url: `${fillUrl(visit, form.key, draft.id, screenOf(path) ?? on)}?from=check${anchor ? `#${idOf(anchor)}` : ''}`,
      }
    })
}

async function showCheck(visit: Visit, filling: Filling, { input, problems = [] }: Shown): Promise<Answer> {
  const { frame, person } = visit
  const { evaluation, content, form, draft, lists, limits } = filling
  const urlOf = (address: string, anchor: string, path: string): string | undefined =>
    limits && !limits.mayChange(path) ? undefined : `${fillUrl(visit, form.key, draft.id, address)}?from=check#${idOf(anchor)}`
  const sections = sectionsOf(evaluation, { reader: visit, list: lists }, content.leftOpen, urlOf, undefined, (path) => {
    const from = content.origins[path]
    return from === undefined ? undefined : originName(visit, from)
  })
  const last = evaluation.pages.at(-1)
  const view = {
    frame,
    evaluation,
    sections,
    open: openLines(visit, filling),
    startUrl: linkTo(visit, `/forms/${form.key}`),
    url: checkUrl(visit, form.key, draft.id),
    backUrl: last ? fillUrl(visit, form.key, draft.id, last.key) : linkTo(visit, `/forms/${form.key}`),
    seen: answersMark(content.answers),
    limited: limits !== undefined,
    byStaff: draft.entered_by !== null,
    mail: person ? undefined : (input?.value('mail') ?? ''),
    problems,
    example: isExample(filling),
  }
  const notice = await deliveryNotice(visit, filling)
  const delivery = notice && { lines: notice.lines, chosen: input?.value('delivery') ?? '' }
  return page(<CheckPage {...view} delivery={delivery} />, { status: input ? 422 : 200 })
}

async function send(visit: Visit, filling: Filling, input: FormInput): Promise<Answer | NotFound> {
  const text = fillingWords(visit)
  const { draft, content, evaluation } = filling
  const mail = input.value('mail')
  if (openLines(visit, filling).length > 0) return showCheck(visit, filling, { input })
  const problems: FieldProblem[] = []
  if (!visit.person && mail !== '' && !readMailAddress(mail))
    problems.push({ field: 'mail', label: text.mailCopy, message: text.mailWrong })
  if (input.value('confirm') !== 'yes')
    problems.push({ field: 'confirm', label: text.confirmLabel, message: text.confirmMissing })
  else if (input.value('seen') !== answersMark(content.answers))
    problems.push({ field: 'confirm', label: text.confirmLabel, message: text.confirmAgain })
  if (problems.length > 0) return showCheck(visit, filling, { input, problems })
  const title = textIn(evaluation.form.document.title, visit.language)
  if (!(await maySendFor(visit, filling.form.id)))
    return page(<RefusedPage frame={visit.frame} formTitle={title} title={text.mayNot} text={text.mayNotText} />, { status: 403 })
  const notice = await deliveryNotice(visit, filling)
  const choice = (['given', 'excluded'] as const).find((one) => one === input.value('delivery'))
  const sent = await sendFilling(visit, filling, {
    mailTo: visit.person || mail === '' ? undefined : mail,
    delivery: notice && choice && { choice, notice: notice.version },
  })
  if ('refused' in sent) {
    if (sent.refused === 'gone') return lostDraft(visit, input)
    return page(<RefusedPage frame={visit.frame} formTitle={title} title={text.full} text={text.fullKept} />, { status: 409 })
  }
  const after = content.back ?? `/forms/receipt/${sent.submission.id}`
  return seeOther(linkTo(visit, after), { cookies: cookieFor(visit, draft.id) })
}
