// The addresses of what is done with several cases at once.
import { staff } from '../../../kernel/access.ts'
import { type Answer, nextPath, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { mayDecide, mayWork } from '../access.ts'
import { addLabel, claim, handOver } from './act.ts'
import { type Counted, decideOne, findPicked, forEach, type Picked, writeTo } from './bulk.ts'
import { type BulkAction, BulkPage, type BulkTyped, bulkActions } from './bulk-pages.tsx'
import { bulkWords } from './bulk-words.ts'
import { isLabel, whoOf } from './case-routes.tsx'
import { caseWords } from './case-words.ts'
import { listColleagues } from './colleagues.ts'
import { deskPath } from './list-pages.tsx'

const own = `${deskPath}/bulk`
const accessOf = { 'hand-over': mayWork, label: mayWork, message: mayWork, decide: mayDecide } as const

export function bulkRoutes(on: Routes): void {
  on.form(own, staff(mayWork), {}, chooseWhat)
  for (const action of bulkActions) {
    const access = staff(accessOf[action])
    on.page(`${own}/${action}`, access, {}, async (visit) => {
      const typed = { to: '', reason: '', label: '', subject: '', message: '', outcome: '', once: newId(visit.now) }
      return showBulk(visit, action, (visit.query.picked ?? '').split(','), nextOf(visit.query.back), typed, [])
    })
    on.form(`${own}/${action}`, access, {}, (visit, input) => postBulk(visit, action, input))
  }
}

/** Back to a list or a case of this room, nowhere else. */
const nextOf = (wanted: string | undefined): string => {
  const path = nextPath(wanted)
  return path === deskPath || path.startsWith(`${deskPath}?`) || path.startsWith(`${deskPath}/`) ? path : deskPath
}

const withCounts = (path: string, counts: Record<string, number | string>): string =>
  Object.entries(counts).reduce((all, [name, value]) => `${all}${all.includes('?') ? '&' : '?'}${name}=${value}`, path)

async function chooseWhat(visit: Visit, input: FormInput): Promise<Answer> {
  const [what = '', single = ''] = input.value('do').split(':')
  const back = nextOf(input.value('back'))
  const picked = single ? [single] : input.values('pick').slice(0, 100)
  if (picked.length === 0) return seeOther(linkTo(visit, withCounts(back, { picked: 'none' })))
  const action = bulkActions.find((one) => one === what)
  if (action) {
    const query = new URLSearchParams({ picked: picked.filter(isUuid).slice(0, 25).join(','), back }).toString()
    return seeOther(linkTo(visit, `${own}/${action}?${query}`))
  }
  const { did, missed } = await forEach(picked, (id) => claim(whoOf(visit), id))
  return seeOther(linkTo(visit, withCounts(back, { claimed: did, missed })))
}

async function showBulk(
  visit: Visit,
  action: BulkAction,
  ids: readonly string[],
  back: string,
  typed: BulkTyped,
  problems: readonly Problem[],
): Promise<Answer> {
  const { town, person, frame, now } = visit
  const picked = await findPicked(visit, person!, ids, accessOf[action])
  const units = [...new Set(picked.map(({ row }) => row.unit))]
  const secret = picked.flatMap(({ row, kind }) => (kind.type.secrecy ? [row.unit] : []))
  const colleagues =
    action === 'hand-over' && picked.length > 0 ? await listColleagues(town, person!, { units, secret }, now) : []
  const only = ids.length === 1 && picked.length === 1 ? `${deskPath}/${picked[0]!.row.id}` : back
  return page(<BulkPage {...{ frame, action, picked, colleagues, typed, problems }} back={only} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

async function postBulk(visit: Visit, action: BulkAction, input: FormInput): Promise<Answer> {
  const ids = input.value('picked').split(',').filter(isUuid)
  const back = nextOf(input.value('back'))
  const value = (name: string) => input.value(name)
  const typed: BulkTyped = {
    to: value('to'),
    reason: value('reason'),
    label: value('label'),
    subject: value('subject'),
    message: value('message'),
    outcome: value('outcome'),
    once: isUuid(value('once')) ? value('once') : newId(visit.now),
  }
  const picked = await findPicked(visit, visit.person!, ids, accessOf[action])
  const problems = problemsOf(visit, action, typed, input, picked)
  if (problems.length > 0) return showBulk(visit, action, ids, back, typed, problems)
  const { did, missed } = await doBulk(visit, action, typed, ids)
  return seeOther(linkTo(visit, withCounts(back, { bulk: did, missed })))
}

function doBulk(visit: Visit, action: BulkAction, typed: BulkTyped, ids: readonly string[]): Promise<Counted> {
  const who = whoOf(visit)
  return forEach(ids, (id) => {
    if (action === 'hand-over') return handOver(who, id, typed.to, typed.reason)
    if (action === 'label') return addLabel(who, id, typed.label)
    if (action === 'message') return writeTo(who, id, typed.once, typed)
    return decideOne(who, id, typed.outcome)
  })
}

function problemsOf(
  visit: Visit,
  action: BulkAction,
  typed: BulkTyped,
  input: FormInput,
  picked: readonly Picked[],
): readonly Problem[] {
  const text = bulkWords(visit)
  if (action === 'label') return isLabel(typed.label) ? [] : [{ field: 'label', message: caseWords(visit).labelWrong }]
  if (action === 'decide') {
    const fits = picked.every(({ kind }) => kind.type.outcomes.some(({ key, burdening }) => key === typed.outcome && !burdening))
    return fits ? [] : [{ field: 'outcome', message: text.outcomeMissing }]
  }
  const read =
    action === 'hand-over'
      ? readForm(input, {
          to: textField('to', { atMost: 40, message: text.toMissing, tooLong: () => text.toMissing }),
          reason: textField('reason', { atMost: 2_000, message: text.reasonMissing, tooLong: text.reasonTooLong }),
        })
      : readForm(input, {
          subject: textField('subject', { atMost: 200, message: text.subjectMissing, tooLong: text.subjectTooLong }),
          message: textField('message', { atMost: 8_000, message: text.messageMissing, tooLong: text.messageTooLong }),
        })
  return 'problems' in read ? read.problems : []
}
