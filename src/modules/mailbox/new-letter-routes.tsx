// The addresses of beginning a correspondence.
import type { FoundPerson, SearchByName } from '../../contracts/find-persons.ts'
import { staff } from '../../kernel/access.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import { placeOf } from '../../kernel/calendar/holidays.ts'
import { type Answer, page, seeOther } from '../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm, textField } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { isUuid, newId } from '../../kernel/ids.ts'
import { uploads } from './attachment.ts'
import { listDeliveryRules } from './delivery-rules.ts'
import { mayWrite } from './desk.ts'
import { choosableUnits } from './desk-routes.tsx'
import { deskWords } from './desk-words.ts'
import { limits } from './letter.ts'
import { beginThread, mayWriteFor, type NewLetter, type Search, searchRecipients } from './new-letter.ts'
import { ComposePage, FindRecipientPage } from './new-letter-pages.tsx'
import { newLetterWords } from './new-letter-words.ts'
import { listTextBlocks } from './text-block.ts'

const noStore = { 'cache-control': 'no-store' }
/** A clerk finds people one by one; a program that guesses is slowed down. */
const perMinute = 20
const shortest = 10

export function newLetterRoutes(on: Routes): void {
  on.page('/desk/mailbox/new', staff(mayWrite), {}, (visit) =>
    findPage(visit, { exact: '', familyName: '', givenName: '', purpose: '' }, []),
  )
  on.form('/desk/mailbox/new', staff(mayWrite), { perMinute }, async (visit, input) => {
    const search = searchIn(input)
    const found = await recipientsFor(visit, search)
    if ('problem' in found) return findPage(visit, search, [found.problem])
    const [only] = found.persons.length === 1 ? found.persons : []
    const typed = { ...emptyLetter(visit), person: only?.id ?? '', purpose: search.purpose }
    return composePage(visit, search, found.persons, typed, [])
  })
  on.form('/desk/mailbox/new/letter', staff(mayWrite), { perMinute, uploads }, sendNewLetter)
}

const searchIn = (input: FormInput): Search => ({
  exact: input.value('exact').trim().slice(0, 300),
  familyName: input.value('familyName').slice(0, 150),
  givenName: input.value('givenName').slice(0, 150),
  purpose: input.value('purpose').trim(),
})

const emptyLetter = ({ now }: Visit): NewLetter => ({
  ...{ person: '', unit: '', matter: '', purpose: '', subject: '', text: '', rule: '' },
  once: newId(now),
})

const mayName = async ({ house, town, person }: Visit): Promise<boolean> =>
  (await house.ask<SearchByName>(town, 'search-by-name', { by: person! })) === true

async function findPage(visit: Visit, typed: Search, problems: readonly Problem[]): Promise<Answer> {
  const byName = await mayName(visit)
  return page(<FindRecipientPage frame={visit.frame} byName={byName} typed={typed} problems={problems} />, {
    status: problems.length > 0 ? 422 : 200,
    headers: noStore,
  })
}

async function recipientsFor(visit: Visit, search: Search): Promise<{ persons: readonly FoundPerson[] } | { problem: Problem }> {
  const text = newLetterWords(visit)
  const { length } = search.purpose
  const byName = await mayName(visit)
  const asked = byName ? search : { ...search, familyName: '', givenName: '' }
  if (asked.exact === '' && asked.familyName === '')
    return { problem: { field: 'exact', message: byName ? text.exactOrName : text.exactOnly } }
  if (length < shortest) return { problem: { field: 'purpose', message: text.purposeShort(length) } }
  if (length > 300) return { problem: { field: 'purpose', message: text.purposeLong(length) } }
  const field = asked.exact === '' ? 'familyName' : 'exact'
  const persons = await searchRecipients(visit.house, visit.town, visit.person!, asked)
  if (persons === 'many') return { problem: { field, message: text.many } }
  return persons && persons.length > 0 ? { persons } : { problem: { field, message: text.none } }
}

async function composePage(
  visit: Visit,
  search: Search,
  found: readonly FoundPerson[],
  typed: NewLetter,
  problems: readonly Problem[],
): Promise<Answer> {
  const { town, now, person } = visit
  const { units, more } = await choosableUnits(visit)
  const [first] = person!.units.get(mayWrite) ?? []
  const unit = typed.unit || (units.length === 1 ? units[0]!.path : (first ?? ''))
  const shown = {
    ...{ search, found, units, more, problems },
    typed: { ...typed, unit },
    blocks: await listTextBlocks(town, unit),
    rules: listDeliveryRules(placeOf(town.settings), 'mailbox', dayAt(now)),
  }
  return page(<ComposePage frame={visit.frame} {...shown} />, { status: problems.length > 0 ? 422 : 200, headers: noStore })
}

async function sendNewLetter(visit: Visit, input: FormInput): Promise<Answer> {
  const { house, town, person: clerk, now } = visit
  const text = newLetterWords(visit)
  const desk = deskWords(visit)
  const search = searchIn(input)
  const found = await recipientsFor(visit, search)
  if ('problem' in found) return findPage(visit, search, [found.problem])
  const typed: NewLetter = {
    ...{ person: input.value('person'), unit: input.value('unit'), matter: input.value('matter'), purpose: search.purpose },
    ...{ subject: input.value('subject'), text: input.value('text') },
    rule: input.value('rule') === 'plain' ? '' : input.value('rule'),
    once: isUuid(input.value('once')) ? input.value('once') : newId(now),
  }
  const again = (problems: readonly Problem[], letter = typed) => composePage(visit, search, found.persons, letter, problems)
  if (input.value('do') === 'insert') {
    const block = (await listTextBlocks(town, typed.unit || '/')).find(({ id }) => id === input.value('block'))
    return again([], { ...typed, text: [typed.text, block?.body ?? ''].filter((part) => part !== '').join('\n\n') })
  }
  const rules = ['plain', ...listDeliveryRules(placeOf(town.settings), 'mailbox', dayAt(now)).map(({ key }) => key)]
  const read = readForm(input, {
    person: oneOf(
      'person',
      found.persons.map(({ id }) => id),
      text.whomMissing,
    ),
    matter: textField('matter', { atMost: limits.subject, message: text.matterMissing, tooLong: desk.subjectTooLong }),
    subject: textField('subject', { atMost: limits.subject, message: desk.subjectMissing, tooLong: desk.subjectTooLong }),
    text: textField('text', { atMost: limits.text, message: desk.textMissing, tooLong: desk.textTooLong }),
    rule: oneOf('rule', rules, desk.deliveryMissing),
    files: fileField('files'),
  })
  const allowed = await mayWriteFor(town, clerk!, typed.unit)
  const problems = [
    ...('problems' in read ? read.problems : []),
    ...(allowed ? [] : [{ field: 'unit', message: desk.unitMissing }]),
  ]
  if ('problems' in read || problems.length > 0) return again(problems)
  const sent = await beginThread(house, town, clerk!, typed, read.values.files, now)
  if (!sent) return again([{ field: 'person', message: text.whomMissing }])
  return seeOther(linkTo(visit, `/desk/mailbox/${sent.thread}?done=${sent.paper ? 'paper' : 'sent'}`))
}
