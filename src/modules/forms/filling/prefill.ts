// Values that stand in fields before anybody typed there: from the account, from the population register, from a signed link; each is shown with its origin and counts only once its page is sent.
import type { ProfileValues } from '../../../contracts/profile-values.ts'
import type { PopulationRegister, RegisteredPerson } from '../../../contracts/registers.ts'
import { reaches } from '../../../kernel/access.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { Answer, Question } from '../document/document.ts'
import { answerAt } from '../document/places.ts'
import { formSubject } from '../form.ts'
import type { FormRow } from '../tables.ts'
import { actorOf, fillingBasis } from './draft.ts'
import { questionsOn } from './posted.ts'
import type { Screen } from './screen.ts'
import type { Filling } from './state.tsx'
import { fieldsOf } from './typed.ts'

type Place = Pick<Filling, 'evaluation' | 'content' | 'draft' | 'form' | 'limits'>
export type Prefilled = { values: Map<string, [string, string[]][]>; origins: [string, string][]; answers: Map<string, Answer> }

/** Only where nothing was answered and the screen was not sent yet; never a consent. */
export async function prefillFor(
  visit: Visit,
  { evaluation, content, draft, form, limits }: Place,
  screen: Screen,
): Promise<Prefilled> {
  const found: Prefilled = { values: new Map(), origins: [], answers: new Map() }
  if (content.seen.includes(screen.address)) return found
  const open = questionsOn(screen).filter(
    ({ question, path }) =>
      question.type !== 'consent' &&
      question.type !== 'files' &&
      answerAt(evaluation.answers, path) === undefined &&
      limits?.mayChange(path) !== false,
  )
  const take = (question: Question, path: string, value: Answer | undefined, origin: string): void => {
    if (value === undefined || found.answers.has(path)) return
    found.answers.set(path, value)
    found.values.set(path, fieldsOf(question, path, value, visit))
    found.origins.push([path, origin])
  }
  for (const { question, path } of open) if (content.offered) take(question, path, answerAt(content.offered, path), 'link')
  const wanted = open.filter(({ question }) => question.prefill !== undefined)
  if (wanted.length === 0 || visit.person?.personId !== draft.subject) return found
  const said = await accountValues(
    visit,
    form,
    wanted.map(({ question }) => question.prefill!),
  )
  for (const { question, path } of wanted) {
    const value = said.get(question.prefill!)
    take(question, path, value, question.prefill!.replace(/\.[^.]+$/, ''))
  }
  return found
}

const population = 'register.population.'

/** By what a question names as its source. The person's own alone: whoever acts for somebody else types. */
async function accountValues(visit: Visit, form: FormRow, wanted: readonly string[]): Promise<Map<string, Answer>> {
  const { house, town, person } = visit
  const look = {
    subjects: [person!.personId],
    actor: actorOf(person, person!.personId),
    purpose: 'Angaben aus Ihrem Konto für ein Formular vorgeschlagen',
    legalBasis: fillingBasis,
    matter: form.title,
  }
  return town.personal(look, async (db) => {
    const asked = { db: db as TownSql, person: person!.personId }
    const account = (await house.ask<ProfileValues>(town, 'profile-values', asked)) ?? {}
    const { proven: _, ...own } = account
    const registered = wanted.some((one) => one.startsWith(population))
      ? await registeredValues(visit, form, db as TownSql, account)
      : {}
    return new Map<string, Answer>([
      ...Object.entries(own).map(([name, value]): [string, Answer] => [`account.${name}`, value]),
      ...Object.entries(registered).map(([name, value]): [string, Answer] => [`${population}${name}`, value]),
    ])
  })
}

/** Only for whom the sign-in has proven to be that person: nobody learns from it where somebody else lives. */
async function registeredValues(
  { house, town, person, now }: Visit,
  form: FormRow,
  db: TownSql,
  { givenName, familyName, birthDate, proven = [] }: ProfileValues['answer'],
): Promise<Partial<RegisteredPerson>> {
  if (!reaches(person!.level, 'substantial') || proven.length < 3 || !givenName || !familyName || !birthDate) return {}
  const asked = {
    matter: formSubject(form.id),
    purpose: 'Angaben aus dem Melderegister für ein Formular vorgeschlagen',
    legalBasis: fillingBasis,
    by: 'self',
  }
  const question = { db, subject: person!.personId, givenName, familyName, birthDate, asked, now }
  const answer = await house.ask<PopulationRegister>(town, 'population-register', question)
  return answer?.found ? answer.person : {}
}
