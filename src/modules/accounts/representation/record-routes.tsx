// The addresses of recording who represents a child or a ward.
import type { FieldProblem } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import { staff } from '../../../kernel/access.ts'
import { addDays, dayAt, readDay } from '../../../kernel/calendar/day.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { type Own, own } from '../profile/profile-routes.tsx'
import { isId, matterChoices } from './acting-routes.tsx'
import { codeDays } from './authority.ts'
import { endRecorded, listOpenHelp, readAuthorities, recordAuthority, recordable, recordPermission } from './record.ts'
import { AuthoritiesPage, OpenHelpPage, RecordedPage, type RecordTyped } from './record-pages.tsx'
import { recordWords } from './record-words.ts'

const record = staff(recordPermission)
const noStore = { 'cache-control': 'no-store' }
const nothing: RecordTyped = { kind: '', proof: '', until: {}, matters: [], authority: '', reason: '' }

export function recordRoutes(on: Routes): void {
  on.page('/desk/accounts/authorities', record, {}, async (visit) => {
    const { town, person, now, frame } = own(visit)
    return page(<OpenHelpPage frame={frame} helps={await listOpenHelp(town, person, now)} />, { headers: noStore })
  })
  on.page('/desk/accounts/assist/:id/authorities', record, {}, (visit) => authoritiesPage(own(visit), nothing, []))
  on.form('/desk/accounts/assist/:id/authorities', record, { perMinute: 20 }, (visit, input) => recordFrom(own(visit), input))
  on.form('/desk/accounts/assist/:id/authorities/end', record, { perMinute: 20 }, (visit, input) => endFrom(own(visit), input))
}

async function authoritiesPage(visit: Own, typed: RecordTyped, problems: readonly FieldProblem[]): Promise<Answer | NotFound> {
  const { town, person, now, params, frame, query } = visit
  const view = isId(params.id ?? '') ? await readAuthorities(town, person, params.id ?? '', now) : undefined
  if (!view) return notFound
  const done = query.done === 'ended' ? recordWords(visit).ended : undefined
  const matters = await matterChoices(visit)
  return page(<AuthoritiesPage frame={frame} view={view} matters={matters} problems={problems} typed={typed} done={done} />, {
    status: problems.length > 0 ? 422 : 200,
    headers: noStore,
  })
}

const two = (part: string): string => part.padStart(2, '0')
const longest = 300

async function recordFrom(visit: Own, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now, params, frame, language } = visit
  const text = recordWords(visit)
  const known = (await matterChoices(visit)).map(({ key }) => key)
  const until = { day: input.value('until-day'), month: input.value('until-month'), year: input.value('until-year') }
  const typed: RecordTyped = {
    ...nothing,
    kind: input.value('kind'),
    proof: input.value('proof'),
    until,
    matters: known.filter((key) => input.values('matter').includes(key)),
  }
  const kind = recordable.find((one) => one === typed.kind)
  const day = readDay(`${until.year}-${two(until.month)}-${two(until.day)}`)
  const problems: FieldProblem[] = []
  if (!kind) problems.push({ field: 'kind', label: text.kind, message: text.kindWrong })
  const size = typed.proof.length
  if (size < 5 || size > longest)
    problems.push({ field: 'proof', label: text.proof, message: size < 5 ? text.proofShort(size) : text.tooLong(size) })
  if (!day || day < dayAt(now)) problems.push({ field: 'until-day', label: text.untilLabel, message: text.untilWrong })
  if (!kind || !day || problems.length > 0) return authoritiesPage(visit, typed, problems)
  const help = params.id ?? ''
  const made = { kind, proof: typed.proof, until: day, matters: typed.matters }
  const recorded = isId(help) ? await recordAuthority(town, person, help, made, now) : undefined
  if (!recorded) return notFound
  if ('lastDay' in recorded) {
    const message = text.untilLate(formatDay(language, recorded.lastDay))
    return authoritiesPage(visit, typed, [{ field: 'until-day', label: text.untilLabel, message }])
  }
  // Shown in the answer itself: the code is stored nowhere, so there is no page to go to.
  return page(<RecordedPage frame={frame} help={help} code={recorded.code} until={addDays(dayAt(now), codeDays)} />, {
    headers: noStore,
  })
}

async function endFrom(visit: Own, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now, params } = visit
  const text = recordWords(visit)
  const typed = { ...nothing, authority: input.value('authority'), reason: input.value('reason') }
  const problems: FieldProblem[] = []
  if (!isId(typed.authority)) problems.push({ field: 'authority', label: text.which, message: text.whichWrong })
  const size = typed.reason.length
  if (size < 5 || size > longest)
    problems.push({ field: 'reason', label: text.reason, message: size < 5 ? text.reasonShort(size) : text.tooLong(size) })
  if (problems.length > 0) return authoritiesPage(visit, typed, problems)
  const help = params.id ?? ''
  const ended = isId(help) && (await endRecorded(town, person, help, typed.authority, typed.reason, now))
  return ended ? seeOther(linkTo(visit, `/desk/accounts/assist/${help}/authorities?done=ended`)) : notFound
}
