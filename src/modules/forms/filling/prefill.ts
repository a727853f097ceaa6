// Values that stand in fields before anybody typed there: from the account, from a signed link; each is shown with its origin and counts only once its page is sent.
import type { ProfileValues } from '../../../contracts/profile-values.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { Answer, Question } from '../document/document.ts'
import { answerAt } from '../document/places.ts'
import { actorOf, fillingBasis } from './draft.ts'
import { questionsOn } from './posted.ts'
import type { Screen } from './screen.ts'
import type { Filling } from './state.tsx'
import { fieldsOf } from './typed.ts'

type Place = Pick<Filling, 'evaluation' | 'content' | 'draft' | 'limits'>
export type Prefilled = { values: Map<string, [string, string[]][]>; origins: [string, string][]; answers: Map<string, Answer> }

/** Only where nothing was answered and the screen was not sent yet; never a consent. */
export async function prefillFor(
  visit: Visit,
  { evaluation, content, draft, limits }: Place,
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
  const wanted = open.filter(({ question }) => question.prefill?.startsWith('account.'))
  if (wanted.length > 0 && visit.person?.personId === draft.subject) {
    const values = await accountValues(visit)
    for (const { question, path } of wanted)
      take(question, path, values[question.prefill!.slice(8) as keyof typeof values], 'account')
  }
  return found
}

/** The person's own alone: whoever acts for somebody else types. */
async function accountValues({ house, town, person }: Visit): Promise<Partial<Record<keyof ProfileValues['answer'], Answer>>> {
  const look = {
    subjects: [person!.personId],
    actor: actorOf(person, person!.personId),
    purpose: 'Angaben aus Ihrem Konto für ein Formular vorgeschlagen',
    legalBasis: fillingBasis,
  }
  return town.personal(
    look,
    async (db) => (await house.ask<ProfileValues>(town, 'profile-values', { db: db as TownSql, person: person!.personId })) ?? {},
  )
}
