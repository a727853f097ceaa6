// The addresses of taking in an application for somebody, and of the form that only the unit fills in.
import type { FindPersons, FoundPerson } from '../../../contracts/find-persons.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import { mayIntake, mayWork } from '../access.ts'
import { after, ownCase, whoOf } from './case-routes.tsx'
import { deskPath } from './list-pages.tsx'
import { beginClerkForm, beginIntake, channels, donePath, findTakenIn, listKinds, mandates, sendReceipt } from './take-in.ts'
import { TakeInPage, type TakeInTyped, TakenInPage, takeInPath } from './take-in-pages.tsx'
import { takeInWords } from './take-in-words.ts'

const fields = ['type', 'channel', 'mandate', 'who', 'exact', 'family', 'given', 'mail', 'person'] as const
const typedIn = (input: FormInput): TakeInTyped =>
  Object.fromEntries(fields.map((name) => [name, input.value(name).slice(0, 200)])) as TakeInTyped

export function takeInRoutes(on: Routes): void {
  on.page(takeInPath, staff(mayIntake), {}, (visit) => {
    const empty = Object.fromEntries(fields.map((name) => [name, ''])) as TakeInTyped
    return showTakeIn(visit, { ...empty, type: visit.query.type ?? '' }, [], [])
  })
  on.form(takeInPath, staff(mayIntake), { perMinute: 30 }, postTakeIn)
  on.page(donePath(':id'), staff(mayIntake), {}, async ({ town, person, params, frame, query }) => {
    const taken = await findTakenIn(town, person!, params.id!)
    return taken ? page(<TakenInPage frame={frame} taken={taken} sent={query.done === 'sent'} />) : notFound
  })
  on.form(donePath(':id'), staff(mayIntake), {}, async (visit) => {
    const taken = await findTakenIn(visit.town, visit.person!, visit.params.id!)
    const outcome = taken?.row && (await sendReceipt(whoOf(visit), taken.row.id))
    if (outcome === 'party') return ownCase(visit)
    return outcome ? seeOther(linkTo(visit, `${donePath(visit.params.id!)}?done=sent`)) : notFound
  })
  on.form(`${deskPath}/:id/clerk-form`, staff(mayWork), {}, async (visit) => {
    const outcome = await beginClerkForm(whoOf(visit), visit.params.id!)
    if (outcome && outcome !== 'party' && 'done' in outcome) return seeOther(linkTo(visit, outcome.path))
    return after(visit, '', outcome)
  })
}

async function showTakeIn(
  visit: Visit,
  typed: TakeInTyped,
  found: readonly FoundPerson[],
  problems: readonly Problem[],
): Promise<Answer> {
  const kinds = await listKinds(visit.town, visit.person!)
  return page(<TakeInPage frame={visit.frame} kinds={kinds} typed={typed} found={found} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

/** Whoever was found, or a problem in words; several are shown for choice. */
async function accountOf(
  visit: Visit,
  typed: TakeInTyped,
): Promise<{ account: string } | { found: readonly FoundPerson[]; problem: Problem }> {
  const { house, town, person } = visit
  const text = takeInWords(visit)
  const { exact, family: familyName, given: givenName } = typed
  const none = { found: [], problem: { field: 'exact', message: text.notFound } }
  if (exact === '' && familyName === '') return none
  const purpose = 'Für Sie einen Antrag aufgenommen'
  const found = await house.ask<FindPersons>(town, 'find-persons', {
    by: person!,
    permission: mayIntake,
    purpose,
    exact,
    familyName,
    givenName,
  })
  if (found === 'many') return { found: [], problem: { field: 'exact', message: text.tooMany } }
  if (!found || found.length === 0) return none
  const chosen = found.find(({ id }) => id === typed.person) ?? (found.length === 1 ? found[0] : undefined)
  return chosen ? { account: chosen.id } : { found, problem: { field: 'person', message: text.whichMissing } }
}

async function postTakeIn(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, language } = visit
  const text = takeInWords(visit)
  const typed = typedIn(input)
  const kinds = await listKinds(town, person!)
  const read = readForm(input, {
    type: oneOf(
      'type',
      kinds.map(({ row }) => row.key),
      text.kindMissing,
    ),
    channel: oneOf('channel', channels, text.channelMissing),
    mandate: oneOf('mandate', mandates, text.mandateMissing),
    who: oneOf('who', ['none', 'account'], text.whoMissing),
    mail: () => {
      const mail = typed.mail === '' || typed.who === 'account' ? undefined : readMailAddress(typed.mail)
      const wrong = typed.mail !== '' && typed.who !== 'account' && mail === undefined
      return wrong ? { problem: { field: 'mail', message: text.mailWrong } } : { value: mail }
    },
  })
  if ('problems' in read) return showTakeIn(visit, typed, [], read.problems)
  const { type, channel, mandate, who, mail } = read.values
  const known = who === 'account' ? await accountOf(visit, typed) : { account: undefined }
  if ('problem' in known) return showTakeIn(visit, typed, known.found, [known.problem])
  const kind = kinds.find(({ row }) => row.key === type)!
  // Nobody takes in an application for themselves as if for somebody else.
  if (known.account === person!.personId) return ownCase(visit)
  const begun = await beginIntake(whoOf(visit), { kind, account: known.account, channel, mandate, mail, language })
  if (begun === 'no-form') return showTakeIn(visit, typed, [], [{ field: 'type', message: text.noForm }])
  return seeOther(linkTo(visit, begun.path))
}
