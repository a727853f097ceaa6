// The addresses of opinions: asking for one at a case, and what waits for one's own unit.
import { staff } from '../../../kernel/access.ts'
import { addDays, asDay } from '../../../kernel/calendar/day.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { mayGiveOpinion, mayWork } from '../access.ts'
import type { Reading } from '../case.ts'
import { atWork } from './ask-routes.tsx'
import { after, ownCase, whoOf } from './case-routes.tsx'
import { dayParts, partsOf, readParts } from './days.ts'
import { deskPath } from './list-pages.tsx'
import type { CaseShown } from './one.ts'
import { askOpinion, giveOpinion, listOpinions, showOpinion, views } from './opinion.ts'
import { AskOpinionPage, type AskTyped, type GiveTyped, OpinionPage, OpinionsPage, opinionsPath } from './opinion-pages.tsx'
import { opinionWords } from './opinion-words.ts'
import { listUnits } from './units.ts'

const purpose = 'Anfrage einer Stellungnahme vorbereitet'

export function opinionRoutes(on: Routes): void {
  on.page(opinionsPath, staff(mayGiveOpinion), {}, async ({ town, person, frame, today }) =>
    page(<OpinionsPage frame={frame} today={today} opinions={await listOpinions(town, person!)} />),
  )
  on.page(`${opinionsPath}/:id`, staff(mayGiveOpinion), {}, (visit) => showGive(visit, { view: '', answer: '' }, []))
  on.form(`${opinionsPath}/:id`, staff(mayGiveOpinion), {}, postGive)
  on.page(`${deskPath}/:id/opinion`, staff(mayWork), {}, (visit) =>
    atWork(visit, purpose, (shown) => {
      const typed = { unit: '', pages: [], question: '', due: partsOf(addDays(asDay(visit.today), 14)) }
      return showAsk(visit, shown, typed, [])
    }),
  )
  on.form(`${deskPath}/:id/opinion`, staff(mayWork), {}, (visit, input) =>
    atWork(visit, purpose, (shown) => postAsk(visit, shown, input)),
  )
}

/** Every unit of the town but the one that asks. */
const unitsToAsk = async ({ town }: Visit, { row }: CaseShown) =>
  (await town.read((db: Reading) => listUnits(db, ['/'], 1_000))).filter(({ path }) => path !== row.unit)

async function showAsk(visit: Visit, shown: CaseShown, typed: AskTyped, problems: readonly Problem[]): Promise<Answer> {
  const units = await unitsToAsk(visit, shown)
  return page(<AskOpinionPage frame={visit.frame} shown={shown} units={units} typed={typed} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

async function postAsk(visit: Visit, shown: CaseShown, input: FormInput): Promise<Answer | NotFound> {
  const text = opinionWords(visit)
  const known = shown.answers.pages.map(({ key }) => key)
  const pages = input.values('pages').filter((key) => known.includes(key))
  const due = readParts(dayParts(input, 'due'))
  const units = (await unitsToAsk(visit, shown)).map(({ path }) => path)
  const read = readForm(input, {
    unit: oneOf('unit', units, text.unitMissing),
    question: textField('question', { atMost: 4_000, message: text.questionMissing, tooLong: text.questionTooLong }),
    due: () => (due && due > visit.today ? { value: due as string } : { problem: { field: 'due', message: text.dayWrong } }),
  })
  if ('problems' in read) {
    const typed = { unit: input.value('unit'), pages, question: input.value('question'), due: dayParts(input, 'due') }
    return showAsk(visit, shown, typed, read.problems)
  }
  const { unit, question, due: dueOn } = read.values
  return after(visit, 'opinion', await askOpinion(whoOf(visit), shown.row.id, { unit, pages, question, dueOn }))
}

async function showGive(visit: Visit, typed: GiveTyped, problems: readonly Problem[], status = 200): Promise<Answer | NotFound> {
  const { house, town, person, params, language, today, now, frame, query } = visit
  const shown = await showOpinion(house, town, person!, { id: params.id!, language, today, now })
  if (shown === 'party') return ownCase(visit)
  if (!shown) return notFound
  const given = query.done === 'given'
  return page(<OpinionPage {...{ frame, shown, today, typed, problems, given }} />, {
    status: problems.length > 0 ? 422 : status,
  })
}

async function postGive(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const text = opinionWords(visit)
  const typed = { view: input.value('view'), answer: input.value('answer') }
  const read = readForm(input, {
    view: oneOf('view', views, text.viewMissing),
    answer: textField('answer', { atMost: 8_000, message: text.answerMissing, tooLong: text.answerTooLong }),
  })
  if ('problems' in read) return showGive(visit, typed, read.problems)
  const outcome = await giveOpinion(whoOf(visit), visit.params.id!, { ...read.values, today: visit.today })
  if (outcome === 'party') return ownCase(visit)
  if (outcome === undefined) return notFound
  if (outcome === 'over') return showGive(visit, typed, [], 409)
  return seeOther(linkTo(visit, `${opinionsPath}/${visit.params.id}?done=given`))
}
