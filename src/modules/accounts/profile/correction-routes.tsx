// The addresses of the desk's list of wishes to have something corrected.
import type { FieldProblem } from '../../../design/fields.tsx'
import { staff } from '../../../kernel/access.ts'
import { asDay, readDay } from '../../../kernel/calendar/day.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { workView } from '../../../kernel/http/work-view.ts'
import { foreignCharacters, tidyName } from '../../../standards/din91379/names.ts'
import {
  answerCorrection,
  type CorrectionView,
  correctable,
  correctionPermission,
  correctionViews,
  findCorrection,
  listCorrections,
  takeCorrections,
} from './correction.ts'
import { type AnswerTyped, CorrectionAnswerPage, CorrectionsPage, correctionsPath, viewPath } from './correction-pages.tsx'
import { correctionWords } from './correction-words.ts'
import { type Own, own } from './profile-routes.tsx'

const answering = staff(correctionPermission)
const noStore = { 'cache-control': 'no-store' }
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

export function correctionRoutes(on: Routes): void {
  on.page(correctionsPath, answering, {}, (visit) => listPage(own(visit)))
  on.form(`${correctionsPath}/take`, answering, {}, async (visit, input) => {
    const { town, person } = own(visit)
    const count = await takeCorrections(town, person, input.values('pick').filter(isId).slice(0, 200))
    return seeOther(linkTo(visit, `${viewPath('mine')}&taken=${count}`))
  })
  on.page(`${correctionsPath}/:id`, answering, {}, (visit) => wishPage(own(visit), { field: '', value: '', answer: '' }, []))
  on.form(`${correctionsPath}/:id`, answering, {}, (visit, input) => answerFrom(own(visit), input))
}

async function listPage(visit: Own): Promise<Answer> {
  const { town, person, query, today, frame } = visit
  const text = correctionWords(visit)
  const view: CorrectionView = correctionViews.find((one) => one === query.view) ?? 'open'
  const number = /^[1-9]\d{0,3}$/.test(query.page ?? '') ? Number(query.page) : 1
  const { counts, rows } = await listCorrections(town, person.personId, view, number)
  const preferences = await workView(visit, viewPath(view, number), `${text.title}: ${text[view]}`)
  const taken = /^\d{1,3}$/.test(query.taken ?? '') ? text.taken(Number(query.taken)) : undefined
  const done = query.done === 'sent' ? text.sent : taken
  const shown = { today: asDay(today), view, page: number, counts, rows, preferences, done }
  return page(<CorrectionsPage frame={frame} {...shown} />)
}

async function wishPage(visit: Own, typed: AnswerTyped, problems: readonly FieldProblem[]): Promise<Answer | NotFound> {
  const { town, person, params, frame } = visit
  const id = params.id ?? ''
  const wish = isId(id) ? await findCorrection(town, person, id) : undefined
  if (!wish) return notFound
  return page(<CorrectionAnswerPage frame={frame} wish={wish} problems={problems} typed={typed} />, {
    status: problems.length > 0 ? 422 : 200,
    headers: noStore,
  })
}

async function answerFrom(visit: Own, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now } = visit
  const text = correctionWords(visit)
  const typed = { field: input.value('field'), value: tidyName(input.value('value')), answer: input.value('answer') }
  const field = correctable.find((one) => one === typed.field)
  const problems: FieldProblem[] = []
  const wrong = field && valueProblem(visit, field, typed.value)
  if (wrong) problems.push({ field: 'value', label: text.value, message: wrong })
  const size = typed.answer.length
  if (size === 0 || size > 2_000)
    problems.push({ field: 'answer', label: text.answer, message: size === 0 ? text.answerMissing : text.answerLong(size) })
  if (problems.length > 0) return wishPage(visit, typed, problems)
  const id = params.id ?? ''
  const answered = isId(id) && (await answerCorrection(house, town, person, id, { ...typed, field }, now))
  return answered ? seeOther(linkTo(visit, `${correctionsPath}?done=sent`)) : notFound
}

function valueProblem(visit: Own, field: string, value: string): string | undefined {
  const text = correctionWords(visit)
  if (value === '' || value.length > 200) return text.valueMissing
  if (field === 'date-of-birth' && !readDay(value)) return text.valueDay
  const foreign = foreignCharacters(value, 'B')
  return foreign.length > 0 ? text.foreign(foreign.join(' ')) : undefined
}
