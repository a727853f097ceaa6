// The addresses of help at the counter and by phone.
import type { FieldProblem } from '../../../design/fields.tsx'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { searchForm, tidyName } from '../../../standards/din91379/names.ts'
import { type Own, own } from '../profile/profile-routes.tsx'
import { isId } from './acting-routes.tsx'
import { AssistancePage, AssistPage, type AssistTyped, FoundPage, identityChecks, ReceiptPage } from './assist-pages.tsx'
import { assistWords } from './assist-words.ts'
import {
  assistPermission,
  beginAssistance,
  endAssistance,
  type How,
  noteAssistance,
  readAssistance,
  searchPersons,
} from './assistance.ts'
import { recordPermission } from './record.ts'

const assist = staff(assistPermission)
const noStore = { 'cache-control': 'no-store' }
/** A clerk finds people one by one; a program that guesses names is slowed down. */
const perMinute = 20

export function assistRoutes(on: Routes): void {
  on.page('/desk/accounts/assist', assist, {}, (visit) =>
    page(
      <AssistPage
        frame={visit.frame}
        problems={[]}
        typed={{ how: '', familyName: '', givenName: '', purpose: '', person: '', identity: '' }}
      />,
    ),
  )
  on.form('/desk/accounts/assist', assist, { perMinute }, async (visit, input) => {
    const typed = typedIn(input)
    const problems = searchProblems(visit as Own, typed)
    if (problems.length > 0) return page(<AssistPage frame={visit.frame} problems={problems} typed={typed} />, { status: 422 })
    return foundPage(own(visit), typed, [])
  })
  on.form('/desk/accounts/assist/begin', assist, { perMinute }, async (visit, input) => {
    const { town, person, now, frame } = own(visit)
    const text = assistWords(visit)
    const typed = typedIn(input)
    const wrong = searchProblems(own(visit), typed)
    if (wrong.length > 0) return page(<AssistPage frame={frame} problems={wrong} typed={typed} />, { status: 422 })
    const check = identityChecks.find((one) => one === typed.identity)
    const problems: FieldProblem[] = []
    if (typed.person !== 'new' && !isId(typed.person))
      problems.push({ field: 'person', label: text.whom, message: text.whomWrong })
    if (!check) problems.push({ field: 'identity', label: text.identity, message: text.identityWrong })
    if (!check || problems.length > 0) return foundPage(own(visit), typed, problems)
    const whom = typed.person === 'new' ? { givenName: typed.givenName, familyName: typed.familyName } : { person: typed.person }
    const made = { how: typed.how as How, purpose: typed.purpose, identityCheck: assistWords({ language: 'de' })[check] }
    const id = await beginAssistance(town, person, whom, made, now)
    return id ? seeOther(linkTo(visit, `/desk/accounts/assist/${id}`)) : notFound
  })
  on.page('/desk/accounts/assist/:id', assist, {}, (visit) => assistancePage(own(visit), [], ''))
  on.form('/desk/accounts/assist/:id/note', assist, { perMinute: 60 }, async (visit, input) => {
    const { town, person, now, params } = own(visit)
    const text = assistWords(visit)
    const id = params.id ?? ''
    const note = input.value('note')
    const message = note === '' ? text.noteMissing : note.length > 1_000 ? text.noteLong(note.length) : undefined
    if (message) return assistancePage(own(visit), [{ field: 'note', label: text.note, message }], note)
    const noted = isId(id) && (await noteAssistance(town, person, id, note, now))
    return noted ? seeOther(linkTo(visit, `/desk/accounts/assist/${id}`)) : notFound
  })
  on.form('/desk/accounts/assist/:id/end', assist, {}, async (visit) => {
    const { town, person, now, params } = own(visit)
    const id = params.id ?? ''
    const ended = isId(id) && (await endAssistance(town, person, id, now))
    return ended ? seeOther(linkTo(visit, `/desk/accounts/assist/${id}`)) : notFound
  })
  on.page('/desk/accounts/assist/:id/receipt', assist, {}, async (visit) => {
    const view = await viewOf(own(visit))
    return view ? page(<ReceiptPage frame={visit.frame} view={view} />, { headers: noStore }) : notFound
  })
}

const typedIn = (input: FormInput): AssistTyped => ({
  how: input.value('how'),
  familyName: tidyName(input.value('familyName')).slice(0, 150),
  givenName: tidyName(input.value('givenName')).slice(0, 150),
  purpose: input.value('purpose').slice(0, 300),
  person: input.value('person'),
  identity: input.value('identity'),
})

const shortest = 10

function searchProblems(visit: Own, typed: AssistTyped): FieldProblem[] {
  const text = assistWords(visit)
  const problems: FieldProblem[] = []
  if (typed.how !== 'counter' && typed.how !== 'phone') problems.push({ field: 'how', label: text.how, message: text.howWrong })
  if (searchForm(typed.familyName).length < 2)
    problems.push({ field: 'familyName', label: text.familyName, message: text.familyNameMissing })
  if (typed.purpose.length < shortest)
    problems.push({ field: 'purpose', label: text.purpose, message: text.purposeShort(typed.purpose.length) })
  return problems
}

async function foundPage(visit: Own, typed: AssistTyped, problems: readonly FieldProblem[]): Promise<Answer> {
  const found = await searchPersons(visit.town, visit.person, typed)
  return page(<FoundPage frame={visit.frame} problems={problems} typed={typed} found={found} />, {
    status: problems.length > 0 ? 422 : 200,
    headers: noStore,
  })
}

async function viewOf(visit: Own) {
  const { house, town, person, language, now, params } = visit
  const id = params.id ?? ''
  return isId(id) ? readAssistance(house, town, person, id, language, now) : undefined
}

async function assistancePage(visit: Own, problems: readonly FieldProblem[], note: string): Promise<Answer | NotFound> {
  const view = await viewOf(visit)
  if (!view) return notFound
  const records = visit.person.permissions.has(recordPermission)
  return page(<AssistancePage frame={visit.frame} view={view} problems={problems} note={note} records={records} />, {
    status: problems.length > 0 ? 422 : 200,
    headers: noStore,
  })
}
