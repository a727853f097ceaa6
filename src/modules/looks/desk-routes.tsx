// What the data-protection officer asks for on the desk.
import type { FindPersons } from '../../contracts/find-persons.ts'
import type { FieldProblem } from '../../design/fields.tsx'
import { type SignedIn, staff } from '../../kernel/access.ts'
import { notFound, page, seeOther } from '../../kernel/http/answer.ts'
import { type FormInput, readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { workView } from '../../kernel/http/work-view.ts'
import { isUuid } from '../../kernel/ids.ts'
import { DeskObjectionPage, InquiryFormPage, LogPage, ObjectionsPage, objectionsPath } from './desk-pages.tsx'
import { deskWords } from './desk-words.ts'
import { HidePage, type HideTyped } from './hide-pages.tsx'
import { findInLog, findInquiry, hideLook, type Inquiry, namesOf, openInquiry, readLog } from './inquiry.ts'
import type { FoldedLook } from './look.ts'
import { answerObjection, findObjection, listObjections } from './objection.ts'
import type { Named } from './pages.tsx'
import { modulesNamed } from './resident-routes.tsx'

const read = staff('looks.log.read')
const hide = staff('looks.log.hide')
const answer = staff('looks.objection.answer')

async function namedFor(visit: Visit, looks: readonly FoldedLook[]): Promise<Named> {
  return { modules: modulesNamed(visit), staff: await namesOf(visit.town, looks, visit.person) }
}

/** What the officer may open from here: each by its own permission. */
function linksFor(visit: Visit, person: SignedIn) {
  const text = deskWords(visit)
  const all = [
    { permission: 'looks.log.read', label: text.lookUp, path: '/desk/looks/inquiries' },
    { permission: 'looks.register.read', label: text.register, path: '/desk/privacy/register' },
    { permission: 'looks.audit.read', label: text.audit, path: '/desk/looks/audit' },
  ]
  return all
    .filter(({ permission }) => person.permissions.has(permission))
    .map(({ label, path }) => ({ label, url: linkTo(visit, path) }))
}

async function showObjection(visit: Visit, typed = '', problems: readonly FieldProblem[] = []) {
  const objection = await findObjection(visit.town, visit.person!, visit.params.id ?? '', visit.today)
  if (!objection) return notFound
  const named = await namedFor(visit, objection.look ? [objection.look] : [])
  return page(<DeskObjectionPage frame={visit.frame} objection={objection} named={named} typed={typed} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

const labelled = (problems: readonly { field: string; message: string }[], labels: Record<string, string>): FieldProblem[] =>
  problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? problem.field }))

async function askInquiry(visit: Visit, input: FormInput) {
  const text = deskWords(visit)
  const labels = { person: text.person, purpose: text.purpose }
  const typed = { person: input.value('person'), purpose: input.value('purpose') }
  const again = (problems: readonly { field: string; message: string }[]) =>
    page(<InquiryFormPage frame={visit.frame} {...typed} problems={labelled(problems, labels)} />, { status: 422 })
  const form = readForm(input, {
    person: textField('person', { atMost: 100, message: text.personMissing, tooLong: () => text.personUnknown }),
    purpose: textField('purpose', { atMost: 300, message: text.purposeMissing, tooLong: text.purposeTooLong }),
  })
  if ('problems' in form) return again(form.problems)
  const { purpose } = form.values
  const person = isUuid(form.values.person.toLowerCase())
    ? form.values.person.toLowerCase()
    : await personNamed(visit, form.values.person, purpose)
  const id = person && (await openInquiry(visit.town, visit.person!, person, purpose, visit.now))
  return id ? seeOther(linkTo(visit, `/desk/looks/inquiries/${id}`)) : again([{ field: 'person', message: text.personUnknown }])
}

/** By account number, mail address or reference: the person reads for what they were looked up. */
async function personNamed({ house, town, person }: Visit, exact: string, purpose: string): Promise<string | undefined> {
  const asked = { by: person!, permission: 'looks.log.read', purpose, exact, familyName: '', givenName: '' }
  const found = await house.ask<FindPersons>(town, 'find-persons', asked)
  return found && found !== 'many' && found.length === 1 ? found[0]!.id : undefined
}

async function showHide(
  visit: Visit,
  inquiry: Inquiry,
  look: FoldedLook,
  typed: HideTyped = { until: {}, law: '', reason: '' },
  problems: readonly FieldProblem[] = [],
) {
  const named = await namedFor(visit, [look])
  return page(<HidePage frame={visit.frame} inquiry={inquiry} look={look} named={named} typed={typed} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

/** `YYYY-MM-DD` of a day that exists, else ''. */
function dayIn({ day = '', month = '', year = '' }: HideTyped['until']): string {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return ''
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text) ? text : ''
}

async function hideFromForm(visit: Visit, input: FormInput) {
  const text = deskWords(visit)
  const clerk = visit.person!
  const inquiry = await findInquiry(visit.town, clerk, visit.params.id ?? '', visit.now)
  const look = inquiry && (await findInLog(visit.town, clerk, inquiry, input.value('look'), visit.today))
  if (!inquiry || !look) return notFound
  const typed: HideTyped = {
    until: { day: input.value('until-day'), month: input.value('until-month'), year: input.value('until-year') },
    law: input.value('law'),
    reason: input.value('reason'),
  }
  const labels = { 'until-day': text.until, law: text.law, reason: text.reason }
  const again = (problems: readonly { field: string; message: string }[]) =>
    showHide(visit, inquiry, look, typed, labelled(problems, labels))
  const until = dayIn(typed.until)
  const form = readForm(input, {
    until: () => (until === '' ? { problem: { field: 'until-day', message: text.untilWrong } } : { value: until }),
    law: textField('law', { atMost: 500, message: text.lawMissing, tooLong: text.tooLong }),
    reason: textField('reason', { atMost: 500, message: text.reasonMissing, tooLong: text.tooLong }),
  })
  if ('problems' in form) return again(form.problems)
  const outcome = await hideLook(visit.town, clerk, inquiry, look, form.values, visit.now)
  const refusals = {
    'not-permitted': { field: 'law', message: text.notPermitted },
    'no-such-look': { field: 'law', message: text.emptyText },
    'own-look': { field: 'law', message: text.ownLook },
    'look-of-the-clerk': { field: 'law', message: text.clerksLook },
    day: { field: 'until-day', message: text.untilWrong },
    law: { field: 'law', message: text.lawMissing },
  }
  return outcome === 'done' ? seeOther(linkTo(visit, `/desk/looks/inquiries/${inquiry.id}`)) : again([refusals[outcome]])
}

export function deskRoutes(on: Routes): void {
  on.page('/desk/looks', answer, {}, async (visit) => {
    const state = visit.query.state === 'answered' ? 'answered' : 'open'
    const wanted = /^[1-9]\d{0,4}$/.test(visit.query.page ?? '') ? Number(visit.query.page) : 1
    const { rows, counts } = await listObjections(visit.town, state, wanted)
    const text = deskWords(visit)
    const name = state === 'open' ? text.openObjections : text.answeredObjections
    const preferences = await workView(visit, objectionsPath(state, wanted), name)
    const shown = {
      rows,
      counts,
      state,
      page: wanted,
      today: visit.today,
      preferences,
      links: linksFor(visit, visit.person!),
    } as const
    return page(<ObjectionsPage frame={visit.frame} {...shown} />)
  })
  on.page('/desk/looks/objections/:id', answer, {}, (visit) => showObjection(visit))
  on.form('/desk/looks/objections/:id', answer, {}, async (visit, input) => {
    const text = deskWords(visit)
    const form = readForm(input, {
      answer: textField('answer', { atMost: 4_000, message: text.answerMissing, tooLong: text.answerTooLong }),
    })
    if ('problems' in form) return showObjection(visit, input.value('answer'), labelled(form.problems, { answer: text.answer }))
    const id = visit.params.id ?? ''
    const done = await answerObjection(visit.house, visit.town, visit.person!, id, form.values.answer, visit.now)
    if (!done && !(await findObjection(visit.town, visit.person!, id, visit.today))) return notFound
    return seeOther(linkTo(visit, `/desk/looks/objections/${id}`))
  })
  on.page('/desk/looks/inquiries', read, {}, ({ frame }) =>
    page(<InquiryFormPage frame={frame} person="" purpose="" problems={[]} />),
  )
  on.form('/desk/looks/inquiries', read, {}, askInquiry)
  on.page('/desk/looks/inquiries/:id', read, {}, async (visit) => {
    const clerk = visit.person!
    const inquiry = await findInquiry(visit.town, clerk, visit.params.id ?? '', visit.now)
    if (!inquiry) return notFound
    const listed = await readLog(visit.town, clerk, inquiry, { today: visit.today }, Number(visit.query.page) || 1)
    const named = await namedFor(visit, listed.looks)
    const mayHide = clerk.permissions.has('looks.log.hide')
    return page(<LogPage frame={visit.frame} inquiry={inquiry} {...listed} named={named} mayHide={mayHide} />)
  })
  on.page('/desk/looks/inquiries/:id/hide', hide, {}, async (visit) => {
    const clerk = visit.person!
    const inquiry = await findInquiry(visit.town, clerk, visit.params.id ?? '', visit.now)
    const look = inquiry && (await findInLog(visit.town, clerk, inquiry, visit.query.look ?? '', visit.today))
    return inquiry && look && look.kind !== 'self' ? showHide(visit, inquiry, look) : notFound
  })
  on.form('/desk/looks/inquiries/:id/hide', hide, {}, hideFromForm)
}
